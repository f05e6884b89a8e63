// The rail: icon and word, what is used less under 更多, the words of art at its foot. On a narrow window it lies at the bottom.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useMe } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { Mark } from '../../ui/mark.tsx';
import { ui } from '../../ui/words.ts';
import { ICONS, type IconName } from './icons.ts';
import { type RailEntry, railOf } from './rail-entries.ts';
import { shellWords } from './words.ts';

const GlossaryList = lazy(async () => ({ default: (await import('../../ui/glossary-list.tsx')).GlossaryList }));

function Icon({ name }: { name: IconName }) {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3.2 : 1.8}
      aria-hidden="true"
    >
      <path d={ICONS[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function RailLink({ to, name }: RailEntry) {
  const words = useWords(shellWords);
  return (
    <NavLink to={to} className="rail-link">
      <Icon name={name} />
      {words[name]}
    </NavLink>
  );
}

function More({ entries }: { entries: RailEntry[] }) {
  const words = useWords(shellWords);
  const { pathname } = useLocation();
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone somewhere has chosen
  useEffect(() => setIsOpen(false), [pathname]);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setIsOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setIsOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen]);
  const isHere = entries.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <div ref={box} className="rail-more">
      <button
        ref={button}
        type="button"
        className={isHere ? 'rail-link active' : 'rail-link'}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="more" />
        {words.more}
      </button>
      {isOpen && (
        <div className="rail-more-list">
          {entries.map((entry) => (
            <RailLink key={entry.to} {...entry} />
          ))}
        </div>
      )}
    </div>
  );
}

export function Rail() {
  const me = useMe();
  const words = useWords(shellWords);
  const common = useWords(ui);
  const [isGlossaryOpen, setIsGlossaryOpen] = useState(false);
  const { shown, more } = railOf(me);
  return (
    <nav className="rail no-print" aria-label={words.nav}>
      <Mark size={34} />
      {shown.map((entry) => (
        <RailLink key={entry.to} {...entry} />
      ))}
      {more.length > 0 && <More entries={more} />}
      <button type="button" className="rail-link rail-foot" onClick={() => setIsGlossaryOpen(true)}>
        <Icon name="glossary" />
        {common.glossary}
      </button>
      {isGlossaryOpen && (
        <Suspense>
          <GlossaryList onClose={() => setIsGlossaryOpen(false)} />
        </Suspense>
      )}
    </nav>
  );
}
