// 逾期: visits whose day is over and on which nobody has gone, the longest late first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { formatDay } from '../../ui/format.ts';
import { HomeCell } from '../../ui/home-cell.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { ui } from '../../ui/words.ts';
import { type Asked, overdueQuery } from './queries.ts';
import { routineDeskWords } from './words.ts';

const daysBetween = (from: string, until: string) => Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);

export function OverdueTab({
  asked,
  nameOf,
  today,
}: {
  asked: Asked;
  nameOf: (group: string) => string;
  today: string;
}) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(routineDeskWords);
  const query = useInfiniteQuery(overdueQuery(asked));
  const now = new Date(today);
  return (
    <PagedTable
      query={query}
      what={words.what}
      empty={words.noneLate}
      heads={[words.household, words.groups, words.due, words.lastSeen, words.who, words.told]}
      renderRow={(row) => (
        <tr key={row.taskId}>
          <HomeCell home={row.household} place={row.place} />
          <td>
            {row.groups.map(nameOf).join(common.enumeration)}
            <span className="second">
              {words.risk} {words.risks[row.risk]}
            </span>
          </td>
          <td>
            <span className="late">{formatDay(row.dueOn, language, now)}</span>
            <span className="second late">{words.days(daysBetween(row.dueOn, today))}</span>
          </td>
          <td>{row.lastSeenOn ? formatDay(row.lastSeenOn, language, now) : words.never}</td>
          <td>
            {row.assignee ?? <span className="late">{words.nobody}</span>}
            <span className="second">{common.taskStates[row.state]}</span>
          </td>
          <td>{row.told ? words.levels[row.told] : words.dash}</td>
          <td className="acts no-print">
            <Link className="button" to={`/desk?view=all&task=${row.taskId}`}>
              {words.open}
            </Link>
          </td>
        </tr>
      )}
    />
  );
}
