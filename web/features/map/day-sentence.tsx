// Shows the sentence of the day: numbers as links, late in red, blind with its hatch.
import { Fragment } from 'react';
import { Blind } from '../../ui/blind.tsx';
import { useWords } from '../../ui/language.tsx';
import type { Part, Target } from './sentence.ts';
import { mapWords } from './words.ts';

interface DaySentenceProps {
  parts: Part[];
  asOf: string | null;
  onFollow: (target: Target) => void;
}

export function DaySentence({ parts, asOf, onFollow }: DaySentenceProps) {
  const words = useWords(mapWords);
  return (
    <section className="day-sentence" aria-label={words.today}>
      <p className="day-sentence-head faint">
        <span>{words.today}</span>
        <span>{asOf && words.asOf(asOf)}</span>
      </p>
      <p className="day-sentence-text">
        {parts.map((part, index) => {
          const key = index;
          if (part.target) {
            const { target } = part;
            return (
              <button
                key={key}
                type="button"
                className={`link-button strong ${part.tone === 'late' ? 'late' : ''}`}
                onClick={() => onFollow(target)}
              >
                {part.text}
              </button>
            );
          }
          if (part.tone === 'blind')
            return (
              <b key={key}>
                <Blind /> {part.text}
              </b>
            );
          return <Fragment key={key}>{part.text}</Fragment>;
        })}
      </p>
    </section>
  );
}
