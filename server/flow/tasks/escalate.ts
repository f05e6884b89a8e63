// Work that is late climbs: township, county, prefecture, province, until somebody of that level or above has taken note.
import { sql } from 'drizzle-orm';
import { recordSet } from '../../audit/record-set.ts';
import type { Turn } from '../turn.ts';
import { type Deadlines, overSince } from './deadlines.ts';
import { LEVELS, type Level } from './model.ts';
import { DUE, overdueSql, rankSql } from './store.ts';

/** A visit by the calendar that is late is told up to the county; what a prefecture sees of them is the board. */
const COUNTY = LEVELS.indexOf('county') + 1;

/**
 * Escalates open tasks past the deadline that counts now, unless their clock stands still. A deadline that passed after the last
 * escalation begins at its first level, and what was acknowledged is over; one that an escalation has told already goes a level up
 * when its term is over and nobody took note. So no level is told twice of one deadline, and a second run changes nothing.
 *
 * The entry names the latest deadline that has passed, which may be a later one than that of the step on which the task is stuck.
 */
export async function escalateLate({ tx, now, deadlines, hint }: Turn & { deadlines: Deadlines }): Promise<number> {
  const at = now.toISOString();
  const { first, again } = deadlines.escalation;
  const red = overSince(again.red, now, deadlines.workdays).toISOString();
  const others = overSince(again.others, now, deadlines.workdays).toISOString();
  // A task of a whole county or more has no township to ask.
  const start = (level: Level) =>
    sql`greatest(${rankSql(sql`${level}::text`)}, case when length(t.area_code) < 9 then 2 else 1 end)`;
  const late = await tx.execute<{ id: string; area: string; level: Level; deadline: string; dueAt: string }>(sql`
    with late as (
      select t.id, t.kind as t_kind, t.escalated_at, t.acknowledged_at, ${DUE} as due, ${rankSql(sql`t.escalation_level`)} as rank,
        t.escalated_at < case t.severity when 'red' then ${red}::timestamptz else ${others}::timestamptz end as is_over,
        case when t.state in ('waiting', 'dispatched', 'returned') then ${start(first.dispatch)}
          when t.state in ('assigned', 'accepted') then ${start(first.visit)} else ${start(first.confirm)} end as start,
        case when t.confirm_due_at < ${at} then 'confirm' when t.visit_due_at < ${at} then 'visit' else 'dispatch' end as deadline
      from tasks t where ${overdueSql(now)} and t.suspended_at is null),
    next as (
      select id, deadline, case when escalated_at is null or escalated_at < due then start
        when acknowledged_at is null and is_over and rank < case t_kind when 'routine' then ${COUNTY}::int else ${LEVELS.length}::int end then rank + 1 end as rank from late)
    update tasks t set escalation_level = (${sql.param([...LEVELS])}::text[])[n.rank], escalated_at = ${at}, acknowledged_at = null, acknowledged_by = null,
      version = version + 1
    from next n where n.id = t.id and n.rank is not null
    returning t.id, t.area_code as area, t.escalation_level as level, n.deadline,
      to_json(case n.deadline when 'confirm' then t.confirm_due_at when 'visit' then t.visit_due_at else t.dispatch_due_at end) #>> '{}' as "dueAt"`);
  await recordSet(
    tx,
    now,
    'task.escalate',
    'task',
    late.map(({ id, area, level, deadline, dueAt }) => ({ id, area, details: { level, deadline, dueAt } })),
  );
  for (const { area } of late) hint('task.escalate', area);
  return late.length;
}
