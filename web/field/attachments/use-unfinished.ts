// While something on the page is drawn or on its way to be kept, every way off the page waits for it or asks.
import { useEffect, useRef } from 'react';
import { guardLeaving } from '../address.tsx';

/** `ask` says whether the page may be left; null: nothing is unfinished. */
export function useUnfinished(ask: (() => Promise<boolean>) | null): void {
  const latest = useRef(ask);
  latest.current = ask;
  const isUnfinished = ask !== null;
  useEffect(() => {
    if (!isUnfinished) return;
    guardLeaving(async () => (await latest.current?.()) ?? true);
    return () => guardLeaving(null);
  }, [isUnfinished]);
}
