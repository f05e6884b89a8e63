// The tries at one household at which nobody was met: those the server knows, and those noted here that it has not told of yet. Pure.
import type { FieldTask } from '../../server/field/model.ts';
import type { Attempt } from '../../server/flow/visits/attempts/model.ts';
import type { Entry } from './outbox.ts';

/** Oldest first; one that the server has taken and tells of is there once. */
export function attemptsOf(task: FieldTask, outbox: readonly Entry[]): Attempt[] {
  const told = task.attempts;
  const own = outbox
    .filter((entry) => entry.kind === 'attempt' && entry.taskId === task.id && entry.state !== 'needs-you')
    .map(({ body }) => ({ at: String(body.at), why: String(body.why) }))
    .filter(({ at }) => !told.some((one) => Date.parse(one.at) === Date.parse(at)));
  return [...told, ...own].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
