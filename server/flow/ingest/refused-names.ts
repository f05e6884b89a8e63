// A clerk's word that the rows under a number and a name are about somebody else: such rows wait, those that come and those in force.
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';

/** SQL: rows under this number (its hash) and name are refused, so they do not settle. */
export function isRefusedName(idHash: SQL, name: SQL): SQL {
  return sql`(${idHash}, coalesce(${name}, '')) in (select x.id_hash, x.name from refused_names x where x.retracted_at is null)`;
}

/** Keeps the clerk's word. Rows in force are untied by the caller. */
export async function refuseName(tx: Transaction, of: { idHash: Buffer; name: string }, now: Date): Promise<void> {
  await tx.execute(sql`insert into refused_names (id_hash, name, recorded_at)
    values (${of.idHash}, ${of.name}, ${now.toISOString()}) on conflict do nothing`);
}

/** Takes the clerk's word back; the waiting rows of that number may be matched again. */
export async function acceptName(tx: Transaction, of: { idHash: Buffer; name: string }, now: Date): Promise<void> {
  await tx.execute(sql`update refused_names set retracted_at = ${now.toISOString()}
    where id_hash = ${of.idHash} and name = ${of.name} and retracted_at is null`);
}
