// Who is signed in, since when, from where and with what; each can be ended.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from '../../api/now.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { type Held, HoldDialog } from './hold-dialog.tsx';
import { deviceOf, sessionsQuery } from './queries.ts';
import { securityWords } from './words.ts';

export function SessionsTab({ q }: { q: string }) {
  const { language } = useLanguage();
  const words = useWords(securityWords);
  const { roles } = useWords(roleWords);
  const now = useNow();
  const [held, setHeld] = useState<Held | null>(null);
  const query = useInfiniteQuery(sessionsQuery(q));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { columns } = words;
  if (query.isPending) return <Skeleton lines={8} />;
  if (!query.data)
    return <Failed what={words.tabs.sessions} error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return <Empty>{q ? words.notFound : words.nobody}</Empty>;
  return (
    <>
      <table className="list-table" aria-label={words.tabs.sessions}>
        <thead>
          <tr>
            {[columns.who, columns.role, columns.since, columns.seen, columns.from, columns.device].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{words.end}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <b>{row.name}</b>
                <span className="list-second">{row.username}</span>
              </td>
              <td>{roles[row.role]}</td>
              <td>{formatDayTime(row.createdAt, language, now)}</td>
              <td>{formatDayTime(row.lastSeenAt, language, now)}</td>
              <td>{row.address ?? <span className="faint">{words.unknownFrom}</span>}</td>
              <td title={row.device ?? undefined}>{deviceOf(row.device)}</td>
              <td className="number">
                {row.isOwn ? (
                  <span className="faint">{words.own}</span>
                ) : (
                  <ActButton
                    className="link-button"
                    aria-label={`${words.end} ${row.name} ${row.username}`}
                    onClick={() => setHeld({ act: 'end', id: row.id, name: row.name })}
                  >
                    {words.end}
                  </ActButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <div className="list-more no-print">
          <More of={query} />
        </div>
      )}
      {held && <HoldDialog held={held} onClose={() => setHeld(null)} />}
    </>
  );
}
