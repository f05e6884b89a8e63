// Turns staged rows into facts (or snapshot rows), and the rest into waiting rows. Match has said before, in the temporary table
// `tied_ids`, whom each staged number belongs to; ingest itself reads no person.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import type { Contract } from './contract.ts';
import { isRefusedName } from './refused-names.ts';

/** SQL: the staged row `s` belongs to the person of `t`, and no clerk has said that its name is somebody else's. */
const IS_TIED = sql`t.id_hash = s.id_hash and not ${isRefusedName(sql`s.id_hash`, sql`s.name`)}`;

export interface Settled {
  good: number;
  waiting: number;
  nameDiffers: number;
}

/** The staging table of one delivery: one line a fact stated. Gone with the transaction. */
export async function openStaging(tx: Transaction): Promise<void> {
  await tx.execute(sql`create temporary table if not exists staged_rows (
    line integer not null, id_hash bytea not null, id_masked text, name text, kind text, on_date date, until_date date,
    amount bigint, code text, attributes jsonb, natural_key uuid) on commit drop`);
  await tx.execute(sql`truncate staged_rows`);
}

/**
 * Settles what stands in `staged_rows` for one batch. Rows in `tied_ids` become facts; of facts with one natural key that of the
 * later period stands, whatever arrived first (`period`, then batch, then line). Others go to waiting_rows.
 */
export async function settleRows(tx: Transaction, batchId: number, contract: Contract, now: Date): Promise<Settled> {
  const at = now.toISOString();
  const isHousehold = contract.subject === 'household-of-head';
  // One row a fact: within a file the last line of a key stands, as a clerk who corrects appends.
  await tx.execute(sql`create temporary table settled on commit drop as
    select distinct on (s.kind, s.natural_key)
      s.kind, ${isHousehold ? sql`'household'` : sql`'person'`}::text as subject_kind,
      ${isHousehold ? sql`t.household_id` : sql`t.person_id`} as subject_id,
      ${isHousehold ? sql`t.person_id` : sql`null::bigint`} as named_person_id,
      s.on_date, s.until_date, s.amount, s.code, s.attributes, s.natural_key, s.line
    from staged_rows s join tied_ids t on ${IS_TIED}
    where s.kind is not null order by s.kind, s.natural_key, s.line desc`);
  if (contract.mode === 'snapshot') await keepSnapshotRows(tx, batchId, contract.dataset);
  else await addFacts(tx, batchId, at);
  await tx.execute(sql`drop table settled`);
  await keepWaitingRows(tx, batchId);
  await tx.execute(sql`insert into name_differences (batch_id, line, id_hash, name)
    select distinct on (s.line) ${batchId}::bigint, s.line, s.id_hash, s.name from staged_rows s join tied_ids t on ${IS_TIED}
    where s.name <> '' and s.name is distinct from t.name on conflict do nothing`);
  const [counts] = await tx.execute<{ good: number; waiting: number; differs: number }>(sql`
    select count(distinct s.line) filter (where t.id_hash is not null)::int as good,
      count(distinct s.line) filter (where t.id_hash is null)::int as waiting,
      (select count(*)::int from name_differences where batch_id = ${batchId}) as differs
    from staged_rows s left join tied_ids t on ${IS_TIED}`);
  const settled = { good: counts?.good ?? 0, waiting: counts?.waiting ?? 0, nameDiffers: counts?.differs ?? 0 };
  await tx.execute(sql`update batches set rows_good = rows_good + ${settled.good}, name_differs = ${settled.nameDiffers}
    where id = ${batchId}`);
  return settled;
}

async function keepSnapshotRows(tx: Transaction, batchId: number, dataset: string): Promise<void> {
  await tx.execute(sql`insert into snapshot_rows (dataset, kind, subject_kind, subject_id, named_person_id, on_date, until_date, amount,
      code, attributes, natural_key, batch_id, line)
    select ${dataset}, kind, subject_kind, subject_id, named_person_id, on_date, until_date, amount, code, attributes, natural_key,
      ${batchId}, line from settled`);
}

async function addFacts(tx: Transaction, batchId: number, at: string): Promise<void> {
  await tx.execute(sql`analyze settled`);
  const said = await tx.execute<{ kind: string }>(sql`select distinct kind from settled`);
  // Named, so that only their partitions are looked at: a file of a hundred lines read every fact of every source.
  const kinds = sql`${sql.param(said.map(({ kind }) => kind))}::text[]`;
  // Out of force: the same key told by an earlier period, or by an earlier batch of this one.
  await tx.execute(sql`update facts f set retracted_at = ${at} from settled s, batches old, batches new
    where f.kind = any(${kinds}) and f.kind = s.kind and f.natural_key = s.natural_key and f.retracted_at is null
      and old.id = f.batch_id and new.id = ${batchId} and (coalesce(old.period, ''), old.id) <= (coalesce(new.period, ''), new.id)`);
  // What is still in force under our key is of a later period: ours is kept as known, but never in force.
  await tx.execute(sql`insert into facts (kind, subject_kind, subject_id, named_person_id, on_date, until_date, amount, code, attributes,
      natural_key, batch_id, line, recorded_at, retracted_at)
    select s.kind, s.subject_kind, s.subject_id, s.named_person_id, s.on_date, s.until_date, s.amount, s.code, s.attributes,
      s.natural_key, ${batchId}, s.line, ${at}, case when f.id is not null then ${at}::timestamptz end
    from settled s left join facts f on f.kind = any(${kinds}) and f.kind = s.kind and f.natural_key = s.natural_key
      and f.retracted_at is null`);
}

async function keepWaitingRows(tx: Transaction, batchId: number): Promise<void> {
  await tx.execute(sql`insert into waiting_rows (batch_id, line, id_hash, name, facts)
    select ${batchId}, s.line, s.id_hash, min(s.name), jsonb_agg(jsonb_build_object('kind', s.kind, 'on_date', s.on_date,
      'until_date', s.until_date, 'amount', s.amount, 'code', s.code, 'attributes', s.attributes, 'natural_key', s.natural_key))
    from staged_rows s where not exists (select 1 from tied_ids t where ${IS_TIED})
      and not exists (select 1 from waiting_rows w where w.batch_id = ${batchId} and w.line = s.line)
    group by s.line, s.id_hash`);
}

/** Batches in force with waiting rows whose person has come (their hashes stand in `arrived_ids`), under a name nobody refused. */
export async function batchesToMatch(tx: Transaction): Promise<{ id: number; dataset: string }[]> {
  return await tx.execute<{ id: number; dataset: string }>(sql`
    select distinct b.id, b.dataset from waiting_rows w join arrived_ids a using (id_hash) join batches b on b.id = w.batch_id
    where w.matched_at is null and b.status = 'accepted' and not ${isRefusedName(sql`w.id_hash`, sql`w.name`)} order by b.id`);
}

/** Puts one batch's waiting rows, of persons in `arrived_ids`, back into staging and marks them matched. */
export async function stageWaiting(tx: Transaction, batchId: number, now: Date): Promise<void> {
  await openStaging(tx);
  await tx.execute(sql`insert into staged_rows (line, id_hash, name, kind, on_date, until_date, amount, code, attributes, natural_key)
    select w.line, w.id_hash, w.name, f.kind, f.on_date, f.until_date, f.amount, f.code, f.attributes, f.natural_key
    from waiting_rows w join arrived_ids a using (id_hash)
    cross join lateral jsonb_to_recordset(w.facts) as f(kind text, on_date date, until_date date, amount bigint, code text,
      attributes jsonb, natural_key uuid)
    where w.batch_id = ${batchId} and w.matched_at is null and not ${isRefusedName(sql`w.id_hash`, sql`w.name`)}`);
  await tx.execute(sql`update waiting_rows w set matched_at = ${now.toISOString()} from arrived_ids a
    where a.id_hash = w.id_hash and w.batch_id = ${batchId} and w.matched_at is null
      and not ${isRefusedName(sql`w.id_hash`, sql`w.name`)}`);
}
