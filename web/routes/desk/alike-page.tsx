// 雷同: visits that read as if they had been copied, under who made them, and what second looks found; a county at a time.
import { useQuery } from '@tanstack/react-query';
import { ALIKE_KINDS } from '../../../server/flow/tasks/alike/model.ts';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { AlikeList } from '../../features/alike/alike-list.tsx';
import { SecondLooks } from '../../features/alike/second-looks.tsx';
import { alikeWords } from '../../features/alike/words.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { Empty } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';
import '../../features/alike/alike.css';

/** Digits of a county's code: wider areas are not compared at once. */
const COUNTY = 6;
const TABS = ['alike', 'looks'] as const;

export default function AlikePage() {
  const me = useMe();
  const words = useWords(alikeWords);
  const { search, change } = useAddress();
  usePageTitle(words.page);
  const home = me.areas[0];
  const at = search.get('area') ?? home?.code ?? '';
  const path = useAreaPath(home, at);
  const inner = useQuery({ ...areasQuery(at), enabled: at.length > 0 && at.length < 12 });
  const outcomes = useQuery(outcomesQuery).data?.items ?? [];
  const kind = ALIKE_KINDS.find((one) => one === search.get('kind')) ?? '';
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'alike';
  const area = at === home?.code ? '' : at;
  const isNarrow = at.length >= COUNTY;
  const goTo = (code: string) => change({ area: code === home?.code ? null : code });
  return (
    <main className="plain-page">
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <div className="plain-head">
        <h1>{words.page}</h1>
        <div className="sentence-filter no-print">
          <span>{words.lead}</span>
          <Picker
            label={words.area}
            value={at}
            choices={[
              ...path.slice(0, -1).map((one) => ({ value: one.code, name: `↑ ${one.name}` })),
              { value: at, name: path.at(-1)?.name ?? at },
              ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
            ]}
            onPick={goTo}
          />
          {tab === 'alike' && (
            <>
              <span>{words.of}</span>
              <Picker
                label={words.what}
                value={kind}
                choices={[
                  { value: '', name: words.every },
                  ...ALIKE_KINDS.map((value) => ({ value, name: words.kinds[value] })),
                ]}
                onPick={(next) => change({ kind: next })}
              />
            </>
          )}
        </div>
      </div>
      <Tabs
        label={words.page}
        tabs={TABS.map((value) => ({ value, name: words.tabs[value] }))}
        chosen={tab}
        onPick={(one) => change({ tab: one === 'alike' ? null : one })}
      />
      {!isNarrow && <Empty>{words.choose}</Empty>}
      {isNarrow && tab === 'looks' && <SecondLooks area={area} outcomes={outcomes} />}
      {isNarrow && tab === 'alike' && (
        <AlikeList
          area={area}
          kind={kind}
          outcomes={outcomes}
          mayLook={me.actions.includes('attachment.read')}
          mayAsk={me.actions.includes('second-look.ask')}
          onWiden={() => change({ kind: null })}
        />
      )}
    </main>
  );
}
