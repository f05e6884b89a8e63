// A word of art with its meaning: dotted underline, one sentence on hover, focus or tap. It floats, so that no table cuts it off.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { glossary, type TermKey } from './glossary.ts';
import { useWords } from './language.tsx';

const WIDTH = 280;
const GAP = 6;
const MARGIN = 8;

/** Below the word, or above it where the window ends; never beyond its sides. */
export function placeBeside(
  word: { left: number; top: number; bottom: number },
  { width, height }: { width: number; height: number },
): { left: number; top?: number; bottom?: number } {
  const left = Math.max(MARGIN, Math.min(word.left, width - WIDTH - MARGIN));
  return word.bottom + 100 > height ? { left, bottom: height - word.top + GAP } : { left, top: word.bottom + GAP };
}

export function Term({ of, children }: { of: TermKey; children?: ReactNode }) {
  const { name, says } = useWords(glossary)[of];
  const id = useId();
  const word = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<ReturnType<typeof placeBeside> | null>(null);
  const open = () => {
    const box = word.current?.getBoundingClientRect();
    if (box) setPlace(placeBeside(box, { width: innerWidth, height: innerHeight }));
  };
  const close = () => setPlace(null);
  useEffect(() => {
    if (!place) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setPlace(null);
    };
    const onScroll = () => setPlace(null);
    document.addEventListener('keydown', onKey, true);
    addEventListener('scroll', onScroll, true);
    return () => {
      document.removeEventListener('keydown', onKey, true);
      removeEventListener('scroll', onScroll, true);
    };
  }, [place]);
  return (
    <>
      <button
        ref={word}
        type="button"
        className="term"
        aria-describedby={id}
        onPointerEnter={open}
        onPointerLeave={close}
        onFocus={open}
        onBlur={close}
        onClick={open}
      >
        {children ?? name}
      </button>
      <span id={id} hidden>
        {says}
      </span>
      {place &&
        createPortal(
          <span className="term-says" style={{ ...place, width: WIDTH }} aria-hidden="true">
            {says}
          </span>,
          word.current?.closest('dialog') ?? document.body,
        )}
    </>
  );
}
