// Intakes, batches and rejects as the pages see them, and whose they are: a liaison's own department's, everybody else's all.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { listIntakes } from '../flow/ingest/intake-store.ts';
import type { BatchView, IntakeView, RejectView } from '../flow/ingest/model.ts';
import type { RejectedRow } from '../flow/ingest/reject-file.ts';
import { type BatchRow, listBatches } from '../flow/ingest/store.ts';
import type { Keys } from '../kernel/keys.ts';

/** Of a row with this department column: it is the user's to see. These reads run as the flow role, outside row-level security. */
export function isTheirs(user: SignedIn, department: SQL): SQL {
  return user.role === 'department-liaison' ? sql`${department} = ${user.department}` : sql`true`;
}

/** Batches, newest first; `only` is an SQL condition on `b`. */
export async function readBatches(
  tx: Executor,
  { contracts }: Catalogue,
  only: SQL,
  limit: number,
): Promise<BatchView[]> {
  const rows = await listBatches(
    tx,
    sql`b.id in (select b.id from batches b where b.origin in ('delivery', 'push') and ${only} order by b.id desc limit ${limit})`,
  );
  const titles = new Map(contracts.map((contract) => [contract.dataset, contract.title]));
  return rows.map((row) => viewBatch(row, titles)).reverse();
}

function viewBatch(row: BatchRow, titles: ReadonlyMap<string, BatchView['title']>): BatchView {
  return {
    ...row,
    title: titles.get(row.dataset) ?? { zh: row.dataset, en: row.dataset },
    status: row.status as BatchView['status'],
    receivedAt: new Date(row.receivedAt).toISOString(),
  };
}

/** Intakes, newest first; `only` is an SQL condition on `i`. */
export async function readIntakes(tx: Executor, catalogue: Catalogue, only: SQL, limit: number): Promise<IntakeView[]> {
  const rows = await listIntakes(tx, only, limit);
  const ids = rows.flatMap((row) => row.batchId ?? []);
  const batches =
    ids.length > 0 ? await readBatches(tx, catalogue, sql`b.id = any(${sql.param(ids)}::bigint[])`, ids.length) : [];
  const titles = new Map(catalogue.contracts.map((contract) => [contract.dataset, contract.title]));
  return rows.map(({ batchId, ...row }) => ({
    ...row,
    title: titles.get(row.dataset ?? '') ?? null,
    batch: batches.find((batch) => batch.id === batchId) ?? null,
  }));
}

/** Rejects of one batch in the file's order; a row behind `after` (its line and id) comes next. */
export async function readRejects(
  tx: Executor,
  batchId: number,
  after: readonly [number, number],
  limit: number,
): Promise<(RejectView & { id: number })[]> {
  const rows = await tx.execute<{ zh: string; en: string } & Omit<RejectView, 'expected'> & { id: number }>(sql`
    select id, line, nullif(column_name, '') as column, code, nullif(found, '') as found, expected_zh as zh, expected_en as en,
      dropped_amount as "droppedAmount"
    from rejects where batch_id = ${batchId} and (line, id) > (${after[0]}::bigint, ${after[1]}::bigint) order by line, id limit ${limit}`);
  return rows.map(({ zh, en, ...row }) => ({ ...row, expected: { zh, en } }));
}

/** The refused rows as they were sent. Those whose cells were purged already have none, and only their reason. */
export async function readRejectedRows(
  tx: Executor,
  keys: Keys,
  batchId: number,
): Promise<{ fileName: string; headings: string[]; rows: RejectedRow[] }> {
  const [batch] = await tx.execute<{ fileName: string; headings: string[] | null }>(
    sql`select file_name as "fileName", headings from batches where id = ${batchId}`,
  );
  const rows = await tx.execute<{
    line: number;
    column: string;
    code: RejectedRow['code'];
    found: string;
    zh: string;
    en: string;
    cipher: Buffer | null;
  }>(sql`select line, coalesce(column_name, '') as column, code, coalesce(found, '') as found, expected_zh as zh, expected_en as en,
      cells_cipher as cipher
    from rejects where batch_id = ${batchId} and settled_by is null order by line, id`);
  return {
    fileName: batch?.fileName ?? '',
    headings: batch?.headings ?? [],
    rows: rows.map(({ zh, en, cipher, ...row }) => ({
      ...row,
      expected: { zh, en },
      cells: cipher ? (JSON.parse(keys.decrypt(cipher)) as string[]) : [],
    })),
  };
}
