// One department's folder: which of its files may be taken, and moving them without ever writing over another or following a link.
import { chmod, chown, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';

/** Where a department's files come from, are worked on and end. */
export interface Place {
  department: string;
  folder: string;
  taking: string;
  done: string;
  refused: string;
}

const PARTS = ['taking', 'done', 'refused'] as const;
/** Still being written, by their writer's own sign, or a program's own beside an open file. */
const UNFINISHED = /\.(part|partial|tmp|temp|crdownload|filepart)$|^[.~]|^(thumbs\.db|desktop\.ini)$/i;
/** A name that is longer leaves no room for what is written behind it (255 bytes is the most a name may have). */
const LONGEST_NAME = 200;

/** The folders of a department; nothing is looked at yet. */
export function placeOf(drop: string, department: string): Place {
  const folder = join(drop, department);
  return {
    department,
    folder,
    taking: join(folder, 'taking'),
    done: join(folder, 'done'),
    refused: join(folder, 'refused'),
  };
}

/**
 * Makes what is missing of a department's folders, with the rights and, where the service may, the owner of the folder itself. Throws
 * where one is no folder: behind a link would be somewhere else.
 */
export async function makePlace(place: Place): Promise<void> {
  const { mode, uid, gid } = await lstat(place.folder);
  for (const part of PARTS) {
    const found = await lstat(place[part]).catch(() => undefined);
    if (found && !found.isDirectory()) throw new Error(`${place.department}/${part} is no folder`);
    if (found) continue;
    await mkdir(place[part]);
    await chmod(place[part], mode & 0o7777);
    await chown(place[part], uid, gid).catch(() => {});
  }
}

export interface Found {
  /** Names of the files that are finished by their name. */
  files: string[];
  /** How many entries are neither files to take nor our own folders: links, folders, devices, names that are no UTF-8. */
  odd: number;
}

/** What lies in a folder. A link is never followed. */
export async function lookInto(folder: string): Promise<Found> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  let odd = 0;
  for (const entry of entries) {
    if (entry.isFile() && !entry.name.includes('\ufffd')) {
      if (!UNFINISHED.test(entry.name)) files.push(entry.name);
    } else if (!(PARTS as readonly string[]).includes(entry.name)) odd++;
  }
  return { files: files.sort(), odd };
}

/** What a file is, by which a change of it is seen; undefined when it is gone or no plain file. */
export async function signOf(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() ? `${found.ino} ${found.size} ${found.mtimeMs}` : undefined;
}

/** A name that is free in the folder: the file's own, else with ~2, ~3 … before its ending. */
export async function freeName(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = shorten(name);
  for (let count = 1; ; count++) {
    const tried = count === 1 ? stem + ext : `${stem}~${count}${ext}`;
    if (!(await lstat(join(folder, tried)).catch(() => undefined))) return tried;
  }
}

function shorten(name: string): { name: string; ext: string } {
  const parts = parse(name);
  const ext = Buffer.byteLength(parts.ext) > 20 ? '' : parts.ext;
  let stem = ext === '' ? name : parts.name;
  while (Buffer.byteLength(stem) > LONGEST_NAME) stem = stem.slice(0, -1);
  return { name: stem, ext };
}

/** Claims a file: from now on it lies in taking/, and who comes second finds nothing. Returns its name there; undefined: it is gone. */
export async function claim(place: Place, name: string): Promise<string | undefined> {
  const taken = await freeName(place.taking, name);
  try {
    await rename(join(place.folder, name), join(place.taking, taken));
    return taken;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes a file beside a delivery, whole or not at all, for nobody but its reader: the owner of the delivery where the service may give
 * it away, else the service's own user.
 */
export async function writeBeside(path: string, content: string, owner: { uid: number; gid: number }): Promise<void> {
  const draft = `${path}.part`;
  await rm(draft, { force: true });
  await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
  await chown(draft, owner.uid, owner.gid).catch(() => {});
  await rename(draft, path);
}
