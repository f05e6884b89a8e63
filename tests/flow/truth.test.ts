// The whole flow on the sample deliveries: rows are counted as their makers counted them, and the rules name the households they did.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { FileRefused } from '../../server/flow/ingest/reject.ts';
import {
  batchesByFile,
  checksums,
  type Flow,
  filesOf,
  findingsOf,
  openFlow,
  RULES,
  TRUTH,
  truthOn,
  writeDelivery,
} from '../support/flow.ts';

interface ExpectedRows {
  good: number;
  waiting: number;
  rejected: Record<string, number>;
  name_differs: number;
}
const EXPECTED: Record<string, ExpectedRows> = JSON.parse(readFileSync('tests/fixtures/expected-rows.json', 'utf8'));

it('truth.json and the published rules are the same fifteen', () => {
  for (const day of Object.values(TRUTH)) expect(Object.keys(day).sort()).toEqual([...RULES].sort());
  expect(RULES).toHaveLength(15);
});

let flow: Flow;
beforeAll(async () => {
  flow = await openFlow();
  await flow.parameters();
});

async function expectRows(delivery: string): Promise<void> {
  const batches = await batchesByFile(flow.db);
  for (const path of filesOf(delivery)) {
    const file = path.split('/').at(-1)!;
    const { good, waiting, rejected, nameDiffers } = batches.get(file)!;
    expect({ file, good, waiting, rejected, name_differs: nameDiffers }).toEqual({
      file,
      ...EXPECTED[`${delivery}/${file}`],
    });
  }
}

describe.sequential('the sample deliveries', () => {
  it('each file of the first has the rows its makers counted', async () => {
    await flow.deliver('2026-09', '2026-09-30');
    await expectRows('2026-09');
  });

  it.each(['2026-09-30', '2026-10-15'])('as of %s the rules name the households of truth.json', async (day) => {
    await flow.turn(day);
    expect(await findingsOf(flow.db)).toEqual(truthOn(day));
  });

  it('files of datasets nobody has a contract for are refused by name and change nothing', async () => {
    const before = await checksums(flow.database.owner);
    const unknown = [
      writeDelivery('水务局_用水_202609.csv', '户名,证件号码,用水量\n金顺姬,229901198003150015,3\n'),
      writeDelivery('某局_202610.csv', '姓名,联系电话\n金顺姬,14400000001\n'),
    ];
    for (const path of unknown) {
      const refused = await flow.hand(path, '2026-10-20').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(FileRefused);
      expect((refused as FileRefused).told.zh).toContain(path.split('/').at(-1));
      expect((refused as FileRefused).told.en).toContain(path.split('/').at(-1));
    }
    expect(await checksums(flow.database.owner)).toEqual(before);
  });

  it('each file of the second has the rows its makers counted', async () => {
    await flow.deliver('2026-10', '2026-10-31');
    await expectRows('2026-10');
  });

  it('as of 2026-10-31 the rules name the households of truth.json', async () => {
    await flow.turn('2026-10-31');
    expect(await findingsOf(flow.db)).toEqual(truthOn('2026-10-31'));
  });

  it('a finding began on the day of its event, else on the day it was first found', async () => {
    const odd = await flow.db.execute(sql`select f.rule_id, f.since_on, f.event_key, f."values" from findings f
      where f.ended_at is null and (f.since_on > '2026-10-31' or (f.event_key = '' and f.since_on not in ('2026-09-30', '2026-10-15', '2026-10-31'))
        or (f.event_key <> '' and f.since_on::text <> f."values" ->> 'event.on_date'))`);
    expect([...odd]).toEqual([]);
    const stood = await flow.db.execute<{ count: number }>(sql`select count(*)::int as count from findings
      where ended_at is null and event_key = '' and since_on = '2026-09-30'`);
    expect(stood[0]!.count).toBeGreaterThan(5);
  });

  it('a whole turn again at the same instant changes no row', async () => {
    const before = await checksums(flow.database.owner);
    await flow.turn('2026-10-31');
    expect(await checksums(flow.database.owner)).toEqual(before);
  });

  it('going over everything finds what going over the touched households found', async () => {
    const other = await openFlow();
    await other.parameters();
    for (const [delivery, day] of [
      ['2026-09', '2026-09-30'],
      ['2026-10', '2026-10-31'],
    ] as const) {
      // The night's turn over everybody moves ages and windows of days; by day only whom a delivery touched is gone over.
      await other.turn(day);
      await other.deliver(delivery, day);
      await other.turn(day, 'touched');
    }
    expect(await findingsOf(other.db)).toEqual(truthOn('2026-10-31'));
    const left = await other.db.execute(sql`select 1 from touched_households`);
    expect(left.length).toBe(0);
  });
});
