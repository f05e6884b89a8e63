// A phone that is lost, found again, or holds nothing any more. As the flow role, since sessions end with it: what one may name is
// checked here.
import { createHash, timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import type { Standing } from './model.ts';

interface Known {
  id: string;
  userId: string;
  username: string;
  area: string;
  isLost: boolean;
  isEnded: boolean;
}

/** A phone whose holder visits in the scope today, locked; undefined out of sight. */
async function findOverseen(tx: Executor, scope: Scope, of: { id: string; today: string }): Promise<Known | undefined> {
  const [row] = await tx.execute<Known & Record<string, unknown>>(sql`
    select p.id, p.user_id as "userId", u.username, p.lost_at is not null as "isLost", p.ended_at is not null as "isEnded",
      (select min(left(h.area_code, 9)) from user_areas h where h.user_id = p.user_id and h.from_on <= ${of.today}::date
        and (h.until_on is null or h.until_on >= ${of.today}::date) and ${within(scope, sql`left(h.area_code, 6)`, sql`h.area_code`)}) as area
    from phones p join users u on u.id = p.user_id where p.id = ${of.id}::uuid for update of p`);
  return row?.area ? row : undefined;
}

/**
 * Marks a phone lost and ends the sessions that were opened from it; at its next contact it wipes itself. One that was marked already,
 * or holds nothing any more, is a conflict. Returns the ended sessions, for their sockets to close.
 */
export async function losePhone(
  tx: Executor,
  scope: Scope,
  of: { id: string; reason: string; now: Date; today: string },
): Promise<{ known: Known; ended: string[] }> {
  const known = orNotFound(await findOverseen(tx, scope, of));
  if (known.isLost || known.isEnded)
    throw new Problem('state-conflict', '它已报失，或已经清空。 / It is reported already, or holds nothing any more.');
  await tx.execute(sql`update phones set lost_at = ${of.now.toISOString()}, lost_by = ${scope.userId}::uuid, lost_reason = ${of.reason}
    where id = ${of.id}::uuid`);
  const ended = await tx.execute<{ hash: string }>(
    sql`delete from sessions where phone_id = ${of.id}::uuid returning token_hash as hash`,
  );
  return { known, ended: ended.map((row) => row.hash) };
}

/** Takes a loss back before the phone has wiped itself; afterwards that is a conflict. */
export async function findPhoneAgain(tx: Executor, scope: Scope, of: { id: string; today: string }): Promise<Known> {
  const known = orNotFound(await findOverseen(tx, scope, of));
  if (!known.isLost || known.isEnded)
    throw new Problem('state-conflict', '它没有报失，或已经清空。 / It is not reported, or has wiped itself already.');
  await tx.execute(sql`update phones set lost_at = null, lost_by = null, lost_reason = null where id = ${of.id}::uuid`);
  return known;
}

/**
 * How a phone stands, asked by its secret with nobody signed in. Lost, or its holder's account disabled: wipe. An account that the
 * security officer has locked wipes nothing: nothing comes or goes, and what is on the phone is behind its PIN until that is cleared
 * up. Whoever does not know the secret learns nothing.
 */
export async function readStanding(tx: Executor, id: string, secret: string | null): Promise<Standing> {
  const [row] = await tx.execute<{ hash: string | null; wipes: boolean }>(sql`
    select p.secret_hash as hash, p.lost_at is not null or not u.is_active as wipes from phones p join users u on u.id = p.user_id
    where p.id = ${id}::uuid`);
  return { standing: row?.wipes && secret !== null && isSecret(row.hash, secret) ? 'wipe' : 'ok' };
}

/** Writes down that a phone holds nothing any more, and why; told twice it is written once. Returns whose it was. */
export async function endPhone(
  tx: Executor,
  of: { id: string; secret: string; because: string; now: Date },
): Promise<{ id: string; username: string; wasLost: boolean }> {
  const [row] = await tx.execute<{ hash: string | null; userId: string; username: string; wasLost: boolean }>(sql`
    select p.secret_hash as hash, p.user_id as "userId", u.username, p.lost_at is not null as "wasLost" from phones p
    join users u on u.id = p.user_id where p.id = ${of.id}::uuid for update of p`);
  if (!row || !isSecret(row.hash, of.secret)) throw new Problem('not-found');
  await tx.execute(sql`update phones set ended_at = ${of.now.toISOString()}, ended_because = ${of.because}, unsent = 0, unsent_since = null,
    stuck = 0, photos = 0 where id = ${of.id}::uuid and (ended_at is null or ended_because = 'replaced')`);
  await tx.execute(sql`delete from sessions where phone_id = ${of.id}::uuid`);
  return { id: row.userId, username: row.username, wasLost: row.wasLost };
}

function isSecret(hash: string | null, secret: string): boolean {
  const given = createHash('sha256').update(secret).digest();
  const kept = Buffer.from(hash ?? '', 'hex');
  return kept.length === given.length && timingSafeEqual(kept, given);
}
