// The phone's database in memory: the same promises, nothing on a disk, and a quota that a test can set.
import type { Database } from '../../web/offline/database.ts';

export interface MemoryDatabase extends Database {
  about: Map<string, unknown>;
  records: Map<string, unknown>;
  bytes: Map<string, unknown>;
  /** How many more writes of records or bytes find room; none after that until bytes are removed. */
  room: number;
}

export function memoryDatabase(): MemoryDatabase {
  const about = new Map<string, unknown>();
  const records = new Map<string, unknown>();
  const bytes = new Map<string, unknown>();
  const takeRoom = () => {
    if (self.room <= 0) throw new DOMException('no room', 'QuotaExceededError');
    self.room -= 1;
  };
  const self: MemoryDatabase = {
    about,
    records,
    bytes,
    room: Number.POSITIVE_INFINITY,
    readAbout: async <T>(key: string) => about.get(key) as T | undefined,
    writeAbout: async (key, value) => void about.set(key, value),
    async count(key) {
      const next = Number(about.get(key) ?? 0) + 1;
      about.set(key, next);
      return next;
    },
    readRecords: async () => [...records],
    async writeRecords(changes) {
      takeRoom();
      for (const [key, value] of changes) {
        if (value === undefined) records.delete(key);
        else records.set(key, value);
      }
    },
    readBytes: async (id) => bytes.get(id),
    async writeBytes(id, sealed) {
      takeRoom();
      bytes.set(id, sealed);
    },
    async removeBytes(ids) {
      for (const id of ids) if (bytes.delete(id)) self.room += 1;
    },
    listBytes: async () => [...bytes.keys()],
    close: () => undefined,
  };
  return self;
}
