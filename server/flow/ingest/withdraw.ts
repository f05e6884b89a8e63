// Taking a batch back. Its facts are retracted; what they had put out of force is in force again; the rows of persons whom no
// registry knows any longer wait, as if those persons had never come.
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';

export interface End {
  status: 'withdrawn' | 'superseded';
  reason: string;
  by: string | null;
  supersededBy?: number;
}

/** Ends a batch in force (or held); false when it is neither. Facts follow by `retractFacts` or the snapshot's derivation. */
export async function endBatch(tx: Transaction, batchId: number, end: End, now: Date): Promise<boolean> {
  const ended =
    await tx.execute(sql`update batches set status = ${end.status}, in_force_until = ${now.toISOString()}, end_reason = ${end.reason},
      ended_by = ${end.by}, superseded_by = ${end.supersededBy ?? null}
    where id = ${batchId} and status in ('accepted', 'held')`);
  return ended.count > 0;
}

/**
 * Retracts an increment's facts. Of each key the newest statement of the batches that remain takes over, unless its person is not
 * registered (`isKnown` is SQL of a person's id). Subjects concerned are added to the temporary table changed_subjects.
 */
export async function retractFacts(
  tx: Transaction,
  batchId: number,
  isKnown: (person: SQL) => SQL,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  await tx.execute(
    sql`create temporary table if not exists changed_subjects (subject_kind text, subject_id bigint) on commit drop`,
  );
  await tx.execute(sql`create temporary table freed_keys (kind text, natural_key uuid) on commit drop`);
  await tx.execute(sql`with gone as (
      update facts set retracted_at = ${at} where batch_id = ${batchId} and retracted_at is null
      returning kind, natural_key, subject_kind, subject_id),
    kept as (insert into freed_keys select distinct kind, natural_key from gone)
    insert into changed_subjects select distinct subject_kind, subject_id from gone`);
  await takeOver(tx, isKnown, at);
}

/** Of each key in `freed_keys` the newest statement of the batches in force takes over; a row that waits states nothing. */
async function takeOver(tx: Transaction, isKnown: (person: SQL) => SQL, at: string): Promise<void> {
  await tx.execute(sql`with come as (
      insert into facts (kind, subject_kind, subject_id, named_person_id, on_date, until_date, amount, code, attributes, natural_key,
        batch_id, line, recorded_at)
      select distinct on (f.kind, f.natural_key) f.kind, f.subject_kind, f.subject_id, f.named_person_id, f.on_date, f.until_date,
        f.amount, f.code, f.attributes, f.natural_key, f.batch_id, f.line, ${at}
      from freed_keys k join facts f on f.kind = k.kind and f.natural_key = k.natural_key
      join batches b on b.id = f.batch_id and b.status = 'accepted'
      where ${isKnown(sql`coalesce(f.named_person_id, f.subject_id)`)}
        and not exists (select 1 from waiting_rows w where w.batch_id = f.batch_id and w.line = f.line and w.matched_at is null)
        and not exists (select 1 from facts g where g.kind = f.kind and g.natural_key = f.natural_key and g.retracted_at is null)
      order by f.kind, f.natural_key, b.period desc nulls last, b.id desc, f.line desc, f.id desc
      returning subject_kind, subject_id)
    insert into changed_subjects select distinct subject_kind, subject_id from come`);
  await tx.execute(sql`drop table freed_keys`);
}

/**
 * Rows about the persons in the temporary table `unknown_persons (person_id, id_hash, name, only_name)` wait again: their facts are
 * retracted, their snapshot rows taken out, and each row stands in waiting_rows with what it states. Counts of the batches follow.
 * With an `only_name` it is only the rows under that name; what they had put out of force takes over, and the caller derives the
 * snapshots anew.
 */
export async function untieRows(tx: Transaction, isKnown: (person: SQL) => SQL, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(
    sql`create temporary table if not exists changed_subjects (subject_kind text, subject_id bigint) on commit drop`,
  );
  await tx.execute(sql`create temporary table untied on commit drop as
    select distinct on (batch_id, line, kind) s.*, u.id_hash, coalesce(d.name, u.name) as name, u.only_name from (
      select f.batch_id, f.line, f.kind, f.on_date, f.until_date, f.amount, f.code, f.attributes, f.natural_key,
        coalesce(f.named_person_id, f.subject_id) as person_id, f.id, false as is_snapshot
      from facts f join batches b on b.id = f.batch_id and b.status = 'accepted'
        and (b.origin in ('delivery', 'push') or b.adds_to is not null)
      where f.subject_kind in ('person', 'household')
        and not exists (select 1 from snapshot_rows r where r.batch_id = f.batch_id and r.natural_key = f.natural_key)
      union all
      select r.batch_id, r.line, r.kind, r.on_date, r.until_date, r.amount, r.code, r.attributes, r.natural_key,
        coalesce(r.named_person_id, r.subject_id), r.id, true
      from snapshot_rows r join batches b on b.id = r.batch_id and b.status = 'accepted') as s
    join unknown_persons u using (person_id)
    left join name_differences d on d.batch_id = s.batch_id and d.line = s.line
    where u.only_name is null or d.name = u.only_name
    order by batch_id, line, kind, s.id desc`);
  await tx.execute(sql`update facts f set retracted_at = ${at} from unknown_persons u
    where u.only_name is null and f.retracted_at is null and coalesce(f.named_person_id, f.subject_id) = u.person_id
      and (f.subject_kind = 'person' or f.named_person_id is not null)`);
  await tx.execute(sql`create temporary table freed_keys (kind text, natural_key uuid) on commit drop`);
  await tx.execute(sql`with gone as (
      update facts f set retracted_at = ${at} from untied u where u.only_name is not null and not u.is_snapshot
        and f.retracted_at is null and f.batch_id = u.batch_id and f.line = u.line and f.kind = u.kind
      returning f.kind, f.natural_key, f.subject_kind, f.subject_id),
    kept as (insert into freed_keys select distinct kind, natural_key from gone)
    insert into changed_subjects select distinct subject_kind, subject_id from gone`);
  await tx.execute(sql`delete from snapshot_rows r using unknown_persons u
    where u.only_name is null and coalesce(r.named_person_id, r.subject_id) = u.person_id`);
  await tx.execute(sql`delete from snapshot_rows r using untied u
    where u.only_name is not null and u.is_snapshot and r.batch_id = u.batch_id and r.line = u.line`);
  await tx.execute(
    sql`update waiting_rows w set matched_at = null from untied u where w.batch_id = u.batch_id and w.line = u.line`,
  );
  await tx.execute(sql`insert into waiting_rows (batch_id, line, id_hash, name, facts)
    select batch_id, line, id_hash, min(name), jsonb_agg(jsonb_build_object('kind', kind, 'on_date', on_date, 'until_date', until_date,
      'amount', amount, 'code', code, 'attributes', attributes, 'natural_key', natural_key))
    from untied u where not exists (select 1 from waiting_rows w where w.batch_id = u.batch_id and w.line = u.line)
    group by batch_id, line, id_hash`);
  await tx.execute(
    sql`delete from name_differences d using untied u where d.batch_id = u.batch_id and d.line = u.line`,
  );
  await tx.execute(sql`update batches b set rows_good = rows_good - n.rows,
      name_differs = (select count(*) from name_differences d where d.batch_id = b.id)
    from (select batch_id, count(distinct line) as rows from untied group by 1) n where n.batch_id = b.id`);
  await tx.execute(sql`drop table untied`);
  await takeOver(tx, isKnown, at);
}
