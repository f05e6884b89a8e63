// Tries at which nobody was met: added, never changed.
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Executor, Transaction } from '../../../../db/client.ts';
import { Problem } from '../../../kernel/problem.ts';
import type { AttemptInput, Outcome } from '../model.ts';
import { type Attempt, missingDays } from './model.ts';

/** Adds a try; false when this id is there already. */
export async function addAttempt(
  tx: Transaction,
  id: string,
  attempt: z.output<typeof AttemptInput>,
  of: { visitorId: string; now: Date },
): Promise<boolean> {
  const { place } = attempt;
  const added = await tx.execute(sql`
    insert into visit_attempts (id, task_id, household_id, county_code, area_code, visitor_id, attempted_at, received_at, why, note,
      latitude, longitude, accuracy_metres)
    select ${id}::uuid, t.id, t.household_id, t.county_code, t.area_code, ${of.visitorId}::uuid, ${attempt.at}, ${of.now.toISOString()},
      ${attempt.why}, ${attempt.note}, ${place?.latitude ?? null}, ${place?.longitude ?? null}, ${place?.accuracyMetres ?? null}
    from tasks t where t.id = ${attempt.taskId}::uuid on conflict (id) do nothing`);
  return added.count > 0;
}

/** Once a day for two months; phone and desk are told them all. */
const MOST_TRIES = 60;

/** Refuses (429) more tries of one task than anybody makes. */
export async function checkRoom(tx: Executor, taskId: string): Promise<void> {
  const [row] = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from visit_attempts where task_id = ${taskId}::uuid`,
  );
  if (row!.count >= MOST_TRIES) throw new Problem('too-many-requests');
}

/** Who noted this try for which task, if it is there and in sight. */
export async function findAttempt(
  tx: Executor,
  id: string,
): Promise<{ taskId: string; visitorId: string } | undefined> {
  const [row] = await tx.execute<{ taskId: string; visitorId: string }>(
    sql`select task_id as "taskId", visitor_id as "visitorId" from visit_attempts where id = ${id}::uuid`,
  );
  return row;
}

/** Refuses (422) an outcome that says nobody could be reached before somebody went often enough, on different days; a clock that is ahead makes no day. */
export async function checkAttempts(
  tx: Executor,
  outcomes: readonly Outcome[],
  of: { taskId: string; code: string },
): Promise<void> {
  const outcome = outcomes.find((one) => one.code === of.code);
  if (!outcome?.needsAttempts) return;
  const attempts = await tx.execute<Attempt & Record<string, unknown>>(
    sql`select to_json(least(attempted_at, received_at)) #>> '{}' as at, why from visit_attempts where task_id = ${of.taskId}::uuid`,
  );
  const missing = missingDays(outcome, attempts);
  if (missing === 0) return;
  const { zh, en } = outcome.names;
  const detail = `报“${zh}”之前，要在 ${outcome.needsAttempts} 个不同的日子去过，还差 ${missing} 天。 / “${en}” needs attempts on ${outcome.needsAttempts} different days: ${missing} more.`;
  throw new Problem('wrong-input', undefined, [{ pointer: '/outcomeCode', detail }]);
}
