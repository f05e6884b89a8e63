// Which role may do what, and how many have it; and departments' keys with when each was last used.
import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../api/now.ts';
import { actionText } from '../../ui/action-words.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { pushKeysQuery, rightsQuery } from './queries.ts';
import { securityWords } from './words.ts';

export function RightsTab() {
  const { language } = useLanguage();
  const words = useWords(securityWords);
  const { roles } = useWords(roleWords);
  const query = useQuery(rightsQuery);
  const { columns } = words;
  if (query.isPending) return <Skeleton lines={10} />;
  if (!query.data) return <Failed what={words.tabs.rights} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <p className="panel-part faint">{words.rightsNote}</p>
      <table className="list-table" aria-label={words.tabs.rights}>
        <thead>
          <tr>
            <th scope="col">{columns.role}</th>
            <th scope="col" className="number">
              {columns.holders}
            </th>
            <th scope="col">{columns.rights}</th>
          </tr>
        </thead>
        <tbody>
          {query.data.map(({ role, holders, actions }) => (
            <tr key={role}>
              <td className="state-word">
                <b>{roles[role]}</b>
              </td>
              <td className="number">{holders}</td>
              <td>{actions.map((action) => actionText(action, language)).join(language === 'zh' ? '、' : ', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

export function KeysTab() {
  const { language } = useLanguage();
  const words = useWords(securityWords);
  const now = useNow();
  const query = useQuery(pushKeysQuery);
  const { columns } = words;
  if (query.isPending) return <Skeleton lines={6} />;
  if (!query.data) return <Failed what={words.tabs.keys} error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) return <Empty>{words.noKeys}</Empty>;
  return (
    <table className="list-table" aria-label={words.tabs.keys}>
      <TableHead heads={[columns.key, columns.department, columns.made, columns.used, columns.state]} />
      <tbody>
        {query.data.map(({ id, name, label, departmentNames, createdAt, lastUsedAt, revokedAt }) => (
          <tr key={id} className={revokedAt ? 'is-gone' : ''}>
            <td>
              <b>{label}</b>
              <span className="list-second">{name}</span>
            </td>
            <td>{departmentNames[language]}</td>
            <td>{formatDayTime(createdAt, language, now)}</td>
            <td>{lastUsedAt ? formatDayTime(lastUsedAt, language, now) : '—'}</td>
            <td>{words.keyStates[revokedAt ? 'revoked' : lastUsedAt ? 'used' : 'never']}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
