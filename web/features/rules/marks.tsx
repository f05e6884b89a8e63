// The small drawings of a rule's row: thirteen weeks as bars, and its precision as a dot with its interval, hollow where few were verified.
import type { RuleFigures } from '../../../server/insight/rules/model.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { newOf } from './list.ts';
import { FEW } from './queries.ts';
import { ruleWords } from './words.ts';

type Figure = RuleFigures['items'][number];

const STEP = 8;
const HEIGHT = 22;

/** Its scale is its own: it shows a jump, not an amount; the amount stands beside it. A week that is not told is hatched by a dot. */
export function WeekBars({ figure, weeks }: { figure: Figure | undefined; weeks: number }) {
  const words = useWords(ruleWords);
  const raised = figure?.raised ?? Array.from({ length: weeks }, () => 0);
  const most = Math.max(1, ...raised.map((one) => one ?? 0));
  const total = newOf(figure);
  return (
    <span className="week-bars">
      <svg width={weeks * STEP} height={HEIGHT} role="img" aria-label={words.trendText(formatCount(total))}>
        <line x1={0} x2={weeks * STEP} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line)" />
        {raised.map((count, index) => {
          const height = count ? Math.max(2, ((HEIGHT - 3) * count) / most) : 0;
          const x = index * STEP + 1;
          return count === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a week keeps its place
            <circle key={index} cx={x + 3} cy={HEIGHT - 4} r={1.5} fill="var(--ink3)">
              <title>{words.fewWeek}</title>
            </circle>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a week keeps its place
            <rect key={index} x={x} y={HEIGHT - height} width={STEP - 2} height={height} fill="var(--amount-3)">
              <title>{formatCount(count)}</title>
            </rect>
          );
        })}
      </svg>
      <span className="week-total">{formatCount(total)}</span>
    </span>
  );
}

const WIDTH = 96;

export function PrecisionDot({ figure }: { figure: Figure | undefined }) {
  const words = useWords(ruleWords);
  if (!figure || figure.share === null || figure.low === null || figure.high === null)
    return <span className="faint">{words.noneVerified}</span>;
  const { share, low, high, verified } = figure;
  const isFew = verified < FEW;
  const at = (part: number) => 6 + part * (WIDTH - 12);
  return (
    <span className="precision-dot">
      <svg
        width={WIDTH}
        height={16}
        role="img"
        aria-label={words.precisionText(formatPercent(share), formatCount(verified))}
      >
        <line x1={at(0)} x2={at(1)} y1={8} y2={8} stroke="var(--line)" />
        <line x1={at(low)} x2={at(high)} y1={8} y2={8} stroke="var(--edge)" strokeWidth={3} />
        <circle
          cx={at(share)}
          cy={8}
          r={4}
          fill={isFew ? 'var(--surface)' : 'var(--ink)'}
          stroke="var(--ink)"
          strokeWidth={1.5}
        />
      </svg>
      <b>{Math.round(share * 100)}%</b>
      <span className="faint">{isFew ? words.few(verified) : words.of(formatCount(verified))}</span>
    </span>
  );
}
