// Accounts, a row each: who, in which role, where, and whether they can sign in.
import type { AccountRow } from '../../../server/access/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { StateWord } from './state-word.tsx';
import { accountWords } from './words.ts';

interface AccountTableProps {
  rows: readonly AccountRow[];
  opened: string | null;
  /** Names of departments by their codes. */
  departments: ReadonlyMap<string, string>;
  onOpen: (id: string) => void;
}

export function AccountTable({ rows, opened, departments, onOpen }: AccountTableProps) {
  const { columns, list } = useWords(accountWords);
  return (
    <table className="list-table" aria-label={list}>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.role}</th>
          <th scope="col">{columns.place}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.last}</th>
          <th scope="col" className="number">
            {columns.capacity}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            isOpen={row.id === opened}
            department={departments.get(row.department ?? '') ?? row.department}
            onOpen={() => onOpen(row.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: AccountRow;
  isOpen: boolean;
  department: string | null;
  onOpen: () => void;
}

function Row({ row, isOpen, department, onOpen }: RowProps) {
  const { language } = useLanguage();
  const words = useWords(accountWords);
  const { roles, visitorKinds } = useWords(roleWords);
  const now = useNow();
  const { name, username, role, visitorKind, body, villages, lastSignedInAt, capacity } = row;
  const place = body?.name ?? department;
  return (
    // A click anywhere opens; the keyboard has the button in the first cell.
    <tr className={isOpen ? 'is-link is-open' : 'is-link'} onClick={onOpen}>
      <td>
        <button type="button" className="list-name" aria-pressed={isOpen}>
          {name}
        </button>
        <span className="list-second">{username}</span>
      </td>
      <td>
        {roles[role]}
        {visitorKind && visitorKind !== 'coordinator' && (
          <span className="list-second">{visitorKinds[visitorKind] ?? visitorKind}</span>
        )}
      </td>
      <td>
        {villages.length === 1 ? villages[0]?.name : villages.length > 1 ? words.villages(villages.length) : place}
        {villages.length === 0 && !place && '—'}
        {villages.length > 1 && (
          <span className="list-second">
            {villages
              .slice(0, 2)
              .map((one) => one.name)
              .join(language === 'zh' ? '、' : ', ')}
            …
          </span>
        )}
      </td>
      <td>
        <StateWord row={row} />
      </td>
      <td>
        {lastSignedInAt ? formatDay(lastSignedInAt, language, now) : <span className="faint">{words.never}</span>}
      </td>
      <td className="number">{role === 'village-coordinator' ? capacity : '—'}</td>
    </tr>
  );
}
