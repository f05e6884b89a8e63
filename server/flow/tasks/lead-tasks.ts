// The work that a lead makes: a task of its own, or a place in the household's open one.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Due } from './deadlines.ts';
import type { TaskState } from './model.ts';

export interface OpenHelp {
  id: string;
  state: TaskState;
  assigneeId: string | null;
}

/** The household's task for help that nobody has answered yet, the older first: what else comes up joins it. */
export async function findOpenHelp(tx: Transaction, householdId: number): Promise<OpenHelp | undefined> {
  const [row] = await tx.execute<OpenHelp & Record<string, unknown>>(sql`
    select t.id, t.state, t.assignee_id as "assigneeId" from tasks t where t.household_id = ${householdId} and t.kind in ('help', 'follow-up')
      and t.state not in ('submitted', 'confirmed', 'closed', 'cancelled') order by t.opened_at, t.id limit 1`);
  return row;
}

export async function joinTask(tx: Transaction, of: { taskId: string; alertId: string; now: Date }): Promise<void> {
  await tx.execute(sql`insert into task_alerts (task_id, alert_id, joined_at)
    values (${of.taskId}::uuid, ${of.alertId}::uuid, ${of.now.toISOString()})`);
}

/**
 * Opens the task of a lead's alert: for help, or a follow-up where an answered one is not closed yet. Who found the household has
 * accepted it already; else it waits to be dispatched. Of a household nobody knows the subject is the lead.
 */
export async function openLeadTask(
  tx: Transaction,
  of: { id: string; alertId: string; holderId: string | null; due: Due; now: Date },
): Promise<void> {
  const [at, state] = [of.now.toISOString(), of.holderId ? 'accepted' : 'waiting'];
  await tx.execute(sql`
    insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, case_id, county_code, area_code, severity,
      state, assignee_id, opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at, dispatched_at)
    select ${of.id}::uuid, case when exists (select 1 from tasks t where t.household_id = a.household_id and t.kind = 'help'
        and t.state in ('submitted', 'confirmed')) then 'follow-up' else 'help' end,
      case when a.household_id is null then 'lead' else 'household' end, coalesce(a.household_id, a.subject_id), a.household_id, 'lead', a.lead_id,
      a.case_id, a.county_code, a.area_code, a.severity, ${state}, ${of.holderId}::uuid, ${at}, ${of.due.dispatch.toISOString()},
      ${of.due.visit.toISOString()}, ${of.due.confirm.toISOString()}, ${at}, ${of.holderId ? at : null}::timestamptz
    from alerts a where a.id = ${of.alertId}::uuid`);
  await joinTask(tx, { taskId: of.id, alertId: of.alertId, now: of.now });
}

/**
 * Says whose the work of a lead is, once that is known. Where the household has a task for help of its own that waits to be answered,
 * this one becomes a follow-up; where it has that too, it is refused (409).
 */
export async function tieLeadTask(tx: Transaction, of: { taskId: string; householdId: number }): Promise<void> {
  const [busy] = await tx.execute<{ kinds: string[] | null; isAnswered: boolean }>(sql`
    select (select array_agg(o.kind) from tasks o where o.household_id = ${of.householdId} and o.kind in ('help', 'follow-up')
        and o.state not in ('submitted', 'confirmed', 'closed', 'cancelled')) as kinds,
      t.state in ('submitted', 'confirmed', 'closed', 'cancelled') as "isAnswered"
    from tasks t where t.id = ${of.taskId}::uuid`);
  const kinds = (!busy?.isAnswered && busy?.kinds) || [];
  if (kinds.includes('help') && kinds.includes('follow-up'))
    throw new Problem(
      'state-conflict',
      '这一户还有没办完的任务，先办结一件再对。 / The household has open work: close some of it first.',
    );
  await tx.execute(sql`update tasks set household_id = ${of.householdId}, subject_kind = 'household', subject_id = ${of.householdId},
      kind = case when kind = 'help' and ${kinds.includes('help')} then 'follow-up' else kind end,
      case_id = (select a.case_id from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = tasks.id limit 1), version = version + 1
    where id = ${of.taskId}::uuid and household_id is null`);
}
