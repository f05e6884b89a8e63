// The button that fetches a list's next page, where there is one.
import type { ReactNode } from 'react';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
}

export function More({ of }: { of: Paged }): ReactNode {
  const common = useWords(ui);
  if (!of.hasNextPage) return null;
  return (
    <button
      type="button"
      className="button no-print"
      disabled={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
    >
      {of.isFetchingNextPage ? common.moreLoading : common.more}
    </button>
  );
}
