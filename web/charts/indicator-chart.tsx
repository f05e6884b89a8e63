// One indicator over two years: a line, the thresholds dashed and named, unknown months hatched.
import { useId } from 'react';
import { niceTop, type Stretch, stretchesOf, textWidth } from './months.ts';
import { useWidth } from './use-width.ts';

export interface IndicatorChartProps {
  values: readonly (number | null)[];
  /** `short` is said where the chart has no room for the name. */
  thresholds: readonly { name: string; short: string; values: readonly (number | null)[] }[];
  /** What the first and the last month are called. */
  ends: readonly [string, string];
  /** The whole in a sentence, for who cannot see it. */
  summary: string;
}

const HEIGHT = 108;
const TOP = 20;
const BOTTOM = 16;

export function IndicatorChart({ values, thresholds, ends, summary }: IndicatorChartProps) {
  const [box, width] = useWidth<HTMLDivElement>(300);
  const hatch = useId();
  const known = [...values, ...thresholds.flatMap((one) => one.values)].flatMap((value) => value ?? []);
  const top = niceTop(Math.max(...known, 0));
  const x = (index: number) => 4 + (index * (width - 8)) / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / top;
  const half = (x(1) - x(0)) / 2;
  const path = ({ from, points }: Stretch) =>
    points
      .map((value, index) => `${index === 0 ? 'M' : 'L'}${x(from + index).toFixed(1)} ${y(value).toFixed(1)}`)
      .join('');
  const last = values.findLastIndex((value) => value !== null);
  const stretches = stretchesOf(values);
  return (
    <div ref={box} className="indicator-chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="5" stroke="var(--hatch)" strokeWidth="1.4" />
          </pattern>
        </defs>
        {values.map((value, index) =>
          value === null ? (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place
              key={index}
              x={Math.max(0, x(index) - half)}
              y={TOP}
              width={Math.min(width, x(index) + half) - Math.max(0, x(index) - half)}
              height={HEIGHT - TOP - BOTTOM}
              fill={`url(#${hatch})`}
              opacity="0.55"
            />
          ) : null,
        )}
        <line x1={0} x2={width} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} stroke="var(--edge)" />
        {placeNames(thresholds, y, width).map(({ name, text, lines, at }) => (
          <g key={name}>
            {lines.map((line) => (
              <path key={line.from} d={path(line)} fill="none" stroke="var(--ink2)" strokeDasharray="5 3" />
            ))}
            {at !== null && (
              <text x={width - 2} y={at} textAnchor="end" className="chart-note">
                {text}
              </text>
            )}
          </g>
        ))}
        {stretches.map((one) =>
          one.points.length === 1 ? (
            <circle key={one.from} cx={x(one.from)} cy={y(one.points[0] ?? 0)} r={2} fill="var(--pine)" />
          ) : (
            <path key={one.from} d={path(one)} fill="none" stroke="var(--pine)" strokeWidth={2} />
          ),
        )}
        {last >= 0 && <circle cx={x(last)} cy={y(values[last] ?? 0)} r={4.5} fill="var(--pine)" />}
        <text x={0} y={HEIGHT - 2} className="chart-axis">
          {ends[0]}
        </text>
        <text x={width} y={HEIGHT - 2} textAnchor="end" className="chart-axis">
          {ends[1]}
        </text>
      </svg>
    </div>
  );
}

/** The names of thresholds at their lines' ends, above or below; what finds no room there is left to the words around the chart. */
function placeNames(thresholds: IndicatorChartProps['thresholds'], y: (value: number) => number, width: number) {
  const taken: number[] = [];
  return thresholds.map(({ name, short, values }) => {
    const lines = stretchesOf(values);
    const end = values.findLast((value) => value !== null);
    const text = [name, short].find((one) => textWidth(one, 12) < width - 8);
    if (end == null || text === undefined) return { name, text: '', lines, at: null };
    const isFree = (at: number) =>
      at > 9 && at < HEIGHT - BOTTOM - 2 && taken.every((other) => Math.abs(other - at) > 13);
    const at = [y(end) - 4, y(end) + 13, y(end) - 18].find(isFree) ?? null;
    if (at !== null) taken.push(at);
    return { name, text, lines, at };
  });
}
