// Walks the chain from its beginning and says where it first breaks.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { chainHash, GENESIS, LATEST_COMMIT, SEALED_COLUMNS, type SealedEntry } from './seal.ts';

const AT_ONCE = 5000;

/** How a log can have been tampered with. */
export type Break = 'seal-missing' | 'entry-missing' | 'entry-changed' | 'entry-inserted';

export interface Verification {
  entries: number;
  sealed: number;
  ok: boolean;
  firstBroken?: { kind: Break; sequence: number | null; entryId: number | null };
  /** The newest hash, hex: written down elsewhere, it also shows when the end of the log was cut off. */
  head: string;
}

type Row = SealedEntry & { sequence: number; entryId: number; hash: Buffer } & Record<string, unknown>;

/**
 * Checks every seal: none is missing, each has its entry, each hash follows from the one before. Entries of the last moments that
 * are not sealed yet are no fault; unsealed ones that were slipped in among sealed ones are.
 * It cannot see the last entries cut off together with their seals, nor a chain computed anew: for that, keep `head` elsewhere.
 */
export async function verifyAudit(db: Executor): Promise<Verification> {
  const [count] = await db.execute<{ entries: number; sealed: number }>(
    sql`select (select count(*) from audit_entries)::int as entries, (select count(*) from audit_seals)::int as sealed`,
  );
  const { hash, broken } = await walk(db);
  const firstBroken = broken ?? (await findInserted(db));
  return {
    entries: count!.entries,
    sealed: count!.sealed,
    ok: !firstBroken,
    ...(firstBroken && { firstBroken }),
    head: hash.toString('hex'),
  };
}

async function walk(db: Executor): Promise<{ hash: Buffer; broken?: Verification['firstBroken'] }> {
  let hash: Buffer = GENESIS;
  let sequence = 0;
  for (;;) {
    const rows = await db.execute<Row>(sql`
      select s.sequence, s.entry_id as "entryId", s.hash, ${SEALED_COLUMNS}
      from audit_seals s left join audit_entries e on e.id = s.entry_id
      where s.sequence > ${sequence} order by s.sequence limit ${AT_ONCE}`);
    for (const row of rows) {
      const place = { sequence: row.sequence, entryId: row.entryId };
      if (row.sequence !== sequence + 1)
        return { hash, broken: { kind: 'seal-missing', sequence: sequence + 1, entryId: null } };
      if (row.id === null) return { hash, broken: { kind: 'entry-missing', ...place } };
      const expected = chainHash(hash, row);
      if (!expected.equals(row.hash)) return { hash, broken: { kind: 'entry-changed', ...place } };
      hash = expected;
      sequence = row.sequence;
    }
    if (rows.length < AT_ONCE) return { hash };
  }
}

/** An entry without a seal, below the newest sealed one and too old to be a late commit. */
async function findInserted(db: Executor): Promise<Verification['firstBroken']> {
  const [row] = await db.execute<{ id: number }>(sql`
    select e.id from audit_entries e,
      (select s.entry_id as id, n.at from audit_seals s join audit_entries n on n.id = s.entry_id order by s.entry_id desc limit 1) as newest
    where e.id < newest.id and e.at < newest.at - ${LATEST_COMMIT}
      and not exists (select 1 from audit_seals s where s.entry_id = e.id)
    order by e.id limit 1`);
  return row && { kind: 'entry-inserted', sequence: null, entryId: row.id };
}
