// What was done on this phone and how far it has come. Pure: every change gives a new list, in the order in which things were done.
import type { ChangeAnswer, ChangeKind } from '../../server/field/model.ts';
import { withoutNumber } from './lead.ts';

/**
 * How far an entry has come.
 *
 * | state | meaning | moves on by |
 * |---|---|---|
 * | waiting | on this phone only | sending |
 * | sending | on its way; a phone that dies now finds it waiting again | an answer, or none |
 * | sent | the server has it, once | forgotten after two days |
 * | needs-you | the server has said something that a person must read | its holder |
 */
export type EntryState = 'waiting' | 'sending' | 'sent' | 'needs-you';

export interface Entry {
  /** The shape in which it was written; a newer app reads all older ones. */
  shape: 1;
  id: string;
  kind: ChangeKind;
  taskId: string;
  household: string;
  body: Record<string, unknown>;
  madeAt: string;
  state: EntryState;
  sentAt: string | null;
  answer: ChangeAnswer | null;
}

/** How many go in one request. */
const BATCH = 20;
const KEPT_FOR = 2 * 86_400_000;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 300_000;

export type NewEntry = Pick<Entry, 'id' | 'kind' | 'taskId' | 'household' | 'body' | 'madeAt'>;

export function makeEntry(made: NewEntry): Entry {
  return { shape: 1, ...made, state: 'waiting', sentAt: null, answer: null };
}

/** An entry as it stood on the phone, written by whichever app: what was on its way may not have arrived. */
export function readEntry(stored: Partial<Entry> & NewEntry): Entry {
  const entry = { ...makeEntry(stored), ...stored, shape: 1 as const };
  return entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry;
}

/** What goes next, in order. Whatever has no answer yet is sent again; the server knows it by its id. */
export function nextBatch(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry) => entry.state === 'waiting').slice(0, BATCH);
}

const withState = (entries: readonly Entry[], ids: readonly string[], state: EntryState): Entry[] =>
  entries.map((entry) => (ids.includes(entry.id) ? { ...entry, state } : entry));

export function markSending(entries: readonly Entry[], ids: readonly string[]): Entry[] {
  return withState(entries, ids, 'sending');
}

/** No answer came: it may have arrived or not. */
export function markWaiting(entries: readonly Entry[], ids: readonly string[]): Entry[] {
  return withState(entries, ids, 'waiting');
}

/** Takes in what the server says of each. A visit that was kept beside its task has arrived, but somebody should know. */
export function applyAnswers(entries: readonly Entry[], answers: readonly ChangeAnswer[], now: string): Entry[] {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  return entries.map((entry) => {
    const answer = byId.get(entry.id);
    if (!answer || entry.state === 'sent') return entry;
    const state = answer.outcome === 'applied' && !answer.clashes?.length ? 'sent' : 'needs-you';
    const answered: Entry = { ...entry, state, answer };
    return hasArrived(answered)
      ? { ...answered, body: withoutNumber(entry.body), sentAt: now }
      : { ...answered, sentAt: null };
  });
}

/** Its holder has read what the server said: what arrived is done with, and a move that is void is forgotten. A visit never is. */
export function markSeen(entries: readonly Entry[], id: string): Entry[] {
  return entries.flatMap((entry) => {
    if (entry.id !== id || entry.state !== 'needs-you') return entry;
    // Where two values clash, it is not enough to have read it: clashes.ts.
    if (hasArrived(entry)) return entry.answer?.clashes?.length ? entry : { ...entry, state: 'sent' as const };
    return isVisit(entry) ? entry : [];
  });
}

/** Forgets what arrived more than two days ago, but for what is still needed here. */
export function forgetOld(entries: readonly Entry[], now: number, isNeeded = (_id: string) => false): Entry[] {
  const isRecent = (entry: Entry) => now - Date.parse(entry.sentAt ?? '') < KEPT_FOR;
  return entries.filter((entry) => entry.state !== 'sent' || isRecent(entry) || isNeeded(entry.id));
}

/** The server has it, whatever its holder has still to read or to choose. */
export function hasArrived({ answer }: Entry): boolean {
  return answer !== null && answer.outcome !== 'needs-you';
}

/** The server found fault with what is written: sent again as it is, it would be refused again. */
export function isFaulty({ answer }: Entry): boolean {
  return answer?.outcome === 'needs-you' && (answer.code === 'wrong-input' || answer.code === 'bad-request');
}

/** Something was seen at a door: nothing of that is ever thrown away. */
export function isVisit({ kind }: Pick<Entry, 'kind'>): boolean {
  return kind === 'visit' || kind === 'lead';
}

/** True while this phone alone holds it. A visit that was kept beside its task has arrived, read or not. */
export function isUnsent(entry: Entry): boolean {
  return entry.state !== 'sent' && !hasArrived(entry);
}

/** What signing out would lose. */
export function unsentOf(entries: readonly Entry[]): Entry[] {
  return entries.filter(isUnsent);
}

/** The wait before the next try in milliseconds: doubles from two seconds to five minutes; `chance` (0 to 1) spreads phones apart. */
export function waitBefore(attempt: number, chance: number): number {
  return Math.round(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 20)) * (0.75 + chance / 2));
}
