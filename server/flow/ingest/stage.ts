// Streams a checked delivery into the staging table: in pieces, so that memory stays flat however long the file is.
import { sql } from 'drizzle-orm';
import { clientOf, copyCell, type Transaction } from '../../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { CheckedFile, Row } from './check.ts';
import { maskId } from './identity.ts';
import type { Reject } from './reject.ts';
import { factsOf, naturalKey } from './statement.ts';

const PIECE = 20_000;

/** Who looks on while a file is read. */
export interface Watch {
  onRows?: (rows: number) => void;
  signal?: AbortSignal;
}

export interface Staged {
  rows: number;
  rejected: number;
}

/** Writes the file's rejects, and its rows to `staged_rows` (open it first). Everything is in the caller's transaction. */
export async function stageFile(
  tx: Transaction,
  batchId: number,
  file: CheckedFile,
  keys: Keys,
  watch: Watch = {},
): Promise<Staged> {
  const hashes = hashOnce(keys);
  const staged: Staged = { rows: 0, rejected: 0 };
  let rows: string[] = [];
  let rejects: Reject[] = [];
  const fields = file.contract.columns.map((column) => column.field);
  const empty = new Map<string, number>();
  const flush = async () => {
    if (rows.length > 0) await copyLines(tx, rows);
    if (rejects.length > 0) await keepRejects(tx, batchId, rejects, keys);
    [rows, rejects] = [[], []];
  };
  for await (const outcome of file.outcomes) {
    if (outcome.kind === 'reject') {
      staged.rejected++;
      rejects.push(outcome);
    } else {
      staged.rows++;
      rows.push(...linesOf(file, outcome, hashes));
    }
    for (const field of fields)
      if (outcome.kind === 'row' && outcome.values[field] === null) empty.set(field, (empty.get(field) ?? 0) + 1);
    if (rows.length + rejects.length < PIECE) continue;
    await flush();
    watch.signal?.throwIfAborted();
    watch.onRows?.(staged.rows + staged.rejected);
  }
  await flush();
  watch.signal?.throwIfAborted();
  watch.onRows?.(staged.rows + staged.rejected);
  await noteEmptyShares(tx, batchId, empty, staged.rows);
  await tx.execute(sql`analyze staged_rows`);
  return staged;
}

/** Registry rows of a file; its rejects are kept on the way. They come out after the last row, when COPY has ended. */
export async function* registryRows(file: CheckedFile, rejects: Reject[], watch: Watch = {}): AsyncGenerator<Row> {
  let count = 0;
  for await (const outcome of file.outcomes) {
    if (++count % PIECE === 0) {
      watch.signal?.throwIfAborted();
      watch.onRows?.(count);
    }
    if (outcome.kind === 'row') yield outcome;
    else rejects.push(outcome);
  }
}

/** By field, the share of good rows without a value: a column that empties is news about its source. */
async function noteEmptyShares(
  tx: Transaction,
  batchId: number,
  empty: Map<string, number>,
  rows: number,
): Promise<void> {
  const shares = Object.fromEntries([...empty].map(([field, count]) => [field, count / Math.max(1, rows)]));
  await tx.execute(sql`update batches set empty_shares = ${JSON.stringify(shares)}::jsonb where id = ${batchId}`);
}

/** The COPY lines of one row, one a fact stated; a row that states nothing keeps one, so that it is counted. */
function linesOf(file: CheckedFile, row: Row, hash: (id: string) => Buffer): string[] {
  const { contract } = file;
  const id = String(row.values[contract.subject_id]);
  const idHash = hash(id);
  const head = [row.line, idHash, maskId(id), String(row.values.name ?? '')];
  const facts = factsOf(contract, row.values);
  if (facts.length === 0) return [[...head, null, null, null, null, null, null, null].map(copyCell).join('\t')];
  const key = naturalKey(contract, row.values, idHash);
  return facts.map((f) =>
    [...head, f.kind, f.onDate, f.untilDate, f.amount, f.code, f.attributes && JSON.stringify(f.attributes), key]
      .map(copyCell)
      .join('\t'),
  );
}

/** A person's number is hashed once for the lines in a row that name them: files are sorted by person. */
function hashOnce(keys: Keys): (id: string) => Buffer {
  const known = new Map<string, Buffer>();
  return (id) => {
    let hash = known.get(id);
    if (!hash) {
      if (known.size > 100_000) known.clear();
      hash = keys.hash(id);
      known.set(id, hash);
    }
    return hash;
  };
}

async function copyLines(tx: Transaction, lines: string[]): Promise<void> {
  const out = await clientOf(tx)`copy staged_rows from stdin`.writable();
  await new Promise<void>((resolve, reject) => {
    out.once('error', reject);
    out.once('finish', () => resolve());
    out.end(`${lines.join('\n')}\n`);
  });
}

/** Rejects of one batch, as they are shown again: what was found is masked; the row itself, for the department's own file, encrypted. */
export async function keepRejects(tx: Transaction, batchId: number, rejects: Reject[], keys: Keys): Promise<void> {
  for (let from = 0; from < rejects.length; from += 5000) {
    const piece = rejects.slice(from, from + 5000);
    await tx.execute(sql`insert into rejects (batch_id, line, column_name, code, found, expected_zh, expected_en, dropped_amount, cells_cipher)
      select ${batchId}, line, column_name, code, found, zh, en, dropped, decode(cells, 'hex')
      from unnest(${sql.param(piece.map((r) => r.line))}::int[], ${sql.param(piece.map((r) => r.column))}::text[],
        ${sql.param(piece.map((r) => r.code))}::text[], ${sql.param(piece.map((r) => r.found))}::text[],
        ${sql.param(piece.map((r) => r.expected.zh))}::text[], ${sql.param(piece.map((r) => r.expected.en))}::text[],
        ${sql.param(piece.map((r) => r.droppedAmount ?? null))}::bigint[],
        ${sql.param(piece.map((r) => (r.cells.length > 0 ? keys.encrypt(JSON.stringify(r.cells)).toString('hex') : null)))}::text[])
        as t(line, column_name, code, found, zh, en, dropped, cells)`);
  }
}
