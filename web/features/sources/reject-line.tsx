// The rejects of twelve periods as a line, the newest a dot. Its scale is its own: it shows a jump, not an amount.
import type { SourceView } from '../../../server/flow/ingest/model.ts';

const WIDTH = 44;
const HEIGHT = 16;

export function RejectLine({ periods }: Pick<SourceView, 'periods'>) {
  const counts = periods.filter((period) => period.receivedAt !== null).map((period) => period.rejected);
  if (counts.length < 2) return null;
  const most = Math.max(1, ...counts);
  const points = counts.map((count, index): [number, number] => [
    2 + (index * (WIDTH - 5)) / (counts.length - 1),
    HEIGHT - 3 - (count * (HEIGHT - 6)) / most,
  ]);
  const [x, y] = points[points.length - 1] as [number, number];
  return (
    <svg className="reject-line" width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
      <polyline points={points.map((point) => point.join(',')).join(' ')} fill="none" stroke="var(--edge)" />
      <circle cx={x} cy={y} r={2} fill="var(--ink)" />
    </svg>
  );
}
