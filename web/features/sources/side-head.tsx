// The head of whatever stands at the right: what it is, a line under it, and the way to close it.
import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';

interface SideHeadProps {
  title: string;
  under?: ReactNode;
  onClose: () => void;
}

export function SideHead({ title, under, onClose }: SideHeadProps) {
  const common = useWords(ui);
  const heading = useRef<HTMLHeadingElement>(null);
  // What was opened speaks next: keyboard and screen reader go on from its title.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className="side-head">
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {under && <p className="faint">{under}</p>}
      </div>
      <button type="button" className="button side-close no-print" onClick={onClose} aria-label={common.close}>
        ✕
      </button>
    </header>
  );
}
