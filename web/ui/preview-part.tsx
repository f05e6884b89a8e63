// What a form would do, asked for before it is sent, and no longer true once something in the form was changed.
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

export interface Preview<T> {
  /** As it was seen of the form as it now stands; null: not yet, or of an earlier one. */
  now: T | null;
  wasSeen: boolean;
  isAsking: boolean;
  error: unknown;
  ask: () => void;
}

/** The preview of what a form says; `of` is what decides it. */
export function usePreview<T>(of: unknown, ask: () => Promise<T>): Preview<T> {
  const key = JSON.stringify(of);
  const [seen, setSeen] = useState<{ key: string; answer: T } | null>(null);
  // Of the form as it was when this was asked, whatever is typed until the answer comes.
  const asking = useMutation({ mutationFn: async () => ({ key, answer: await ask() }), onSuccess: setSeen });
  return {
    now: seen?.key === key ? seen.answer : null,
    wasSeen: seen !== null,
    isAsking: asking.isPending,
    error: asking.error,
    ask: () => asking.mutate(),
  };
}

interface PreviewPartProps<T> {
  preview: Preview<T>;
  label: string;
  /** Said where the form has changed since. */
  again: string;
  render: (answer: T) => ReactNode;
}

export function PreviewPart<T>({ preview, label, again, render }: PreviewPartProps<T>) {
  return (
    <>
      <button type="button" className="button" disabled={preview.isAsking} onClick={preview.ask}>
        {label}
      </button>
      {preview.wasSeen && (
        <div className="preview-box" aria-live="polite">
          {preview.now === null ? <p>{again}</p> : render(preview.now)}
        </div>
      )}
    </>
  );
}
