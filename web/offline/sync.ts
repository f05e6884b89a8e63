// Brings phone and server together: first what was done here goes, in order, then what is new comes. One run at a time.
import type { ChangesAnswer, FieldSync } from '../../server/field/model.ts';
import type { ServiceClock } from './clock.ts';
import { nextBatch } from './outbox.ts';
import { beginSending, failSending, type Phone, takeAnswers, takeSync } from './phone.ts';
import type { Store } from './store.ts';

/**
 * What the server was asked and did not do. `offline`: it may have, and nobody knows. `strange`: something between here and there answered
 * in its place, a page of the network's or a guard that did not like a text.
 */
export type Refusal = 'offline' | 'signed-out' | 'refused' | 'strange';
export type SyncResult = 'done' | 'offline' | 'signed-out';

/** The two doors of the server; they throw what `refusalOf` understands. */
export interface Doors {
  send(changes: { id: string; kind: string; taskId: string; body: object }[]): Promise<ChangesAnswer>;
  fetch(cursor: string): Promise<FieldSync>;
  refusalOf(error: unknown): Refusal;
  /** This phone's own clock. */
  now(): number;
  /** By what everything here is dated. While it is not sure, it is put right before anything is sent. */
  clock?: Pick<ServiceClock, 'isSure' | 'offset'>;
}

/** Sends all that waits and fetches what is new. What fails half-way is simply still to do; throws when there is no room for what is new. */
export async function syncOnce(store: Pick<Store, 'read' | 'change' | 'note'>, doors: Doors): Promise<SyncResult> {
  if (doors.clock?.isSure() === false && nextBatch(store.read().outbox).length > 0) {
    const told = await fetchNews(store, doors);
    // A refusal is the question's own fault, and holds up nothing that is to be sent.
    if (told !== 'done' && told !== 'refused') return outOf(told);
  }
  const sent = await sendWaiting(store, doors);
  return sent === 'done' ? outOf(await fetchNews(store, doors)) : sent;
}

async function fetchNews(store: Pick<Store, 'read' | 'change'>, doors: Doors): Promise<'done' | Refusal> {
  let news: FieldSync;
  try {
    news = await doors.fetch(store.read().profile.cursor);
  } catch (error) {
    return doors.refusalOf(error);
  }
  const [at, offset] = [doors.now(), doors.clock?.offset()];
  await store.change((phone) => takeSync(datedBy(phone, offset), news, at));
  return 'done';
}

/** The phone with the offset by which it dates now: a leap of its clock may not have been written down yet. */
const datedBy = (phone: Phone, offset = phone.profile.offset): Phone => ({
  ...phone,
  profile: { ...phone.profile, offset },
});

async function sendWaiting(store: Pick<Store, 'read' | 'change' | 'note'>, doors: Doors): Promise<SyncResult> {
  let most = Number.POSITIVE_INFINITY;
  for (;;) {
    const batch = nextBatch(store.read().outbox).slice(0, most);
    if (batch.length === 0) return 'done';
    const ids = batch.map((entry) => entry.id);
    await store.note((phone) => beginSending(phone, ids));
    try {
      const changes = batch.map(({ id, kind, taskId, body }) => ({ id, kind, taskId, body }));
      const answer = await doors.send(changes);
      await store.note((phone) => takeAnswers(phone, answer.items, serverNow(phone, doors)));
      const answered = new Set(answer.items.map((item) => item.id));
      const forgotten = ids.filter((id) => !answered.has(id));
      if (forgotten.length > 0) {
        await store.note((phone) => failSending(phone, forgotten));
        return 'offline';
      }
    } catch (error) {
      const refusal = doors.refusalOf(error);
      await store.note((phone) => failSending(phone, ids));
      if (refusal === 'offline' || refusal === 'signed-out') return refusal;
      if (refusal === 'strange' && batch.length === 1 && !(await isReached(store, doors))) return 'offline';
      // The request as a whole was not understood: one by one, so that what is wrong holds up nothing else.
      if (batch.length === 1) await store.note((phone) => refuse(phone, ids[0] as string, serverNow(phone, doors)));
      most = 1;
    }
  }
}

/** Whether the server itself answers, room for its answer or not: then it is this one change that does not come through to it. */
async function isReached(store: Pick<Store, 'read' | 'change'>, doors: Doors): Promise<boolean> {
  return await fetchNews(store, doors).then(
    (told) => told === 'done',
    () => true,
  );
}

const serverNow = (phone: Phone, doors: Doors) => new Date(doors.now() + phone.profile.offset);

const outOf = (told: 'done' | Refusal): SyncResult => (told === 'refused' || told === 'strange' ? 'offline' : told);

function refuse(phone: Phone, id: string, now: Date): Phone {
  const told = { keptBecause: null, code: 'bad-request', detail: null, errors: [], task: null };
  return takeAnswers(phone, [{ id, outcome: 'needs-you', again: false, ...told }], now);
}
