// Loading, empty and failed, the same everywhere: a failed panel fails alone, says what happened and offers one button.
import type { ReactNode } from 'react';
import { useConnection } from '../api/connection.ts';
import { serviceTimeOf } from '../api/now.ts';
import { ApiError } from '../api/problem.ts';
import { formatTime } from './format.ts';
import { type Language, useLanguage, useWords } from './language.tsx';
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

/** The server writes one text as “中文 / English”; a reader gets their half, or all of it when there is only one. */
function inLanguage(text: string, language: Language): string {
  const halves = text.split(' / ');
  return halves.length === 2 ? (halves[language === 'zh' ? 0 : 1] ?? text) : text;
}

/** The words for a failure: ours for known codes, else what the server said. */
export function useProblemText(): (error: unknown) => string {
  const { language } = useLanguage();
  const words = useWords(ui);
  return (error) => {
    if (!(error instanceof ApiError)) return words.problems.unexpected ?? '';
    const fields = error.errors.map((field) => inLanguage(field.detail, language)).join(' ');
    const said = fields || inLanguage(error.message, language) || error.titles?.[language];
    return words.problems[error.code] ?? said ?? words.problems.unexpected ?? '';
  };
}

interface FailedProps {
  what: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
  /** When what is still shown beside it was fetched (`dataUpdatedAt`): the reader learns what holds. */
  heldAt?: number | undefined;
}

export function Failed({ what, error, onRetry, heldAt }: FailedProps) {
  const words = useWords(ui);
  const problemText = useProblemText();
  return (
    <div className="state-box" role="alert">
      <p className="strong">{words.failed(what)}</p>
      <p>
        {problemText(error)} {heldAt ? words.stillHolds(formatTime(serviceTimeOf(heldAt))) : ''}
      </p>
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

/** The fourth state: nothing new comes, the last data stays. One line above the page, gone once it has caught up. */
export function Offline() {
  const { isLive, isOffline, lastAt } = useConnection();
  const words = useWords(ui);
  if (isLive || (!lastAt && !isOffline)) return null;
  const time = lastAt && formatTime(lastAt);
  const line = isOffline ? (time ? words.offlineLine(time) : words.offlineStart) : words.stoppedLine(time ?? '');
  return (
    <p className={isOffline ? 'stale-line is-offline no-print' : 'stale-line no-print'} role="status">
      {line}
    </p>
  );
}
