// The phone's database: plain facts about the vault, and sealed records by key. Every write of several records happens whole or not at all.

const NAME = 'shouwang-field';
/** 2: bytes of photos, in a store of their own. */
const VERSION = 2;

/** What IndexedDB keeps beside each other: `about` in the clear, `records` and `bytes` sealed. */
const STORES = ['about', 'records', 'bytes'] as const;

/** Written through to the disk before it counts: the battery may die the next second. Chrome before 83 does so anyway. */
const STRICT: IDBTransactionOptions = { durability: 'strict' };

export interface Database {
  readAbout<T>(key: string): Promise<T | undefined>;
  writeAbout(key: string, value: unknown): Promise<void>;
  /** Adds to a counter and returns what it then is, in one transaction. */
  count(key: string): Promise<number>;
  readRecords(): Promise<[string, unknown][]>;
  /** Writes records; undefined removes one. */
  writeRecords(changes: readonly (readonly [string, unknown])[]): Promise<void>;
  readBytes(id: string): Promise<unknown>;
  writeBytes(id: string, sealed: unknown): Promise<void>;
  removeBytes(ids: readonly string[]): Promise<void>;
  /** Of which bytes are here. */
  listBytes(): Promise<string[]>;
  close(): void;
}

const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const ended = (transaction: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });

/** True when a write failed for want of room. */
export function isFull(error: unknown): boolean {
  return (error as { name?: string } | null)?.name === 'QuotaExceededError';
}

export async function openDatabase(): Promise<Database> {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = () => {
    // From whichever version: what is there stays.
    for (const store of STORES)
      if (!opening.result.objectStoreNames.contains(store)) opening.result.createObjectStore(store);
  };
  const database = await done(opening);
  // Somebody wipes it from another page: let go, or they would wait for us.
  database.onversionchange = () => database.close();
  return {
    readAbout: (key) => done(database.transaction('about').objectStore('about').get(key)),
    async writeAbout(key, value) {
      const transaction = database.transaction('about', 'readwrite');
      transaction.objectStore('about').put(value, key);
      await ended(transaction);
    },
    async count(key) {
      const transaction = database.transaction('about', 'readwrite');
      const store = transaction.objectStore('about');
      const next = ((await done(store.get(key))) ?? 0) + 1;
      store.put(next, key);
      await ended(transaction);
      return next;
    },
    async readRecords() {
      const store = database.transaction('records').objectStore('records');
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      return keys.map((key, index) => [String(key), values[index]]);
    },
    async writeRecords(changes) {
      const transaction = database.transaction('records', 'readwrite', STRICT);
      const store = transaction.objectStore('records');
      for (const [key, value] of changes) {
        if (value === undefined) store.delete(key);
        else store.put(value, key);
      }
      await ended(transaction);
    },
    readBytes: (id) => done(database.transaction('bytes').objectStore('bytes').get(id)),
    async writeBytes(id, sealed) {
      const transaction = database.transaction('bytes', 'readwrite', STRICT);
      transaction.objectStore('bytes').put(sealed, id);
      await ended(transaction);
    },
    async removeBytes(ids) {
      const transaction = database.transaction('bytes', 'readwrite');
      for (const id of ids) transaction.objectStore('bytes').delete(id);
      await ended(transaction);
    },
    async listBytes() {
      const keys = await done(database.transaction('bytes').objectStore('bytes').getAllKeys());
      return keys.map(String);
    },
    close: () => database.close(),
  };
}

/** Removes everything. A page that still holds it open is told to let go. */
export async function deleteDatabase(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onblocked = () => resolve(); // gone as soon as the other page lets go, which it has just been told
    request.onerror = () => reject(request.error);
  });
}
