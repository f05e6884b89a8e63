// What a page shows stands in its address; defaults are left out.
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export function useAddress() {
  const [search, setSearch] = useSearchParams();
  /** Sets or (with an empty value) removes; `replace` for what the back key should not undo one by one. */
  const change = useCallback(
    (values: Record<string, string | null>, options: { replace?: boolean } = {}) => {
      setSearch((old) => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      }, options);
    },
    [setSearch],
  );
  /** Sets the whole of it at once. */
  const replaceAll = useCallback((query: string) => setSearch(new URLSearchParams(query)), [setSearch]);
  return { search, change, replaceAll };
}
