// A visit answers its task: it goes to the township, unless its outcome leaves nothing to look at.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import type { AuditNote } from '../../access/route.ts';
import { moveTask, type Person } from '../tasks/store.ts';
import type { Outcome } from './model.ts';

interface Submitting {
  tx: Transaction;
  person: Person;
  now: Date;
  record(note: AuditNote): Promise<void>;
}

/**
 * Moves a task to `submitted`; with an outcome that `closes` (somebody visited by the calendar is well) on to `closed`, with the entry in
 * the log that a confirmation would have left: who goes every week is not asked to be confirmed every week.
 */
export async function submitTask(
  { tx, person, now, record }: Submitting,
  id: string,
  outcome: Outcome,
): Promise<{ area: string; version: number }> {
  const moved = await moveTask(tx, person, { id, move: 'submit', now });
  if (!outcome.closes) return moved;
  await moveTask(tx, person, { id, move: 'confirm', now, set: sql`outcome_code = ${outcome.code}` });
  const closed = await moveTask(tx, person, { id, move: 'close', now });
  await record({
    action: 'task.close',
    subjectKind: 'task',
    subjectId: id,
    areaCode: closed.area,
    details: { outcome: outcome.code },
  });
  return closed;
}
