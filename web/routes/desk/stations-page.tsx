// Stations and service points: how many doors there are and where one is missing, the list, and beside it one of them.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { StationCover } from '../../../server/stations/model.ts';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { useMe } from '../../api/session.ts';
import { coverQuery, KINDS, STATES, type StationsAsked, stationsQuery } from '../../features/stations/queries.ts';
import { StationForm } from '../../features/stations/station-form.tsx';
import { StationPanel } from '../../features/stations/station-panel.tsx';
import { StationTable } from '../../features/stations/station-table.tsx';
import { stationWords } from '../../features/stations/words.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/list.css';

const NAMED = 6;

export default function StationsPage() {
  const me = useMe();
  const words = useWords(stationWords);
  const { search, change } = useAddress();
  usePageTitle(words.page);
  const home = me.areas[0];
  const area = search.get('area') ?? '';
  const asked: StationsAsked = { area, kind: search.get('kind') ?? '', state: search.get('state') ?? 'open' };
  const opened = search.get('station');
  const isNew = search.get('new') !== null;
  const isChanging = search.get('change') !== null;
  const query = useInfiniteQuery(stationsQuery(asked));
  const cover = useQuery(coverQuery(area));
  const path = useAreaPath(home, area || home?.code);
  const shown = path[path.length - 1] ?? home;
  const inner = useQuery({ ...areasQuery(shown?.code ?? ''), enabled: shown !== undefined });
  const goTo = (code: string) => change({ area: code === home?.code ? null : code });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const station = rows.find((one) => one.id === opened) ?? null;
  const canMake = me.actions.includes('station.create');
  const close = () => change({ station: null, new: null, change: null });
  useKeys({
    n: () => canMake && change({ new: '1', station: null, change: null }),
    escape: () => (opened || isNew) && close(),
  });
  const county = (station?.area.code ?? home?.code ?? '').slice(0, 6);
  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <main className="list-page has-side">
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={words.page} filter={shown?.name ?? ''} />
        <div className="list-bar">
          <div className="sentence-filter">
            <span>{words.lead}</span>
            <Picker
              label={words.area}
              value={shown?.code ?? ''}
              choices={[
                { value: shown?.code ?? '', name: words.whole(shown?.name ?? '') },
                ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
              ]}
              onPick={goTo}
            />
            <Picker
              label={words.state}
              value={asked.state}
              choices={STATES.map((value) => ({ value, name: words.states[value] }))}
              onPick={(state) => change({ state: state === 'open' ? null : state }, { replace: true })}
            />
            <Picker
              label={words.kind}
              value={asked.kind}
              choices={[
                { value: '', name: words.anyKind },
                ...KINDS.map((value) => ({ value, name: words.kinds[value] })),
              ]}
              onPick={(kind) => change({ kind }, { replace: true })}
            />
          </div>
          {canMake && (
            <button
              type="button"
              className="button button-primary no-print"
              onClick={() => change({ new: '1', station: null, change: null })}
            >
              {words.make} <span className="key">N</span>
            </button>
          )}
        </div>
        <div className={query.isPlaceholderData ? 'list-main refreshing' : 'list-main'}>
          {cover.data && <Sentence name={shown?.name ?? ''} cover={cover.data} onGo={goTo} />}
          {query.isPending && <Skeleton lines={8} />}
          {query.isError && !query.data && (
            <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
          )}
          {query.data && rows.length === 0 && (
            <Empty>
              <p>{asked.kind || asked.state !== 'open' ? words.noneSo : words.none}</p>
              {(asked.kind || asked.state !== 'open' || area) && (
                <button
                  type="button"
                  className="button"
                  onClick={() => change({ kind: null, state: null, area: null })}
                >
                  {words.widen}
                </button>
              )}
            </Empty>
          )}
          {rows.length > 0 && (
            <StationTable
              rows={rows}
              opened={opened}
              onOpen={(id) => change({ station: id, new: null, change: null })}
            />
          )}
          {query.hasNextPage && (
            <div className="list-more no-print">
              <More of={query} />
            </div>
          )}
        </div>
        <aside className="list-side" aria-label={words.one}>
          {isNew || (station && isChanging) ? (
            <StationForm
              key={station?.version ?? 'new'}
              station={isNew ? null : station}
              county={county}
              area={area}
              onSaved={(id) => change({ station: id, new: null, change: null })}
              onClose={() => (isNew ? close() : change({ change: null }))}
            />
          ) : station ? (
            <StationPanel
              key={station.id}
              station={station}
              canChange={me.actions.includes('station.change')}
              onChange={() => change({ change: '1' })}
              onClose={close}
            />
          ) : (
            <Empty>
              <p>{words.choose}</p>
            </Empty>
          )}
        </aside>
      </main>
    </>
  );
}

/** How many doors there are, and where one is missing. */
function Sentence({ name, cover, onGo }: { name: string; cover: StationCover; onGo: (code: string) => void }) {
  const { sentence } = useWords(stationWords);
  const { stations, points, people, townships, without } = cover;
  return (
    <p className="list-sentence">
      <b>{name}</b> {sentence.doors(stations, points, people)}
      {townships > 0 && sentence.comma}
      {townships > 0 && without.length === 0 && sentence.all}
      {without.length > 0 && (
        <>
          {sentence.without(without.length, townships)}
          {without.slice(0, NAMED).map((one, index) => (
            <span key={one.code}>
              {index > 0 && sentence.between}
              <button type="button" className="link-button" onClick={() => onGo(one.code)}>
                {one.name}
              </button>
            </span>
          ))}
          {without.length > NAMED && sentence.more(without.length)}
        </>
      )}
      {sentence.stop}
    </p>
  );
}
