// Stations, a row each: what, where, who, when open.
import type { StationRow } from '../../../server/stations/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { stationWords } from './words.ts';

interface StationTableProps {
  rows: readonly StationRow[];
  opened: string | null;
  onOpen: (id: string) => void;
}

export function StationTable({ rows, opened, onOpen }: StationTableProps) {
  const { language } = useLanguage();
  const words = useWords(stationWords);
  const now = useNow();
  const { columns } = words;
  return (
    <table className="list-table" aria-label={words.list}>
      <TableHead heads={[columns.name, columns.kind, columns.place, columns.people, columns.hours, columns.opened]} />
      <tbody>
        {rows.map((row) => (
          // A click anywhere opens; the keyboard has the button in the first cell.
          <tr
            key={row.id}
            className={`is-link${row.id === opened ? ' is-open' : ''}${row.closedOn ? ' is-gone' : ''}`}
            onClick={() => onOpen(row.id)}
          >
            <td>
              <button type="button" className="list-name" aria-pressed={row.id === opened}>
                {row.name}
              </button>
              {row.closedOn && (
                <span className="list-second">{words.closed(formatDay(row.closedOn, language, now))}</span>
              )}
            </td>
            <td>{words.kinds[row.kind]}</td>
            <td>
              {row.area.name}
              <span className="list-second">{row.within.map((one) => one.name).join(' ')}</span>
            </td>
            <td>
              {row.people.length === 0 ? (
                <span className="faint">{words.nobody}</span>
              ) : (
                row.people
                  .slice(0, 3)
                  .map((one) => one.name)
                  .join(language === 'zh' ? '、' : ', ')
              )}
              {row.people.length > 3 && <span className="list-second">{words.people(row.people.length)}</span>}
            </td>
            <td>{row.hours ?? '—'}</td>
            <td>{formatDay(row.openedOn, language, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
