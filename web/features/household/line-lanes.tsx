// The lanes of what departments told: spans of recognition, bars of months, dots of what happens now and then; hatched where nothing came.
import type { Lane, Status } from '../../../server/household/model.ts';
import { formatYuan } from '../../../server/kernel/money.ts';
import { textWidth } from '../../charts/months.ts';
import { useWords } from '../../ui/language.tsx';
import { isShown, type Layout } from './line-layout.ts';
import { lineWords } from './line-words.ts';
import { useCategoryName } from './side.tsx';

const BAR = 17;

export function StatusLane({ status, layout, today }: { status: Status[]; layout: Layout; today: string }) {
  const nameOf = useCategoryName();
  const lane = layout.lanes.find((one) => one.kind === 'status');
  if (!lane) return null;
  const shown = status
    .filter((one) => one.until === null || isShown(one.until, layout.months))
    .map((one) => {
      const until = one.isEnded ? (one.until ?? today) : today;
      return { one, from: layout.x(one.from), to: Math.max(layout.x(one.from) + 3, layout.x(until)) };
    })
    .sort((a, b) => a.from - b.from);
  return (
    <g>
      {shown.map(({ one, from, to }) => (
        <rect
          key={`${one.category}${one.person}${one.from}`}
          x={from}
          y={lane.top + (lane.height - BAR) / 2}
          width={to - from}
          height={BAR}
          className="status-span"
        >
          <title>{[nameOf(one), one.person, one.from, one.until].filter(Boolean).join(' ')}</title>
        </rect>
      ))}
      {shown
        .filter(({ one, from, to }, index) => {
          const isFirst = shown.findIndex((other) => other.from === from) === index;
          return isFirst && textWidth(nameOf(one), 12) + 8 < to - from;
        })
        .map(({ one, from }) => (
          <text key={one.category} x={from + 5} y={lane.top + lane.height / 2 + 4} className="chart-note on-span">
            {nameOf(one)}
          </text>
        ))}
    </g>
  );
}

interface SourceLaneProps {
  lane: Lane;
  layout: Layout;
  hatch: string;
  /** The first month shown. */
  first: number;
}

export function SourceLane({ lane, layout, hatch, first }: SourceLaneProps) {
  const words = useWords(lineWords);
  const box = layout.lanes.find((one) => one.key === lane.dataset);
  if (!box) return null;
  const months = lane.months.slice(first);
  const most = Math.max(...lane.months.map((month) => month.amount ?? 0), 1);
  const [top, height] = [box.top + 5, box.height - 10];
  const base = top + height;
  return (
    <g>
      <line x1={layout.left} x2={layout.right} y1={base + 0.5} y2={base + 0.5} stroke="var(--line)" />
      {months.map((month, index) => {
        const x = layout.left + index * layout.step;
        const key = layout.months[index] ?? String(index);
        const told = month.amount === null ? words.rows(month.rows) : `${formatYuan(month.amount)} ${words.yuan}`;
        const title = `${key.slice(0, 7)} ${month.isKnown ? told : words.unknown}`;
        if (!month.isKnown && month.rows === 0)
          return (
            <rect
              key={key}
              x={x + 1}
              y={top}
              width={layout.step - 2}
              height={height}
              fill={`url(#${hatch})`}
              opacity="0.6"
            >
              <title>{title}</title>
            </rect>
          );
        if (month.rows === 0) return null;
        if (lane.shape === 'dots') {
          const radius = month.amount === null ? 4 : 2 + 8 * Math.sqrt(month.amount / most);
          return (
            <circle key={key} cx={x + layout.step / 2} cy={top + height / 2} r={radius} className="lane-dot">
              <title>{title}</title>
            </circle>
          );
        }
        const tall = Math.max(2, month.amount === null ? height : (height * month.amount) / most);
        return (
          <rect key={key} x={x + 1} y={base - tall} width={layout.step - 2} height={tall} className="lane-bar">
            <title>{title}</title>
          </rect>
        );
      })}
    </g>
  );
}
