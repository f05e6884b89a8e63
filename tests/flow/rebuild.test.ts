// A turn over the touched households, or over any set of them, leaves what a turn over everybody leaves; and a rule that fails in the
// database stops only itself.
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import type { Database } from '../../db/client.ts';
import { expectSame, type Flow, files, idOf, openFlow, SAMPLES, writeDelivery } from '../support/flow.ts';
import { readTables, type Table, writeTable } from '../support/plain-files.ts';
import { mutate, randomOf } from '../support/worlds.ts';

const DAY = '2026-10-31';
const SNAPSHOTS = ['roster', 'school', 'monitored'];
const first = await readTables(join(SAMPLES, '2026-09'));
const second = await readTables(join(SAMPLES, '2026-10'));
const standards = { dibao: new Map([['222405 rural', 53_000]]), ruralIncome: 2_170_000 };

async function indicatorRows(db: Database): Promise<string[]> {
  const rows = await db.execute<{
    line: string;
  }>(sql`select h.registry_number || ' ' || (to_jsonb(i) - 'household_id')::text as line
    from household_indicators i join households h on h.id = i.household_id order by 1`);
  return rows.map((row) => row.line);
}

/** Without the data months: those are of the turn that last looked at the household, and a month may come that says nothing of it. */
async function standing(db: Database): Promise<string[]> {
  const rows = await db.execute<{
    line: string;
  }>(sql`select concat_ws(' ', f.rule_id, h.registry_number, f.event_key,
      (select jsonb_object_agg(v.key, v.value) from jsonb_each(f."values") v where v.key not like 'month.%')::text) as line
    from findings f join households h on h.id = f.household_id where f.ended_at is null order by 1`);
  return rows.map((row) => row.line);
}

/** What stands now is what going over everybody finds: not a row changes. */
async function expectWhole(flow: Flow): Promise<void> {
  const [numbers, findings] = [await indicatorRows(flow.db), await standing(flow.db)];
  await flow.turn(DAY);
  expectSame(numbers, await indicatorRows(flow.db));
  expectSame(findings, await standing(flow.db));
}

const hand = (flow: Flow, table: Table) => {
  return flow.hand(writeDelivery(table.file.replace('.xlsx', '.csv'), writeTable(table)), DAY);
};

describe.each([11, 12])('a random world, seed %i', (seed) => {
  it('looked at by touched households is as looked at whole, delivery after delivery', async () => {
    const random = randomOf(seed);
    const world = mutate({ first, second }, { seed, share: 0.17, late: [], days: ['2026-10-15', DAY], standards });
    const flow = await openFlow();
    await flow.parameters();
    for (const table of world.first) await hand(flow, table);
    await flow.turn(DAY);
    // A month in parts, in any order, a few files before each turn; a snapshot comes whole.
    const parts = world.second
      .flatMap((table): Table[] => {
        if (SNAPSHOTS.includes(table.dataset)) return [table];
        const half = table.rows.map(() => random() < 0.5);
        const keep = (wanted: boolean) => ({ ...table, rows: table.rows.filter((_, index) => half[index] === wanted) });
        return [keep(true), keep(false)].filter((part) => part.rows.length > 0);
      })
      .map((table) => ({ table, place: random() }))
      .sort((a, b) => a.place - b.place);
    for (let start = 0; start < parts.length; start += 9) {
      for (const { table } of parts.slice(start, start + 9)) await hand(flow, table);
      await flow.turn(DAY, 'touched');
      await expectWhole(flow);
    }
    expect((await standing(flow.db)).length).toBeGreaterThan(10);
  }, 240_000);

  it('gives any set of households that is emptied and touched its rows and findings back', async () => {
    const flow = await openFlow();
    await flow.parameters();
    const world = mutate({ first, second }, { seed: seed + 100, share: 0.13, late: [], days: [DAY], standards });
    for (const table of [...world.first, ...world.second]) await hand(flow, table);
    await flow.turn(DAY);
    const random = randomOf(seed);
    const [numbers, findings] = [await indicatorRows(flow.db), await standing(flow.db)];
    for (const share of [0.02, 0.3, 1]) {
      const ids = await flow.db.execute<{ id: number }>(sql`select id from households order by id`);
      const lost = ids.filter(() => random() < share).map((row) => row.id);
      await flow.database.owner.execute(sql`update household_indicators set members__living = -1, wages__last_3_months = -1, aid__listed = 1
        where household_id = any(${sql.param(lost)}::bigint[])`);
      await flow.db.execute(
        sql`insert into touched_households (household_id) select unnest(${sql.param(lost)}::bigint[])`,
      );
      await flow.turn(DAY, 'touched');
      expectSame(await indicatorRows(flow.db), numbers);
      expectSame(await standing(flow.db), findings);
    }
  });
});

describe('a rule that fails in the database', () => {
  const publish = (flow: Flow, version: number, when: string) =>
    flow.database.owner.transaction(async (tx) => {
      await tx.execute(sql`update rule_versions set status = 'retired' where rule_id = 'overflowing'`);
      await tx.execute(sql`insert into rule_versions (rule_id, version, hash, definition, status, published_at, origin)
        select 'overflowing', ${version}, ${`hash ${version}`}, definition - 'event'
          || jsonb_build_object('id', 'overflowing', 'when', ${when}::text, 'messages', '{"zh":"试","en":"test"}'::jsonb,
            'examples', '{"fires":[{}],"silent":[{}]}'::jsonb), 'published', '2026-09-01', 'local'
        from rule_versions where rule_id = 'disaster-household' and status = 'published'`);
    });

  it('stops only itself: the others find what they find, and what it had found stands untouched', async () => {
    const flow = await openFlow();
    await flow.parameters();
    const head = idOf(1);
    await flow.hand(files.registry('202609', [{ id: head, household: 'H1' }]), '2026-09-05');
    await publish(flow, 1, 'members.living > 0');
    await flow.turn('2026-09-10');
    const before = await flow.db.execute(
      sql`select id, "values", ended_at from findings where rule_id = 'overflowing'`,
    );
    expect(before).toHaveLength(1);

    await flow.hand(files.disasters('202609', [{ head, on: '2026-09-20' }]), '2026-09-30');
    // Each factor is a number a rule may use; their product is none that PostgreSQL has.
    await publish(flow, 2, `members.living${' * 1e15'.repeat(25)} > 0`);
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    await flow.turn('2026-09-30');
    expect(told.mock.calls.join()).toMatch(/"rule":"overflowing".*out of range/);
    told.mockRestore();
    const others = await flow.db.execute<{ rule: string }>(
      sql`select rule_id as rule from findings where ended_at is null order by 1`,
    );
    expect(others.map((row) => row.rule)).toEqual(['disaster-household', 'overflowing']);
    expect(
      await flow.db.execute(sql`select id, "values", ended_at from findings where rule_id = 'overflowing'`),
    ).toEqual(before);
  });
});
