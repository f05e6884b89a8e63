// Loading, empty and failed, the same everywhere: a failed panel fails alone, says what happened and offers one button.
import type { ReactNode } from 'react';
import { ApiError } from '../api/problem.ts';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

export function Skeleton({ lines = 6 }: { lines?: number }) {
  const words = useWords(ui);
  return (
    <div className="skeleton" role="status" aria-label={words.loading}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
        <span key={index} style={{ width: `${92 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

/** The words for a failure: ours for known codes, else what the server said. */
export function useProblemText(): (error: unknown) => string {
  const words = useWords(ui);
  return (error) => {
    if (!(error instanceof ApiError)) return words.problems.unexpected ?? '';
    const fields = error.errors.map((field) => field.detail).join(' ');
    return words.problems[error.code] ?? (fields || error.message || words.problems.unexpected || '');
  };
}

export function Failed({ what, error, onRetry }: { what: string; error: unknown; onRetry?: () => void }) {
  const words = useWords(ui);
  const problemText = useProblemText();
  return (
    <div className="state-box" role="alert">
      <p className="strong">{words.failed(what)}</p>
      <p>{problemText(error)}</p>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <div className="state-box">{children}</div>;
}
