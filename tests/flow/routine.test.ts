// Visits by the calendar: who is in a group, when a visit falls due over the months, who goes, and what is called off.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkVisits } from '../../server/flow/tasks/routine/policy.ts';
import { addDays, instantAt } from '../../server/kernel/clock.ts';
import { newId } from '../../server/kernel/id.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';
import { findUserId } from '../support/makers.ts';
import { makeMember, makeStart, makeVolunteer } from '../support/routine-makers.ts';

/** Thirty elders who live alone, of whom the last is over eighty; and a family of nobody's group. */
const ELDERS = Array.from({ length: 30 }, (_, index) => idOf(index + 1, index === 29 ? '19400101' : '19550101'));
const FAMILY = idOf(40, '19800101');
const houseOf = (index: number) => `H22240500000${String(index).padStart(2, '0')}`;

interface Round extends Record<string, unknown> {
  house: string;
  state: string;
  severity: string;
  due: string;
  opened: string;
  assignee: string | null;
  id: string;
  household: number;
}

let flow: Flow;
const begun = '2026-09-04';
const rounds = () =>
  flow.db.execute<Round>(sql`select h.registry_number as house, t.state, t.severity, r.due_on::text as due, t.opened_at::date::text as opened,
      u.username as assignee, t.id, t.household_id as household
    from routine_rounds r join tasks t on t.id = r.task_id join households h on h.id = t.household_id left join users u on u.id = t.assignee_id
    order by h.registry_number, r.due_on`);
const roundsOf = async (house: string) => (await rounds()).filter((one) => one.house === house);
const membersOf = (group: string) =>
  flow.db.execute<{ house: string; until: string | null; risk: string; ended: string | null }>(sql`
    select h.registry_number as house, m.until_on::text as until, m.risk, m.ended_why as ended from routine_members m
    join households h on h.id = m.household_id where m.group_id = ${group} order by 1`);
/** Somebody was at the door (with a code that met them, unless said), and the task is closed as such a visit closes it. */
async function visit(task: Round, day: string, outcome = 'F1') {
  const visitor = await findUserId(flow.db, 'longjing-zhixin-village');
  await flow.db.execute(sql`insert into visits (id, task_id, household_id, county_code, area_code, visitor_id, visitor_kind, visited_at, submitted_at,
      no_place_reason, outcome_code, note)
    select ${newId()}::uuid, id, household_id, county_code, area_code, ${visitor}::uuid, 'coordinator', ${instantAt(day, '10:00').toISOString()},
      ${instantAt(day, '10:00').toISOString()}, '没有信号', ${outcome}, '都好' from tasks where id = ${task.id}::uuid`);
  await flow.db.execute(
    sql`update tasks set state = 'closed', closed_at = ${instantAt(day, '10:00').toISOString()} where id = ${task.id}::uuid`,
  );
}

beforeAll(async () => {
  flow = await openFlow();
  await flow.parameters();
  const people = [...ELDERS, FAMILY].map((id, index) => ({ id, household: houseOf(index) }));
  await flow.hand(files.registry('202609', people), '2026-09-01');
  await flow.turn('2026-09-03');
});

it('nothing begins by itself, and a group that begins is spread over its rhythm', async () => {
  expect(await rounds()).toEqual([]);
  await makeStart(flow.db, { groupId: 'living-alone', startedAt: instantAt(begun) });
  // The turn that beginning it sets going looks at its area alone, and a second one finds nothing to do.
  await flow.turn(begun, 'touched');
  const once = await rounds();
  await flow.turn(begun, 'touched');
  expect(await rounds()).toEqual(once);
  const members = await membersOf('living-alone');
  expect(members).toHaveLength(30);
  expect(members.filter(({ risk }) => risk === 'high').map(({ house }) => house)).toEqual([houseOf(29)]);
  const first = await rounds();
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(20);
  expect(first.every(({ assignee, state }) => assignee === 'longjing-zhixin-village' && state === 'assigned')).toBe(
    true,
  );
  for (let day = addDays(begun, 5); day <= addDays(begun, 30); day = addDays(day, 5)) await flow.turn(day);
  const all = await rounds();
  expect(new Set(all.map(({ house }) => house)).size).toBe(30);
  const byDay = new Map<string, number>();
  for (const { due } of all) byDay.set(due, (byDay.get(due) ?? 0) + 1);
  expect(Math.max(...byDay.values())).toBeLessThan(8);
  expect(all.filter(({ severity }) => severity === 'orange').map(({ house }) => house)).toEqual([houseOf(29)]);
});

describe('over the months', () => {
  it('the next day counts from when somebody was seen, and a missed visit stays open until somebody goes', async () => {
    const [one] = await roundsOf(houseOf(0));
    await visit(one!, '2026-10-06');
    const [missed] = await roundsOf(houseOf(1));
    for (const day of ['2026-10-20', '2026-11-03', '2026-12-01']) await flow.turn(day);
    expect((await roundsOf(houseOf(0))).map(({ due }) => due)).toEqual([one!.due, '2026-11-05']);
    expect(await roundsOf(houseOf(1))).toMatchObject([{ id: missed!.id, state: 'assigned' }]);
    const [late] = await flow.db.execute<{ level: string }>(
      sql`select escalation_level as level from tasks where id = ${missed!.id}::uuid`,
    );
    expect(late!.level).toBe('county');
    await visit(missed!, '2026-12-02');
    await flow.turn('2026-12-25');
    expect((await roundsOf(houseOf(1))).map(({ due }) => due)).toEqual([missed!.due, '2027-01-01']);
  });

  it('who was not met is due again at once', async () => {
    const [one] = await roundsOf(houseOf(2));
    await visit(one!, '2026-12-25', 'F3');
    await flow.turn('2026-12-26');
    expect((await roundsOf(houseOf(2))).map(({ due }) => due)).toEqual([one!.due, '2026-12-28']);
  });

  it('who was met on another visit meanwhile is not looked in on again', async () => {
    const [one] = await roundsOf(houseOf(4));
    const [other] = await roundsOf(houseOf(5));
    await visit(other!, '2026-12-26');
    // As if that visit had been for a warning, at the other door.
    await flow.db.execute(sql`update visits set household_id = ${one!.household} where task_id = ${other!.id}::uuid`);
    await flow.turn('2026-12-26');
    expect(await roundsOf(houseOf(4))).toMatchObject([{ id: one!.id, state: 'cancelled' }]);
  });

  it('a week by the week for high risk', async () => {
    const [one] = await roundsOf(houseOf(29));
    await visit(one!, '2026-12-20');
    await flow.turn('2026-12-23');
    expect((await roundsOf(houseOf(29))).map(({ due }) => due)).toEqual([one!.due, '2026-12-27']);
  });
});

it('whoever was entered by hand is visited without a start, by the one who is named; ended, their visit is called off', async () => {
  const [family] = await flow.db.execute<{ id: number; countyCode: string; areaCode: string }>(sql`
    select id, county_code as "countyCode", area_code as "areaCode" from households where registry_number = ${houseOf(30)}`);
  const volunteer = await makeVolunteer(flow.db, 'volunteer-one');
  const of = {
    groupId: 'left-behind-elder',
    risk: 'high',
    carerId: volunteer.id,
    since: '2026-12-24',
    changedAt: instantAt('2026-12-28'),
  };
  const member = await makeMember(flow.db, { ...of, household: family as never });
  await flow.turn('2026-12-28', 'touched');
  expect(await roundsOf(houseOf(30))).toMatchObject([
    { assignee: 'volunteer-one', severity: 'orange', state: 'assigned' },
  ]);
  await flow.db.execute(
    sql`update routine_members set until_on = '2026-12-29', ended_why = '儿子回来了', changed_at = '2026-12-29T00:00:00Z' where id = ${member.id}::uuid`,
  );
  await flow.turn('2026-12-29', 'touched');
  expect(await roundsOf(houseOf(30))).toMatchObject([{ state: 'cancelled' }]);
});

it('who leaves a group by the data leaves it, and a group that is stopped asks for nothing more', async () => {
  await flow.hand(files.registry('202612', [{ id: idOf(50, '20000101'), household: houseOf(3) }]), '2026-12-29');
  await flow.turn('2026-12-30');
  const left = (await membersOf('living-alone')).filter(({ until }) => until !== null);
  expect(left).toMatchObject([{ house: houseOf(3), until: '2026-12-30', ended: 'no-longer' }]);
  await flow.db.execute(sql`update routine_starts set ended_at = '2026-12-31T00:00:00Z'`);
  await flow.turn('2026-12-31', 'touched');
  const open = (await rounds()).filter(({ state }) => !['closed', 'cancelled'].includes(state));
  expect(open).toEqual([]);
  expect((await membersOf('living-alone')).filter(({ until }) => until === null)).toHaveLength(29);
});

it('a policy that makes no sense is refused with each fault and its place', () => {
  const { groups, rhythm, soonest_days, agreement_ends_days } = CATALOGUE.routine;
  const [first] = groups;
  const group = { ...first!, when: 'members.livin == 1', high: 'members.elders_80' };
  const file = { soonest_days, agreement_ends_days, rhythm: { ...rhythm, high: { every_days: 7, ahead_days: 7 } } };
  const check = () => checkVisits({ ...file, groups: [group, group] }, CATALOGUE.book.catalogue, CATALOGUE.outcomes);
  expect(check).toThrow(/groups\/0 \(living-alone\)\/when 1:1 .*members\.living/);
  expect(check).toThrow(/groups\/0 \(living-alone\)\/high 1:1/);
  expect(check).toThrow(/groups\/1 \(living-alone\): told twice/);
  expect(check).toThrow(/rhythm\/high/);
});
