// Whether an outcome fits the kind of task: asked of a visit from a phone and of one on paper alike.
import { Problem } from '../../kernel/problem.ts';
import type { Outcome, OutcomeKind } from './model.ts';

/** A phone's clock may be ahead by this much before its times are refused. */
export const CLOCK_LEEWAY = 26 * 3600_000;

/** Refuses (422) an outcome that is not for this kind of task, and names those that are; else returns it. */
export function checkOutcome(outcomes: readonly Outcome[], code: string, kind: OutcomeKind): Outcome {
  const outcome = outcomes.find((one) => one.code === code);
  if (outcome?.kinds.includes(kind)) return outcome;
  const fitting = outcomes.filter((one) => one.kinds.includes(kind)).map((one) => one.code);
  throw new Problem('wrong-input', undefined, [
    { pointer: '/outcomeCode', detail: `可选 one of: ${fitting.join(' ')}` },
  ]);
}

/** Refuses (422) a cause that is none of the book's: boards group by it, and departments read it. */
export function checkCause(causes: readonly { id: string }[], cause: string | null): void {
  if (cause === null || causes.some((one) => one.id === cause)) return;
  const detail = `可选 one of: ${causes.map((one) => one.id).join(' ')}`;
  throw new Problem('wrong-input', undefined, [{ pointer: '/cause', detail }]);
}
