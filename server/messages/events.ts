// What there is to tell, found in the data: one row a person and event, keyed, so that whoever looks again adds nothing.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Role } from '../access/model.ts';
import { LEVELS, type Level } from '../flow/tasks/model.ts';
import { DUE, ESCALATED } from '../flow/tasks/store.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import type { EventKind } from './model.ts';
import { type MessagePolicy, timeOf } from './policy.ts';

/** Whom each level's work belongs to. */
const OFFICE: Record<Level, Role> = {
  township: 'township-officer',
  county: 'county-dispatcher',
  prefecture: 'city-supervisor',
  province: 'province-monitor',
};
/** From when on there is something to tell: a setting. */
export const SINCE = 'messages-since';
const DUE_LOOKED_UP = 'messages-due-day';
/** How far that day's look-up has come: the day and the last task's id. */
const DUE_REACHED = 'messages-due-reached';
/** Due visits looked up in one turn: 187,000 at once took 7 s, in which nobody was told of anything red. */
const DUE_A_TURN = 20_000;
const KEPT_DAYS = 90;

interface Looking {
  tx: Executor;
  policy: MessagePolicy;
  now: Date;
  /** Nothing from before it is told. */
  since: Date;
}

/**
 * Adds what happened lately to what people are told of, as their role's list in rules/messages.yaml has it. Returns how many events
 * are new. Nothing is told of what was before the first time this ran: an installation that learns to tell does not begin with a
 * thousand old tasks.
 */
export async function findEvents(tx: Executor, policy: MessagePolicy, now: Date, isWorkday: boolean): Promise<number> {
  const looking = { tx, policy, now, since: await readSince(tx, policy, now) };
  let found = 0;
  for (const find of [findGiven, findAgain, findTaken, findBack, findEscalated, findCampaigns])
    found += await find(looking);
  if (isWorkday && (await isDueTime(tx, policy, now))) found += await findDue(looking);
  return found;
}

const tells = (policy: MessagePolicy, role: Role, kind: EventKind) => policy.roles[role]?.includes(kind) === true;

async function readSince(tx: Executor, policy: MessagePolicy, now: Date): Promise<Date> {
  // A rehearsal's clock may be set back after the first time.
  await tx.execute(sql`insert into settings as s (key, value) values (${SINCE}, ${now.toISOString()})
    on conflict (key) do update set value = excluded.value where s.value > excluded.value`);
  const [row] = await tx.execute<{ value: string }>(sql`select value from settings where key = ${SINCE}`);
  const fresh = new Date(now.getTime() - policy.fresh_days * 86_400_000);
  const first = new Date(row!.value);
  return first > fresh ? first : fresh;
}

const COLUMNS = sql`message_events (key, user_id, kind, is_urgent, task_id, campaign_id, county_code, area_code, at)`;
const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`;

async function add(tx: Executor, rows: SQL): Promise<number> {
  const added = await tx.execute(sql`insert into ${COLUMNS} ${rows} on conflict (key, user_id) do nothing`);
  return added.count;
}

/** Tasks that somebody was given and has not accepted. One that turned red since is news once more. */
async function findGiven({ tx, policy, since }: Looking): Promise<number> {
  if (!tells(policy, 'village-coordinator', 'given')) return 0;
  return await add(
    tx,
    sql`select concat_ws(':', 'given', t.id, extract(epoch from t.dispatched_at), case when t.severity = 'red' then 'red' end),
      t.assignee_id, 'given', t.severity = 'red', t.id, null::uuid, t.county_code, t.area_code, t.dispatched_at
    from tasks t where t.state = 'assigned' and t.state_at >= ${at(since)} and t.dispatched_at is not null and t.assignee_id is not null`,
  );
}

/** A visit that the township was not content with. */
async function findAgain({ tx, policy, since }: Looking): Promise<number> {
  if (!tells(policy, 'village-coordinator', 'again')) return 0;
  return await add(
    tx,
    sql`select concat_ws(':', 'again', t.id, extract(epoch from t.state_at)), t.assignee_id, 'again', t.severity = 'red', t.id, null::uuid,
      t.county_code, t.area_code, t.state_at
    from tasks t where t.state = 'accepted' and t.state_at >= ${at(since)} and t.return_reason is not null and t.assignee_id is not null`,
  );
}

/** Tasks that somebody was told of and no longer has, unless they handed them back themselves. */
async function findTaken({ tx, policy, since }: Looking): Promise<number> {
  if (!tells(policy, 'village-coordinator', 'taken')) return 0;
  return await add(
    tx,
    sql`select concat_ws(':', 'taken', t.id, extract(epoch from e.at)), e.user_id, 'taken', false, t.id, null::uuid, t.county_code, t.area_code,
      max(t.state_at)
    from tasks t join message_events e on e.task_id = t.id and e.kind = 'given'
      join messages m on m.id = e.message_id and m.state in ('sending', 'sent', 'delivered')
    where t.state in ('assigned', 'accepted', 'returned', 'cancelled') and t.state_at >= ${at(since)}
      and (t.assignee_id is distinct from e.user_id or t.state = 'cancelled')
      and not exists (select 1 from audit_entries a where a.subject_kind = 'task' and a.subject_id = t.id::text and a.action = 'task.return'
        and a.actor_id = e.user_id and a.at >= e.at)
    group by t.id, e.user_id, e.at`,
  );
}

/** Tasks that came back from a village, for the township's officers. */
async function findBack({ tx, policy, since, now }: Looking): Promise<number> {
  if (!tells(policy, 'township-officer', 'back')) return 0;
  return await add(
    tx,
    sql`select concat_ws(':', 'back', t.id, extract(epoch from t.state_at)), u.id, 'back', false, t.id, null::uuid, t.county_code, t.area_code, t.state_at
    from tasks t join ${officers(['township-officer'], now)} u on t.area_code ^@ u.area_code
    where t.state = 'returned' and t.state_at >= ${at(since)}`,
  );
}

/** Late work, for whoever works at the level that was told. */
async function findEscalated({ tx, policy, since, now }: Looking): Promise<number> {
  const levels = LEVELS.filter((level) => tells(policy, OFFICE[level], 'escalated'));
  if (levels.length === 0) return 0;
  const offices = levels.map((level) => ({ level, role: OFFICE[level] }));
  return await add(
    tx,
    sql`select concat_ws(':', 'escalated', t.id, extract(epoch from t.escalated_at)), u.id, 'escalated', t.severity = 'red', t.id, null::uuid,
      t.county_code, t.area_code, t.escalated_at
    from tasks t join jsonb_to_recordset(${JSON.stringify(offices)}::jsonb) as o(level text, role text) on o.level = t.escalation_level
      join ${officers(Object.values(OFFICE), now)} u on u.role = o.role and t.area_code ^@ u.area_code
    where t.escalated_at >= ${at(since)} and t.closed_at is null and ${ESCALATED} and t.acknowledged_at is null`,
  );
}

/** Surveys that began; one after a disaster is told at once. */
async function findCampaigns({ tx, policy, since, now }: Looking): Promise<number> {
  const roles = (['township-officer', 'county-dispatcher'] as const).filter((role) => tells(policy, role, 'campaign'));
  if (roles.length === 0) return 0;
  return await add(
    tx,
    sql`select distinct concat_ws(':', 'campaign', c.id), u.id, 'campaign', c.kind = 'disaster', null::uuid, c.id, c.county_code, c.area_code, c.began_at
    from campaigns c join ${officers(roles, now)} u on u.area_code ^@ c.area_code or c.area_code ^@ u.area_code
    where c.began_at >= ${at(since)} and c.ended_at is null`,
  );
}

/** Visits that are due before the day ends, or overdue: once a day of work, a piece each turn, for the first message of that day. */
async function findDue({ tx, policy, now }: Looking): Promise<number> {
  const today = dayOf(now);
  const [reached] = await tx.execute<{ id: string }>(
    sql`select split_part(value, ' ', 2) as id from settings where key = ${DUE_REACHED} and value ^@ ${today}`,
  );
  if (!reached)
    await tx.execute(
      sql`delete from message_events where at < ${at(new Date(now.getTime() - KEPT_DAYS * 86_400_000))}`,
    );
  const [piece] = tells(policy, 'village-coordinator', 'due') ? await addDue(tx, now, reached?.id) : [];
  if (piece && piece.seen === DUE_A_TURN) await keepSetting(tx, DUE_REACHED, `${today} ${piece.last}`);
  else await keepSetting(tx, DUE_LOOKED_UP, today);
  return piece?.added ?? 0;
}

/** The next piece after a task: how many were looked at, the last of them, and how many are news. */
async function addDue(tx: Executor, now: Date, after: string | undefined) {
  const today = dayOf(now);
  return await tx.execute<{ seen: number; added: number; last: string | null }>(sql`
    with piece as materialized (select t.id, t.assignee_id, t.county_code, t.area_code from tasks t
      where t.state in ('assigned', 'accepted') and t.suspended_at is null and t.assignee_id is not null
        and t.visit_due_at < ${at(instantAt(addDays(today, 1)))} ${after ? sql`and t.id > ${after}::uuid` : sql``}
      order by t.id limit ${DUE_A_TURN}),
    added as (insert into ${COLUMNS}
      select concat_ws(':', 'due', id, ${today}::text), assignee_id, 'due', false, id, null::uuid, county_code, area_code, ${at(now)} from piece
      on conflict (key, user_id) do nothing returning 1)
    select (select count(*)::int from piece) as seen, (select count(*)::int from added) as added,
      (select id from piece order by id desc limit 1) as last`);
}

async function keepSetting(tx: Executor, key: string, value: string): Promise<void> {
  await tx.execute(sql`insert into settings (key, value) values (${key}, ${value})
    on conflict (key) do update set value = excluded.value`);
}

async function isDueTime(tx: Executor, policy: MessagePolicy, now: Date): Promise<boolean> {
  if (timeOf(now) < policy.look_up_due) return false;
  const [row] = await tx.execute<{ value: string }>(sql`select value from settings where key = ${DUE_LOOKED_UP}`);
  return row === undefined || row.value < dayOf(now);
}

/** SQL: active accounts of these roles with each area they work for today. */
function officers(roles: readonly Role[], now: Date): SQL {
  const today = dayOf(now);
  return sql`(select o.id, o.role, b.area_code from users o join body_areas b on b.body_key = o.body_key
    and b.from_on <= ${today}::date and (b.until_on is null or b.until_on >= ${today}::date)
    where o.role = any(${sql.param([...roles])}::text[]) and o.is_active and o.blocked_at is null)`;
}

/**
 * SQL over `e` (an event), `t` (its task) and `c` (its campaign): it still holds. What is over before its message goes is not told.
 * A red task's own event counts and not the one from before it turned red.
 */
export const HOLDS = sql`case e.kind
  when 'given' then t.state = 'assigned' and t.assignee_id = e.user_id and t.dispatched_at = e.at and (t.severity = 'red') = e.is_urgent
  when 'again' then t.state = 'accepted' and t.assignee_id = e.user_id and t.state_at = e.at
  when 'taken' then t.assignee_id is distinct from e.user_id or t.state = 'cancelled'
  when 'due' then t.state in ('assigned', 'accepted') and t.assignee_id = e.user_id and t.suspended_at is null
    and (t.visit_due_at at time zone 'Asia/Shanghai')::date <= (e.at at time zone 'Asia/Shanghai')::date
  when 'back' then t.state = 'returned' and t.state_at = e.at
  when 'escalated' then ${ESCALATED} and t.escalated_at = e.at and t.acknowledged_at is null
  when 'campaign' then c.ended_at is null else false end`;

/** SQL over an event and its task: what it counts as. A visit that was due today may be overdue by the time it is told. */
export const countsAs = (now: Date) =>
  sql`case when e.kind = 'due' and ${DUE} < ${at(now)} then 'overdue' else e.kind end`;
