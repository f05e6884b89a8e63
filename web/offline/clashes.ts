// Where what was seen here and what the service has say two things: shown until its holder has chosen, chosen once. Pure.
import type { Clash } from '../../server/flow/tasks/model.ts';
import { makeId } from '../api/make-id.ts';
import { type Entry, makeEntry } from './outbox.ts';
import type { Phone } from './phone.ts';

export type Choices = Record<string, 'mine' | 'theirs'>;

/** What waits for a choice. */
export function clashesOf(entry: Entry): readonly Clash[] {
  return entry.state === 'needs-you' ? (entry.answer?.clashes ?? []) : [];
}

/** Whether the service has a second version of it: values that differ, or another visit that answered the task. */
export function hasTwo({ answer }: Entry): boolean {
  return answer !== null && ((answer.clashes?.length ?? 0) > 0 || answer.keptBecause === 'visited');
}

/** The choice goes into the outbox and the visit is done with, in one change; nothing happens until every clash has its choice. */
export function chooseBetween(phone: Phone, id: string, choices: Choices, now: Date): Phone {
  const entry = phone.outbox.find((one) => one.id === id);
  const clashes = entry ? clashesOf(entry) : [];
  if (!entry || clashes.length === 0 || clashes.some(({ field }) => choices[field] === undefined)) return phone;
  const chosen = Object.fromEntries(clashes.map(({ field }) => [field, choices[field]]));
  const { taskId, household } = entry;
  const choice = makeEntry({
    ...{ id: makeId(), kind: 'choose', taskId, household, madeAt: now.toISOString() },
    body: { visitId: id, choices: chosen },
  });
  const done = phone.outbox.map((one) => (one.id === id ? { ...one, state: 'sent' as const } : one));
  return { ...phone, outbox: [...done, choice] };
}
