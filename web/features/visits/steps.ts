// The questions in order, one a page, and whether each is answered. Pure.
import type { Draft } from '../../offline/draft.ts';

export const STEPS = ['outcome', 'cause', 'note', 'help', 'place', 'check'] as const;
export type Step = (typeof STEPS)[number];

export function isAnswered(draft: Draft, step: Step): boolean {
  if (step === 'outcome') return draft.outcomeCode !== null;
  if (step === 'cause') return draft.cause !== undefined;
  if (step === 'note') return draft.note.trim().length >= 2;
  if (step === 'place') return draft.place !== null || (draft.noPlaceReason?.trim().length ?? 0) >= 2;
  return true;
}

/** The first question still open, where a resumed visit goes on; the last page when all are answered. */
export function firstOpenStep(draft: Draft): number {
  const index = STEPS.findIndex((step) => !isAnswered(draft, step));
  return (index === -1 ? STEPS.length - 1 : index) + 1;
}
