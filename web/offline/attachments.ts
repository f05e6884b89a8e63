// Photos and signatures on this phone and how far each has come; their bytes lie beside, sealed. Pure.
import type { Attachment as Declared } from '../../server/flow/visits/model.ts';
import type { Draft } from './draft.ts';
import { type Entry, hasArrived } from './outbox.ts';

/**
 * How far an attachment has come.
 *
 * | state | meaning | moves on by |
 * |---|---|---|
 * | waiting | on this phone; a part of it may have arrived | its visit's arrival, then sending |
 * | sending | `offset` bytes have arrived; a phone that dies now asks the server how many | the next piece |
 * | sent | the server has it whole; the bytes here may be freed | forgotten with its visit |
 * | needs-you | the server does not take it, or the bytes are lost | its holder |
 */
export interface Attachment extends Declared {
  shape: 1;
  /** The visit that names it: a draft's id, which is its entry's. */
  visitId: string;
  state: Entry['state'];
  /** Bytes that have arrived, as the server last told; null: it was never asked. */
  offset: number | null;
  sentAt: string | null;
  /** Why it needs somebody, in the server's words; `lost`: its bytes are not here. */
  refusal: string | null;
}

export function makeAttachment(declared: Declared, visitId: string): Attachment {
  return { shape: 1, ...declared, visitId, state: 'waiting', offset: null, sentAt: null, refusal: null };
}

/** An attachment as it stood on the phone: a piece that was on its way may not have arrived. */
export function readAttachment(stored: Attachment): Attachment {
  const read = { ...makeAttachment(stored, stored.visitId), ...stored };
  return read.state === 'sending' ? { ...read, state: 'waiting' } : read;
}

/** What the visit says of it to the server. */
export function declaredOf(one: Attachment): Declared {
  const { id, kind, document, witness, takenAt, place, bytes, sha256, width, height, look } = one;
  return { id, kind, document, witness, takenAt, place, bytes, sha256, width, height, look };
}

/** Those that a draft or an entry still speaks of. The others were taken back, or their visit has been forgotten. */
export function keepNamed(
  all: readonly Attachment[],
  drafts: readonly Draft[],
  outbox: readonly Entry[],
): readonly Attachment[] {
  const named = new Set(outbox.map((entry) => entry.id));
  const kept = all.filter(
    (one) =>
      named.has(one.visitId) || drafts.some((draft) => draft.id === one.visitId && draft.attachments.includes(one.id)),
  );
  return kept.length === all.length ? all : kept;
}

/** What is sent next: the oldest whose visit has arrived, whatever its holder has still to read or to choose. */
export function nextAttachment(all: readonly Attachment[], outbox: readonly Entry[]): Attachment | undefined {
  const arrived = new Set(
    outbox.filter((entry) => entry.state === 'sent' || hasArrived(entry)).map((entry) => entry.id),
  );
  const ready = all.filter((one) => (one.state === 'waiting' || one.state === 'sending') && arrived.has(one.visitId));
  return ready.sort((a, b) => (a.takenAt < b.takenAt ? -1 : a.takenAt > b.takenAt ? 1 : a.id < b.id ? -1 : 1))[0];
}

/** The server has told how much of it has arrived. */
export function markOffset(
  all: readonly Attachment[],
  id: string,
  { offset, now }: { offset: number; now: string },
): Attachment[] {
  return all.map((one) => {
    if (one.id !== id || one.state === 'sent') return one;
    const isWhole = offset === one.bytes;
    return { ...one, state: isWhole ? ('sent' as const) : ('sending' as const), offset, sentAt: isWhole ? now : null };
  });
}

/** No answer came, or the server stands elsewhere: it is asked before the next piece. */
export function markUnsure(all: readonly Attachment[], id: string): Attachment[] {
  return all.map((one) => (one.id === id && one.state === 'sending' ? { ...one, state: 'waiting' as const } : one));
}

export function markRefused(all: readonly Attachment[], id: string, refusal: string): Attachment[] {
  return all.map((one) => (one.id === id ? { ...one, state: 'needs-you' as const, refusal } : one));
}

/** Whatever of a visit needs somebody is tried once more. */
export function retryAll(all: readonly Attachment[], visitId: string): Attachment[] {
  return all.map((one) =>
    one.visitId === visitId && one.state === 'needs-you'
      ? { ...one, state: 'waiting' as const, offset: null, refusal: null }
      : one,
  );
}

/** A visit's attachments, and how many of them have arrived. */
export function attachmentsOf(all: readonly Attachment[], visitId: string): { all: Attachment[]; sent: number } {
  const own = all.filter((one) => one.visitId === visitId);
  return { all: own, sent: own.filter((one) => one.state === 'sent').length };
}

/** The sent ones whose bytes are freed first when the phone is full: the oldest, until at least `wanted` bytes come together. */
export function oldestSent(all: readonly Attachment[], wanted: number): string[] {
  const sent = all.filter((one) => one.state === 'sent');
  const ids: string[] = [];
  let sum = 0;
  for (const one of sent.sort((a, b) => ((a.sentAt ?? '') < (b.sentAt ?? '') ? -1 : 1))) {
    if (sum >= wanted) break;
    ids.push(one.id);
    sum += one.bytes;
  }
  return ids;
}
