// The alerts of one filter by place, counted along their way: found, dispatched, visited, confirmed, helped; and how many in time.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Scope } from '../../access/scope.ts';
import { filterSql, type Wanted } from '../../flow/alerts/filter.ts';
import type { Outcome } from '../../flow/visits/model.ts';
import type { Stages } from './model.ts';

export interface StageCells extends Stages, Record<string, unknown> {
  child: string;
}

/** SQL: the deadline that counts next, of a task `t` whose clock runs. */
const DUE = sql`case when t.suspended_at is not null or t.state in ('closed', 'cancelled') then null
      when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
      when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end`;

/** SQL: one row an alert of the filter, with its task, its first visit (none where the task still waits) and its outcome; columns of `c`. */
export function casesSql(scope: Scope, filter: Wanted): SQL {
  return sql`(select a.id, a.area_code, a.severity, a.state, a.raised_at, t.id as task_id, t.state as task_state, t.visit_due_at,
      t.suspended_at, ${DUE} as due_at, v.visited_at, o.outcome_code, o.is_confirmed
    from alerts a left join task_alerts ta on ta.alert_id = a.id left join tasks t on t.id = ta.task_id
    left join outcomes o on o.alert_id = a.id
    left join lateral (select min(visited_at) as visited_at from visits where task_id = t.id and t.state <> 'waiting') v on true
    where ${filterSql(scope, filter)}) c`;
}

/** A task waits with the county until somebody is named; one that came back was out before. */
const DISPATCHED = sql`c.task_state in ('dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'closed', 'returned')`;

/** One row a place of the given length of code. Each stage counts only what passed the one before, so that bars can only shrink. */
export async function countStages(
  tx: Executor,
  scope: Scope,
  { filter, length, outcomes, now }: { filter: Wanted; length: number; outcomes: readonly Outcome[]; now: Date },
): Promise<StageCells[]> {
  const helps = outcomes.filter((outcome) => outcome.group === 'A').map((outcome) => outcome.code);
  const at = now.toISOString();
  return await tx.execute<StageCells>(sql`
    select left(c.area_code, ${length}::int) as child, count(*)::int as found,
      (count(*) filter (where c.state in ('resolved', 'cancelled') and c.visited_at is null))::int as lapsed,
      (count(*) filter (where ${DISPATCHED} or c.visited_at is not null))::int as dispatched,
      (count(c.visited_at))::int as visited,
      (count(*) filter (where c.visited_at is not null and c.is_confirmed))::int as confirmed,
      (count(*) filter (where c.visited_at is not null and c.is_confirmed and c.outcome_code = any(${sql.param(helps)}::text[])))::int as helped,
      (count(c.is_confirmed))::int as verified,
      (count(*) filter (where ${decidedSql(at)}))::int as decided,
      (count(*) filter (where c.visited_at <= c.visit_due_at))::int as "inTime",
      (count(*) filter (where c.state = 'open' and c.due_at < ${at}))::int as overdue
    from ${casesSql(scope, filter)} group by 1 order by 1`);
}

/** SQL: whether a case kept its deadline is known: somebody was there, or nobody and the time is over. */
export function decidedSql(at: string): SQL {
  return sql`c.visited_at is not null or (c.state = 'open' and c.suspended_at is null and c.visit_due_at < ${at}
    and c.task_state in ('waiting', 'dispatched', 'assigned', 'accepted', 'returned'))`;
}

const NO_STAGES: Stages = {
  ...{ found: 0, lapsed: 0, dispatched: 0, visited: 0, confirmed: 0, helped: 0 },
  ...{ verified: 0, decided: 0, inTime: 0, overdue: 0 },
};

/** All rows together. */
export function addStages(rows: readonly Stages[]): Stages {
  const names = Object.keys(NO_STAGES) as (keyof Stages)[];
  return Object.fromEntries(names.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])) as Stages;
}
