// Where somebody wants to go on with a page unanswered: they are led to what is open, since a grey button says nothing.
import { type RefObject, useRef, useState } from 'react';

interface OpenQuestion {
  /** Of what holds the page's questions. */
  ref: RefObject<HTMLDivElement | null>;
  /** They were led there on this page. */
  isLed: boolean;
  lead: () => void;
}

export function useOpenQuestion(): OpenQuestion {
  const ref = useRef<HTMLDivElement>(null);
  const [isLed, setIsLed] = useState(false);
  const lead = () => {
    setIsLed(true);
    const first = ref.current?.querySelector('.is-open') ?? ref.current;
    first?.scrollIntoView();
    first?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  };
  return { ref, isLed, lead };
}
