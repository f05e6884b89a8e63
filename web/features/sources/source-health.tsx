// A source's health over its periods as three small charts of one time axis: days late, rows taken, share rejected. A period that
// never came is hatched in all three: nothing came is not zero.
import { useId } from 'react';
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { type HealthSeries, healthOf, periodText } from './periods.ts';
import { sourceWords } from './words.ts';

const STEP = 11;
const HEIGHT = 44;

interface ChartProps {
  name: string;
  series: HealthSeries;
  periods: readonly string[];
  format: (value: number) => string;
}

function Chart({ name, series, periods, format }: ChartProps) {
  const id = useId();
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const now = useNow();
  const known = series.filter((value) => value !== null);
  const most = Math.max(0, ...known) || 1;
  const last = known[known.length - 1];
  const told = last === undefined ? '—' : format(last);
  return (
    <figure className="health-chart">
      <figcaption>
        {name} <b>{told}</b>
      </figcaption>
      <svg width={periods.length * STEP} height={HEIGHT} role="img" aria-label={`${name}: ${told}`}>
        <defs>
          <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="4" stroke="var(--hatch)" strokeWidth="1.6" />
          </pattern>
        </defs>
        <line x1={0} x2={periods.length * STEP} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--edge)" />
        {series.map((value, index) => {
          const height = value === null ? HEIGHT - 6 : value === 0 ? 0 : Math.max(2, ((HEIGHT - 6) * value) / most);
          const period = periods[index] ?? '';
          return (
            <rect
              key={period}
              x={index * STEP + 1}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
              fill={value === null ? `url(#${id})` : index === series.length - 1 ? 'var(--ink2)' : 'var(--amount-3)'}
            >
              <title>{`${periodText(period, language, now)} ${value === null ? words.cells.missing : format(value)}`}</title>
            </rect>
          );
        })}
      </svg>
    </figure>
  );
}

export function SourceHealth({ source, isBrief }: { source: SourceView; isBrief: boolean }) {
  const { health } = useWords(sourceWords);
  const { periods, late, rows, rejected } = healthOf(source);
  if (periods.length < 2) return null;
  return (
    <section className="side-section health-charts" aria-label={health.title}>
      <Chart name={health.late} series={late} periods={periods} format={(days) => health.days(days)} />
      {!isBrief && <Chart name={health.rows} series={rows} periods={periods} format={formatCount} />}
      {!isBrief && <Chart name={health.rejected} series={rejected} periods={periods} format={formatPercent} />}
    </section>
  );
}
