// Cold start: what stood when its rule was first run comes out as villages have room, the neediest first; what begins later at once.
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Transaction } from '../../db/client.ts';
import { makeScope } from '../../server/access/scope.ts';
import { prepareTurn } from '../../server/cycle.ts';
import { countWaiting, listBacklog } from '../../server/flow/alerts/backlog.ts';
import { raiseAlerts } from '../../server/flow/alerts/step.ts';
import { openTasks } from '../../server/flow/tasks/step.ts';
import { addDays, instantAt } from '../../server/kernel/clock.ts';
import { HOME } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';
import fc from '../support/property.ts';

const RULE = 'heavy-medical-spending';
const ROOM = 3;
const catalogue = { ...CATALOGUE, backlog: { village_capacity: ROOM } };
const NOW = instantAt('2026-09-10', '23:59');
const everywhere = makeScope({ userId: '', areas: ['22'], counties: ['222405', '222403'], department: null });

let flow: Flow;
let uncovered: string[];
beforeEach(async () => {
  flow = await openFlow(catalogue);
  await flow.parameters();
  // Villages of the neighbour's county that nobody covers.
  uncovered = (
    await flow.db.execute<{ code: string }>(sql`select code from areas where level = 'village' and code ^@ '222403'
      and not code ^@ '222403100' order by code limit 3`)
  ).map((row) => row.code);
});

const people = (count: number, village: string, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    ...{
      id: idOf(from + index + 1, '19700101'),
      household: `H22240300001${String(from + index).padStart(2, '0')}`,
      village,
    },
  }));
const bills = (ids: readonly string[], day: string, paid = 30_000) =>
  flow.hand(
    files.medical(
      '202609',
      ids.map((id) => ({ no: `S${id}${day}`, id, on: '2026-09-05', paid })),
    ),
    day,
  );
const open = async (village = '') =>
  (
    await flow.db.execute<{
      house: string;
    }>(sql`select h.registry_number as house from alerts a join households h on h.id = a.household_id
      where a.state = 'open' and h.area_code ^@ ${village} order by 1`)
  ).map((row) => row.house);
/** Everybody who has a task is visited. */
async function visitAll(day: string): Promise<void> {
  const at = instantAt(day, '12:00').toISOString();
  await flow.db.execute(
    sql`update tasks set state = 'closed', closed_at = ${at}, outcome_code = 'A1' where state = 'waiting'`,
  );
  await flow.db.execute(sql`update alerts set state = 'closed', ended_at = ${at}, cool_until = ${at}::timestamptz + interval '1 year'
    where state = 'open' and household_id is not null`);
}

describe('the first run', () => {
  it('releases as many households as the village has room for, then the next when those were visited', async () => {
    const all = people(8, uncovered[0]!);
    await flow.hand(files.registry('202609', all), '2026-09-01');
    await bills(
      all.map((one) => one.id),
      '2026-09-09',
    );
    const seen = new Set<string>();
    for (const day of ['2026-09-10', '2026-09-11', '2026-09-12']) {
      await flow.turn(day);
      const now = await open();
      await flow.turn(day);
      expect(await open()).toEqual(now);
      expect(now).toHaveLength(day === '2026-09-12' ? 2 : ROOM);
      for (const house of now) seen.add(house);
      await visitAll(day);
    }
    expect(seen.size).toBe(8);
    await flow.turn('2026-09-13');
    expect(await open()).toEqual([]);
  });

  it('what begins after it is told at once, however full the village is', async () => {
    const all = people(8, uncovered[0]!);
    await flow.hand(files.registry('202609', all), '2026-09-01');
    const ids = all.map((one) => one.id);
    await bills(ids.slice(0, 6), '2026-09-09');
    await flow.turn('2026-09-10');
    expect(await open()).toHaveLength(ROOM);
    await bills(ids.slice(6), '2026-09-11');
    await flow.turn('2026-09-11', 'touched');
    expect(await open()).toHaveLength(ROOM + 2);
    const places = { book: catalogue.book, now: instantAt('2026-09-11', '23:59'), filter: {} };
    expect(await countWaiting(flow.db, everywhere, places)).toBe(3);
    expect(await listBacklog(flow.db, everywhere, places)).toMatchObject([
      { areaCode: uncovered[0], ruleId: RULE, findings: 3, households: 3, severity: 'orange' },
    ]);
    const elsewhere = makeScope({ userId: '', areas: ['222405'], counties: ['222405'], department: null });
    expect(await countWaiting(flow.db, elsewhere, places)).toBe(0);
  });

  it('goes on until a whole turn has looked: what files bring one by one before it is all of it', async () => {
    const all = people(8, uncovered[0]!);
    await flow.hand(files.registry('202609', all), '2026-09-01');
    const ids = all.map((one) => one.id);
    await flow.turn('2026-09-02');
    await bills(ids.slice(0, 4), '2026-09-09');
    await flow.turn('2026-09-09', 'touched');
    await bills(ids.slice(4), '2026-09-10');
    await flow.turn('2026-09-10', 'touched');
    expect(await open()).toHaveLength(ROOM);
    await flow.turn('2026-09-10');
    expect(await open()).toHaveLength(ROOM);
  });

  it('never lets red wait, nor an event that grows old', async () => {
    const all = people(6, uncovered[0]!);
    await flow.hand(files.registry('202609', all), '2026-09-01');
    const rows = all.map(({ id }) => ({ head: id, on: '2026-09-05' }));
    await flow.hand(files.disasters('202609', rows), '2026-09-09');
    await flow.turn('2026-09-10');
    const told = await flow.db.execute(sql`select 1 from alerts where rule_id = 'disaster-household'`);
    expect(told).toHaveLength(6);
  });

  it('shares the capacity of one coordinator among all their villages', async () => {
    const [team] = await flow.db.execute<{
      id: string;
      villages: string[];
    }>(sql`select u.id, array_agg(a.area_code order by a.area_code) as villages
      from users u join user_areas a on a.user_id = u.id where u.username = ${HOME.coordinator} group by 1`);
    await flow.db.execute(sql`update users set capacity = 4 where id = ${team!.id}::uuid`);
    const all = team!.villages.slice(0, 3).flatMap((village, index) => people(4, village, index * 4));
    await flow.hand(files.registry('202609', all), '2026-09-01');
    await bills(
      all.map((one) => one.id),
      '2026-09-09',
    );
    await flow.turn('2026-09-10');
    expect(await open()).toHaveLength(4);
  });
});

interface Waiting {
  village: number;
  rules: number[];
  income: number | null;
  days: number;
}
const RULES = [RULE, 'monitored-without-aid', 'income-collapse'];
const home = fc.record({
  village: fc.integer({ min: 0, max: 2 }),
  rules: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  income: fc.option(fc.integer({ min: 0, max: 3 }).map((one) => one * 10_000)),
  days: fc.integer({ min: 0, max: 3 }),
});

class RolledBack extends Error {}

describe('the order of release', () => {
  type Prepared = Awaited<ReturnType<typeof prepareTurn>>;
  async function step(tx: Transaction, prepared: Prepared): Promise<void> {
    const turn = { ...prepared, tx, hint: () => {} };
    for (const run of [raiseAlerts, openTasks]) {
      await run(turn);
      const rows = await tx.execute<{ name: string }>(
        sql`select relname as name from pg_class where relnamespace = pg_my_temp_schema() and relkind = 'r'`,
      );
      for (const { name } of rows) await tx.execute(sql`drop table if exists ${sql.identifier(name)}`);
    }
  }
  async function make(tx: Transaction, homes: readonly Waiting[]): Promise<void> {
    for (const [index, { village, rules, income, days }] of homes.entries()) {
      const [row] = await tx.execute<{
        id: number;
      }>(sql`insert into households (public_id, registry_number, county_code, area_code, settlement)
        values (new_id(now()), ${`P${String(index).padStart(3, '0')}`}, '222403', ${uncovered[village]!}, 'rural') returning id`);
      await tx.execute(sql`insert into household_indicators (household_id, county_code, area_code, settlement, income__per_head_month)
        values (${row!.id}, '222403', ${uncovered[village]!}, 'rural', ${income})`);
      await tx.execute(sql`insert into findings (rule_id, rule_version_id, household_id, subject_kind, subject_id, event_key, "values", since_on,
          is_backlog, found_at)
        select v.rule_id, v.id, ${row!.id}, 'household', ${row!.id}, '', '{}', ${addDays('2026-09-10', -days)}, true, ${NOW.toISOString()}
        from rule_versions v where v.status = 'published' and v.rule_id = any(${sql.param(rules.map((one) => RULES[one]!))}::text[])`);
    }
  }
  const released = async (tx: Transaction) =>
    (
      await tx.execute<{
        house: string;
        village: string;
        rule: string;
      }>(sql`select h.registry_number as house, a.area_code as village,
        a.rule_id as rule from alerts a join households h on h.id = a.household_id where a.state = 'open' order by 1, 3`)
    ).map((row) => ({ ...row }));
  const rank = ({ rules, income, days }: Waiting) => [
    rules.some((one) => one !== 1) ? 0 : 1, // orange before yellow
    -rules.length, // each of these rules has a cause of its own
    income ?? -1,
    -days,
  ];
  const before = (one: number[], other: number[]) => {
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? 0 : one[at]! - other[at]!;
  };

  it('is the same every time, never above room, loses nobody and comes to an end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(home, { minLength: 1, maxLength: 12 }), async (homes) => {
        const wanted = (left: Set<number>) =>
          [0, 1, 2]
            .flatMap((village) =>
              [...left]
                .filter((index) => homes[index]!.village === village)
                .sort((one, other) => before(rank(homes[one]!), rank(homes[other]!)) || one - other)
                .slice(0, ROOM),
            )
            .flatMap((index) => homes[index]!.rules.map((rule) => `P${String(index).padStart(3, '0')} ${RULES[rule]}`))
            .sort();
        const run = flow.db.transaction(async (tx) => {
          await make(tx, homes);
          const prepared = await prepareTurn(tx, catalogue, NOW, 'everything');
          const left = new Set(homes.keys());
          for (let turns = 0; left.size > 0; turns++) {
            expect(turns).toBeLessThan(6);
            await step(tx, prepared);
            const now = await released(tx);
            expect(now.map(({ house, rule }) => `${house} ${rule}`).sort()).toEqual(wanted(left));
            if (turns === 0) await step(tx, prepared);
            expect(await released(tx)).toEqual(now);
            for (const { house } of now) left.delete(Number(house.slice(1)));
            await tx.execute(sql`update tasks set state = 'closed'`);
            await tx.execute(sql`update alerts set state = 'closed', ended_at = ${NOW.toISOString()}, cool_until = '2027-12-31'
              where state = 'open'`);
          }
          throw new RolledBack();
        });
        await expect(run).rejects.toBeInstanceOf(RolledBack);
      }),
      { numRuns: 6 },
    );
  }, 240_000);
});
