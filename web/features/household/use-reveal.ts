// A number that is shown for half a minute and then forgotten: it lives in this component and nowhere else.
import { useEffect, useState } from 'react';

const SECONDS = 30;

export interface Shown {
  key: string;
  value: string;
  left: number;
}

/** What is shown now, and how to show or hide it; one number at a time. It runs by the reader's own clock, second by second. */
export function useReveal(): { shown: Shown | null; show: (key: string, value: string) => void; hide: () => void } {
  const [shown, setShown] = useState<Shown | null>(null);
  const isShown = shown !== null;
  useEffect(() => {
    if (!isShown) return;
    const timer = setInterval(() => {
      setShown((one) => (one && one.left > 1 ? { ...one, left: one.left - 1 } : null));
    }, 1_000);
    return () => clearInterval(timer);
  }, [isShown]);
  return {
    shown,
    show: (key, value) => setShown({ key, value, left: SECONDS }),
    hide: () => setShown(null),
  };
}
