// October's data stay away: nobody is named for want of data, what rests on it shows blind, and the new year ends nothing by itself.
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { readSources } from '../../server/insight/sources.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { findingsOf, openFlow, truthOn } from '../support/flow.ts';

const DAYS = [
  '2026-10-01',
  '2026-10-20',
  '2026-10-31',
  '2026-11-01',
  '2026-11-30',
  '2026-12-01',
  '2026-12-30',
  '2026-12-31',
];

it('with October missing, from 1 October to 1 January', { timeout: 120_000 }, async () => {
  const flow = await openFlow();
  await flow.parameters();
  await flow.deliver('2026-09', '2026-09-30');
  await flow.turn('2026-09-30');
  const named = new Set(truthOn('2026-09-30')['income-collapse']);
  expect(named.size).toBeGreaterThan(0);
  const blindOn = async (day: string) => {
    const sources = await readSources(flow.db, CATALOGUE, instantAt(day, '23:59'));
    return sources.filter((source) => source.isBlind).map((source) => source.dataset);
  };
  for (const day of DAYS) {
    await flow.turn(day);
    const found = (await findingsOf(flow.db))['income-collapse']!;
    // September is all that is known: nobody's wages have stopped because October's file has not come.
    expect({ day, more: found.filter((household) => !named.has(household)) }).toEqual({ day, more: [] });
    expect({ day, blind: (await blindOn(day)).includes('wages') }).toEqual({ day, blind: day === '2026-12-31' });
  }
  const sources = await readSources(flow.db, CATALOGUE, instantAt('2026-12-31', '23:59'));
  expect(sources.find((source) => source.dataset === 'wages')?.rules).toContain('income-collapse');
  const open = async () =>
    (
      await flow.db.execute<{ id: string }>(
        sql`select id from alerts where state = 'open' and subject_kind = 'household' order by id`,
      )
    ).map((row) => row.id);
  const before = await open();
  await flow.turn('2027-01-01');
  const after = new Set(await open());
  expect(before.length).toBeGreaterThan(100);
  expect(before.filter((id) => !after.has(id))).toEqual([]);
});
