// `npm run bench:sync`: a hundred phones on their first day in a village of 150 households, all at once, and the sync of every day
// after it. The real server in a process of its own on a real database, the phones in another, bytes counted on the line.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { writeTold } from '../../web/offline/told.ts';
import { type Served, withServer } from './api-server.ts';
import { describeMachine, percentile, round } from './figures.ts';
import { inProcess } from './load.ts';
import type { SyncJob, SyncRun } from './sync-process.ts';
import { makeVillages, tokenOf } from './sync-world.ts';

const { values } = parseArgs({
  options: {
    phones: { type: 'string', default: '100' },
    households: { type: 'string', default: '150' },
    months: { type: 'string', default: '24' },
    runs: { type: 'string', default: '3' },
    encoding: { type: 'string', default: 'gzip' },
    keep: { type: 'string' },
  },
});
const [count, households, months, runs] = [values.phones, values.households, values.months, values.runs].map(
  Number,
) as [number, number, number, number];

/** Whoever changes three households of every village, as a day at the desk may. */
const changeThree = ({ owner }: Served, run: number) =>
  owner.execute(sql`update tasks t set notice = ${`今天先去，第${run}次`} from (select id, row_number() over (partition by assignee_id order by id) as n
    from tasks where state in ('assigned', 'accepted')) x where x.id = t.id and x.n <= 3`);

/** What each phone tells of itself. */
const told = (id: string) =>
  writeTold({
    ...{ id, secretHash: '0f'.repeat(32), version: 'bench', unsent: 2, unsentSince: Date.now(), stuck: 0, photos: 3 },
    ...{ used: 12_345_678, quota: 1_234_567_890, clock: Date.now() },
  });

interface Line {
  'last done, s': number;
  'p50 ms': number;
  'p95 ms': number;
  'KB each': number;
  'most KB': number;
  tasks: number;
  failed: number;
}

function lineOf(all: SyncRun[]): Line {
  const milliseconds = all.flatMap((run) => run.milliseconds);
  const bytes = all.flatMap((run) => run.bytes);
  return {
    'last done, s': round(
      percentile(
        all.map((run) => run.seconds),
        0.5,
      ),
    ),
    'p50 ms': round(percentile(milliseconds, 0.5), 0),
    'p95 ms': round(percentile(milliseconds, 0.95), 0),
    'KB each': round(percentile(bytes, 0.5) / 1000, 1),
    'most KB': round(Math.max(...bytes) / 1000, 1),
    tasks: percentile(
      all.flatMap((run) => run.items),
      0.5,
    ),
    failed: all.reduce((sum, run) => sum + run.failed, 0),
  };
}

async function measure(served: Served): Promise<Record<string, Line>> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const cookies = Array.from({ length: count }, (_, n) => `shouwang=${tokenOf(n)}`);
  const sync = async (cursors: string[] | null, atOnce: number): Promise<SyncRun> => {
    const phones = cookies.map((cookie, n) => ({ cookie, cursor: cursors?.[n] ?? '', told: told(ids[n] as string) }));
    const job: SyncJob = { url: served.url, phones, atOnce, encoding: values.encoding };
    return JSON.parse(await inProcess('tests/bench/sync-process.ts', job)) as SyncRun;
  };
  const times = async (act: (run: number) => Promise<SyncRun>) => {
    const taken: SyncRun[] = [];
    for (let run = 0; run < runs; run++) taken.push(await act(run));
    return taken;
  };
  // Nothing is warmed before: the first of these is a server that has just been started.
  const first = await times(() => sync(null, count));
  let cursors = first[0]!.cursors;
  const same = await times(() => sync(cursors, 1));
  const changed = await times(async (run) => {
    await changeThree(served, run);
    const done = await sync(cursors, 1);
    cursors = done.cursors;
    return done;
  });
  const together = await times(() => sync(cursors, count));
  return {
    'first sync, all at once': lineOf(first),
    'daily, nothing changed, one by one': lineOf(same),
    'daily, 3 households changed, one by one': lineOf(changed),
    'daily, nothing changed, all at once': lineOf(together),
  };
}

const { cpus } = describeMachine();
await withServer(
  { keep: values.keep, make: (owner, of, now) => makeVillages(owner, of, { phones: count, households, months, now }) },
  async (served) => {
    console.log(served.world, `made in ${served.worldSeconds.toFixed(0)} s; ${cpus}; PostgreSQL ${served.postgres}`);
    console.table(await measure(served));
  },
);
