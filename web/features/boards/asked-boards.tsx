// Each board with its question: asks, waits, fails, is empty, or shows its answer in words and its table.
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { CountiesBoard } from './counties-board.tsx';
import { COMPARED, comparedOf } from './figures.ts';
import { FunnelBoard } from './funnel-board.tsx';
import { type BoardAsked, countiesQuery, funnelQuery, timeQuery, workloadQuery } from './queries.ts';
import { TimeBoard } from './time-board.tsx';
import { boardWords } from './words.ts';
import { WorkloadBoard } from './workload-board.tsx';

/** Loading, failed and old: the same for every board. */
function Shown<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const words = useWords(boardWords);
  if (query.isPending) return <Skeleton lines={10} />;
  if (!query.data) return <Failed what={words.board} error={query.error} onRetry={() => void query.refetch()} />;
  return <div className={query.isPlaceholderData ? 'refreshing' : ''}>{children(query.data)}</div>;
}

type Asked = BoardAsked;
type Change = (values: Record<string, string | null>, options?: { replace?: boolean }) => void;
interface PartProps {
  asked: Asked;
  change: Change;
}

/** Nothing was raised: which period did it, and a wider one. */
function Nothing({ asked, change }: PartProps) {
  const words = useWords(boardWords);
  return (
    <Empty>
      <p>{words.empty}</p>
      {asked.period.length > 4 && (
        <button type="button" className="button" onClick={() => change({ period: asked.period.slice(0, 4) })}>
          {words.widerPeriod}
        </button>
      )}
    </Empty>
  );
}

export function Funnel({
  asked,
  change,
  foundIn,
  into,
}: PartProps & { foundIn: (code: string) => string; into: (code: string) => string }) {
  const words = useWords(boardWords);
  return (
    <Shown query={useQuery(funnelQuery(asked))}>
      {(data) =>
        data.whole.found === 0 ? (
          <Nothing asked={asked} change={change} />
        ) : (
          <>
            <p className="board-says">
              {words.funnelSays(
                ...([data.whole.found, data.whole.visited, data.whole.helped].map(formatCount) as [
                  string,
                  string,
                  string,
                ]),
              )}
            </p>
            <FunnelBoard board={data} foundIn={foundIn} into={into} />
            <p className="board-note">{words.funnelNote}</p>
          </>
        )
      }
    </Shown>
  );
}

export function Time({ asked, change }: PartProps) {
  const words = useWords(boardWords);
  return (
    <Shown query={useQuery(timeQuery(asked))}>
      {(data) => {
        const sum = (pick: 'alerts' | 'visited' | 'inTime' | 'decided') =>
          data.rows.reduce((all, row) => all + row[pick], 0);
        if (sum('alerts') === 0) return <Nothing asked={asked} change={change} />;
        const share = sum('decided') > 0 ? formatPercent(sum('inTime') / sum('decided')) : words.none;
        return (
          <>
            <p className="board-says">{words.timeSays(formatCount(sum('visited')), share)}</p>
            <TimeBoard board={data} />
            <p className="board-note">{words.timeNote}</p>
          </>
        );
      }}
    </Shown>
  );
}

export function Workload({ asked, into }: { asked: Asked; into: (code: string) => string }) {
  const words = useWords(boardWords);
  return (
    <Shown query={useQuery(workloadQuery(asked))}>
      {(data) => (
        <>
          <p className="board-says">
            {words.workloadSays(
              ...([data.whole.coordinators, data.whole.inHand, data.whole.full].map(formatCount) as [
                string,
                string,
                string,
              ]),
            )}
          </p>
          <WorkloadBoard board={data} into={into} />
          <p className="board-note">{words.workloadNote}</p>
        </>
      )}
    </Shown>
  );
}

export function Counties({
  asked,
  change,
  foundIn,
  search,
}: PartProps & { foundIn: (code: string) => string; search: URLSearchParams }) {
  const words = useWords(boardWords);
  const sort = COMPARED.find((one) => one === search.get('sort')) ?? 'rate';
  return (
    <Shown query={useQuery(countiesQuery(asked))}>
      {(data) => {
        const say = (by: 'inTime' | 'confirmed') => {
          const { value } = comparedOf(data.whole, by);
          return value === null ? words.none : formatPercent(value / 100);
        };
        const rate = comparedOf(data.whole, 'rate').value?.toFixed(1) ?? words.none;
        return (
          <>
            <p className="board-says">{words.countiesSays(rate, say('inTime'), say('confirmed'))}</p>
            <p className="faint">
              {words.mark(data.area.name)} · {words.few}
            </p>
            <CountiesBoard
              board={data}
              sort={sort}
              onSort={(by) => change({ sort: by === 'rate' ? null : by }, { replace: true })}
              foundIn={foundIn}
            />
            <p className="board-note">{words.countiesNote}</p>
          </>
        );
      }}
    </Shown>
  );
}
