// Rows given by a head of household stay with the household that head led when they were handed in. When a registry file of that
// period arrives later than they did, it is known better which household that was.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';

/**
 * Re-hangs rows by `moved_rows` (person_id, batch_id, household_id): retracts and adds facts, corrects snapshot rows. The households
 * they leave and join are added to the temporary table changed_subjects.
 */
export async function moveHouseholdRows(tx: Transaction, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(
    sql`create temporary table if not exists changed_subjects (subject_kind text, subject_id bigint) on commit drop`,
  );
  await tx.execute(sql`with gone as (
      update facts f set retracted_at = ${at} from moved_rows m
      where f.subject_kind = 'household' and f.named_person_id = m.person_id and f.batch_id = m.batch_id and f.retracted_at is null
        and f.subject_id <> m.household_id and f.natural_key not in (select natural_key from snapshot_rows r where r.batch_id = f.batch_id)
      returning f.*, m.household_id as new_household)
    insert into changed_subjects select 'household', subject_id from gone union select 'household', new_household from gone`);
  await tx.execute(sql`insert into facts (kind, subject_kind, subject_id, named_person_id, on_date, until_date, amount, code, attributes,
      natural_key, batch_id, line, recorded_at)
    select f.kind, f.subject_kind, m.household_id, f.named_person_id, f.on_date, f.until_date, f.amount, f.code, f.attributes,
      f.natural_key, f.batch_id, f.line, ${at}
    from facts f join moved_rows m on f.named_person_id = m.person_id and f.batch_id = m.batch_id
    where f.retracted_at = ${at} and f.subject_id <> m.household_id and f.subject_kind = 'household'
      and not exists (select 1 from facts g where g.kind = f.kind and g.natural_key = f.natural_key and g.retracted_at is null)`);
  await tx.execute(sql`update snapshot_rows r set subject_id = m.household_id from moved_rows m
    where r.subject_kind = 'household' and r.named_person_id = m.person_id and r.batch_id = m.batch_id and r.subject_id <> m.household_id`);
}
