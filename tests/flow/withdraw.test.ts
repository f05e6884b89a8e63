// A batch taken back leaves facts, findings and unworked alerts as if it had never come; handed in again, as if it had never gone.
import { basename } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/client.ts';
import { tryHandIn, tryWithdrawal } from '../../server/dry-run.ts';
import { confirmBatch, withdrawBatch } from '../../server/withdraw.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import {
  batchesByFile,
  checksums,
  copyFlow,
  DELIVERIES,
  expectSame,
  type Flow,
  factsInForce,
  files,
  filesOf,
  findingsOf,
  idOf,
  openFlow,
  registryAsText,
  shuffled,
} from '../support/flow.ts';

const ALL = DELIVERIES.flatMap((delivery) => filesOf(delivery));
/** A draw of all files, the same in every run; `WITHDRAWN=all npx vitest run tests/flow/withdraw.test.ts` takes back each of them. */
const FILES = ALL.map((path) => basename(path));
const CHOSEN =
  process.env.WITHDRAWN === 'all'
    ? FILES
    : [
        ...new Set(['公安厅_户籍人口_202609.csv', '民政厅_社会救助对象_202610.xlsx', ...shuffled(FILES, 20_261_122)]),
      ].slice(0, 5);

const DAY = '2026-10-31';
const NOW = new Date('2026-10-31T23:59:00+08:00');

async function world(paths: readonly string[]): Promise<Flow> {
  const flow = await openFlow();
  await flow.parameters();
  for (const path of paths) await flow.hand(path, DAY);
  await flow.turn(DAY);
  return flow;
}

async function withdraw(flow: Flow, file: string): Promise<void> {
  const [batch] = await flow.db.execute<{ id: number }>(
    sql`select id from batches where file_name = ${file} and status = 'accepted' order by id desc limit 1`,
  );
  const end = { status: 'withdrawn' as const, reason: 'wrong file', by: null };
  await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, batch!.id, end, NOW));
  await flow.turn(DAY, 'touched');
}

/** Open alerts, and rows still waiting: what people would see. */
async function openAlerts(db: Database): Promise<string[]> {
  const rows = await db.execute<{
    line: string;
  }>(sql`select concat_ws(' ', a.rule_id, h.registry_number, a.event_key) as line
    from alerts a join households h on h.id = a.household_id where a.state = 'open' order by 1`);
  return rows.map((row) => row.line);
}

async function waiting(db: Database): Promise<string[]> {
  const rows = await db.execute<{
    line: string;
  }>(sql`select concat_ws(' ', b.file_name, w.line, encode(w.id_hash, 'hex'), w.name) as line
    from waiting_rows w join batches b on b.id = w.batch_id where w.matched_at is null and b.status = 'accepted' order by 1`);
  return rows.map((row) => row.line);
}

/** `alerts`: an alert raised while the batch was away stays for somebody to look at, when its month comes again. */
async function expectSameWorld(found: Flow, wanted: Flow, { alerts } = { alerts: true }): Promise<void> {
  expectSame(await factsInForce(found.db), await factsInForce(wanted.db));
  expectSame(await registryAsText(found.db), await registryAsText(wanted.db));
  expectSame(await waiting(found.db), await waiting(wanted.db));
  expect(await findingsOf(found.db)).toEqual(await findingsOf(wanted.db));
  if (alerts) expectSame(await openAlerts(found.db), await openAlerts(wanted.db));
}

/** Everything handed in, once: each test has its own copy. */
const whole = world(ALL).then((flow) => flow.database.rest());

describe.sequential('a batch that is withdrawn', () => {
  it.each(CHOSEN)(
    '%s: as if it had never come, and handed in again as if it had never gone',
    { timeout: 120_000 },
    async (file) => {
      const left = await copyFlow(await whole);
      const before = await batchesByFile(left.db);
      await withdraw(left, file);
      await expectSameWorld(left, await world(ALL.filter((path) => basename(path) !== file)));
      await left.hand(ALL.find((path) => basename(path) === file)!, DAY);
      await left.turn(DAY, 'touched');
      await expectSameWorld(left, await copyFlow(await whole), { alerts: false });
      const after = await batchesByFile(left.db);
      for (const [name, { good, waiting, nameDiffers, rejected }] of before)
        expect({ name, ...pick(after.get(name)!) }).toEqual({ name, good, waiting, nameDiffers, rejected });
    },
  );
});

const pick = ({
  good,
  waiting,
  nameDiffers,
  rejected,
}: {
  good: number;
  waiting: number;
  nameDiffers: number;
  rejected: object;
}) => ({
  ...{ good, waiting, nameDiffers, rejected },
});

describe('a corrected delivery', () => {
  const [worker, other] = [idOf(1), idOf(3)];
  const people = files.registry('202609', [
    { id: worker, household: 'H1' },
    { id: other, household: 'H2' },
  ]);

  it('takes the place of the earlier one whose lines it repeats', async () => {
    const flow = await openFlow();
    await flow.hand(people, '2026-10-01');
    const wrong = files.wages('202609', [
      { id: worker, month: '202608', amount: 3000 },
      { id: worker, month: '202609', amount: 1 },
      { id: other, month: '202609', amount: 5 },
    ]);
    const first = await flow.hand(wrong, '2026-10-02');
    const right = files.wages('202609', [
      { id: worker, month: '202608', amount: 3000 },
      { id: worker, month: '202609', amount: 3100 },
    ]);
    const second = await flow.hand(right, '2026-10-03');
    expect(second.supersedes).toEqual([first.batchId]);
    const amounts = await flow.db.execute<{ amount: number }>(
      sql`select amount from facts where kind = 'income.wage' and retracted_at is null order by on_date`,
    );
    expect(amounts.map((row) => row.amount)).toEqual([300000, 310000]);
    expect([...(await batchesByFile(flow.db)).values()].map((batch) => batch.status)).toContain('accepted');
  });

  it('is not seen in a second part of the month: both parts stand', async () => {
    const flow = await openFlow();
    await flow.hand(people, '2026-10-01');
    await flow.hand(files.wages('202609', [{ id: worker, month: '202609', amount: 3000 }]), '2026-10-02');
    const part = await flow.hand(files.wages('202609', [{ id: other, month: '202609', amount: 4000 }]), '2026-10-03');
    expect(part.supersedes).toEqual([]);
    expect(await factsInForce(flow.db)).toHaveLength(2);
  });
});

describe('a snapshot that would end too much', () => {
  it('is held, changes nothing, and is let in by a person', async () => {
    const flow = await openFlow();
    const ids = Array.from({ length: 6 }, (_, index) => idOf(index * 2 + 1));
    await flow.hand(
      files.registry(
        '202609',
        ids.map((id, index) => ({ id, household: `H${index}` })),
      ),
      '2026-10-01',
    );
    await flow.hand(
      files.monitored(
        '202609',
        ids.map((head) => ({ head, on: '2026-03-15' })),
      ),
      '2026-10-02',
    );
    const before = await factsInForce(flow.db);
    const short = await flow.hand(files.monitored('202610', [{ head: ids[0]!, on: '2026-03-15' }]), '2026-11-02');
    expect(short.isHeld).toBe(true);
    expectSame(await factsInForce(flow.db), before);
    await flow.db.transaction((tx) => confirmBatch(tx, CATALOGUE, short.batchId, NOW));
    const open = await flow.db.execute(
      sql`select 1 from facts where kind = 'monitored.household' and retracted_at is null and until_date is null`,
    );
    expect(open).toHaveLength(1);
  });
});

describe('a dry run', () => {
  it('tells what would change and changes nothing', async () => {
    const flow = await copyFlow(await whole);
    const before = await checksums(flow.database.owner);
    const door = { flow: flow.db, keys: KEYS, catalogue: CATALOGUE };
    const stop = files.wages(
      '202610',
      ['202608', '202609', '202610'].map((month) => ({ id: '229913198209157356', month, amount: 0 })),
    );
    const told = await tryHandIn(door, stop, { now: NOW });
    expect(told).toMatchObject({ good: 3, waiting: 0, holds: false, supersedes: null });
    expect(told.raises.map(({ ruleId, count }) => [ruleId, count])).toEqual([['income-collapse', 1]]);
    const batch = (await batchesByFile(flow.db)).get('应急厅_受灾家庭_202610.csv')!;
    const gone = await tryWithdrawal(door, batch.id, NOW);
    expect(gone.ends.map(({ ruleId }) => ruleId)).toEqual(['disaster-household']);
    expect(await checksums(flow.database.owner)).toEqual(before);
  });
});
