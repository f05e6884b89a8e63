// The charts of a household end where the rules read: their newest month is the cached indicator, number for number; the months before are
// what a turn on that day would have found in the same data.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeScope } from '../../server/access/scope.ts';
import { columnOf } from '../../server/flow/indicators/definition.ts';
import { type FoundHousehold, findHousehold } from '../../server/household/find.ts';
import { readSeries } from '../../server/household/series.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, openFlow } from '../support/flow.ts';

const DAY = '2026-10-31';
const PROVINCE = makeScope({ userId: '', areas: ['22'], counties: ['222405', '220102'], department: null });

let flow: Flow;
let alerted: FoundHousehold[];
beforeAll(async () => {
  flow = await openFlow();
  await flow.parameters();
  await flow.deliver('2026-09', '2026-09-30');
  await flow.deliver('2026-10', '2026-10-31');
  await flow.turn(DAY);
  const rows = await flow.db.execute<{ id: string }>(sql`
    select distinct h.public_id as id from findings f join households h on h.id = f.household_id
    where f.rule_id in ('income-collapse', 'medical-to-income', 'heavy-medical-spending', 'income-over-line') and f.ended_at is null
    order by 1 limit 24`);
  alerted = [];
  for (const { id } of rows) alerted.push((await findHousehold(flow.db, PROVINCE, id))!);
}, 120_000);

const seriesOf = (household: FoundHousehold) =>
  flow.db.transaction((tx) => readSeries(tx, household, { book: CATALOGUE.book, today: DAY }));

async function cached(household: FoundHousehold): Promise<Record<string, number | null>> {
  const [row] = await flow.db.execute<Record<string, number | null>>(
    sql`select * from household_indicators where household_id = ${household.id}`,
  );
  return row!;
}

describe('the charts of a household', () => {
  it('end on the numbers that the rules read', async () => {
    let compared = 0;
    for (const household of alerted) {
      const indicators = await cached(household);
      for (const chart of (await seriesOf(household)).charts) {
        const shown = chart.values.at(-1);
        // A source that has not told the running month yet leaves it unknown here, where the rules still read the month before.
        if (shown === null) continue;
        expect([household.number, chart.indicator, shown]).toEqual([
          household.number,
          chart.indicator,
          indicators[columnOf(chart.indicator)],
        ]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('have been past the line of a rule that holds', async () => {
    const [collapsed] = await flow.db.execute<{ id: string }>(sql`
      select h.public_id as id from findings f join households h on h.id = f.household_id
      where f.rule_id = 'income-collapse' and f.ended_at is null order by 1 limit 1`);
    const household = (await findHousehold(flow.db, PROVINCE, collapsed!.id))!;
    const chart = (await seriesOf(household)).charts.find((one) => one.indicator === 'wages.last_3_months')!;
    const line = chart.thresholds.find((one) => one.ruleId === 'income-collapse')!;
    const passed = chart.values.some((value, index) => {
      const at = line.values[index];
      return value !== null && at != null && value <= at;
    });
    expect(passed).toBe(true);
  });

  it('count two numbers that a clerk linked as one person', async () => {
    const [household] = alerted;
    const [alias] = await flow.db.execute<{ id: number; kept: number }>(sql`
      select o.person_id as id, m.person_id as kept from memberships m, memberships o
      where m.household_id = ${household!.id} and o.household_id <> m.household_id
        and exists (select 1 from facts f where f.kind = 'income.wage' and f.subject_id = o.person_id)
      order by o.person_id, m.person_id limit 1`);
    await flow.db.execute(sql`insert into identity_links (person_id, same_as_id, pair_id, reason, recorded_at)
      values (${alias!.id}, ${alias!.kept}, gen_random_uuid(), 'tests', now())`);
    await flow.turn(DAY);
    const indicators = await cached(household!);
    const { charts } = await seriesOf(household!);
    const known = charts.filter((chart) => chart.values.at(-1) !== null);
    expect(known.length).toBeGreaterThan(0);
    for (const chart of known) expect(chart.values.at(-1)).toBe(indicators[columnOf(chart.indicator)]);
  });
});
