// Shows a long list by portions: a slow phone draws what is looked at, and more as somebody scrolls. Coming back finds the same place.
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

const PORTION = 30;
/** How far ahead of the last card the next ones are made. */
const AHEAD = '600px';

/** Where the reader was, by what the list was asked for. */
const left = { asked: '', count: PORTION, top: 0 };

export interface Portion {
  count: number;
  more(): void;
  /** Stands behind the last card. */
  end: RefObject<HTMLDivElement | null>;
}

/** How many of `all` to show now. `asked` tells one list from another, so that a new search starts at its top. */
export function usePortion(all: number, asked: string): Portion {
  const wasHere = left.asked === asked;
  const [of, setOf] = useState({ asked, count: wasHere ? left.count : PORTION });
  const end = useRef<HTMLDivElement>(null);
  const count = of.asked === asked ? of.count : PORTION;
  const more = () => setOf({ asked, count: Math.min(all, count + PORTION) });
  const grow = useRef(more);
  grow.current = more;
  const isWhole = count >= all;
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew after each portion, since a mark still in sight does not cross again
  useEffect(() => {
    const mark = end.current;
    if (isWhole || !mark || !('IntersectionObserver' in window)) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && grow.current(), {
      root: mark.closest('.field-body'),
      rootMargin: AHEAD,
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [isWhole, count]);
  const last = useRef({ asked, count });
  last.current = { asked, count };
  useLayoutEffect(() => {
    const body = document.querySelector('.field-body');
    if (body && left.asked === last.current.asked) body.scrollTop = left.top;
    return () => void Object.assign(left, last.current, { top: body?.scrollTop ?? 0 });
  }, []);
  return { count, more, end };
}
