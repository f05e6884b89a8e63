// The line with its heading, its legend, how far it looks back, and its numbers as a table.
import { useQuery } from '@tanstack/react-query';
import type { HouseholdView, Line } from '../../../server/household/model.ts';
import { formatYuan } from '../../../server/kernel/money.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { Blind } from '../../ui/blind.tsx';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { caseOf } from './head.tsx';
import { LineChart } from './line-chart.tsx';
import { lineWords } from './line-words.ts';
import { lineQuery } from './queries.ts';

export const SPANS = [24, 12, 6] as const;

interface LinePanelProps {
  view: HouseholdView;
  span: number;
  onSpan: (span: number) => void;
}

export function LinePanel({ view, span, onSpan }: LinePanelProps) {
  const words = useWords(lineWords);
  const query = useQuery(lineQuery(view.id));
  const at = SPANS.indexOf(span as (typeof SPANS)[number]);
  return (
    <section className="line-panel">
      <div className="line-head">
        <h2>{words.title(span)}</h2>
        <ul className="line-legend" aria-hidden="true">
          <li>
            <Beacon severity="orange" size={14} isNamed={false} /> {words.legend.signal}
          </li>
          <li>
            <svg width="14" height="14" className="chain" aria-hidden="true">
              <rect x="2" y="2" width="10" height="10" className="visit-mark" />
            </svg>{' '}
            {words.legend.visit}
          </li>
          <li>
            <svg width="14" height="14" className="chain" aria-hidden="true">
              <circle cx="7" cy="7" r="5" className="help-mark" />
            </svg>{' '}
            {words.legend.help}
          </li>
          <li>
            <Blind width={14} height={12} /> {words.legend.unknown}
          </li>
        </ul>
        <div className="line-zoom no-print">
          <button
            type="button"
            className="key"
            aria-label={words.zoomIn}
            disabled={at >= SPANS.length - 1}
            onClick={() => onSpan(SPANS[at + 1] ?? span)}
          >
            +
          </button>
          <button
            type="button"
            className="key"
            aria-label={words.zoomOut}
            disabled={at <= 0}
            onClick={() => onSpan(SPANS[at - 1] ?? span)}
          >
            −
          </button>
        </div>
      </div>
      {query.isPending && <Skeleton lines={7} />}
      {query.isError && <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <LineChart line={query.data} status={view.status} task={caseOf(view.tasks)} span={span} />
          <Numbers line={query.data} />
        </>
      )}
    </section>
  );
}

function Numbers({ line }: { line: Line }) {
  const words = useWords(lineWords);
  if (line.lanes.length === 0) return null;
  return (
    <details className="line-numbers no-print">
      <summary>{words.numbers}</summary>
      <div className="line-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.month}</th>
              {line.lanes.map((lane) => (
                <th key={lane.dataset} scope="col" className="number">
                  {words.lanes[lane.dataset] ?? lane.dataset}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {line.months.map((month, index) => (
              <tr key={month}>
                <th scope="row">{month.slice(0, 7)}</th>
                {line.lanes.map((lane) => {
                  const told = lane.months[index];
                  if (told?.rows)
                    return (
                      <td key={lane.dataset} className="number">
                        {told.amount === null ? words.rows(told.rows) : formatYuan(told.amount)}
                      </td>
                    );
                  return (
                    <td key={lane.dataset} className="number faint">
                      {told?.isKnown ? '0' : words.unknown}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
