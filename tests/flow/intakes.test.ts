// Files on their way in: seen, stopped, tried, asked about, and begun again whatever happens to the process or the database.
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../server/config.ts';
import { Beat } from '../../server/doors/beat.ts';
import { type IntakeRequest, startIntake, startIntakes } from '../../server/doors/intakes.ts';
import { addIntake, askCancel, listIntakes, startOver } from '../../server/flow/ingest/intake-store.ts';
import { lockIngest } from '../../server/flow/ingest/store.ts';
import { newId } from '../../server/kernel/id.ts';
import { PRESENT } from '../support/cast.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { factsInForce, files, flowOn, idOf, writeDelivery } from '../support/flow.ts';
import { countRows } from '../support/makers.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'flow-intakes-'));
let database: TestDatabase;
let present = PRESENT;
beforeAll(async () => {
  database = await openDatabase();
  await flowOn(database).hand(files.registry('202609', [{ id: HEAD, household: 'H1' }]), '2026-09-30');
});
beforeEach(() => {
  present = PRESENT;
});
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const HEAD = idOf(1, '19700101');
const door = () => ({
  ...{ flow: database.flow, keys: KEYS, catalogue: CATALOGUE },
  ...{ clock: () => present, config: { dataDir } },
});
const inbox = () => (existsSync(join(dataDir, 'inbox')) ? readdirSync(join(dataDir, 'inbox')) : []);
let amount = 1000;
/** A file of one wage that no other test hands in. */
const wages = () => files.wages('202608', [{ id: HEAD, month: '202608', amount: ++amount }]);
const hand = (path: string, of: Partial<IntakeRequest> = {}) =>
  startIntake(door(), { channel: 'page', path, fileName: basename(path), ...of });
const intake = async (id: string) => (await listIntakes(database.flow, sql`i.id = ${id}::uuid`, 1))[0]!;

/** While somebody else is at the door: an intake that has begun stands there, and what is done meanwhile is done in time. */
async function whileDoorIsHeld<T>(act: () => Promise<T>): Promise<T> {
  return await database.owner.transaction(async (tx) => {
    await lockIngest(tx as never);
    return await act();
  });
}
const someoneWaits = () =>
  expect
    .poll(
      async () => {
        const rows = await database.owner.execute(
          sql`select 1 from pg_stat_activity where wait_event = 'advisory' and datname = current_database()`,
        );
        return rows.length;
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0);

describe.sequential('an intake', () => {
  it('is seen at once, and its end comes with its batch; then its file is gone', async () => {
    const { id, ended } = await whileDoorIsHeld(async () => {
      const started = await hand(wages(), { department: 'tax' });
      await someoneWaits();
      expect(await intake(started.id)).toMatchObject({ state: 'waiting', channel: 'page', batchId: null });
      expect(inbox()).toEqual([started.id]);
      expect(statSync(join(dataDir, 'inbox', started.id)).mode & 0o777).toBe(0o600);
      return started;
    });
    expect(await ended).toMatchObject({ state: 'done', taken: { dataset: 'wages' } });
    const row = await intake(id);
    expect(row).toMatchObject({ state: 'done', dataset: 'wages', period: '2026-08', rowsRead: 1, asks: 'nothing' });
    expect(row.bytesRead).toBe(row.bytesTotal);
    expect(inbox()).toEqual([]);
    const log = await database.flow.execute(
      sql`select actor, details from audit_entries where action = 'batch.hand-in' and subject_id = ${String(row.batchId)}`,
    );
    expect(log).toMatchObject([{ actor: 'system', details: { intake: id } }]);
  });

  it('of the same bytes changes nothing and says which batch they are', async () => {
    const path = wages();
    const first = await (await hand(path)).ended;
    const { id, ended } = await hand(path);
    expect(await ended).toMatchObject({ state: 'known', taken: { batchId: first.taken!.batchId } });
    expect(await intake(id)).toMatchObject({ state: 'known', batchId: first.taken!.batchId });
  });

  it('that is only tried says what it would change, changes nothing, and is taken in from the kept file', async () => {
    const before = await countRows(database.flow, 'batches');
    const { id, ended } = await hand(wages(), { isDryRun: true });
    expect(await ended).toMatchObject({ state: 'done', consequences: { good: 1, households: 1 } });
    expect(await intake(id)).toMatchObject({
      isDryRun: true,
      consequences: { good: 1 },
      dataset: 'wages',
      batchId: null,
    });
    expect(await countRows(database.flow, 'batches')).toBe(before);
    expect(inbox()).toEqual([id]);
    await database.flow.transaction((tx) => startOver(tx, id, { period: null, isDryRun: false }, present));
    const runner = await startIntakes(door());
    await expect.poll(async () => (await intake(id)).state, { timeout: 60_000 }).toBe('done');
    await runner.stop();
    expect(await countRows(database.flow, 'batches')).toBe(before + 1);
    expect(inbox()).toEqual([]);
  });

  it('that is asked to stop leaves nothing, even when it was nearly in', async () => {
    const before = await countRows(database.flow, 'batches');
    const { id, ended } = await whileDoorIsHeld(async () => {
      const started = await hand(wages());
      await someoneWaits();
      expect(await askCancel(database.flow, started.id, present)).toBe(true);
      return started;
    });
    expect(await ended).toMatchObject({ state: 'cancelled', failure: { isOurs: false } });
    expect(await intake(id)).toMatchObject({ state: 'cancelled', batchId: null });
    expect(await countRows(database.flow, 'batches')).toBe(before);
    expect(inbox()).toEqual([]);
    expect(await askCancel(database.flow, id, present)).toBe(false);
  });

  it('hears within a second that it shall stop, and says how far it is', async () => {
    const id = newId(present);
    const of = { id, channel: 'page', department: null, fileName: 'x.csv', isKept: false, period: null } as const;
    const rest = { corrects: null, isDryRun: false, requestedBy: null, bytesTotal: 90 };
    await addIntake(database.flow, { ...of, ...rest }, true, present);
    const beat = new Beat(door(), { id });
    const path = writeDelivery('x.csv', '12345678\n'.repeat(10));
    await beat.start(path);
    beat.read(4);
    await expect
      .poll(() => intake(id), { timeout: 60_000 })
      .toMatchObject({ state: 'reading', rowsRead: 4, bytesRead: 36 });
    await askCancel(database.flow, id, present);
    await expect.poll(() => beat.signal.aborted, { timeout: 60_000 }).toBe(true);
    beat.stop();
    await database.owner.execute(sql`delete from intakes where id = ${id}`);
  });

  it('whose period nobody knows asks for it, and goes on with the answer', async () => {
    const roster = writeDelivery(
      '花名册.csv',
      `姓名,身份证号,户主身份证号,救助类别,月救助金额(元),起始年月,终止年月\n金顺姬,${HEAD},,低保,279,202601,\n`,
    );
    const { id, ended } = await hand(roster);
    expect(await ended).toMatchObject({ state: 'refused' });
    expect(await intake(id)).toMatchObject({ asks: 'period', reason: { zh: expect.stringContaining('哪一期') } });
    await database.flow.transaction((tx) => startOver(tx, id, { period: '2026-09', isDryRun: false }, present));
    const runner = await startIntakes(door());
    await expect
      .poll(() => intake(id), { timeout: 60_000 })
      .toMatchObject({ state: 'done', period: '2026-09', reason: null });
    await runner.stop();
  });

  it('of another department’s dataset is refused before anything is read of it', async () => {
    const { id, ended } = await hand(wages(), { department: 'police' });
    expect(await ended).toMatchObject({ state: 'refused' });
    expect((await intake(id)).reason?.en).toContain('Wages');
    expect(inbox()).toEqual([]);
  });

  it('whose file changes while it is read is not taken in', async () => {
    const path = wages();
    const { ended } = await whileDoorIsHeld(async () => {
      const started = await hand(path, { channel: 'command' });
      await someoneWaits();
      appendFileSync(path, `金顺姬,居民身份证,${HEAD},202607,1.00,某单位2\r\n`);
      return started;
    });
    const { state, failure } = await ended;
    expect(state).toBe('broken-off');
    expect(failure).toMatchObject({ isOurs: false, told: { en: expect.stringContaining('changed') } });
  });

  it('goes on by itself when the database was away for a moment', async () => {
    // Not by ending the connection: postgres.js throws out of its own timer then, which only a whole process may catch.
    let losses = 0;
    const flow = Object.assign(Object.create(database.flow) as typeof database.flow, {
      transaction: (act: never) => {
        if (losses++ === 0) throw Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });
        return database.flow.transaction(act);
      },
    });
    const path = wages();
    const { ended } = await startIntake({ ...door(), flow }, { channel: 'page', path, fileName: basename(path) });
    expect(await ended).toMatchObject({ state: 'done' });
    expect(losses).toBe(2);
  });
});

describe.sequential('after a kill', () => {
  const later = () => {
    present = new Date(PRESENT.getTime() + 60_000);
  };

  it('a file that was kept starts over and ends as if nothing had happened', async () => {
    const path = wages();
    const id = await whileDoorIsHeld(async () => {
      const args = ['--import', 'tsx', 'tests/support/intake-process.ts', database.urls.flow, dataDir, path];
      const child = spawn(process.execPath, args, { cwd: PROJECT_ROOT, stdio: 'ignore' });
      await someoneWaits();
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      return inbox()[0]!;
    });
    expect(await intake(id)).toMatchObject({ state: 'waiting' });
    expect(await factsInForce(database.flow)).not.toContainEqual(expect.stringContaining(`${amount}00`));
    later();
    const runner = await startIntakes(door());
    await expect.poll(() => intake(id), { timeout: 60_000 }).toMatchObject({ state: 'done', rowsRead: 1 });
    await runner.stop();
    expect(await factsInForce(database.flow)).toContainEqual(expect.stringContaining(` ${amount}00 `));
    expect(inbox()).toEqual([]);
  });

  it('one whose file the sender kept, or that was killed three times, has broken off; one that lives is left alone', async () => {
    const add = async (isKept: boolean, attempts: number, at: Date) => {
      const id = newId(present);
      const of = { id, channel: isKept ? 'page' : 'command', department: null, fileName: 'x.csv', isKept } as const;
      const rest = { period: null, corrects: null, isDryRun: false, requestedBy: null, bytesTotal: 1 };
      await addIntake(database.flow, { ...of, ...rest }, true, at);
      await database.flow.execute(sql`update intakes set attempts = ${attempts} where id = ${id}`);
      return id;
    };
    const [sent, killed] = [await add(false, 1, PRESENT), await add(true, 3, PRESENT)];
    later();
    const alive = await add(false, 1, present);
    const runner = await startIntakes(door());
    await expect.poll(() => intake(killed), { timeout: 60_000 }).toMatchObject({ state: 'broken-off' });
    expect(await intake(sent)).toMatchObject({
      state: 'broken-off',
      reason: { en: expect.stringContaining('stopped') },
    });
    expect(await intake(alive)).toMatchObject({ state: 'waiting' });
    await runner.stop();
  });

  it('a service that stops in order lays its intake down for the next', async () => {
    const path = wages();
    const runner = await startIntakes(door());
    const { id, ended } = await whileDoorIsHeld(async () => {
      const started = await hand(path, { isDryRun: true });
      await someoneWaits();
      return started;
    });
    await ended;
    await whileDoorIsHeld(async () => {
      await database.flow.transaction((tx) => startOver(tx, id, { period: null, isDryRun: false }, present));
      await database.flow.execute(sql`select pg_notify('shouwang_intakes', '')`);
      await someoneWaits();
      await Promise.race([runner.stop(), new Promise((resolve) => setTimeout(resolve, 200))]);
    });
    await expect.poll(() => intake(id), { timeout: 60_000 }).toMatchObject({ state: 'waiting', batchId: null });
    const next = await startIntakes(door());
    await expect.poll(() => intake(id), { timeout: 60_000 }).toMatchObject({ state: 'done' });
    await next.stop();
  });

  it('files that no intake wants are swept away once they are old', async () => {
    const stray = join(dataDir, 'inbox', newId());
    writeFileSync(stray, 'x');
    const runner = await startIntakes(door());
    expect(existsSync(stray)).toBe(true); // its transaction may be about to commit
    await runner.stop();
    utimesSync(stray, 0, 0);
    await (await startIntakes(door())).stop();
    expect(existsSync(stray)).toBe(false);
  });
});
