// Open sessions as the security officer sees them, and their end. A session is named by the first characters of its token's hash:
// they lead to nothing without the token.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { SessionFilter, SessionRow } from './model.ts';

const NAMED_BY = 24;

/** What names a session whose token has this hash. */
export const nameOfSession = (tokenHash: string) => tokenHash.slice(0, NAMED_BY);

type Found = Omit<SessionRow, 'isOwn'> & { seen: string };
export type SessionKey = [seen: string, tokenHash: string];

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;

/** One page of sessions that still hold, who was seen last first, and the key of the next. */
export async function listSessions(
  db: Executor,
  of: { filter: SessionFilter; after: SessionKey | undefined; now: Date },
): Promise<{ rows: Found[]; next: SessionKey | null }> {
  const { filter, after, now } = of;
  const part = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : undefined;
  const rows = await db.execute<Found & { tokenHash: string } & Record<string, unknown>>(sql`
    select s.token_hash as "tokenHash", u.id as "userId", u.username, u.name, u.role, ${iso(sql`s.created_at`)} as "createdAt",
      ${iso(sql`s.last_seen_at`)} as "lastSeenAt", ${iso(sql`s.expires_at`)} as "expiresAt", s.address, s.device, s.last_seen_at::text as seen
    from sessions s join users u on u.id = s.user_id
    where s.expires_at > ${now.toISOString()}::timestamptz
      ${part ? sql`and (u.username ilike ${part} or u.name ilike ${part})` : sql``}
      ${after ? sql`and (s.last_seen_at, s.token_hash) < (${after[0]}::timestamptz, ${after[1]})` : sql``}
    order by s.last_seen_at desc, s.token_hash desc limit ${filter.limit + 1}`);
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ tokenHash, ...row }) => ({ ...row, id: nameOfSession(tokenHash) })),
    next: rows.length > shown.length && last ? [last.seen, last.tokenHash] : null,
  };
}

/** Ends the session of this name; undefined when none has it any more. Returns whose it was, and its hash for the socket to close. */
export async function endNamedSession(
  tx: Executor,
  id: string,
): Promise<{ userId: string; username: string; tokenHash: string } | undefined> {
  const [ended] = await tx.execute<{ userId: string; username: string; tokenHash: string }>(sql`
    delete from sessions s using users u where u.id = s.user_id and left(s.token_hash, ${NAMED_BY}::int) = ${id}
    returning s.user_id as "userId", u.username, s.token_hash as "tokenHash"`);
  return ended;
}
