// Who uses the embedded database of a folder: a file a process, named by its id, and a lock around coming and going. So the last
// one out stops it, and nobody stops it under somebody who is just coming in. Whoever was killed counts no more.
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

let handles = 0;

/** True when a process of that id runs, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Notes that this process uses the folder; returns what takes the note away again. Call both under `withDoor`. */
export function enter(dataDir: string): () => void {
  const note = join(dataDir, 'users', `${process.pid}-${++handles}`);
  mkdirSync(join(dataDir, 'users'), { recursive: true, mode: 0o711 });
  writeFileSync(note, '');
  return () => rmSync(note, { force: true });
}

/** True when some living process has a note; notes of the dead are cleared away. */
export function isUsed(dataDir: string): boolean {
  let used = false;
  for (const note of readdirSync(join(dataDir, 'users'))) {
    if (isAlive(Number(note.split('-')[0]))) used = true;
    else rmSync(join(dataDir, 'users', note), { force: true });
  }
  return used;
}

/** Runs `act` while no other process is in its own: coming in (to a database that answers) and going out (to one that stopped). */
export async function withDoor<T>(dataDir: string, act: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, 'door');
  while (!take(lock)) await new Promise((resolve) => setTimeout(resolve, 40));
  try {
    return await act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    // Linked into place with its content: nobody ever reads a lock without an owner.
    const mine = `${lock}.${process.pid}-${++handles}`;
    writeFileSync(mine, String(process.pid));
    try {
      linkSync(mine, lock);
    } finally {
      rmSync(mine, { force: true });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    clearDead(lock);
    return false;
  }
}

/** Takes a dead process's lock out of the way. Moved first and looked at then: a lock that somebody took meanwhile is put back. */
function clearDead(lock: string): void {
  const moved = `${lock}.dead-${process.pid}`;
  try {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) return;
    renameSync(lock, moved);
    if (isAlive(Number(readFileSync(moved, 'utf8')))) linkSync(moved, lock);
  } catch {
    // Somebody else was quicker.
  }
  rmSync(moved, { force: true });
}
