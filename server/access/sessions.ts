// Sign-in and sessions, as the flow role: the web role may read neither password hashes nor sessions.
// A session is 32 random bytes in a cookie; the database holds only their SHA-256.
import { createHash, randomBytes } from 'node:crypto';
import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { sessions, users } from '../../db/schema/access.ts';
import type { Role } from './model.ts';
import { checkPassword } from './password.ts';
import type { SessionOrigin, SignedIn } from './route.ts';

const HOUR = 3600_000;
const MOST_TRIES = 5;
const LOCKED_FOR = HOUR / 4;
const SEEN_EVERY = HOUR / 12;

/** How long a session lives, however much it is used: a shift at the desk, two weeks on a coordinator's phone without network. */
function lifetimeOf(role: Role): number {
  return role === 'village-coordinator' ? 14 * 24 * HOUR : 12 * HOUR;
}

export interface Session {
  tokenHash: string;
  user: SignedIn;
  expiresAt: Date;
  mustChangePassword: boolean;
}

export type SignInResult =
  | { kind: 'signed-in'; user: SignedIn; token: string; expiresAt: Date }
  | { kind: 'wrong-credentials' | 'locked-out'; account: { id: string; username: string } | null };

/** What the cookie holds, as it is stored. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Tries a username and password, counting the wrong ones: five lock the name for a quarter of an hour, whether an account has it
 * or not, and each try costs one password hash. The account's row is locked meanwhile, so that parallel guesses count one by one.
 */
export async function signIn(
  tx: Executor,
  credentials: { username: string; password: string; origin?: SessionOrigin },
  now: Date,
): Promise<SignInResult> {
  const [account] = await tx.select().from(users).where(eq(users.username, credentials.username)).for('update');
  const isRight = await checkPassword(account?.passwordHash, credentials.password);
  if (!account) return { kind: countStranger(credentials.username, now), account: null };
  const who = { id: account.id, username: account.username };
  if (account.lockedUntil && account.lockedUntil > now) return { kind: 'locked-out', account: who };
  if (!isRight || !account.isActive || account.blockedAt) {
    const tries = account.failedSignIns + 1;
    const isLast = tries >= MOST_TRIES;
    await tx
      .update(users)
      .set(
        isLast
          ? { failedSignIns: 0, lockedUntil: new Date(now.getTime() + LOCKED_FOR) }
          : { failedSignIns: tries, lockedUntil: null },
      )
      .where(eq(users.id, account.id));
    return { kind: 'wrong-credentials', account: who };
  }
  const signedIn = { failedSignIns: 0, lockedUntil: null, lastSignedInAt: now };
  await tx.update(users).set(signedIn).where(eq(users.id, account.id));
  await tx.delete(sessions).where(lt(sessions.expiresAt, now));
  const user = signedInOf(account);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + lifetimeOf(user.role));
  await tx.insert(sessions).values({
    ...{ tokenHash: hashToken(token), userId: user.id, createdAt: now, lastSeenAt: now, expiresAt },
    ...credentials.origin,
  });
  return { kind: 'signed-in', user, token, expiresAt };
}

/** Names without an account lock alike, or a lock would tell who exists. In memory, bounded: with several processes, each its own. */
const strangers = new Map<string, { tries: number; lockedUntil: number }>();

function countStranger(username: string, now: Date): 'wrong-credentials' | 'locked-out' {
  const seen = strangers.get(username) ?? { tries: 0, lockedUntil: 0 };
  if (seen.lockedUntil > now.getTime()) return 'locked-out';
  const tries = seen.tries + 1;
  const next = tries >= MOST_TRIES ? { tries: 0, lockedUntil: now.getTime() + LOCKED_FOR } : { tries, lockedUntil: 0 };
  strangers.delete(username);
  strangers.set(username, next);
  if (strangers.size > 10_000) strangers.delete(strangers.keys().next().value!);
  return 'wrong-credentials';
}

/** The session of a cookie, if it still holds and its account is active. Notes when it was last seen, every five minutes. */
export async function findSession(db: Executor, tokenHash: string, now: Date): Promise<Session | undefined> {
  const [row] = await db
    .select({ account: users, expiresAt: sessions.expiresAt, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, tokenHash),
        eq(users.isActive, true),
        isNull(users.blockedAt),
        sql`${sessions.expiresAt} > ${now.toISOString()}`,
      ),
    );
  if (!row) return undefined;
  if (now.getTime() - row.lastSeenAt.getTime() > SEEN_EVERY)
    await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.tokenHash, tokenHash));
  return {
    tokenHash,
    user: signedInOf(row.account),
    expiresAt: row.expiresAt,
    mustChangePassword: row.account.mustChangePassword,
  };
}

/** Ends one session; none is left behind in the table. */
export async function endSession(tx: Executor, tokenHash: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
}

/**
 * Ends whatever is signed in as this user, but for the session `except` (after a change of password the caller's own goes on), and
 * returns what was ended, for their sockets to close.
 */
export async function endSessionsOf(tx: Executor, userId: string, except = ''): Promise<string[]> {
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), ne(sessions.tokenHash, except)))
    .returning({ tokenHash: sessions.tokenHash });
  return ended.map((row) => row.tokenHash);
}

function signedInOf(account: typeof users.$inferSelect): SignedIn {
  const { id, username, name, visitorKind, bodyKey, department } = account;
  return { id, username, name, role: account.role as Role, visitorKind, bodyKey, department };
}
