// A list page by page: its states, its table, and the button for more. The last column holds what can be done.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from './language.tsx';
import { More } from './more.tsx';
import { Empty, Failed, Skeleton } from './states.tsx';
import { TableHead } from './table-head.tsx';
import { ui } from './words.ts';
import './page.css';

interface PagedTableProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  /** What is listed, for who cannot see the table and for a failure. */
  what: string;
  empty: ReactNode;
  heads: readonly string[];
  className?: string;
  renderRow: (row: T) => ReactNode;
}

export function PagedTable<T>({ query, what, empty, heads, className = '', renderRow }: PagedTableProps<T>) {
  const common = useWords(ui);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeleton lines={8} />;
  return (
    <div className={query.isPlaceholderData ? 'refreshing' : undefined}>
      {query.isError && <Failed what={what} error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <Empty>{empty}</Empty>}
      {rows.length > 0 && (
        <table className={`plain-table ${className}`}>
          <caption className="visually-hidden">{what}</caption>
          <TableHead heads={heads} acts={common.acts} />
          <tbody>{rows.map(renderRow)}</tbody>
        </table>
      )}
      {query.hasNextPage && (
        <p className="list-more">
          <More of={query} />
        </p>
      )}
    </div>
  );
}
