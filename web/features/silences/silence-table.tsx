// Silences as a table: what, where, why, until when, by whom; those that are over in grey.
import type { SilenceRow } from '../../../server/flow/alerts/model.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { silenceWords } from './words.ts';

interface SilenceTableProps {
  rows: readonly SilenceRow[];
  mayEnd: boolean;
  onEnd: (row: SilenceRow) => void;
}

export function SilenceTable({ rows, mayEnd, onEnd }: SilenceTableProps) {
  const { language } = useLanguage();
  const words = useWords(silenceWords);
  const { columns } = words;
  return (
    <table className="plain-table">
      <caption className="visually-hidden">{words.what}</caption>
      <TableHead heads={[columns.what, columns.where, columns.reason, columns.until, columns.by]} acts={columns.acts} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className={row.isHolding ? '' : 'is-over'}>
            <td>
              <b>{row.rule?.[language] ?? words.everyRule}</b>
              {row.household && <span className="second">{words.household(row.household)}</span>}
            </td>
            <td>{row.place}</td>
            <td>{row.reason}</td>
            <td>
              {row.endedAt
                ? words.ended(formatDay(row.endedAt, language))
                : row.isHolding
                  ? words.until(formatDay(row.untilAt, language))
                  : words.over}
              <span className="second">{words.since(formatDay(row.fromAt, language))}</span>
            </td>
            <td>{row.madeBy ?? words.command}</td>
            <td className="acts no-print">
              {mayEnd && row.isHolding && (
                <button type="button" className="button" onClick={() => onEnd(row)}>
                  {words.end}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
