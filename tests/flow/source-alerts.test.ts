// Warnings about the sources themselves: late, unlike their history; and that they end by themselves.
import { sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { instantAt } from '../../server/kernel/clock.ts';
import { withdrawBatch } from '../../server/withdraw.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';

const people = Array.from({ length: 12 }, (_, index) => idOf(index + 1, '19700101'));
let flow: Flow;
beforeEach(async () => {
  flow = await openFlow();
  const residents = people.map((id, index) => ({ id, household: `H222405000000${index}` }));
  await flow.hand(files.registry('202605', residents), '2026-05-02');
});

const wages = (month: string, factor = 1) =>
  files.wages(
    month,
    people.map((id, index) => ({ id, month, amount: (3000 + index) * factor })),
  );
const standing = async (dataset: string) =>
  (
    await flow.db.execute<{ rule: string; state: string; reason: string | null; zh: string }>(sql`
      select rule_id as rule, state, end_reason as reason, "values" -> 'said' ->> 'zh' as zh from alerts
      where subject_kind = 'source' and "values" ->> 'dataset' = ${dataset} order by raised_at, rule_id`)
  ).map((row) => ({ ...row }));
const month = (of: number) => `2026${String(of).padStart(2, '0')}`;

it('a source that is late raises one alert, which counts the days and ends when the data has come', async () => {
  await flow.hand(wages('202606'), '2026-07-10');
  await flow.turn('2026-08-20');
  expect(await standing('wages')).toEqual([]);
  await flow.turn('2026-08-21');
  expect(await standing('wages')).toMatchObject([
    { rule: 'source-late', state: 'open', zh: '工资薪金所得：应交未交，已过1天' },
  ]);
  await flow.turn('2026-08-25');
  await flow.turn('2026-08-25');
  expect(await standing('wages')).toMatchObject([{ state: 'open', zh: '工资薪金所得：应交未交，已过5天' }]);
  // Nobody is sent to a door for it, and it is no hardship.
  expect(await flow.db.execute(sql`select 1 from tasks`)).toHaveLength(0);
  await flow.hand(wages('202607'), '2026-08-26');
  await flow.turn('2026-08-26', 'touched');
  expect(await standing('wages')).toMatchObject([{ state: 'resolved', reason: 'contradicted' }]);
  // The next month owed is another episode.
  await flow.turn('2026-09-22');
  expect(await standing('wages')).toMatchObject([{ state: 'resolved' }, { state: 'open' }]);
});

it('a source that was suspended is not late', async () => {
  await flow.hand(wages('202606'), '2026-07-10');
  await flow.turn('2026-08-25');
  await flow.db.execute(sql`update sources set state = 'suspended', from_on = '2026-08-26' where dataset = 'wages'`);
  await flow.turn('2026-08-26');
  expect(await standing('wages')).toMatchObject([{ state: 'resolved' }]);
});

it('a file in the wrong unit is told at once, and taking it back ends the alert', async () => {
  for (const of of [5, 6, 7]) await flow.hand(wages(month(of)), `2026-0${of + 1}-10`);
  const { batchId } = await flow.hand(wages('202608', 100), '2026-09-10');
  await flow.turn('2026-09-10', 'touched');
  const [alert] = await standing('wages');
  expect(alert).toMatchObject({ rule: 'source-unusual', state: 'open' });
  expect(alert?.zh).toContain('请核对单位');
  await flow.db.transaction((tx) =>
    withdrawBatch(
      tx,
      CATALOGUE,
      batchId,
      { status: 'withdrawn', reason: 'wrong unit', by: null },
      instantAt('2026-09-11', '08:00'),
    ),
  );
  await flow.turn('2026-09-11', 'touched');
  expect(await standing('wages')).toMatchObject([{ state: 'resolved' }]);
});
