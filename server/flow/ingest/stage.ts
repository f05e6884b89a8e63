// Streams a checked delivery into the staging table: in pieces, so that memory stays flat however long the file is.
import { sql } from 'drizzle-orm';
import { copyCell, type Transaction } from '../../../db/client.ts';
import { CopyInto } from '../../../db/copy.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { CheckedFile, Row } from './check.ts';
import { maskId } from './identity.ts';
import type { Reject } from './reject.ts';
import { naturalKey, readFacts } from './statement.ts';

/** How often those who look on hear of it. */
const LOOK = 20_000;
/** Rejects, and rows of a registry, held in memory at most: a file may be nothing but rejects. */
const PIECE = 1_000;
/** Persons whose hash is remembered: files are sorted by person, or by household. */
const REMEMBERED = 1_000;

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
  const staged: Staged = { rows: 0, rejected: 0 };
  const copy = new CopyInto(tx, 'staged_rows');
  const linesOf = lineWriter(file, keys);
  const fields = file.contract.columns.map((column) => column.field);
  const empty = new Map<string, number>();
  let rejects: Reject[] = [];
  const keep = async () => {
    await copy.close();
    await keepRejects(tx, batchId, rejects, keys);
    rejects = [];
  };
  try {
    for await (const outcome of file.outcomes) {
      if (outcome.kind === 'reject') {
        staged.rejected++;
        rejects.push(outcome);
        if (rejects.length >= PIECE) await keep();
      } else {
        staged.rows++;
        linesOf(outcome, copy);
        if (copy.isFull) await copy.send();
        for (const field of fields) if (outcome.values[field] === null) empty.set(field, (empty.get(field) ?? 0) + 1);
      }
      if ((staged.rows + staged.rejected) % LOOK === 0) look(watch, staged.rows + staged.rejected);
    }
    await keep();
  } catch (error) {
    copy.abort();
    throw error;
  }
  look(watch, staged.rows + staged.rejected);
  await noteEmptyShares(tx, batchId, empty, staged.rows);
  await tx.execute(sql`analyze staged_rows`);
  return staged;
}

/** Rows of a registry in pieces; the rejects among them are kept on the way, while nobody else speaks on the connection. */
export async function* registryRows(
  tx: Transaction,
  batchId: number,
  file: CheckedFile,
  keys: Keys,
  watch: Watch = {},
): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  let rejects: Reject[] = [];
  let count = 0;
  for await (const outcome of file.outcomes) {
    if (++count % LOOK === 0) look(watch, count);
    if (outcome.kind === 'row') rows.push(outcome);
    else rejects.push(outcome);
    if (rejects.length >= PIECE) {
      await keepRejects(tx, batchId, rejects, keys);
      rejects = [];
    }
    if (rows.length < PIECE) continue;
    yield rows;
    rows = [];
  }
  await keepRejects(tx, batchId, rejects, keys);
  yield rows;
  look(watch, count);
}

function look({ signal, onRows }: Watch, rows: number): void {
  signal?.throwIfAborted();
  onRows?.(rows);
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

/** Writes the COPY lines of rows, one a fact stated; a row that states nothing keeps one, so that it is counted. */
function lineWriter(file: CheckedFile, keys: Keys): (row: Row, copy: CopyInto) => void {
  const { contract } = file;
  const factsOf = readFacts(contract);
  const person = personOnce(keys);
  return ({ line, values }, copy) => {
    const { hash, shown } = person(String(values[contract.subject_id]));
    const head = `${line}\t\\\\x${hash}\t${shown}\t${copyCell(String(values.name ?? ''))}`;
    const facts = factsOf(values);
    if (facts.length === 0) return copy.add(`${head}${'\t\\N'.repeat(7)}`);
    const key = naturalKey(contract, values, hash);
    for (const { kind, onDate, untilDate, amount, code, attributes } of facts) {
      const said = `${kind}\t${copyCell(onDate)}\t${copyCell(untilDate)}\t${copyCell(amount)}`;
      copy.add(`${head}\t${said}\t${copyCell(code)}\t${copyCell(attributes && JSON.stringify(attributes))}\t${key}`);
    }
  };
}

interface Person {
  /** In hex, and no Buffer: 100,000 of those held 40 MB. */
  hash: string;
  /** The number as it is shown, ready for COPY. */
  shown: string;
}

/** A person's number is hashed and masked once for the lines in a row that name them. */
function personOnce(keys: Keys): (id: string) => Person {
  const known = new Map<string, Person>();
  return (id) => {
    let person = known.get(id);
    if (!person) {
      if (known.size >= REMEMBERED) known.clear();
      person = { hash: keys.hash(id).toString('hex'), shown: copyCell(maskId(id)) };
      known.set(id, person);
    }
    return person;
  };
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
