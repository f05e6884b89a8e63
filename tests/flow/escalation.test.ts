// Late work climbs from the township to the province, a level a term, until somebody takes note. Days are walked by turns.
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { overSince } from '../../server/flow/tasks/deadlines.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { HOME } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { openFlow } from '../support/flow.ts';
import { findUserId, makeTask } from '../support/makers.ts';

// The makers' households are all of one township and one flood: a campaign would stop their clocks.
const flow = await openFlow({ ...CATALOGUE, areaRules: [] });

/** A task that no alert ends: only its deadlines speak. 15 October 2026 is a Thursday. */
async function makeLate(given: Parameters<typeof makeTask>[1] = {}) {
  const due = {
    dispatchDueAt: instantAt('2026-10-15', '17:30'),
    visitDueAt: instantAt('2026-10-16', '17:30'),
    confirmDueAt: instantAt('2026-10-30', '17:30'),
  };
  const task = await makeTask(flow.db, { ...due, ...given });
  await flow.db.execute(sql`delete from task_alerts where task_id = ${task.id}::uuid`);
  return task;
}

async function levelOf(id: string): Promise<string | null> {
  const [row] = await flow.db.execute<{ level: string | null }>(
    sql`select escalation_level as level from tasks where id = ${id}::uuid`,
  );
  return row!.level;
}

async function told(id: string): Promise<string[]> {
  const rows = await flow.db.execute<{
    line: string;
  }>(sql`select details ->> 'deadline' || ' ' || (details ->> 'level') as line
    from audit_entries where action = 'task.escalate' and actor = 'system' and subject_id = ${id} order by id`);
  return rows.map((row) => row.line);
}

const change = (id: string, set: string) =>
  flow.db.execute(sql`update tasks set ${sql.raw(set)} where id = ${id}::uuid`);
const acknowledge = async (id: string, at: Date) =>
  flow.db.execute(sql`update tasks set acknowledged_at = ${at.toISOString()}, acknowledged_by = ${await findUserId(flow.db, HOME.dispatcher)}::uuid
    where id = ${id}::uuid`);

it('a late visit is told to the township, then a level up after each further working day, the weekend not counted', async () => {
  const { id } = await makeLate({ state: 'accepted', assignee: HOME.coordinator });
  await flow.turn(instantAt('2026-10-16', '17:00'));
  expect(await levelOf(id)).toBeNull();
  const seen: Record<string, string | null> = {};
  for (const day of ['16', '17', '18', '19', '20', '21', '22', '23']) {
    await flow.turn(`2026-10-${day}`);
    seen[day] = await levelOf(id);
  }
  expect(seen).toEqual({
    16: 'township',
    17: 'township',
    18: 'township',
    19: 'county',
    20: 'prefecture',
    21: 'province',
    22: 'province',
    23: 'province',
  });
  expect(await told(id)).toEqual(['visit township', 'visit county', 'visit prefecture', 'visit province']);
});

it('run twice at one time, nothing changes the second time', async () => {
  const { id } = await makeLate({ state: 'accepted', assignee: HOME.coordinator });
  await flow.turn('2026-10-16');
  const report = await flow.turn('2026-10-16');
  expect(report.steps.find((step) => step.stage === 'tasks')?.rows).toBe(0);
  expect(await told(id)).toEqual(['visit township']);
});

it('a red one climbs by the clock, nights and holidays too', async () => {
  const { id } = await makeLate({ state: 'accepted', assignee: HOME.coordinator, severity: 'red' });
  for (const [day, time] of [
    ['2026-10-16', '18:00'],
    ['2026-10-17', '05:59'],
    ['2026-10-17', '06:01'],
    ['2026-10-17', '18:02'],
  ] as const)
    await flow.turn(instantAt(day, time));
  expect(await told(id)).toEqual(['visit township', 'visit county', 'visit prefecture']);
});

it('a late dispatch begins at the county', async () => {
  const { id } = await makeLate();
  await flow.turn('2026-10-15');
  expect(await told(id)).toEqual(['dispatch county']);
});

it('what has been acknowledged climbs no further, until the deadline of the next step passes', async () => {
  const { id } = await makeLate();
  await flow.turn('2026-10-15');
  await acknowledge(id, instantAt('2026-10-16', '08:00'));
  await change(id, `state = 'assigned', assignee_id = (select id from users where username = '${HOME.coordinator}')`);
  await flow.turn(instantAt('2026-10-16', '12:00'));
  expect(await told(id)).toEqual(['dispatch county']);
  await flow.turn('2026-10-16');
  expect(await told(id)).toEqual(['dispatch county', 'visit township']);
  const [row] = await flow.db.execute(sql`select acknowledged_at, acknowledged_by from tasks where id = ${id}::uuid`);
  expect(row).toEqual({ acknowledged_at: null, acknowledged_by: null });
});

it('acknowledged and left where it is, it stays where it is', async () => {
  const { id } = await makeLate();
  await flow.turn('2026-10-15');
  await acknowledge(id, instantAt('2026-10-15', '23:59'));
  for (const day of ['2026-10-16', '2026-10-19', '2026-10-20']) await flow.turn(day);
  expect(await told(id)).toEqual(['dispatch county']);
});

it('handed back and given out again, no level hears of one deadline twice', async () => {
  const { id } = await makeLate();
  const walk = [
    ['2026-10-15', "state = 'waiting'"],
    ['2026-10-16', "state = 'accepted'"],
    ['2026-10-19', "state = 'returned'"],
    ['2026-10-20', "state = 'accepted'"],
    ['2026-10-21', "state = 'returned'"],
    ['2026-10-22', "state = 'submitted'"],
    ['2026-10-30', "state = 'submitted'"],
    ['2026-11-02', "state = 'accepted'"],
    ['2026-11-03', "state = 'returned'"],
  ] as const;
  for (const [day, set] of walk) {
    await change(id, set);
    await flow.turn(day);
  }
  const entries = await told(id);
  expect(entries).toEqual([...new Set(entries)]);
  expect(entries.slice(0, 5)).toEqual([
    'dispatch county',
    'visit township',
    'visit county',
    'visit prefecture',
    'visit province',
  ]);
  expect(entries).toContain('confirm county');
});

it('whose clock stands still, and what is closed, is never late', async () => {
  const still = await makeLate({ suspendedAt: instantAt('2026-10-15', '10:00') });
  const closed = await makeLate({ state: 'closed', closedAt: instantAt('2026-10-15', '10:00') });
  await flow.turn('2026-10-20');
  expect([await levelOf(still.id), await levelOf(closed.id)]).toEqual([null, null]);
});

it('work for a whole county has no township to ask', async () => {
  const { id } = await makeLate({ state: 'accepted', assignee: HOME.coordinator, areaCode: HOME.county });
  await flow.turn('2026-10-16');
  expect(await told(id)).toEqual(['visit county']);
});

it('a term of working days is over at closing time of its last day', () => {
  const { workdays } = CATALOGUE.deadlines;
  const over = (day: string, time: string) => overSince({ days: 1 }, instantAt(day, time), workdays);
  expect(over('2026-10-19', '17:29')).toEqual(instantAt('2026-10-16'));
  expect(over('2026-10-19', '17:30')).toEqual(instantAt('2026-10-19'));
  expect(over('2026-10-18', '23:00')).toEqual(instantAt('2026-10-16'));
});
