// Going there and meeting nobody: what is noted, and after which tries the visit may end with which outcome. Pure, and without the
// schema library: the phone offers by the same words by which the server takes.
import { dayOf } from '../../../kernel/clock.ts';

export const ATTEMPT_REASONS = ['not-home', 'moved', 'not-found'] as const;
export type AttemptReason = (typeof ATTEMPT_REASONS)[number];

/** One try: when, and why nobody was met. */
export interface Attempt {
  at: string;
  why: string;
}

/** What an outcome says of the tries before it (rules/outcomes.yaml). */
interface Ending {
  code: string;
  kinds: readonly string[];
  needsAttempts?: number | undefined;
  afterAttempts?: { why: AttemptReason; times: number } | undefined;
}

/** On how many different days somebody was there in vain: knocking three times in one morning is once. */
export function daysOf(attempts: readonly Attempt[]): number {
  return new Set(attempts.map(({ at }) => dayOf(new Date(at)))).size;
}

/** How many days are still missing before this outcome may be chosen; none for most. */
export function missingDays(
  { needsAttempts = 0 }: Pick<Ending, 'needsAttempts'>,
  attempts: readonly Attempt[],
): number {
  return Math.max(0, needsAttempts - daysOf(attempts));
}

/** The outcome with which these tries may end the visit: what was said often enough first, then enough days in vain; null: go again. */
export function offeredEnd(outcomes: readonly Ending[], attempts: readonly Attempt[], kind: string): string | null {
  const fitting = outcomes.filter((one) => one.kinds.includes(kind));
  const said = fitting.find(
    ({ afterAttempts }) =>
      afterAttempts && attempts.filter(({ why }) => why === afterAttempts.why).length >= afterAttempts.times,
  );
  const spent = fitting.find((one) => one.needsAttempts !== undefined && missingDays(one, attempts) === 0);
  return (said ?? spent)?.code ?? null;
}
