// A phone's database as an older app left it, recorded whole: the vault with its wrapped key, and every sealed record.
import { readFileSync } from 'node:fs';
import { type MemoryDatabase, memoryDatabase } from './memory-database.ts';

interface Recorded {
  pin: string;
  /** The tasks that it speaks of, as it was given them. */
  tasks: string[];
  about: Record<string, unknown>;
  records: [string, unknown][];
}

/** JSON has no bytes and no keys: `$bytes`, `$buffer` and `$key` stand for them. */
async function revive(value: unknown): Promise<unknown> {
  if (value === null || typeof value !== 'object') return value;
  const packed = value as { $bytes?: string; $buffer?: string; $key?: string };
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  if (packed.$bytes !== undefined) return bytes(packed.$bytes);
  if (packed.$buffer !== undefined) return bytes(packed.$buffer).buffer;
  if (packed.$key !== undefined)
    return await crypto.subtle.importKey('raw', bytes(packed.$key), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, inner]) => [key, await revive(inner)] as const),
  );
  return Object.fromEntries(entries);
}

export async function readRecordedPhone(
  path: string,
): Promise<{ database: MemoryDatabase; pin: string; tasks: string[] }> {
  const { pin, tasks, about, records } = JSON.parse(readFileSync(path, 'utf8')) as Recorded;
  const database = memoryDatabase();
  for (const [key, value] of Object.entries(about)) database.about.set(key, await revive(value));
  for (const [key, value] of records) database.records.set(key, await revive(value));
  return { database, pin, tasks };
}
