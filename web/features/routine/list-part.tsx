// A list page by page: its states, its table, and the button for more.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { routineDeskWords } from './words.ts';

interface ListPartProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  empty: string;
  heads: readonly string[];
  renderRow: (row: T) => ReactNode;
}

export function ListPart<T>({ query, empty, heads, renderRow }: ListPartProps<T>) {
  const common = useWords(ui);
  const words = useWords(routineDeskWords);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeleton lines={8} />;
  return (
    <>
      {query.isError && <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <Empty>{empty}</Empty>}
      {rows.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col" className="no-print">
                <span className="visually-hidden">{words.acts}</span>
              </th>
            </tr>
          </thead>
          <tbody>{rows.map(renderRow)}</tbody>
        </table>
      )}
      {query.hasNextPage && (
        <p className="list-more">
          <button
            type="button"
            className="button no-print"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? common.moreLoading : common.more}
          </button>
        </p>
      )}
    </>
  );
}

interface HomeProps {
  home: { id: string; number: string | null; head: string | null };
  place: string;
}

/** The household of a row: its head, which leads to its page, and where it is. */
export function Home({ home, place }: HomeProps) {
  const common = useWords(ui);
  return (
    <td>
      <Link to={`/households/${home.number ?? home.id}`}>{home.head ?? common.someone}</Link>
      <span className="second">{place}</span>
    </td>
  );
}
