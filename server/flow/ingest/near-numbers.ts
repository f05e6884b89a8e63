// A number whose check digit is wrong was mistyped: which valid numbers are one slip away, kept as hashes to find whom it may mean.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import { headingKey, narrow, trim } from './characters.ts';
import type { CheckedFile } from './check.ts';
import { readId } from './identity.ts';

/** Rejects of one batch that are looked at: a file with more of them was garbled as a whole, and needs its sender, not a clerk. */
export const MOST_NEAR = 5_000;

/** The valid numbers one digit, or one swap of neighbours, away from a number of 18 characters; about sixteen. */
export function nearNumbers(wrong: string): string[] {
  const near = new Set<string>();
  const keep = (number: string) => number !== wrong && readId(number, false, true) === number && near.add(number);
  for (let at = 0; at < 18; at++) {
    for (const digit of at === 17 ? '0123456789X' : '0123456789')
      keep(wrong.slice(0, at) + digit + wrong.slice(at + 1));
    if (at < 17) keep(wrong.slice(0, at) + wrong[at + 1] + wrong[at] + wrong.slice(at + 2));
  }
  return [...near];
}

/**
 * Keeps, for the rejects of a batch whose subject's check digit is wrong, the hash of the number as sent, the name beside it, and the
 * hashes of the numbers near it. Run after the rejects are kept; at most `MOST_NEAR` of them.
 */
export async function keepNearNumbers(tx: Transaction, batchId: number, file: CheckedFile, keys: Keys): Promise<void> {
  const idAt = placeOf(file, file.contract.subject_id);
  const nameAt = placeOf(file, 'name');
  if (idAt === undefined || nameAt === undefined) return;
  const rejects = await tx.execute<{ id: number; cipher: Buffer }>(sql`select id, cells_cipher as cipher from rejects
    where batch_id = ${batchId} and code = 'bad-check-digit' and column_name = ${file.headings[idAt]} and cells_cipher is not null
    order by line limit ${MOST_NEAR}`);
  const named: { id: number; hash: string; name: string }[] = [];
  const near: { id: number; hash: string }[] = [];
  for (const { id, cipher } of rejects) {
    const cells = JSON.parse(keys.decrypt(cipher)) as string[];
    const number = numberIn(cells[idAt] ?? '');
    const name = trim(cells[nameAt] ?? '');
    if (number.length !== 18 || name === '') continue;
    named.push({ id, hash: keys.hash(number).toString('hex'), name });
    for (const one of nearNumbers(number)) near.push({ id, hash: keys.hash(one).toString('hex') });
  }
  if (named.length === 0) return;
  await tx.execute(sql`update rejects r set id_hash = decode(t.hash, 'hex'), name = t.name
    from unnest(${sql.param(named.map((one) => one.id))}::bigint[], ${sql.param(named.map((one) => one.hash))}::text[],
      ${sql.param(named.map((one) => one.name))}::text[]) as t(id, hash, name) where r.id = t.id`);
  await tx.execute(sql`insert into near_numbers (reject_id, batch_id, id_hash)
    select id, ${batchId}, decode(hash, 'hex')
    from unnest(${sql.param(near.map((one) => one.id))}::bigint[], ${sql.param(near.map((one) => one.hash))}::text[]) as t(id, hash)
    on conflict do nothing`);
}

/** The number in a cell, of a certificate its first 18 characters, as the check reads it. */
function numberIn(cell: string): string {
  return narrow(cell).slice(0, 18).toUpperCase();
}

/** Where a field stands in the file: what a person said of a heading stands above what the contract says of it. */
function placeOf({ contract, headings, confirmedLayout }: CheckedFile, field: string): number | undefined {
  const column = contract.columns.find((one) => one.field === field);
  if (!column) return undefined;
  const said = Object.entries(confirmedLayout?.headings ?? {});
  const mapped = said.filter(([, to]) => to === column.name).map(([from]) => headingKey(from));
  const wanted = mapped.length > 0 ? mapped : [column.name, ...column.aliases, column.field].map(headingKey);
  const at = headings.findIndex((heading) => wanted.includes(headingKey(heading)));
  return at < 0 ? undefined : at;
}

/** A row as it was refused, with what is needed to write it again. */
export interface RefusedRow {
  id: number;
  line: number;
  column: string;
  cells: string[];
}

/** The refused rows of a batch under one wrong number and name that nobody has settled; with the headings they stand below. */
export async function readRefusedRows(
  tx: Transaction,
  of: { batchId: number; idHash: Buffer; name: string },
  keys: Keys,
): Promise<{ headings: string[]; rows: RefusedRow[] }> {
  const [batch] = await tx.execute<{ headings: string[] | null }>(
    sql`select headings from batches where id = ${of.batchId}`,
  );
  const rows = await tx.execute<{ id: number; line: number; column: string; cipher: Buffer }>(sql`
    select id, line, column_name as column, cells_cipher as cipher from rejects
    where batch_id = ${of.batchId} and id_hash = ${of.idHash} and name = ${of.name} and code = 'bad-check-digit'
      and settled_by is null and cells_cipher is not null order by line`);
  return {
    headings: batch?.headings ?? [],
    rows: rows.map(({ cipher, ...row }) => ({ ...row, cells: JSON.parse(keys.decrypt(cipher)) as string[] })),
  };
}

/** The row's cells with the right number in the place of the wrong one; what follows it in a certificate's number stays. */
export function withNumber(headings: readonly string[], { column, cells }: RefusedRow, number: string): string[] {
  const at = headings.indexOf(column);
  return cells.map((cell, index) => (index === at ? number + narrow(cell).slice(18) : cell));
}

/** Marks refused rows as taken in by a clerk's decision: they leave the file of rejects. */
export async function settleRejects(tx: Transaction, ids: readonly number[], by: number): Promise<void> {
  await tx.execute(
    sql`update rejects set settled_by = ${by} where id = any(${sql.param([...ids])}::bigint[]) and settled_by is null`,
  );
}

/** The decision was taken back: its rows are refused again. */
export async function unsettleRejects(tx: Transaction, by: number): Promise<void> {
  await tx.execute(sql`update rejects set settled_by = null where settled_by = ${by}`);
}
