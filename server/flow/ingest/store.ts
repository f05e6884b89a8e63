// Batches: one row a delivery, with what became of its rows. Which are in force decides which facts are.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../../db/client.ts';
import { dayOf } from '../../kernel/clock.ts';
import { spanOfPeriod } from './term.ts';

export { spanOfPeriod };

export interface NewBatch {
  dataset: string;
  origin: 'delivery' | 'push' | 'visit' | 'decision' | 'payment';
  department: string | null;
  fileName: string;
  sha256: string;
  period: string | undefined;
  receivedAt: Date;
  receivedBy: string | null;
  /** As the department wrote them, for its rejects. */
  headings?: string[];
  /** Of a clerk's decision: the batch whose refused rows these are. */
  addsTo?: number | null;
}

/** Only one delivery is taken in at a time, whichever process does it: persons and natural keys are shared. */
export async function lockIngest(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.ingest'))`);
}

/** The batch in force that came from the same bytes, if any. */
export async function findSameFile(tx: Executor, dataset: string, sha256: string): Promise<number | undefined> {
  const [row] = await tx.execute<{ id: number }>(sql`select id from batches
    where dataset = ${dataset} and sha256 = ${sha256} and in_force_until is null`);
  return row?.id;
}

export async function addBatch(tx: Transaction, batch: NewBatch): Promise<number> {
  const span = spanOfPeriod(batch.period);
  const at = batch.receivedAt.toISOString();
  const [row] = await tx.execute<{ id: number }>(sql`
    insert into batches (dataset, origin, department, file_name, sha256, period, period_from, period_until, status, in_force_from,
      received_at, received_by, headings, adds_to)
    values (${batch.dataset}, ${batch.origin}, ${batch.department}, ${batch.fileName}, ${batch.sha256}, ${batch.period ?? null},
      ${span?.from ?? null}, ${span?.until ?? null}, 'accepted', ${at}, ${at}, ${batch.receivedBy},
      ${sql.param(batch.headings ?? null)}::text[], ${batch.addsTo ?? null}) returning id`);
  // Whoever delivers is connected from that day on, unless a person has said otherwise.
  if (batch.origin === 'delivery' || batch.origin === 'push')
    await tx.execute(sql`insert into sources (dataset, state, from_on) values (${batch.dataset}, 'connected', ${dayOf(batch.receivedAt)})
      on conflict (dataset) do nothing`);
  return row!.id;
}

export async function countRejects(tx: Transaction, batchId: number): Promise<void> {
  await tx.execute(
    sql`update batches set rows_rejected = (select count(*) from rejects where batch_id = ${batchId}) where id = ${batchId}`,
  );
}

/** Registry rows are persons, not facts: they count as good as they stand. */
export async function countRegistryRows(tx: Transaction, batchId: number, rows: number): Promise<void> {
  await tx.execute(sql`update batches set rows_good = ${rows} where id = ${batchId}`);
}

/**
 * Notes which months this batch delivered. A monthly increment delivers every month from the earliest it has lines of up to its
 * period (at most three years), since a month between without a line is one in which nobody had any; a snapshot its period alone.
 */
export async function noteMonths(tx: Transaction, batchId: number, isIncrement: boolean): Promise<void> {
  const first = isIncrement
    ? sql`greatest(coalesce((select min(date_trunc('month', on_date)::date) from staged_rows where on_date <= b.period_until), b.period_from),
        (b.period_from - interval '36 months')::date)`
    : sql`b.period_from`;
  await tx.execute(sql`insert into batch_months (batch_id, dataset, month)
    select b.id, b.dataset, m::date from batches b, generate_series(${first}, b.period_from, interval '1 month') as m
    where b.id = ${batchId} on conflict do nothing`);
}

export interface BatchRow {
  id: number;
  dataset: string;
  department: string | null;
  file: string;
  period: string | null;
  status: string;
  receivedAt: string;
  good: number;
  waiting: number;
  rejected: Record<string, number>;
  nameDiffers: number;
  heldShare: number | null;
  endReason: string | null;
  supersededBy: number | null;
}

/** Batches with what became of their rows, newest last. `only` is an SQL condition on `b`. */
export async function listBatches(tx: Executor, only: SQL = sql`true`): Promise<BatchRow[]> {
  return await tx.execute<BatchRow & Record<string, unknown>>(sql`
    select b.id, b.dataset, b.department, b.file_name as file, b.period, b.status, b.received_at as "receivedAt", b.rows_good as good,
      b.name_differs as "nameDiffers", b.held_share as "heldShare", b.end_reason as "endReason", b.superseded_by as "supersededBy",
      (select count(*)::int from waiting_rows w where w.batch_id = b.id and w.matched_at is null) as waiting,
      coalesce((select jsonb_object_agg(code, n) from (select code, count(*) as n from rejects r where r.batch_id = b.id group by 1) c), '{}')
        as rejected
    from batches b where b.origin in ('delivery', 'push') and ${only} order by b.id`);
}

/** A fact that our own work states: it comes back by the same door as a department's, with its origin. */
export interface OwnFact {
  kind: string;
  subjectKind: 'person' | 'household';
  subjectId: number;
  onDate: string;
  code: string | null;
  attributes: Record<string, string>;
  /** What makes it the same fact when told again. */
  key: string;
}

/** Hands in facts of our own work as one batch; those known already change nothing. Returns how many were new. */
export async function recordOwnFacts(
  tx: Transaction,
  origin: 'visit' | 'decision' | 'payment',
  facts: OwnFact[],
  now: Date,
): Promise<number> {
  if (facts.length === 0) return 0;
  const at = now.toISOString();
  const known = await tx.execute<{ key: string }>(sql`select natural_key::text as key from facts
    where natural_key = any(select md5(k)::uuid from unnest(${sql.param(facts.map((f) => f.key))}::text[]) k) and retracted_at is null`);
  if (known.length === facts.length) return 0;
  const batch = { dataset: `own-${origin}`, origin, department: null, fileName: origin, period: undefined };
  const batchId = await addBatch(tx, {
    ...batch,
    sha256: `${origin} ${at} ${facts[0]!.key}`,
    receivedAt: now,
    receivedBy: null,
  });
  const added =
    await tx.execute(sql`insert into facts (kind, subject_kind, subject_id, on_date, code, attributes, natural_key, batch_id, line, recorded_at)
    select kind, subject_kind, subject_id, on_date, code, attributes, md5(key)::uuid, ${batchId}, line, ${at}
    from jsonb_to_recordset(${JSON.stringify(
      facts.map((f, index) => ({
        ...{ kind: f.kind, subject_kind: f.subjectKind, subject_id: f.subjectId, on_date: f.onDate, code: f.code },
        ...{ attributes: f.attributes, key: f.key, line: index + 1 },
      })),
    )}::jsonb) as t(kind text, subject_kind text, subject_id bigint, on_date date, code text, attributes jsonb, key text, line int)
    where not exists (select 1 from facts f where f.natural_key = md5(t.key)::uuid and f.retracted_at is null)`);
  await tx.execute(sql`update batches set rows_good = ${added.count} where id = ${batchId}`);
  return added.count;
}
