// Who cannot be told; whoever keeps accounts enters a number from here.
import { Link } from 'react-router';
import type { Unreached } from '../../../server/messages/model.ts';
import { useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { messageWords } from './words.ts';

export function UnreachedTable({ rows, canEnter }: { rows: readonly Unreached[]; canEnter: boolean }) {
  const { columns, tabs, enter } = useWords(messageWords);
  const { roles } = useWords(roleWords);
  return (
    <table className="plain-table" aria-label={tabs.unreached}>
      <thead>
        <tr>
          {[columns.name, columns.role, columns.place].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          {canEnter && (
            <th scope="col" className="no-print">
              <span className="visually-hidden">{enter}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, role, place }) => (
          <tr key={id}>
            <td>
              <b>{name}</b>
            </td>
            <td>{roles[role as keyof typeof roles] ?? role}</td>
            <td>{place}</td>
            {canEnter && (
              <td className="acts no-print">
                <Link className="button" to={`/accounts?account=${id}`}>
                  {enter}
                </Link>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
