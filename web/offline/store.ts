// The open phone: its value in memory, every change sealed and written before it is believed. One page at a time holds it.
import type { Database } from './database.ts';
import { EMPTY_PHONE, type Phone, readPhone, recordsOf } from './phone.ts';
import type { Vault } from './vault.ts';

export interface Store {
  /** The value as it stands; the same object until it changes. */
  read(): Phone;
  /** Makes a change. It holds when this resolves; when the phone has no room it throws, and nothing has changed. */
  change(make: (phone: Phone) => Phone): Promise<void>;
  subscribe(listener: () => void): () => void;
}

/** Opens the records under a vault. */
export async function openStore(database: Database, vault: Vault): Promise<Store> {
  const records = new Map<string, unknown>();
  for (const [key, sealed] of await database.readRecords()) records.set(key, await vault.open(key, sealed));
  let phone = records.size > 0 ? readPhone(records) : EMPTY_PHONE;
  let written: ReadonlyMap<string, unknown> = records;
  let last: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();

  const changeNow = async (make: (phone: Phone) => Phone) => {
    const next = make(phone);
    if (next === phone) return;
    const content = recordsOf(next);
    const changes: [string, unknown][] = [];
    for (const [key, value] of content)
      if (differs(written, key, value)) changes.push([key, await vault.seal(key, value)]);
    for (const key of written.keys()) if (!content.has(key)) changes.push([key, undefined]);
    if (changes.length > 0) await database.writeRecords(changes);
    written = content;
    phone = next;
    for (const listener of listeners) listener();
  };

  return {
    read: () => phone,
    change(make) {
      const turn = last.then(() => changeNow(make));
      last = turn.catch(() => undefined);
      return turn;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What did not change is the same object, so that a letter typed does not seal a village. The order is made anew each time. */
function differs(written: ReadonlyMap<string, unknown>, key: string, value: unknown): boolean {
  if (key === 'order') return JSON.stringify(written.get(key)) !== JSON.stringify(value);
  return written.get(key) !== value;
}
