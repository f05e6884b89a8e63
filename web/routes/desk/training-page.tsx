// Training on the desk: one's own scenes, and for county and above who of their area has yet to pass.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useAreaPath } from '../../api/areas.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { PeopleFilter } from '../../features/training/people-filter.tsx';
import { PeopleTable } from '../../features/training/people-table.tsx';
import { type PeopleAsked, peopleQuery, ROLES, STATES } from '../../features/training/queries.ts';
import { SceneList } from '../../features/training/scene-list.tsx';
import { trainingWords } from '../../features/training/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../features/training/training.css';

type Change = ReturnType<typeof useAddress>['change'];

export default function TrainingPage() {
  const me = useMe();
  const words = useWords(trainingWords);
  const { search, change } = useAddress();
  const tabs = [
    ...(me.actions.includes('training.start') ? (['mine'] as const) : []),
    ...(me.actions.includes('training.oversee') ? (['people'] as const) : []),
  ];
  const tab = tabs.find((one) => one === search.get('tab')) ?? tabs[0];
  if (!me.isRehearsal)
    return (
      <main className="training-page">
        <Empty>
          <p className="strong">{words.notHere}</p>
          <p>{words.notHereHint}</p>
        </Empty>
      </main>
    );
  return (
    <main className="training-page">
      <h1 className="visually-hidden">{words.page}</h1>
      {tabs.length > 1 && (
        <div className="training-tabs" role="tablist">
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={one === tab}
              onClick={() => change({ tab: one === tabs[0] ? null : one, scene: null })}
            >
              {words.tabs[one]}
            </button>
          ))}
        </div>
      )}
      {tab === 'mine' && (
        <div className="training-mine">
          <TopBarArea>
            <b>{words.page}</b>
          </TopBarArea>
          <SceneList scene={search.get('scene')} onScene={(scene) => change({ scene }, { replace: true })} />
        </div>
      )}
      {tab === 'people' && <People search={search} change={change} />}
    </main>
  );
}

function People({ search, change }: { search: URLSearchParams; change: Change }) {
  const me = useMe();
  const now = useNow();
  const home = me.areas[0];
  const area = search.get('area') ?? undefined;
  const asked: PeopleAsked = {
    area,
    role: ROLES.find((one) => one === search.get('role')),
    scene: search.get('of') ?? undefined,
    state: STATES.find((one) => one === search.get('state')) ?? 'open',
  };
  const first = useInfiniteQuery(peopleQuery(asked)).data?.pages[0];
  const path = useAreaPath(home, area ?? home?.code);
  const goTo = (code: string) => change({ area: code === home?.code ? null : code });
  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <PeopleFilter
        asked={asked}
        shown={path[path.length - 1] ?? { code: '', name: '' }}
        scenes={first?.scenes ?? []}
        counts={first}
        onArea={goTo}
        onChange={(values) => change(values, { replace: true })}
      />
      <PeopleTable asked={asked} now={now} onWiden={() => change({ role: null, of: null, state: 'all' })} />
    </>
  );
}
