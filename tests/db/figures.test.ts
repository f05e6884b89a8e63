// The ledgers and queues that the map reads are kept by triggers: whatever is done to alerts, tasks, findings and households, they say
// what a count of the rows themselves says.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TASK_STATES } from '../../server/flow/tasks/model.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeTask } from '../support/makers.ts';
import fc from '../support/property.ts';
import { makeRound } from '../support/routine-makers.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
  for (let made = 0; made < 6; made++) await makeTask(database.flow);
});
afterAll(() => database?.close());

const DUE = sql`case when t.suspended_at is null then case when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
  when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end end`;

/** Each: what is kept, and what the rows say. */
const PAIRS = {
  alerts: [
    sql`select county_code, area_code, subject_kind, rule_id, class, severity, cause, state, sum(alerts)::int as n from alert_figures
      group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(alerts) <> 0`,
    sql`select county_code, left(area_code, 6) as area_code, subject_kind, rule_id, class, severity, cause, state, count(*)::int as n
      from alerts group by 1, 2, 3, 4, 5, 6, 7, 8`,
  ],
  households: [
    sql`select county_code, area_code, sum(households)::int as n from household_figures group by 1, 2 having sum(households) <> 0`,
    sql`select county_code, left(area_code, 6) as area_code, count(*)::int as n from households group by 1, 2`,
  ],
  work: [
    sql`select alert_id, task_id, county_code, area_code, subject_kind, rule_id, class, severity, cause, state, due_at from open_work`,
    sql`select a.id as alert_id, t.id as task_id, a.county_code, a.area_code, a.subject_kind, a.rule_id, a.class, a.severity, a.cause, a.state,
      ${DUE} as due_at from task_alerts ta join alerts a on a.id = ta.alert_id join tasks t on t.id = ta.task_id
      where t.state not in ('closed', 'cancelled')`,
  ],
  waiting: [
    sql`select id, rule_id, household_id, county_code, area_code, event_key, since_on::text, found_at from waiting_findings`,
    sql`select f.id, f.rule_id, h.id as household_id, h.county_code, h.area_code, f.event_key, f.since_on::text, f.found_at
      from findings f join households h on h.id = f.household_id where f.is_backlog and f.ended_at is null and not exists (
        select 1 from alerts a where a.rule_id = f.rule_id and a.subject_kind = f.subject_kind and a.subject_id = f.subject_id)`,
  ],
} as const;

const nth = (table: string, n: number) =>
  sql`(select id from ${sql.identifier(table)} order by id offset ${n} % greatest(1, (select count(*) from ${sql.identifier(table)})) limit 1)`;

/** What may happen to the n-th row; `m` draws among the outcomes. */
const ACTS = {
  'an alert ends': (n: number, m: number) =>
    sql`update alerts set state = ${['closed', 'resolved', 'cancelled'][m % 3]!}, ended_at = now() where id = ${nth('alerts', n)}`,
  'all alerts change severity': (_n: number, m: number) =>
    sql`update alerts set severity = ${['red', 'blue'][m % 2]!}, cause = ${['illness', 'job-loss'][m % 2]!}`,
  'a task moves': (n: number, m: number) =>
    sql`update tasks set state = ${['waiting', 'assigned', 'submitted', 'closed'][m % 4]!} where id = ${nth('tasks', n)} and state <> 'closed'`,
  'a clock stands still or goes on': (n: number, m: number) =>
    sql`update tasks set suspended_at = ${m % 2 ? '2026-10-15' : null}, visit_due_at = visit_due_at + interval '1 day' where id = ${nth('tasks', n)}`,
  'an alert leaves its task': (n: number) =>
    sql`delete from task_alerts where alert_id = ${nth('alerts', n)} and exists (select 1 from alerts offset 3)`,
  'a household moves': (n: number, m: number) =>
    sql`update households set county_code = ${['222405', '222403'][m % 2]!}, area_code = ${['222405105202', '222403100200'][m % 2]!}
      where id = ${nth('households', n)}`,
  'a backlog is found': (n: number, m: number) =>
    sql`insert into findings (rule_id, rule_version_id, household_id, subject_kind, subject_id, event_key, "values", since_on, is_backlog, found_at)
      select r.rule_id, r.id, h.id, 'household', h.id, gen_random_uuid()::text, '{}', '2026-10-01', ${m % 4 > 0}, '2026-10-02'
      from rule_versions r, households h where r.status = 'published' and h.id = ${nth('households', n)} order by r.id limit 5`,
  'a finding ends or began earlier': (n: number, m: number) =>
    sql`update findings set ended_at = ${m % 3 ? null : '2026-10-15'}, since_on = since_on - 1 where id = ${nth('findings', n)}`,
  'an alert is raised on a finding': (n: number) =>
    sql`insert into alerts (id, rule_version_id, rule_id, subject_kind, subject_id, event_key, household_id, county_code, area_code, class, severity,
        state, raised_at, "values")
      select gen_random_uuid(), f.rule_version_id, f.rule_id, f.subject_kind, f.subject_id, f.event_key, f.household_id, h.county_code, h.area_code,
        'discovery', 'orange', 'open', '2026-10-15', '{}' from findings f join households h on h.id = f.household_id
      where f.id = ${nth('findings', n)} on conflict do nothing`,
  'the ledgers are folded': () => sql`select fold_figures()`,
};

const sorted = (rows: readonly Record<string, unknown>[]) => rows.map((row) => JSON.stringify(row)).sort();

it('say what the rows say, whatever happened', async () => {
  const act = fc.tuple(fc.constantFrom(...Object.keys(ACTS)) as fc.Arbitrary<keyof typeof ACTS>, fc.nat(9), fc.nat(11));
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
      for (const [name, n, m] of acts) await database.flow.execute(ACTS[name](n, m));
      for (const [name, [kept, counted]] of Object.entries(PAIRS))
        expect(sorted(await database.flow.execute(kept)), name).toEqual(sorted(await database.flow.execute(counted)));
    }),
    { numRuns: 40, seed: 7 },
  );
});

it('and fold to a row a kind', async () => {
  await database.owner.execute(sql`insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select '222405', '222405', 'household', 'x', 'discovery', 'red', null, 'open', case n % 2 when 0 then 1 else -1 end from generate_series(1, 10002) n`);
  const count = sql`select count(*)::int as rows, sum(alerts)::int as alerts from alert_figures`;
  const [before] = await database.flow.execute<{ rows: number; alerts: number }>(count);
  await database.flow.execute(sql`select fold_figures()`);
  const [after] = await database.flow.execute<{ rows: number; alerts: number }>(count);
  expect(after!.alerts).toBe(before!.alerts);
  expect(after!.rows).toBeLessThan(100);
});

it("and hold, at a turn's end, what a person did to a task while the turn joined an alert to it", async () => {
  const [moved, cancelled] = [await makeTask(database.flow), await makeTask(database.flow)];
  await database.flow.execute(sql`insert into cycles (trigger, now, as_of, extent, started_at, status)
    values ('command', '2026-10-20', '2026-10-20', 'touched', '2026-10-20', 'running')`);
  await database.flow.transaction(async (turn) => {
    for (const { id } of [moved, cancelled])
      await turn.execute(sql`with raised as (
          insert into alerts (id, rule_version_id, rule_id, subject_kind, subject_id, event_key, household_id, county_code, area_code, class,
            severity, state, raised_at, "values")
          select gen_random_uuid(), a.rule_version_id, 'another', a.subject_kind, a.subject_id, 'another', a.household_id, a.county_code, a.area_code,
            a.class, 'red', 'open', '2026-10-20', '{}' from alerts a join task_alerts ta on ta.alert_id = a.id where ta.task_id = ${id} returning id)
        insert into task_alerts (alert_id, task_id, joined_at) select id, ${id}, '2026-10-20' from raised`);
    // On another connection, committed first.
    await database.owner.execute(sql`update tasks set state = 'assigned' where id = ${moved.id}`);
    await database.owner.execute(sql`update tasks set state = 'cancelled' where id = ${cancelled.id}`);
  });
  const [kept, counted] = PAIRS.work;
  expect(sorted(await database.flow.execute(kept))).not.toEqual(sorted(await database.flow.execute(counted)));
  await database.flow.execute(sql`select fold_figures()`);
  expect(sorted(await database.flow.execute(kept))).toEqual(sorted(await database.flow.execute(counted)));
});

it('a round stands as its task does, made in whatever state and moved to any other', async () => {
  const untouched = await makeRound(database.flow, { state: 'accepted' });
  const open = ['waiting', 'dispatched', 'assigned', 'accepted', 'returned'];
  const wanted = (state: string) => (open.includes(state) ? 'open' : state === 'cancelled' ? 'off' : 'gone');
  const standingOf = async (id: string) =>
    (
      await database.flow.execute<{ standing: string }>(
        sql`select standing from routine_rounds where task_id = ${id}::uuid`,
      )
    )[0]!.standing;
  for (const state of TASK_STATES) {
    const { id } = await makeRound(database.flow, { state });
    expect(await standingOf(id), state).toBe(wanted(state));
    for (const next of TASK_STATES) {
      await database.flow.execute(sql`update tasks set state = ${next} where id = ${id}::uuid`);
      expect(await standingOf(id), `${state} to ${next}`).toBe(wanted(next));
    }
    await database.flow.execute(sql`update tasks set state = 'closed' where id = ${id}::uuid`);
  }
  expect(await standingOf(untouched.id)).toBe('open');
});
