// Accounts that are locked, to be released; with a search, any account, to be locked. And who was given which role lately.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountRow } from '../../../server/access/model.ts';
import type { SecurityView } from '../../../server/audit/model.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { type Held, HoldDialog } from './hold-dialog.tsx';
import { heldQuery } from './queries.ts';
import { securityWords } from './words.ts';

export function AccountsTab({ q, granted }: { q: string; granted: SecurityView['granted'] }) {
  const words = useWords(securityWords);
  const [held, setHeld] = useState<Held | null>(null);
  const query = useQuery(heldQuery(q));
  const rows = query.data ?? [];
  const { columns } = words;
  return (
    <>
      {query.isPending && <Skeleton lines={5} />}
      {query.isError && !query.data && (
        <Failed what={words.tabs.accounts} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && rows.length === 0 && <Empty>{q ? words.notFound : words.held(0)}</Empty>}
      {rows.length > 0 && (
        <table className="list-table" aria-label={words.tabs.accounts}>
          <thead>
            <tr>
              {[columns.who, columns.role, columns.state, columns.reason].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{words.release}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <HeldRow key={row.id} row={row} onAct={setHeld} />
            ))}
          </tbody>
        </table>
      )}
      {granted.length > 0 && <Granted rows={granted} />}
      {held && <HoldDialog held={held} onClose={() => setHeld(null)} />}
    </>
  );
}

function HeldRow({ row, onAct }: { row: AccountRow; onAct: (held: Held) => void }) {
  const { language } = useLanguage();
  const words = useWords(securityWords);
  const { roles } = useWords(roleWords);
  const me = useMe();
  const now = useNow();
  const { id, name, username, role, blocked } = row;
  const act = blocked ? 'release' : 'lock';
  return (
    <tr>
      <td>
        <b>{name}</b>
        <span className="list-second">{username}</span>
      </td>
      <td>{roles[role]}</td>
      <td>{blocked ? formatDayTime(blocked.at, language, now) : <span className="faint">{words.free}</span>}</td>
      <td>{blocked?.reason}</td>
      <td className="number">
        {id === me.id ? (
          <span className="faint">{words.own}</span>
        ) : (
          <ActButton aria-label={`${words[act]} ${name} ${username}`} onClick={() => onAct({ act, id, name })}>
            {words[act]}
          </ActButton>
        )}
      </td>
    </tr>
  );
}

function Granted({ rows }: { rows: SecurityView['granted'] }) {
  const { language } = useLanguage();
  const words = useWords(securityWords);
  const { roles } = useWords(roleWords);
  const now = useNow();
  const { columns } = words;
  return (
    <section className="panel-part">
      <h2>{words.granted}</h2>
      <table className="list-table">
        <TableHead heads={[columns.at, columns.who, columns.to, columns.by]} />
        <tbody>
          {rows.map(({ at, username, from, to, by }) => (
            <tr key={`${at} ${username}`}>
              <td>{formatDayTime(at, language, now)}</td>
              <td>{username}</td>
              <td>
                <span className="faint">{from ? (roles[from] ?? from) : words.fresh} → </span>
                {roles[to] ?? to}
              </td>
              <td>{by}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
