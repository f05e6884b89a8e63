// Files on their way in: <data folder>/inbox/<intake's id>, for nobody but the service, and gone as soon as they are in.
import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const HOUR = 3600_000;

/** Where the file of an intake lies. */
export function inboxPath(dataDir: string, id: string): string {
  return join(dataDir, 'inbox', id);
}

/** Copies a file into the inbox and returns its size. The original is left to its owner. */
export async function keepFile(dataDir: string, id: string, path: string): Promise<number> {
  await mkdir(join(dataDir, 'inbox'), { recursive: true, mode: 0o700 });
  const kept = inboxPath(dataDir, id);
  await copyFile(path, kept, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(kept, 0o600);
  return (await stat(kept)).size;
}

/** Removes the file of an intake; one that is gone already is no fault. */
export async function dropFile(dataDir: string, id: string): Promise<void> {
  await rm(inboxPath(dataDir, id), { force: true });
}

/** Removes what no intake wants any more. A young file may belong to a transaction that has not been committed yet. */
export async function sweepInbox(dataDir: string, wanted: ReadonlySet<string>): Promise<void> {
  const names = await readdir(join(dataDir, 'inbox')).catch(() => []);
  for (const name of names.filter((one) => !wanted.has(one))) {
    const found = await stat(inboxPath(dataDir, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > HOUR) await dropFile(dataDir, name);
  }
}

/** What a file was when it was looked at: another size or time later, and it was changed meanwhile. */
export async function markOf(path: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path);
  return `${ino} ${size} ${mtimeMs}`;
}

/** Bytes of an average line, from the first 64 KB; undefined for a workbook, whose rows are packed. */
export async function bytesALine(path: string): Promise<number | undefined> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const start = buffer.subarray(0, bytesRead);
    if (start[0] === 0x50 && start[1] === 0x4b) return undefined;
    return bytesRead / Math.max(1, start.filter((byte) => byte === 0x0a).length);
  } finally {
    await handle.close();
  }
}
