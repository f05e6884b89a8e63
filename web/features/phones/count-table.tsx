// How phones stand by area, one click from the area itself.
import type { PhoneCount } from '../../../server/phones/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { phonesWords } from './words.ts';

const COLUMNS = ['people', 'phones', 'none', 'unsent', 'silent', 'old', 'full', 'clock', 'lost'] as const;
type Column = (typeof COLUMNS)[number];
/** Columns that say how many there are; the others count what is wrong, and lead to it. */
const PLAIN: readonly Column[] = ['people', 'phones'];

interface CountTableProps {
  rows: readonly PhoneCount[];
  /** Opens an area, and of it the phones in a state. */
  onOpen: (area: string, state: string | null) => void;
}

export function CountTable({ rows, onOpen }: CountTableProps) {
  const { counts, sum, list } = useWords(phonesWords);
  const total = (column: Column) => rows.reduce((all, row) => all + row[column], 0);
  return (
    <table className="list-table phone-counts" aria-label={list}>
      <thead>
        <tr>
          <th scope="col">{counts.area}</th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className="number">
              {counts[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.area.code}>
            <th scope="row">
              <button type="button" className="list-name" onClick={() => onOpen(row.area.code, null)}>
                {row.area.name}
              </button>
            </th>
            {COLUMNS.map((column) => (
              <td key={column} className="number">
                {PLAIN.includes(column) || row[column] === 0 ? (
                  <span className={row[column] === 0 ? 'faint' : ''}>{formatCount(row[column])}</span>
                ) : (
                  <button
                    type="button"
                    className="link-button"
                    aria-label={`${row.area.name} ${counts[column]} ${row[column]}`}
                    onClick={() => onOpen(row.area.code, column)}
                  >
                    {formatCount(row[column])}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{sum}</th>
          {COLUMNS.map((column) => (
            <td key={column} className="number">
              <b>{formatCount(total(column))}</b>
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
