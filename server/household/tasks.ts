// The work on a household: its tasks, open ones first.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Severity } from '../flow/alerts/model.ts';
import type { CaseTask } from './model.ts';

const iso = (column: string) => sql.raw(`to_json(${column}) #>> '{}'`);

/** At most twenty tasks of a household, the open ones first, then the newest. */
export async function readCaseTasks(tx: Executor, scope: Scope, householdId: number): Promise<CaseTask[]> {
  return await tx.execute<CaseTask & Record<string, unknown>>(sql`
    select t.id, t.kind, t.state, t.severity, u.name as assignee, ${iso('t.opened_at')} as "openedAt",
      ${iso('t.dispatch_due_at')} as "dispatchDueAt", ${iso('t.visit_due_at')} as "visitDueAt", ${iso('t.confirm_due_at')} as "confirmDueAt",
      ${iso('t.suspended_at')} as "suspendedAt", ${iso('t.closed_at')} as "closedAt", t.outcome_code as "outcomeCode"
    from tasks t left join users u on u.id = t.assignee_id
    where t.household_id = ${householdId} and ${within(scope, sql`t.county_code`, sql`t.area_code`)}
    order by (t.state in ('closed', 'cancelled')), t.opened_at desc, t.id desc limit 20`);
}

/** How many alerts stand open on a household, and the strongest of them. */
export async function readOpenAlerts(
  tx: Executor,
  scope: Scope,
  householdId: number,
): Promise<{ openAlerts: number; severity: Severity | null }> {
  const [row] = await tx.execute<{ openAlerts: number; severity: Severity | null }>(sql`
    select count(*)::int as "openAlerts",
      (array_agg(a.severity order by array_position(array['red', 'orange', 'yellow', 'blue'], a.severity)))[1] as severity
    from alerts a where a.household_id = ${householdId} and a.state = 'open' and ${within(scope, sql`a.county_code`, sql`a.area_code`)}`);
  return row ?? { openAlerts: 0, severity: null };
}
