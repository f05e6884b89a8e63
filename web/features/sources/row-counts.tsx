// The three fates of a file's rows as one bar with its figures, and the reasons for those sent back.
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { batchWords } from './batch-words.ts';
import { countRejected, rankCodes } from './intake.ts';

interface RowCountsProps {
  good: number;
  waiting: number;
  rejected: Record<string, number>;
}

export function RowCounts({ good, waiting, rejected }: RowCountsProps) {
  const words = useWords(batchWords);
  const back = countRejected(rejected);
  const whole = Math.max(1, good + waiting + back);
  const parts = [
    ['good', good, 'var(--amount-3)'],
    ['waiting', waiting, 'var(--amount-2)'],
    ['rejected', back, 'var(--ink2)'],
  ] as const;
  return (
    <div className="row-counts">
      <svg width="100%" height={8} preserveAspectRatio="none" viewBox="0 0 100 8" aria-hidden="true" focusable="false">
        <rect width={100} height={8} fill="var(--line)" />
        {parts.map(([name, count, fill], index) => {
          const before = parts.slice(0, index).reduce((sum, part) => sum + part[1], 0);
          return <rect key={name} x={(100 * before) / whole} width={(100 * count) / whole} height={8} fill={fill} />;
        })}
      </svg>
      <dl>
        {parts.map(([name, count, fill]) => (
          <div key={name}>
            <dt>
              <i style={{ background: fill }} /> {words.rows[name]}
            </dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      {waiting > 0 && <p className="faint">{words.waitingNote}</p>}
    </div>
  );
}

export function RejectCodes({ rejected }: Pick<RowCountsProps, 'rejected'>) {
  const words = useWords(batchWords);
  const codes = rankCodes(rejected);
  if (codes.length === 0) return null;
  return (
    <table className="plain-table" aria-label={words.byCode}>
      <tbody>
        {codes.map(([code, count]) => (
          <tr key={code}>
            <td>{words.codes[code] ?? code}</td>
            <td className="number">{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
