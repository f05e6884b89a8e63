// A share between nothing and all, with the interval around it: a band, and a line where the share stands.
import type { Precision } from '../../../server/flow/feedback/model.ts';
import { formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { feedbackWords } from './words.ts';

const WIDTH = 140;
const HEIGHT = 16;

export function ShareBar({ of }: { of: Precision['whole'] }) {
  const words = useWords(feedbackWords);
  const { share, low, high, isFew } = of;
  if (share === null || low === null || high === null) return <span className="faint">{words.noneVerified}</span>;
  const at = (part: number) => 1 + part * (WIDTH - 2);
  const figures = [share, low, high].map(formatPercent) as [string, string, string];
  return (
    <span className={isFew ? 'share-bar is-few' : 'share-bar'}>
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={words.bar(...figures)}
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} className="share-scale" />
        {[0, 0.5, 1].map((part) => (
          <line key={part} x1={at(part)} x2={at(part)} y1={HEIGHT - 5} y2={HEIGHT} className="share-scale" />
        ))}
        <rect x={at(low)} width={at(high) - at(low)} y={3} height={8} className="share-interval" />
        <line x1={at(share)} x2={at(share)} y1={0} y2={13} className="share-line" />
      </svg>
      <span className="share-figure">{formatPercent(share)}</span>
      <span className="faint share-range">
        {isFew ? words.few : `${Math.round(low * 100)}–${Math.round(high * 100)}%`}
      </span>
    </span>
  );
}
