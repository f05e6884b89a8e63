// Twelve periods in a row: filled came in time, dark came late with the days in it, hatched never came, dotted is not connected.
// Drawn as SVG, so that hatches and fills come out on paper.
import { useId } from 'react';
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { type Cell, type CellKind, cellsOf, PERIODS, periodText } from './periods.ts';
import { sourceWords } from './words.ts';

const STEP = 15;
const WIDTH = 13;
const HEIGHT = 18;

/** One cell at `x`; the hatch is a pattern the surrounding drawing declares. */
function CellShape({ kind, daysLate, x, hatch }: { kind: CellKind; daysLate: number; x: number; hatch: string }) {
  if (kind === 'none')
    return (
      <line x1={x} y1={HEIGHT - 0.5} x2={x + WIDTH} y2={HEIGHT - 0.5} stroke="var(--edge)" strokeDasharray="1 2" />
    );
  if (kind === 'planned')
    return (
      <rect
        x={x + 0.5}
        y={0.5}
        width={WIDTH - 1}
        height={HEIGHT - 1}
        fill="none"
        stroke="var(--edge)"
        strokeDasharray="1.5 2"
      />
    );
  if (kind === 'missing')
    return (
      <rect x={x + 0.5} y={0.5} width={WIDTH - 1} height={HEIGHT - 1} fill={`url(#${hatch})`} stroke="var(--hatch)" />
    );
  if (kind === 'on-time') return <rect x={x} y={0} width={WIDTH} height={HEIGHT} fill="var(--amount-2)" />;
  return (
    <>
      <rect x={x} y={0} width={WIDTH} height={HEIGHT} fill="var(--ink2)" />
      <text
        x={x + WIDTH / 2}
        y={13}
        fill="var(--surface)"
        fontSize={daysLate > 9 ? 10 : 12}
        fontWeight={700}
        textAnchor="middle"
      >
        {daysLate > 99 ? '…' : daysLate}
      </text>
    </>
  );
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="4" stroke="var(--hatch)" strokeWidth="1.6" />
      </pattern>
    </defs>
  );
}

export function PeriodCells({ source }: { source: SourceView }) {
  const id = useId();
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const now = useNow();
  const cells = cellsOf(source);
  const count = (kind: CellKind) => cells.filter((cell) => cell.kind === kind).length;
  const title = ({ kind, daysLate, period }: Cell) => {
    if (!period) return words.cells[kind];
    const state = daysLate > 0 && kind !== 'planned' ? words.lateDays(daysLate) : words.cells[kind];
    return words.cellTitle(periodText(period.period, language, now), state, formatCount(period.good));
  };
  const summary =
    source.state === 'planned'
      ? words.states.planned
      : words.cellsSummary(count('on-time'), count('late'), count('missing'));
  return (
    <svg className="period-cells" width={PERIODS * STEP} height={HEIGHT} role="img" aria-label={summary}>
      <Hatch id={id} />
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a period keeps its place
        <g key={index}>
          <title>{title(cell)}</title>
          <CellShape kind={cell.kind} daysLate={cell.daysLate} x={index * STEP} hatch={id} />
        </g>
      ))}
    </svg>
  );
}

export function PeriodLegend() {
  const id = useId();
  const { legend } = useWords(sourceWords);
  const entries: [CellKind, string][] = [
    ['on-time', legend.onTime],
    ['late', legend.late],
    ['missing', legend.missing],
    ['none', legend.none],
    ['planned', legend.planned],
  ];
  return (
    <ul className="period-legend">
      {entries.map(([kind, name]) => (
        <li key={kind}>
          <svg width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
            <Hatch id={`${id}${kind}`} />
            <CellShape kind={kind} daysLate={2} x={0} hatch={`${id}${kind}`} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
