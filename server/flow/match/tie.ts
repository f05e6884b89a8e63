// Ties the numbers of staged rows to persons, and rows given by a head to the household that head was in at the time.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../../db/client.ts';

/**
 * SQL of the household a person was in on a day: the newest membership that had begun; before the first, the first. `person` and
 * `day` are SQL. Batches of one period count in the order they came.
 */
export function householdOf(person: SQL, day: SQL): SQL {
  return sql`(select m.household_id from memberships m where m.person_id = ${person} and m.retracted_at is null
    order by (m.from_on <= ${day}) desc, case when m.from_on <= ${day} then m.from_on end desc, m.from_on, m.batch_id desc, m.line desc
    limit 1)`;
}

/** Fills the temporary table tied_ids (id_hash, person_id, name, household_id as of `day`) for all numbers in staged_rows. */
export async function tieStaged(tx: Transaction, day: string): Promise<void> {
  await tx.execute(sql`drop table if exists tied_ids`);
  await tx.execute(sql`create temporary table tied_ids on commit drop as
    select p.id_hash, p.id as person_id, p.name, ${householdOf(sql`p.id`, sql`${day}::date`)} as household_id
    from (select distinct id_hash from staged_rows) s join persons p using (id_hash)`);
  // A person without any household cannot carry a household's row; the row waits.
  await tx.execute(sql`delete from tied_ids where household_id is null`);
  await tx.execute(sql`analyze tied_ids`);
}

/**
 * Queues households to compute again after a batch: whom its rows name, and whom its dataset has named in the 36 months before
 * (that somebody is absent now is news too; and of whom it last named 24 months before the month that was the newest until now, it is
 * no longer known that they have nothing). A snapshot's rows without an end (`isOpenEnded`) name somebody every month.
 */
export async function touchAfterBatch(
  tx: Transaction,
  batchId: number,
  kinds: string[],
  isOpenEnded: boolean,
): Promise<void> {
  await tx.execute(sql`insert into touched_households (household_id, batch_id)
    select distinct household_id, ${batchId}::bigint from (
      select m.household_id from facts f join memberships m on m.person_id = f.subject_id and m.retracted_at is null
      where f.subject_kind = 'person' and f.kind = any(${sql.param(kinds)}::text[]) and (f.batch_id = ${batchId}
        or greatest(f.on_date, f.until_date, ${isOpenEnded ? sql`case when f.until_date is null then 'infinity'::date end` : sql`f.on_date`})
          > (select coalesce(b.period_until, b.received_at::date) from batches b where b.id = ${batchId}) - interval '36 months')
      union
      select f.subject_id from facts f where f.subject_kind = 'household' and f.kind = any(${sql.param(kinds)}::text[])
    ) as named(household_id)`);
}

/**
 * Takes on, for one turn, whatever is queued and committed by now. Marked row by row and not by a highest id: a batch that commits
 * later may hold lower ids, and must wait for the next turn.
 */
export async function takeOnTouched(db: Executor, cycleId: number): Promise<void> {
  await db.execute(sql`update touched_households set cycle_id = ${cycleId}`);
}

/** Takes what a turn has looked at off the queue. */
export async function forgetTouched(db: Executor, cycleId: number): Promise<void> {
  await db.execute(sql`delete from touched_households where cycle_id = ${cycleId}`);
}

/** Queues the households of the temporary table changed_subjects (subject_kind, subject_id). */
export async function touchChanged(tx: Transaction, batchId: number): Promise<void> {
  await tx.execute(sql`insert into touched_households (household_id, batch_id)
    select distinct household_id, ${batchId}::bigint from (
      select m.household_id from changed_subjects c join memberships m on m.person_id = c.subject_id and m.retracted_at is null
      where c.subject_kind = 'person'
      union select subject_id from changed_subjects where subject_kind = 'household') as changed(household_id)`);
}

/** Queues the households of areas for which local standards were recorded at `now`. */
export async function touchAfterParameters(tx: Transaction, now: Date): Promise<void> {
  await tx.execute(sql`insert into touched_households (household_id)
    select h.id from households h where exists (
      select 1 from parameters p where p.recorded_at = ${now.toISOString()} and h.area_code ^@ p.area_code)`);
}

/** Queues the households that the facts of one batch are about, and no others. */
export async function touchNamed(tx: Transaction, batchId: number): Promise<void> {
  await tx.execute(sql`insert into touched_households (household_id, batch_id)
    select m.household_id, ${batchId}::bigint from facts f join memberships m on m.person_id = f.subject_id and m.retracted_at is null
    where f.batch_id = ${batchId} and f.subject_kind = 'person'
    union select subject_id, ${batchId}::bigint from facts where batch_id = ${batchId} and subject_kind = 'household'`);
}
