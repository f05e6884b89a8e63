// The files that a command line names: each by itself, or the deliveries in a folder.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DELIVERY = /\.(csv|xlsx|txt|tsv|ndjson|jsonl)$/i;

export interface NamedFile {
  path: string;
  /** Given by its own name, and not found in a folder. */
  isNamed: boolean;
}

/** A file, or the deliveries of a folder by name. */
export async function filesOf(path: string): Promise<NamedFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`没有“${path}”。 / There is no "${path}".`);
  if (!found.isDirectory()) return [{ path, isNamed: true }];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && DELIVERY.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => ({ path: join(path, entry.name), isNamed: false }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
