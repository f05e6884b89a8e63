// A phone page: header, scrolling body, and the main button at the bottom where the thumb is.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RehearsalChip } from '../../features/session/rehearsal-chip.tsx';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import '../../features/visits/visits.css';

interface FrameProps {
  title: string;
  /** Where the back arrow leads; none on the first page. */
  backTo?: string;
  mark?: ReactNode;
  end?: ReactNode;
  progress?: { step: number; all: number };
  footer?: ReactNode;
  children: ReactNode;
}

export function Frame({ title, backTo, mark, end, progress, footer, children }: FrameProps) {
  const words = useWords(ui);
  return (
    <div className="field-page">
      <header className="field-header">
        <div className="field-header-line">
          {backTo ? (
            <Link className="field-back" to={backTo} aria-label={words.back}>
              ‹
            </Link>
          ) : (
            mark
          )}
          <h1>{title}</h1>
          <RehearsalChip isShort />
          {end}
        </div>
        {progress && (
          <div className="field-progress" aria-hidden="true">
            {Array.from({ length: progress.all }, (_, index) => index + 1).map((step) => (
              <span key={step} className={step < progress.step ? 'is-done' : step === progress.step ? 'is-now' : ''} />
            ))}
          </div>
        )}
      </header>
      <main className="field-body">{children}</main>
      {footer && <footer className="field-footer">{footer}</footer>}
    </div>
  );
}
