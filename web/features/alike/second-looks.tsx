// What second looks found: how many agree with the first visit, each that does not, and how they were drawn.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useNow } from '../../api/now.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { ui } from '../../ui/words.ts';
import { secondLooksQuery } from './queries.ts';
import { alikeWords } from './words.ts';

export function SecondLooks({ area, outcomes }: { area: string; outcomes: Outcomes['items'] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const { looks: words } = useWords(alikeWords);
  const now = useNow();
  const query = useQuery(secondLooksQuery(area));
  if (query.isPending) return <Skeleton lines={8} />;
  if (!query.data) return <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />;
  const { drawn, done, agreed, items, draws } = query.data;
  const { columns } = words;
  const day = (at: string) => formatDay(at, language, now);
  const found = ({ outcomeCode, visitor }: { outcomeCode: string; visitor: string }) => (
    <td>
      {outcomes.find((one) => one.code === outcomeCode)?.names[language] ?? outcomeCode}
      <span className="second">{visitor}</span>
    </td>
  );
  return (
    <>
      <p className="plain-sentence">
        <b>{words.sum(drawn, done, agreed)}</b> {words.explain}
      </p>
      {items.length === 0 ? (
        <Empty>{words.empty}</Empty>
      ) : (
        <table className="plain-table">
          <caption className="visually-hidden">{words.what}</caption>
          <TableHead heads={[columns.home, columns.first, columns.second, columns.when]} acts={common.acts} />
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <td>
                  {one.head ?? common.someone}
                  <span className="second">{one.place}</span>
                </td>
                {found(one.first)}
                {found(one.second)}
                <td>{day(one.closedAt)}</td>
                <td className="acts no-print">
                  <Link className="button" to={`/desk?view=all&task=${one.looksAtId}`}>
                    {columns.first}
                  </Link>
                  <Link className="button" to={`/desk?view=all&task=${one.id}`}>
                    {columns.second}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {draws.length > 0 && (
        <details className="alike-draws">
          <summary>{words.draws}</summary>
          <ul>
            {draws.map((draw) => (
              <li key={draw.seed}>
                {words.draw(day(draw.fromAt), day(draw.untilAt), draw.picked, draw.population)} <code>{draw.seed}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
