// The open phone: its value in memory, every change sealed and written before it is believed. One page at a time holds it.
import { oldestSent } from './attachments.ts';
import { type Database, isFull } from './database.ts';
import { EMPTY_PHONE, type Phone, readPhone, recordsOf } from './phone.ts';
import type { Vault } from './vault.ts';

export interface Store {
  /** The value as it stands; the same object until it changes. */
  read(): Phone;
  /** Makes a change. It holds when this resolves; when the phone has no room it throws, and nothing has changed. */
  change(make: (phone: Phone) => Phone): Promise<void>;
  /**
   * Makes a change that may be lost with the battery: how far something sent has come, which the server knows too. A phone without room makes
   * it all the same and writes it down with the next change, or what fills it could never leave it.
   */
  note(make: (phone: Phone) => Phone): Promise<void>;
  subscribe(listener: () => void): () => void;
  /** Bytes of photos and signatures, sealed, by the attachment's id. Those that no attachment speaks of any more go by themselves. */
  bytes: {
    read(id: string): Promise<Uint8Array | undefined>;
    /** Before the attachment is added. When the phone has no room it throws, and nothing has changed. */
    write(id: string, bytes: Uint8Array): Promise<void>;
  };
}

/** How much is freed at once when the phone is full. */
const FREED = 2 * 1024 * 1024;

/** Opens the records under a vault. */
export async function openStore(database: Database, vault: Vault): Promise<Store> {
  const records = new Map<string, unknown>();
  for (const [key, sealed] of await database.readRecords()) records.set(key, await vault.open(key, sealed));
  let phone = records.size > 0 ? readPhone(records) : EMPTY_PHONE;
  let written: ReadonlyMap<string, unknown> = records;
  let last: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  const isNamed = (id: string) => phone.attachments.some((one) => one.id === id);
  await database.removeBytes((await database.listBytes()).filter((id) => !isNamed(id)));

  /** Writes; when the phone is full once more, after the oldest sent photos have made room. */
  const withRoom = async (write: () => Promise<void>) => {
    try {
      await write();
    } catch (error) {
      const here = new Set(isFull(error) ? await database.listBytes() : []);
      const held = phone.attachments.filter((one) => here.has(one.id));
      const spent = oldestSent(held, FREED);
      if (spent.length === 0) throw error;
      await database.removeBytes(spent);
      await write();
    }
  };

  const changeNow = async (make: (phone: Phone) => Phone, isNote: boolean) => {
    const next = make(phone);
    if (next === phone) return;
    const content = recordsOf(next);
    const changes: [string, unknown][] = [];
    for (const [key, value] of content)
      if (differs(written, key, value)) changes.push([key, await vault.seal(key, value)]);
    for (const key of written.keys()) if (!content.has(key)) changes.push([key, undefined]);
    if (changes.length > 0) {
      const isWritten = await withRoom(() => database.writeRecords(changes)).then(
        () => true,
        (error: unknown) => {
          if (!isNote || !isFull(error)) throw error;
          return false;
        },
      );
      if (isWritten) written = content;
    }
    const before = phone.attachments;
    phone = next;
    const gone = before.filter((one) => !isNamed(one.id)).map((one) => one.id);
    // If this fails they go when the phone is opened next.
    if (gone.length > 0) await database.removeBytes(gone).catch(() => undefined);
    for (const listener of listeners) listener();
  };

  const inTurn = (act: () => Promise<void>) => {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  };

  return {
    read: () => phone,
    change: (make) => inTurn(() => changeNow(make, false)),
    note: (make) => inTurn(() => changeNow(make, true)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    bytes: {
      async read(id) {
        const sealed = await database.readBytes(id);
        return sealed === undefined ? undefined : await vault.openBytes(`bytes/${id}`, sealed);
      },
      async write(id, bytes) {
        const sealed = await vault.sealBytes(`bytes/${id}`, bytes);
        await withRoom(() => database.writeBytes(id, sealed));
      },
    },
  };
}

/** What did not change is the same object, so that a letter typed does not seal a village. The order is made anew each time. */
function differs(written: ReadonlyMap<string, unknown>, key: string, value: unknown): boolean {
  if (key === 'order') return JSON.stringify(written.get(key)) !== JSON.stringify(value);
  return written.get(key) !== value;
}
