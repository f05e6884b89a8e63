// Is a delivery the corrected form of an earlier one, and would a snapshot end more than it may?
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';

/** A delivery that repeats more than this share of an earlier one's lines (same dataset, same period) is its correction. */
const REPEATS = 0.5;

/**
 * Earlier increments of the same dataset and period that `batchId` corrects. By their lines, not by the file's name: departments
 * send a month in parts under one name, and a correction under another; dropping a part would lose people silently.
 */
export async function findCorrected(tx: Transaction, batchId: number): Promise<number[]> {
  // First whether there is any: asked in one statement, a table of batches that was never counted had the lines of all of them looked up.
  const stand = await tx.execute<{
    id: number;
  }>(sql`select old.id from batches new join batches old on old.dataset = new.dataset
    and old.period = new.period and old.status = 'accepted' and old.id <> new.id and old.origin = new.origin where new.id = ${batchId}`);
  if (stand.length === 0) return [];
  const rows = await tx.execute<{ id: number }>(sql`
    with ours as (select distinct natural_key from staged_rows where natural_key is not null),
    earlier as (
      select old.id, k.natural_key from unnest(${sql.param(stand.map(({ id }) => id))}::bigint[]) as old(id)
      cross join lateral (
        select f.natural_key from facts f where f.batch_id = old.id
        union select (e ->> 'natural_key')::uuid from waiting_rows w cross join lateral jsonb_array_elements(w.facts) e
          where w.batch_id = old.id and w.matched_at is null) k)
    select e.id from earlier e left join ours o using (natural_key) group by e.id
    having count(o.natural_key) > ${REPEATS}::float8 * count(distinct e.natural_key) order by e.id`);
  return rows.map((row) => row.id);
}

/** Snapshots of the same dataset and period that stand when `batchId` comes: it takes their place. */
export async function findSamePeriod(tx: Transaction, batchId: number): Promise<number[]> {
  const rows = await tx.execute<{
    id: number;
  }>(sql`select old.id from batches new join batches old on old.dataset = new.dataset
    and old.period is not distinct from new.period and old.status in ('accepted', 'held') and old.id <> new.id
      and old.adds_to is null
    where new.id = ${batchId} order by old.id`);
  return rows.map((row) => row.id);
}

/**
 * The share of its scope that a new snapshot would end: of what the dataset says is open at the period's start, how much the new
 * list leaves out. Null when it is not the newest period: then it ends nothing that stands. Joined, and not asked for each line anew:
 * that took 5 s for a roster of 8,000 lines, and four times as long for twice as many.
 */
export async function shareEnded(tx: Transaction, batchId: number, kinds: string[]): Promise<number | null> {
  const [row] = await tx.execute<{ share: number | null }>(sql`
    with new as (select * from batches where id = ${batchId}),
    listed as (select natural_key from snapshot_rows where batch_id = ${batchId}
      union select (e ->> 'natural_key')::uuid from waiting_rows w cross join lateral jsonb_array_elements(w.facts) e where w.batch_id = ${batchId}),
    open as (select f.natural_key from facts f, new where f.kind = any(${sql.param(kinds)}::text[]) and f.retracted_at is null
      and (f.until_date is null or f.until_date >= new.period_from))
    select case when exists (select 1 from batches b, new where b.dataset = new.dataset and b.status = 'accepted' and b.period > new.period) then null
      else (count(*) filter (where l.natural_key is null))::float8 / nullif(count(*), 0) end as share
    from open o left join listed l using (natural_key)`);
  return row?.share ?? null;
}

/** Keeps a snapshot out of force until a person confirms it. */
export async function holdBatch(tx: Transaction, batchId: number, share: number): Promise<void> {
  await tx.execute(
    sql`update batches set status = 'held', in_force_from = null, held_share = ${share} where id = ${batchId}`,
  );
}
