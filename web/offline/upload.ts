// Sends photos and signatures after their visits, oldest first, piece by piece from wherever the server stands. Between two pieces it
// gives way to whatever is more urgent.
import { LARGEST_PIECE } from '../../server/flow/visits/attachments/model.ts';
import { type Attachment, markOffset, markRefused, markUnsure, nextAttachment } from './attachments.ts';
import type { Phone } from './phone.ts';
import type { Store } from './store.ts';
import type { Refusal, SyncResult } from './sync.ts';

/** The server's doors for bytes (tus). They answer how many bytes have arrived, and throw what `refusalOf` understands. */
export interface UploadDoors {
  begin(one: Attachment): Promise<number>;
  /** null: it has not been begun there. */
  ask(one: Attachment): Promise<number | null>;
  sendPiece(one: Attachment, offset: number, piece: Uint8Array): Promise<number>;
  /** `elsewhere`: the server stands at another offset. */
  refusalOf(error: unknown): Refusal | 'elsewhere';
  wordsOf(error: unknown): string;
  /** This phone's own clock. */
  now(): number;
}

type Holder = Pick<Store, 'read' | 'note'> & { bytes: Pick<Store['bytes'], 'read'> };
type Told = { offset: number } | { error: unknown };

/** How often a run may find the server elsewhere before it is left for later. */
const PATIENCE = 5;

/** Sends what waits as long as `mayGoOn`. What one piece fails by, the next run goes on from. */
export async function sendAttachments(
  store: Holder,
  doors: UploadDoors,
  mayGoOn: () => boolean = () => true,
): Promise<SyncResult> {
  let surprises = 0;
  const left = new Set<string>();
  while (mayGoOn()) {
    const { attachments, outbox } = store.read();
    const next = nextAttachment(
      attachments.filter(({ id }) => !left.has(id)),
      outbox,
    );
    if (!next) return left.size > 0 ? 'offline' : 'done';
    const told = await advance(store, doors, next);
    if (told === 'lost') await store.note((phone) => refuse(phone, next.id, 'lost'));
    else if ('offset' in told) await store.note((phone) => advanceTo(phone, next.id, told.offset, doors.now()));
    else {
      const refusal = doors.refusalOf(told.error);
      if (refusal === 'refused') {
        await store.note((phone) => refuse(phone, next.id, doors.wordsOf(told.error)));
        continue;
      }
      await store.note((phone) => ({ ...phone, attachments: markUnsure(phone.attachments, next.id) }));
      // Not the service's word: the picture is left for the next run, and holds up no other.
      if (refusal === 'strange') {
        left.add(next.id);
        continue;
      }
      surprises += 1;
      if (refusal !== 'elsewhere') return refusal;
      if (surprises > PATIENCE) return 'offline';
    }
  }
  return 'done';
}

/** One request: where the server stands, or the next piece. */
async function advance(store: Holder, doors: UploadDoors, one: Attachment): Promise<Told | 'lost'> {
  // Bytes that do not open any more are as lost as those that are gone; neither may hold up the others.
  const content = one.state === 'sending' ? await store.bytes.read(one.id).catch(() => undefined) : undefined;
  if (one.state === 'sending' && content?.length !== one.bytes) return 'lost';
  try {
    if (content) {
      const from = one.offset ?? 0;
      return { offset: await doors.sendPiece(one, from, content.subarray(from, from + LARGEST_PIECE)) };
    }
    const known = one.offset === null ? null : await doors.ask(one);
    return { offset: known ?? (await doors.begin(one)) };
  } catch (error) {
    return { error };
  }
}

function advanceTo(phone: Phone, id: string, offset: number, at: number): Phone {
  const now = new Date(at + phone.profile.offset).toISOString();
  return { ...phone, attachments: markOffset(phone.attachments, id, { offset, now }) };
}

function refuse(phone: Phone, id: string, why: string): Phone {
  return { ...phone, attachments: markRefused(phone.attachments, id, why) };
}
