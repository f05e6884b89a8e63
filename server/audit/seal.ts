// The chain: each committed entry gets a hash over the one before it, in an order of its own, after the fact. So nobody who writes
// an entry waits for the chain's tail, and whoever changes the past must change all that followed.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database, Executor } from '../../db/client.ts';

/** An entry as it is hashed; `at` in UTC with microseconds, so that no digit of it can change unseen. */
export interface SealedEntry {
  id: number;
  at: string;
  actorId: string | null;
  actor: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  areaCode: string | null;
  details: unknown;
}

/** The columns of `SealedEntry`, for a select from audit_entries as `e`. */
export const SEALED_COLUMNS = sql`e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  e.actor_id as "actorId", e.actor, e.action, e.subject_kind as "subjectKind", e.subject_id as "subjectId",
  e.area_code as "areaCode", e.details`;

/** An entry that turns up below the newest sealed id, and this much older than it, was not written by a request. */
export const LATEST_COMMIT = sql`interval '1 hour'`;

/** What the first entry is chained to. */
export const GENESIS = Buffer.alloc(32);

/** JSON with the keys of each object in order: equal for equal content, however jsonb stored it. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** SHA-256 over the previous hash and the entry. */
export function chainHash(
  previous: Buffer,
  { id, at, actorId, actor, action, subjectKind, subjectId, areaCode, details }: SealedEntry,
): Buffer {
  const entry = { id, at, actorId, actor, action, subjectKind, subjectId, areaCode, details };
  return createHash('sha256').update(previous).update(canonicalJson(entry)).digest();
}

/**
 * Seals what has been committed and not been sealed, oldest id first, and returns how many entries that were. Ids commit out of
 * order, so it looks back `reach` ids behind the newest sealed one. One process at a time does it; the others return 0 at once.
 * An entry too old to be a late commit is left alone: `verifyAudit` reports it.
 */
export async function sealAudit(db: Database, now: Date, reach = 5000): Promise<number> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ got: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext('shouwang.audit-seal')) as got`,
    );
    if (!lock?.got) return 0;
    let sealed = 0;
    for (let batch = await sealBatch(tx, now, reach); batch > 0; batch = await sealBatch(tx, now, reach))
      sealed += batch;
    return sealed;
  });
}

async function sealBatch(tx: Executor, now: Date, reach: number): Promise<number> {
  const [tail] = await tx.execute<{ sequence: number; hash: Buffer }>(
    sql`select sequence, hash from audit_seals order by sequence desc limit 1`,
  );
  // In: unsealed entries above the newest sealed id or within reach below it. Out: at most a thousand, in id order.
  const entries = await tx.execute<SealedEntry & Record<string, unknown>>(sql`
    with newest as (
      select s.entry_id as id, e.at from audit_seals s join audit_entries e on e.id = s.entry_id order by s.entry_id desc limit 1
    )
    select ${SEALED_COLUMNS} from audit_entries e left join newest on true
    where e.id > coalesce(newest.id, 0) - ${reach}::bigint
      and (newest.id is null or e.id > newest.id or e.at >= newest.at - ${LATEST_COMMIT})
      and not exists (select 1 from audit_seals s where s.entry_id = e.id)
    order by e.id limit 1000`);
  if (entries.length === 0) return 0;
  let previous = tail?.hash ?? GENESIS;
  const first = (tail?.sequence ?? 0) + 1;
  const hashes = entries.map((entry) => {
    previous = chainHash(previous, entry);
    return previous.toString('hex');
  });
  await tx.execute(sql`
    insert into audit_seals (sequence, entry_id, hash, sealed_at)
    select ${first}::bigint + position - 1, entry_id, decode(hash, 'hex'), ${now.toISOString()}::timestamptz
    from unnest(${sql.param(entries.map((entry) => entry.id))}::bigint[], ${sql.param(hashes)}::text[])
      with ordinality as sealed(entry_id, hash, position)`);
  return entries.length;
}
