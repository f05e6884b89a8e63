// Taking a registry delivery back: what it said of persons and households is retracted, and what was said before holds again.
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { refreshCaches } from './registry.ts';

/** SQL: some registry delivery in force knows this person. */
export function isRegistered(person: SQL): SQL {
  return sql`exists (select 1 from memberships k where k.person_id = ${person} and k.retracted_at is null)`;
}

/**
 * Retracts a registry batch. Leaves `registered` (person_id, household_id: whom it spoke of) and `unknown_persons` (person_id,
 * id_hash, name, only_name: whom nobody knows any longer); queues every household that loses or gets back somebody.
 */
export async function retractRegistry(tx: Transaction, batchId: number, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(sql`create temporary table registered on commit drop as
    select distinct person_id, household_id from memberships where batch_id = ${batchId} and retracted_at is null`);
  const mine = sql`set retracted_at = ${at} where batch_id = ${batchId} and retracted_at is null`;
  await tx.execute(sql`update memberships ${mine}`);
  await tx.execute(sql`update person_details ${mine}`);
  await tx.execute(sql`update residences ${mine}`);
  await refreshCaches(tx);
  await tx.execute(sql`insert into touched_households (household_id, batch_id)
    select household_id, ${batchId}::bigint from registered
    union select m.household_id, ${batchId}::bigint from memberships m join registered r using (person_id) where m.retracted_at is null`);
  await tx.execute(sql`create temporary table unknown_persons on commit drop as
    select p.id as person_id, p.id_hash, p.name, null::text as only_name from persons p where p.id in (select person_id from registered) and not ${isRegistered(sql`p.id`)}`);
}
