// Routine visits in a turn: who is in a group, whose day comes near, who goes; and what is off again.
import { sql } from 'drizzle-orm';
import { recordSet } from '../../../audit/record-set.ts';
import type { Turn } from '../../turn.ts';
import { awaySql } from '../candidates.ts';
import { isLooked, keepMembers, lookAtRounds } from './members.ts';
import { RISKS, SEVERITY_OF } from './model.ts';
import type { RoutinePolicy } from './policy.ts';

export interface RoutineNeeds {
  routine: RoutinePolicy;
}

const CLOSING_TIME = '17:30';
/** Days for the township to look at a visit that found a need. */
const CONFIRM_DAYS = 3;
const OPEN = sql.raw(`t.state not in ('submitted', 'confirmed', 'closed', 'cancelled')`);

/** Keeps memberships, calls off what nobody is in a group for any more, opens what is due soon, and gives it to somebody. */
export async function runRoutine(turn: Turn & RoutineNeeds): Promise<number> {
  await lookAtRounds(turn);
  const kept = await keepMembers(turn, turn.routine);
  const wanted = await makeRounds(turn);
  const called = await callOff(turn);
  if (wanted === 0) return kept + called;
  const opened = await openDue(turn);
  const given = await giveOut(turn);
  return kept + called + opened + given;
}

/**
 * Fills `rounds`: one row a household that is visited by the calendar, at the strongest risk of its groups, with the day on which it
 * is due and by whom. The day counts from when somebody there was last seen, on whatever visit: nobody is visited twice in a week by
 * two calendars. Who was not seen since they came into the group has their first day spread over one rhythm by a hash of the household,
 * so that a group that begins does not fall due on one day. Returns how many households that are.
 */
async function makeRounds({ tx, asOf, routine, touchedBy }: Turn & RoutineNeeds): Promise<number> {
  const order = routine.groups.map(({ id, visitors }, place) => ({ id, place, visitors }));
  const pace = RISKS.map((risk, rank) => {
    const { every_days, ahead_days } = routine.rhythm[risk];
    return { risk, rank, every: every_days, ahead: ahead_days, severity: SEVERITY_OF[risk] };
  });
  await tx.execute(sql`create temporary table rounds on commit drop as
    with held as (
      select m.*, g.place, g.visitors, p.rank, p.every, p.ahead, p.severity from routine_members m
      join jsonb_to_recordset(${JSON.stringify(order)}::jsonb) as g(id text, place int, visitors text[]) on g.id = m.group_id
      join jsonb_to_recordset(${JSON.stringify(pace)}::jsonb) as p(risk text, rank int, every int, ahead int, severity text) on p.risk = m.risk
      where m.until_on is null and ${isLooked(sql`m.household_id`, { touchedBy })} and (m.origin = 'hand' or exists (select 1 from routine_starts r where r.group_id = m.group_id
        and r.ended_at is null and m.area_code ^@ r.area_code))),
    first as (select distinct on (household_id) * from held order by household_id, rank, place),
    told as (select household_id, array_agg(group_id order by rank, place) as groups, (array_agg(carer_id order by carer_id is null, rank, place))[1] as carer_id
      from held group by 1)
    select f.id as member_id, f.household_id, f.county_code, f.area_code, f.risk, f.severity, f.visitors, t.groups, t.carer_id, f.every, f.ahead,
      v.seen_on, case when v.seen_on + f.every > f.since_on then v.seen_on + f.every
        else f.since_on + 1 + mod(('x' || left(md5(h.public_id::text), 7))::bit(28)::int, f.every) end as due_on
    from first f join told t using (household_id) join households h on h.id = f.household_id
    left join lateral (select (max(v.visited_at) at time zone 'Asia/Shanghai')::date as seen_on from visits v
      where v.household_id = f.household_id and not v.outcome_code = any(${sql.param([...routine.unseen])}::text[])) v on true`);
  await tx.execute(sql`update rounds set due_on = greatest(due_on, ${asOf}::date + ${routine.soonest_days}::int)
    where due_on < ${asOf}::date + ${routine.soonest_days}::int`);
  await tx.execute(sql`analyze rounds`);
  const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from rounds`);
  return row?.count ?? 0;
}

/**
 * Visits of households that no calendar asks for any more, and of those whom somebody met on another visit since it was opened: nobody
 * is looked in on twice. Whoever has taken one on is told when it is not asked for any more, and decides; the rest is called off.
 */
async function callOff({ tx, now, hint, routine, touchedBy }: Turn & RoutineNeeds): Promise<number> {
  const at = now.toISOString();
  const open = sql`t.kind = 'routine' and t.origin_kind = 'schedule' and ${OPEN} and ${isLooked(sql`t.household_id`, { touchedBy })}`;
  const seen = sql`exists (select 1 from visits v where v.household_id = t.household_id and v.task_id <> t.id and v.visited_at >= t.opened_at
    and not v.outcome_code = any(${sql.param([...routine.unseen])}::text[]))`;
  const unasked = sql`not exists (select 1 from rounds r where r.household_id = t.household_id)`;
  const called = await tx.execute<{
    id: string;
    area: string;
    reason: string;
  }>(sql`update tasks t set state = 'cancelled', state_at = ${at},
      closed_at = ${at}, version = t.version + 1 where ${open} and t.state <> 'accepted' and (${unasked} or ${seen})
    returning t.id, t.area_code as area, case when ${unasked} then 'not-in-a-group' else 'seen-otherwise' end as reason`);
  const items = called.map(({ id, area, reason }) => ({ id, area, details: { reason } }));
  await recordSet(tx, now, 'task.cancel', 'task', items);
  const told = await tx.execute<{ area: string }>(sql`update tasks t set notice = 'cause-ended', version = t.version + 1
    where ${open} and ${unasked} and t.state = 'accepted' and t.notice is distinct from 'cause-ended' returning t.area_code as area`);
  for (const { area } of called) hint('task.cancel', area);
  return called.length + told.length;
}

/** One visit a household whose day is near and that has none open: at its risk's level, due when its day ends. */
async function openDue({ tx, now, asOf, hint }: Turn & RoutineNeeds): Promise<number> {
  const at = now.toISOString();
  const opened = await tx.execute<{ id: string; area: string; group: string; dueOn: string }>(sql`
    with due as (select r.*, (r.due_on + time ${sql.raw(`'${CLOSING_TIME}'`)}) at time zone 'Asia/Shanghai' as due_at from rounds r
      where r.due_on <= ${asOf}::date + r.ahead),
    opened as (insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, county_code, area_code, severity, state,
        opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at)
      select new_id(${at}::timestamptz), 'routine', 'household', household_id, household_id, 'schedule', member_id, county_code, area_code, severity,
        'waiting', ${at}, due_at, due_at, due_at + make_interval(days => ${CONFIRM_DAYS}), ${at} from due
      on conflict (subject_kind, subject_id, kind) where state not in ('submitted', 'confirmed', 'closed', 'cancelled') do nothing
      returning id, household_id, area_code)
    insert into routine_rounds (task_id, household_id, county_code, area_code, groups, risk, visitors, due_on, last_seen_on)
    select o.id, d.household_id, d.county_code, d.area_code, d.groups, d.risk, d.visitors, d.due_on, d.seen_on from opened o join due d using (household_id)
    returning task_id as id, area_code as area, groups[1] as "group", due_on::text as "dueOn"`);
  const items = opened.map(({ id, area, group, dueOn }) => ({ id, area, details: { group, dueOn } }));
  await recordSet(tx, now, 'task.open', 'task', items);
  for (const { area } of opened) hint('task.open', area);
  return opened.length;
}

/**
 * Gives what waits to whom it is meant for: the named carer, else of those who serve the village and whose kind may go a coordinator
 * before the others, spread by a hash; who is away is replaced by who stands in. A volunteer goes only where they are named. What
 * nobody can take waits, and is tried again with every turn.
 */
async function giveOut({ tx, now, asOf, hint }: Turn & RoutineNeeds): Promise<number> {
  const at = now.toISOString();
  const given = await tx.execute<{ id: string; area: string; to: string; name: string }>(sql`
    with waiting as (select t.id, t.household_id, r.visitors, m.carer_id, array[t.area_code, left(t.area_code, 9), left(t.area_code, 6)] as places
      from tasks t join routine_rounds r on r.task_id = t.id join rounds m on m.household_id = t.household_id
      where t.kind = 'routine' and t.state = 'waiting' and t.assignee_id is null),
    away as (${awaySql(asOf)}),
    able as (
      select w.id, w.visitors, w.carer_id as user_id, 0 as place from waiting w where w.carer_id is not null
      union all select w.id, w.visitors, a.user_id, 1 from waiting w join user_areas a on a.area_code = any(w.places)
        and a.from_on <= ${asOf}::date and (a.until_on is null or a.until_on >= ${asOf}::date)),
    present as (select b.id, b.visitors, b.place, case when a.user_id is null then b.user_id else a.cover_id end as user_id
      from able b left join away a on a.user_id = b.user_id),
    chosen as (select distinct on (p.id) p.id, u.id as user_id, u.name from present p
      join users u on u.id = p.user_id and u.is_active and u.role = 'village-coordinator'
      where u.id not in (select user_id from away) and coalesce(u.visitor_kind, 'coordinator') = any(p.visitors)
        and (p.place = 0 or u.visitor_kind is distinct from 'volunteer')
      order by p.id, p.place, coalesce(u.visitor_kind, 'coordinator') <> 'coordinator', md5(u.id::text || p.id::text))
    update tasks t set state = 'assigned', assignee_id = c.user_id, dispatched_by = null, dispatched_at = ${at}, state_at = ${at}, version = t.version + 1
    from chosen c where c.id = t.id returning t.id, t.area_code as area, c.user_id as "to", c.name`);
  const items = given.map(({ id, area, to, name }) => ({
    id,
    area,
    details: { to: name, toId: to, because: 'schedule' },
  }));
  await recordSet(tx, now, 'task.dispatch', 'task', items);
  for (const { area } of given) hint('task.dispatch', area);
  return given.length;
}
