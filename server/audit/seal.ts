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

/** How many ids behind the newest sealed one are looked through: 20 ms at each turn, 0.3 s for the long look now and then. */
const NEAR = 5000;
const FAR = 1_000_000;

/** A sealer to be called every second. Every second minute it looks far back, for a step that wrote more entries than `NEAR` in one go. */
export function makeSealer(db: Database): (now: Date) => Promise<number> {
  let turn = 0;
  return (now) => sealAudit(db, now, turn++ % 120 === 0 ? FAR : NEAR);
}

/** The end of the chain while it is being written. */
interface Tail {
  sequence: number;
  hash: Buffer;
}

/**
 * Seals what has been committed and not been sealed, and returns how many entries that were. Ids commit out of order, so it looks
 * back `reach` ids behind the newest sealed one, too. One process at a time does it; the others return 0 at once.
 * An entry too old to be a late commit is left alone: `verifyAudit` reports it.
 */
export async function sealAudit(db: Database, now: Date, reach = NEAR): Promise<number> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ got: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext('shouwang.audit-seal')) as got`,
    );
    if (!lock?.got) return 0;
    const [last] = await tx.execute<{ sequence: number; hash: Buffer }>(
      sql`select sequence, hash from audit_seals order by sequence desc limit 1`,
    );
    const [newest] = await tx.execute<{ id: number | null }>(sql`select max(entry_id) as id from audit_seals`);
    let above = newest?.id ?? 0;
    let tail: Tail = last ?? { sequence: 0, hash: GENESIS };
    const start = tail.sequence;
    tail = await sealEntries(tx, await readLate(tx, above, reach), tail, now);
    for (;;) {
      const fresh = await readFresh(tx, above);
      if (fresh.length === 0) return tail.sequence - start;
      tail = await sealEntries(tx, fresh, tail, now);
      above = fresh.at(-1)!.id;
    }
  });
}

type EntryRow = SealedEntry & Record<string, unknown>;

/** The next thousand entries above an id: none of them is sealed, so nothing need be looked up. */
function readFresh(tx: Executor, above: number): Promise<EntryRow[]> {
  return tx.execute<EntryRow>(sql`
    select ${SEALED_COLUMNS} from audit_entries e where e.id > ${above} order by e.id limit 1000`);
}

/**
 * Entries that committed after a later id was sealed. Out: ids of the reach that have no seal. Two ranges of two indexes, since as
 * one anti-join over the whole log it took 300 ms at 300,000 entries when the planner knew nothing yet.
 */
function readLate(tx: Executor, newest: number, reach: number): Promise<EntryRow[]> {
  const from = newest - reach;
  return tx.execute<EntryRow>(sql`
    select ${SEALED_COLUMNS} from audit_entries e
    where e.id in (
        select id from audit_entries where id > ${from} and id < ${newest}
        except select entry_id from audit_seals where entry_id > ${from} and entry_id < ${newest})
      and e.at >= (select at from audit_entries where id <= ${newest} order by id desc limit 1) - ${LATEST_COMMIT}
    order by e.id`);
}

async function sealEntries(tx: Executor, entries: EntryRow[], tail: Tail, now: Date): Promise<Tail> {
  if (entries.length === 0) return tail;
  let { hash } = tail;
  const hashes = entries.map((entry) => {
    hash = chainHash(hash, entry);
    return hash.toString('hex');
  });
  const ids = sql.param(entries.map((entry) => entry.id));
  await tx.execute(sql`
    insert into audit_seals (sequence, entry_id, hash, sealed_at)
    select ${tail.sequence}::bigint + position, entry_id, decode(hash, 'hex'), ${now.toISOString()}::timestamptz
    from unnest(${ids}::bigint[], ${sql.param(hashes)}::text[]) with ordinality as sealed(entry_id, hash, position)`);
  return { sequence: tail.sequence + entries.length, hash };
}
