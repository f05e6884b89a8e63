// The facts of a snapshot dataset follow from which of its batches are in force, ordered by period, never by arrival: of each key
// the newest statement stands, and what a later snapshot leaves out ended with the month before it. Of one period the snapshot that
// came last is the snapshot: it takes the others' place.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';

/**
 * Brings a snapshot dataset's facts into line with its batches: retracts what no longer follows, adds what does. A fact that is
 * told again unchanged keeps its first line. Run twice, nothing changes. Touched subjects are left in the temporary table
 * `changed_subjects (subject_kind, subject_id)`.
 */
export async function deriveSnapshot(tx: Transaction, dataset: string, kinds: string[], now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(
    sql`create temporary table if not exists changed_subjects (subject_kind text, subject_id bigint) on commit drop`,
  );
  await tx.execute(sql`create temporary table derived on commit drop as
    with newest_batches as (
      select distinct on (period) id, period, period_from from batches where dataset = ${dataset} and status = 'accepted'
        and adds_to is null order by period, id desc),
    in_force as (
      select * from newest_batches
      union all select b.id, b.period, b.period_from from batches b join newest_batches n on n.id = b.adds_to where b.status = 'accepted'),
    standing as (
      select r.*, b.period, b.period_from from snapshot_rows r join in_force b on b.id = r.batch_id),
    newest as (
      select distinct on (kind, natural_key) * from standing order by kind, natural_key, period desc, batch_id desc, line desc),
    periods as (select period, period_from from newest_batches)
    select n.kind, n.subject_kind, n.subject_id, n.named_person_id, n.on_date,
      least(n.until_date, (select min(p.period_from) - 1 from periods p where p.period > n.period)) as until_date,
      n.amount, n.code, n.attributes, n.natural_key, n.batch_id, n.line
    from newest n`);
  await tx.execute(sql`delete from derived where until_date < on_date`);
  // Where facts have no statistics yet, each is looked for by itself: without the index through the whole table, 5 s for 6,000 lines.
  await tx.execute(sql`create index on derived (natural_key)`);
  await tx.execute(sql`analyze derived`);
  await tx.execute(sql`with gone as (
      update facts f set retracted_at = ${at} where f.kind = any(${sql.param(kinds)}::text[]) and f.retracted_at is null
        and not exists (select 1 from derived d join batches b on b.id = f.batch_id and b.status = 'accepted'
          where d.kind = f.kind and d.natural_key = f.natural_key and d.subject_id = f.subject_id and d.on_date = f.on_date
            and (d.until_date, d.amount, d.code, d.attributes) is not distinct from (f.until_date, f.amount, f.code, f.attributes))
      returning subject_kind, subject_id)
    insert into changed_subjects select * from gone`);
  await tx.execute(sql`with come as (
      insert into facts (kind, subject_kind, subject_id, named_person_id, on_date, until_date, amount, code, attributes, natural_key,
        batch_id, line, recorded_at)
      select d.kind, d.subject_kind, d.subject_id, d.named_person_id, d.on_date, d.until_date, d.amount, d.code, d.attributes,
        d.natural_key, d.batch_id, d.line, ${at}
      from derived d where not exists (select 1 from facts f where f.kind = d.kind and f.natural_key = d.natural_key and f.retracted_at is null)
      returning subject_kind, subject_id)
    insert into changed_subjects select * from come`);
  await tx.execute(sql`drop table derived`);
}
