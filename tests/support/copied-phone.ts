// What whoever copies a phone's database gets, and laying it out on another device: all that a script can read out, which the device key is not.
import type { Page } from 'playwright-core';

export interface CopiedPhone {
  /** As the pages would read them, bytes as lists of numbers. */
  about: [string, unknown][];
  records: [string, unknown][];
  /** The browser gave the device key to nobody. */
  isDeviceKeyKept: boolean;
}

/** Copies the database that lies under a page, whatever the page shows. */
export async function copyPhone(page: Page): Promise<CopiedPhone> {
  return await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const pack = (value: unknown): unknown => {
      if (value instanceof ArrayBuffer) return { $buffer: Array.from(new Uint8Array(value)) };
      if (value instanceof Uint8Array) return { $bytes: Array.from(value) };
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
    };
    const database = await done(indexedDB.open('shouwang-field'));
    const read = async (name: string): Promise<[string, unknown][]> => {
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      return keys.map((key, at) => [String(key), values[at]]);
    };
    const [about, records] = [await read('about'), await read('records')];
    database.close();
    const deviceKey = about.find(([key]) => key === 'device-key')?.[1] as CryptoKey;
    const taken = await crypto.subtle.exportKey('raw', deviceKey).catch(() => null);
    const packed = (rows: [string, unknown][]) => rows.map(([key, value]): [string, unknown] => [key, pack(value)]);
    const others = about.filter(([key]) => key !== 'device-key');
    return { about: packed(others), records: packed(records), isDeviceKeyKept: taken === null };
  });
}

/** Lays a copy out on the device of a page, with a device key of that device, since its own did not come along. */
export async function layOut(page: Page, { about, records }: CopiedPhone): Promise<void> {
  await page.evaluate(
    async (rows) => {
      const unpack = (value: unknown): unknown => {
        if (value === null || typeof value !== 'object') return value;
        const { $buffer, $bytes } = value as { $buffer?: number[]; $bytes?: number[] };
        if ($bytes) return new Uint8Array($bytes);
        if ($buffer) return new Uint8Array($buffer).buffer;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]));
      };
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('shouwang-field');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      const writing = database.transaction(['about', 'records'], 'readwrite');
      writing.objectStore('about').put(key, 'device-key');
      for (const [name, value] of rows.about) writing.objectStore('about').put(unpack(value), name);
      for (const [name, value] of rows.records) writing.objectStore('records').put(unpack(value), name);
      await new Promise((resolve, reject) => {
        writing.oncomplete = resolve;
        writing.onerror = () => reject(writing.error);
      });
      database.close();
    },
    { about, records },
  );
}
