// Files that departments drop into a folder: <drop>/<department>/<file>. A quiet file is claimed by a rename into taking/, goes through
// the door like any other, and ends in done/ or refused/ with its result beside it. What a kill left in taking/ is taken up again: the
// same bytes change nothing. The folder is read again and again, since a network share does not tell of changes.
import { lstat, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect, disconnect } from '../../db/client.ts';
import { FileRefused, type Told } from '../flow/ingest/reject.ts';
import { countDeaths, forgetDeaths } from './drop-deaths.ts';
import { claim, freeName, lookInto, makePlace, type Place, placeOf, signOf } from './drop-place.ts';
import { type DropEnd, tellResult } from './drop-result.ts';
import { endOf } from './ends.ts';
import { type IntakeDoor, startIntake } from './intakes.ts';

/** Times that one file may end a process, or meet a fault of ours, before it is refused. */
const MOST_TRIES = 3;
const GIVEN_UP: Told = {
  zh: '读它时服务三次中断，没有收下任何内容，不再自动重试。请把这件事告诉省里的平台管理员。',
  en: 'The service ended three times while it was read; nothing of it was taken in, and it is not tried again by itself. Tell the administrator.',
};

export interface DropOptions {
  folder: string;
  /** Milliseconds between two looks; default 3000. */
  every?: number;
  /** Milliseconds for which a file must not have changed; default 5000. */
  quiet?: number;
}

export type DropReport = (told: string, error?: unknown) => void;

/** Watches the folder until it is stopped. Of several processes on one database only one does, by a lock that ends with it. */
export async function startDropFolder(
  door: IntakeDoor & { urls: { flow: string } },
  options: DropOptions,
  report: DropReport = () => {},
): Promise<{ stop(): Promise<void> }> {
  const holder = connect(door.urls.flow, { max: 1, name: 'shouwang-drop' });
  const drop = new DropFolder(door, options, report);
  let isHeld = false;
  let looking: Promise<void> | undefined;
  // Beside the looking, and not before it: a connection that says nothing for a minute is closed, and the lock with it.
  const hold = async () => {
    const [row] = await holder.execute<{ held: boolean }>(
      sql`select pg_try_advisory_lock(hashtext('shouwang.drop-folder')) as held`,
    );
    isHeld = row?.held === true;
  };
  const look = async () => {
    await hold().catch(() => {
      isHeld = false;
    });
    if (!isHeld || looking) return;
    looking = drop.look().finally(() => {
      looking = undefined;
    });
  };
  const timer = setInterval(() => void look(), options.every ?? 3_000);
  await look();
  return {
    async stop() {
      clearInterval(timer);
      drop.stop();
      // As with the other intakes: a statement that runs for minutes is not waited for.
      await Promise.race([looking, new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
      await disconnect(holder);
    },
  };
}

/** One look after another at the whole folder; exported for whoever turns the time themselves. */
export class DropFolder {
  private readonly door: IntakeDoor;
  private readonly options: DropOptions;
  private readonly report: DropReport;
  private readonly stopper = new AbortController();
  /** Files that were seen, what they were, and since when they are so. */
  private seen = new Map<string, { sign: string; since: number }>();
  private readonly faults = new Map<string, number>();
  /** Said once each, and again after it was gone. */
  private told = new Set<string>();

  constructor(door: IntakeDoor, options: DropOptions, report: DropReport = () => {}) {
    this.door = door;
    this.options = options;
    this.report = report;
  }

  stop(): void {
    this.stopper.abort();
  }

  /** Takes in whatever is ready. Never rejects: what goes wrong is reported, and tried again at the next look. */
  async look(): Promise<void> {
    const said = new Set<string>();
    const say = (told: string, error?: unknown) => {
      if (!this.told.has(told)) this.report(told, error);
      said.add(told);
    };
    const seen = new Map<string, { sign: string; since: number }>();
    try {
      for (const place of await this.places(say)) {
        if (this.isStopped) break;
        await this.lookAt(place, seen, say).catch((error) => say(`drop folder ${place.department} was left`, error));
      }
    } catch (error) {
      say('the drop folder cannot be read', error);
    }
    this.seen = seen;
    this.told = said;
  }

  private get isStopped(): boolean {
    return this.stopper.signal.aborted;
  }

  /** The folders that are departments'. Others, and files outside of one, are nobody's. */
  private async places(say: DropReport): Promise<Place[]> {
    const known = new Set<string>(this.door.catalogue.contracts.map((contract) => contract.department));
    const entries = await readdir(this.options.folder, { withFileTypes: true });
    const isOurs = (entry: (typeof entries)[number]) => entry.isDirectory() && known.has(entry.name);
    const odd = entries.filter((entry) => !isOurs(entry) && !entry.name.startsWith('.')).length;
    if (odd > 0) say(`${odd} entries of the drop folder are no department's folder, and are left`);
    return entries.filter(isOurs).map((entry) => placeOf(this.options.folder, entry.name));
  }

  private async lookAt(place: Place, seen: typeof this.seen, say: DropReport): Promise<void> {
    const { files, odd } = await lookInto(place.folder);
    if (odd > 0) say(`${odd} entries of drop folder ${place.department} are no plain files, and are left`);
    await makePlace(place);
    for (const name of (await lookInto(place.taking)).files) await this.takeIn(place, name, say);
    for (const name of files) {
      const path = join(place.folder, name);
      const sign = await signOf(path);
      if (this.isStopped || sign === undefined) continue;
      const before = this.seen.get(path);
      const since = before?.sign === sign ? before.since : performance.now();
      if (performance.now() - since < (this.options.quiet ?? 5_000)) {
        seen.set(path, { sign, since });
        continue;
      }
      const claimed = await claim(place, name);
      if (claimed !== undefined) await this.takeIn(place, claimed, say);
    }
  }

  /** Takes in one file of taking/, and moves it on; left where it is when that must be tried again. */
  private async takeIn(place: Place, name: string, say: DropReport): Promise<void> {
    const { department } = place;
    const path = join(place.taking, name);
    const sign = await signOf(path);
    if (this.isStopped || sign === undefined) return;
    const dropped = { door: this.door, place, name, fileName: name };
    const file = { department, fileName: name, bytes: (await lstat(path)).size };
    const deaths = await countDeaths(this.door.flow, file, this.door.clock());
    if (deaths >= MOST_TRIES) {
      await this.end(dropped, { state: 'broken-off', reason: GIVEN_UP, asks: 'nothing' });
      return await forgetDeaths(this.door.flow, file, GIVEN_UP, this.door.clock());
    }
    const request = { channel: 'folder' as const, path, fileName: name, department, signal: this.stopper.signal };
    const { ended } = await startIntake(this.door, request);
    const outcome = await ended;
    // What was read must be what was claimed: of something put in its place nothing is told.
    if ((await signOf(path)) !== sign) return await this.giveBack(place, name);
    if (outcome.taken) {
      const { taken } = outcome;
      return await this.end(dropped, { state: taken.isKnown ? 'known' : 'done', taken });
    }
    const { failure } = outcome;
    if (this.isStopped || !failure) return;
    if (failure.isOurs) {
      say(`a file of drop folder ${department} broke off`, failure.error);
      const faults = (this.faults.get(path) ?? 0) + 1;
      this.faults.set(path, faults);
      if (faults < MOST_TRIES) return;
    }
    const { state, asks = 'nothing' } = endOf(failure.error, false).end;
    const isDeleted = failure.error instanceof FileRefused && failure.error.reason === 'real-people';
    await this.end(dropped, { state: state as 'refused', reason: failure.told, asks, isDeleted });
  }

  private async end(dropped: Parameters<typeof tellResult>[0], end: DropEnd): Promise<void> {
    await tellResult(dropped, end);
    this.faults.delete(join(dropped.place.taking, dropped.name));
  }

  /** A file that somebody still writes to goes back, and is waited for again. If it was in, what came behind it is another. */
  private async giveBack(place: Place, name: string): Promise<void> {
    const path = join(place.taking, name);
    if ((await signOf(path)) !== undefined) await rename(path, join(place.folder, await freeName(place.folder, name)));
  }
}
