// 协理员的手机: who has unsent work and since when, who has not synced, and the lost ones; by area, one by one, and what came too late.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { useMe } from '../../api/session.ts';
import { CountTable } from '../../features/phones/count-table.tsx';
import { KeptTable } from '../../features/phones/kept-table.tsx';
import { PhonePanel } from '../../features/phones/phone-panel.tsx';
import { PhoneTable } from '../../features/phones/phone-table.tsx';
import { countsQuery, DAYS, DAYS_USUAL, keptQuery, keyOf, phonesQuery, STATES } from '../../features/phones/queries.ts';
import { phonesWords } from '../../features/phones/words.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/list.css';

const VIEWS = ['phones', 'areas', 'kept'] as const;
type View = (typeof VIEWS)[number];
/** A county's phones fit one list; wider areas are counted first. */
const COUNTY = 6;

export default function PhonesPage() {
  const me = useMe();
  const words = useWords(phonesWords);
  const { search, change } = useAddress();
  usePageTitle(words.page);
  const home = me.areas[0];
  const area = search.get('area') ?? '';
  const path = useAreaPath(home, area || home?.code);
  const shown = path[path.length - 1] ?? home;
  const inner = useQuery({ ...areasQuery(shown?.code ?? ''), enabled: shown !== undefined });
  const usual: View = (shown?.code.length ?? 0) < COUNTY ? 'areas' : 'phones';
  const view = VIEWS.find((one) => one === search.get('view')) ?? usual;
  const state = search.get('state') ?? 'all';
  const days = search.get('days') ?? DAYS_USUAL;
  const goTo = (code: string, next: Record<string, string | null> = {}) =>
    change({ area: code === home?.code ? null : code, phone: null, view: null, ...next });
  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={(code) => goTo(code)} />
      </TopBarArea>
      <main className={view === 'phones' ? 'list-page has-side' : 'list-page'}>
        <h1 className="visually-hidden">{words.page}</h1>
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
              onPick={(code) => goTo(code)}
            />
            {view === 'phones' && (
              <Picker
                label={words.state}
                value={state}
                choices={STATES.map((value) => ({ value, name: words.states[value] }))}
                onPick={(next) => change({ state: next === 'all' ? null : next, phone: null }, { replace: true })}
              />
            )}
            {view !== 'kept' && (
              <Picker
                label={words.days}
                value={days}
                choices={DAYS.map((value) => ({ value, name: words.afterDays(value) }))}
                onPick={(next) => change({ days: next === DAYS_USUAL ? null : next }, { replace: true })}
              />
            )}
          </div>
          <div className="list-acts no-print" role="tablist" aria-label={words.page}>
            {VIEWS.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                className={one === view ? 'button is-chosen' : 'button'}
                aria-selected={one === view}
                onClick={() => change({ view: one === usual ? null : one, phone: null })}
              >
                {words.views[one]}
              </button>
            ))}
          </div>
        </div>
        {view === 'phones' && <Phones area={area} state={state} days={days} />}
        {view === 'areas' && (
          <Counts
            area={area}
            days={days}
            onOpen={(code, wanted) => goTo(code, wanted ? { state: wanted, view: 'phones' } : {})}
          />
        )}
        {view === 'kept' && <Kept area={area} />}
      </main>
    </>
  );
}

function Phones({ area, state, days }: { area: string; state: string; days: string }) {
  const me = useMe();
  const words = useWords(phonesWords);
  const { search, change } = useAddress();
  const query = useInfiniteQuery(phonesQuery({ area, state, days }));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const opened = search.get('phone');
  const row = rows.find((one) => keyOf(one) === opened);
  useKeys({ escape: () => opened && change({ phone: null }) });
  return (
    <>
      <List query={query} isEmpty={rows.length === 0} empty={state === 'all' ? words.empty : words.emptySo}>
        {rows.length > 0 && (
          <PhoneTable rows={rows} opened={opened} days={Number(days)} onOpen={(phone) => change({ phone })} />
        )}
        {rows.length === 0 && state !== 'all' && (
          <button type="button" className="button" onClick={() => change({ state: null }, { replace: true })}>
            {words.widen}
          </button>
        )}
      </List>
      <aside className="list-side" aria-label={words.one}>
        {row ? (
          <PhonePanel
            key={keyOf(row)}
            row={row}
            days={Number(days)}
            present={query.data?.pages[0]?.present ?? null}
            canAct={me.actions.includes('phone.lose')}
            onClose={() => change({ phone: null })}
          />
        ) : (
          <Empty>
            <p>{words.choose}</p>
          </Empty>
        )}
      </aside>
    </>
  );
}

interface CountsProps {
  area: string;
  days: string;
  onOpen: (area: string, state: string | null) => void;
}

function Counts({ area, days, onOpen }: CountsProps) {
  const words = useWords(phonesWords);
  const query = useQuery(countsQuery({ area, days }));
  return (
    <List query={query} isEmpty={query.data?.length === 0} empty={words.empty}>
      {query.data && query.data.length > 0 && <CountTable rows={query.data} onOpen={onOpen} />}
    </List>
  );
}

function Kept({ area }: { area: string }) {
  const words = useWords(phonesWords);
  const query = useInfiniteQuery(keptQuery(area));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <List query={query} isEmpty={rows.length === 0} empty={words.kept.empty}>
      {rows.length > 0 && <KeptTable rows={rows} />}
    </List>
  );
}

interface Asked {
  isPending: boolean;
  isError: boolean;
  isPlaceholderData: boolean;
  data: unknown;
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => unknown;
}

/** A list in its states: coming, failed, empty, whole, and more to come. */
function List(of: { query: Asked; isEmpty: boolean; empty: string; children: ReactNode }) {
  const common = useWords(ui);
  const words = useWords(phonesWords);
  const { query } = of;
  return (
    <div className={query.isPlaceholderData ? 'list-main refreshing' : 'list-main'}>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && query.data === undefined && (
        <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && of.isEmpty && (
        <Empty>
          <p>{of.empty}</p>
          {of.children}
        </Empty>
      )}
      {!of.isEmpty && of.children}
      {query.hasNextPage && (
        <div className="list-more no-print">
          <button
            type="button"
            className="button"
            disabled={query.isFetchingNextPage ?? false}
            onClick={() => void query.fetchNextPage?.()}
          >
            {query.isFetchingNextPage ? common.moreLoading : common.more}
          </button>
        </div>
      )}
    </div>
  );
}
