// Who consented to being asked about in a dataset.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';

/** Hashes (hex) of the numbers of all whose consent for a dataset is in force on a day. */
export async function readConsents(tx: Executor, dataset: string, day: string): Promise<Set<string>> {
  const rows = await tx.execute<{ hash: string }>(sql`select distinct encode(id_hash, 'hex') as hash from consents
    where dataset = ${dataset} and retracted_at is null and from_on <= ${day}::date and (until_on is null or until_on >= ${day}::date)`);
  return new Set(rows.map((row) => row.hash));
}
