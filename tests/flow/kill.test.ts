// A process that is killed leaves nothing half-done: run again, it ends as if nothing had happened.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT, readConfig } from '../../server/config.ts';
import { openService, type Service } from '../../server/service.ts';
import {
  expectSame,
  type Flow,
  factsInForce,
  findingsOf,
  openFlow,
  PARAMETERS,
  registryAsText,
  SAMPLES,
  truthOn,
  workAsText,
} from '../support/flow.ts';

const folder = mkdtempSync(join(tmpdir(), 'flow-kill-'));
chmodSync(folder, 0o711);
const env = {
  ...process.env,
  SHOUWANG_DATA: join(folder, 'data'),
  SHOUWANG_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
  DATABASE_URL: '',
};

let service: Service;
let undisturbed: Flow;

beforeAll(async () => {
  [service, undisturbed] = await Promise.all([openService(readConfig(env), 'shouwang-test'), openFlow()]);
  await undisturbed.parameters();
});
afterAll(async () => {
  await service.embedded?.stop();
  await service.close().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

function command(args: readonly string[]): { child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...args], {
    cwd: PROJECT_ROOT,
    env,
    stdio: 'ignore',
  });
  return { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Runs a command, killing it at each of these places of its work; then lets it end. `isReached` says that a place is reached. */
async function killAt(args: readonly string[], places: readonly (() => Promise<boolean>)[]): Promise<number> {
  let killed = 0;
  for (const isReached of places) {
    const { child, ended } = command(args);
    while (child.exitCode === null && !(await isReached())) await new Promise((resolve) => setTimeout(resolve, 3));
    if (child.exitCode === null) killed++;
    child.kill('SIGKILL');
    await ended;
  }
  expect(await command(args).ended).toBe(0);
  return killed;
}

/** In the middle of a transaction whose statement looks like this (or of any), after a while. */
const inside =
  (statement: string, wait = 0) =>
  async () => {
    const rows =
      await service.flow.execute(sql`select 1 from pg_stat_activity where application_name like 'shouwang-command%'
    and backend_type = 'client backend' and state <> 'idle' and query ilike ${statement} and xact_start is not null`);
    if (rows.length > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    return rows.length > 0;
  };
const batches = async () =>
  (await service.flow.execute<{ count: number }>(sql`select count(*)::int as count from batches`))[0]!.count;
const batchesReach = (count: number, wait: number) => async () => {
  const isReached = (await batches()) >= count;
  if (isReached) await new Promise((resolve) => setTimeout(resolve, wait));
  return isReached;
};

async function expectAlike(): Promise<void> {
  expectSame(await registryAsText(service.flow), await registryAsText(undisturbed.db));
  expectSame(await factsInForce(service.flow), await factsInForce(undisturbed.db));
  const counts = sql`select file_name, period, rows_good, rows_rejected, name_differs, (select count(*)::int from waiting_rows w where w.batch_id = b.id) as waiting,
    (select count(*)::int from rejects r where r.batch_id = b.id) as rejects from batches b order by 1`;
  expect([...(await service.flow.execute(counts))]).toEqual([...(await undisturbed.db.execute(counts))]);
}

describe.sequential('killed', () => {
  it('in the middle of a delivery, three times, and run again: every file is in once', async () => {
    await command(['parameters', 'import', PARAMETERS]).ended;
    const places = [inside('%staged_%'), batchesReach(3, 20), batchesReach(7, 90)];
    expect(
      await killAt(['ingest', join(SAMPLES, '2026-09'), '--now', '2026-09-30T08:00+08:00'], places),
    ).toBeGreaterThanOrEqual(2);
    await undisturbed.deliver('2026-09', '2026-09-30');
    await expectAlike();
  });

  it('in the middle of a turn, twice, and run again: findings, alerts and tasks are the same', async () => {
    const places = [inside('%create temporary table computed%'), inside('%alert_evidence%')];
    await killAt(['cycle', '--now', '2026-09-30'], places);
    await undisturbed.turn('2026-09-30');
    expect(await findingsOf(service.flow)).toEqual(truthOn('2026-09-30'));
    expectSame(await workAsText(service.flow), await workAsText(undisturbed.db));
    const left = await service.flow.execute(
      sql`select status from cycles where status = 'running' or finished_at is null`,
    );
    expect([...left]).toEqual([]);
  });

  it('once more with the second delivery', async () => {
    expect(
      await killAt(
        ['ingest', join(SAMPLES, '2026-10'), '--now', '2026-10-31T08:00+08:00'],
        [batchesReach((await batches()) + 4, 90)],
      ),
    ).toBe(1);
    await killAt(['cycle', '--now', '2026-10-31'], []);
    await undisturbed.deliver('2026-10', '2026-10-31');
    await undisturbed.turn('2026-10-31');
    await expectAlike();
    expect(await findingsOf(service.flow)).toEqual(truthOn('2026-10-31'));
    expectSame(await workAsText(service.flow), await workAsText(undisturbed.db));
  });
});
