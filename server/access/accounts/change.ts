// Changes to an account after it was made. Each checks what it may; that it is recorded is the routes' business.
import { and, eq, gt, isNull, notInArray, or, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { userAreas, users } from '../../../db/schema/access.ts';
import { addDays } from '../../kernel/clock.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import { type AccountRow, OFFICERS, type Role } from '../model.ts';
import { hashPassword, makePassword } from '../password.ts';
import type { SignedIn } from '../route.ts';
import { accountFaults, readKnown } from './faults.ts';
import { findAccount } from './list.ts';
import { type AccountChange, changeOf, differences } from './model.ts';

interface Acting {
  tx: Executor;
  user: Pick<SignedIn, 'id'>;
  now: Date;
  today: string;
}

const OWN_ROLE = '自己的岗位要由别人来改。 / Your own role is for somebody else to change.';
const OWN_ACCOUNT = '不能对自己的账号做这件事。 / Not on your own account.';

/** The reason that stands with an officer's account until the security officer has looked at it. */
const UNSEEN = '等安全保密员放行';

const isOfficer = (role: Role) => (OFFICERS as readonly string[]).includes(role);

const LAST_OFFICER =
  '这是最后一位在用的同岗人员，请先另设一位并放行。 / The last active officer of this role: make and release another one first.';

/**
 * Refuses to take the last active officer of a role out of use. Without a second security officer nobody would look at the officers an
 * administrator makes (`blockUnseen`), and without an auditor nobody at the log.
 */
export async function keepLastOfficer(tx: Executor, { id, role }: Pick<AccountRow, 'id' | 'role'>): Promise<void> {
  if (!isOfficer(role)) return;
  const active = await tx.execute<{
    id: string;
  }>(sql`select id from users where role = ${role} and is_active and blocked_at is null
    order by id for update`);
  if (active.length !== 1 || active[0]?.id !== id) return;
  throw new Problem('state-conflict', LAST_OFFICER);
}

/** An account that the caller may act on: not found, or their own, is refused. */
export async function findOther({ tx, user, today }: Acting, id: string): Promise<AccountRow> {
  const account = orNotFound(await findAccount(tx, id, today));
  if (account.id === user.id) throw new Problem('wrong-input', OWN_ACCOUNT, [{ pointer: ':id', detail: OWN_ACCOUNT }]);
  return account;
}

/**
 * Gives an account a new content. Faults are refused with their fields, one's own role and place among them; a version that is not
 * `version` any more is a conflict. Villages given up end yesterday, new ones begin today. Returns what differs, before and after.
 */
export async function changeAccount(
  acting: Acting,
  of: { id: string; version: number; to: AccountChange },
): Promise<{ account: AccountRow; changed: ReturnType<typeof differences>; isBlocked: boolean }> {
  const { tx, user, today } = acting;
  const { id, version, to } = of;
  const before = orNotFound(await findAccount(tx, id, today));
  const changed = differences(changeOf(before), to);
  const errors = accountFaults(
    { ...to, username: before.username },
    await readKnown(tx, [{ username: '', ...to }]),
    false,
  );
  if (id === user.id)
    for (const field of ['role', 'bodyKey', 'department', 'villages'])
      if (changed[field]) errors.push({ pointer: `/${field}`, detail: OWN_ROLE });
  if (errors.length > 0) throw new Problem('wrong-input', undefined, errors);
  if (changed.role) await keepLastOfficer(tx, before);
  const { villages, ...columns } = to;
  const [saved] = await tx
    .update(users)
    .set({ ...columns, version: sql`${users.version} + 1` })
    .where(and(eq(users.id, id), eq(users.version, version)))
    .returning({ id: users.id });
  if (!saved) throw new Problem('version-conflict');
  if (changed.villages) await setVillages(tx, { id, villages, today });
  const isBlocked = changed.role !== undefined && (await blockUnseen(acting, { id, role: to.role }));
  return { account: orNotFound(await findAccount(tx, id, today)), changed, isBlocked };
}

async function setVillages(tx: Executor, of: { id: string; villages: string[]; today: string }): Promise<void> {
  const { id, villages, today } = of;
  const isHeld = and(
    eq(userAreas.userId, id),
    or(isNull(userAreas.untilOn), gt(userAreas.untilOn, addDays(today, -1))),
  );
  const isGone = villages.length > 0 ? notInArray(userAreas.areaCode, villages) : undefined;
  await tx
    .update(userAreas)
    .set({ untilOn: addDays(today, -1) })
    .where(and(isHeld, isGone));
  const held = await tx.select({ code: userAreas.areaCode }).from(userAreas).where(isHeld);
  const added = villages.filter((code) => !held.some((row) => row.code === code));
  if (added.length === 0) return;
  await tx
    .insert(userAreas)
    .values(added.map((areaCode) => ({ userId: id, areaCode, fromOn: today })))
    // Given up and given back on one day: the row of that day holds again.
    .onConflictDoUpdate({ target: [userAreas.userId, userAreas.areaCode, userAreas.fromOn], set: { untilOn: null } });
}

/** Ends or restores the use of an account; a lock by the security officer stays. */
export async function setActive(tx: Executor, id: string, isActive: boolean): Promise<void> {
  const values = { isActive, failedSignIns: 0, lockedUntil: null, version: sql`${users.version} + 1` };
  await tx.update(users).set(values).where(eq(users.id, id));
}

/** Lets somebody who mistyped five times try again at once. */
export async function unlockAccount(tx: Executor, id: string): Promise<void> {
  await tx.update(users).set({ failedSignIns: 0, lockedUntil: null }).where(eq(users.id, id));
}

/** Sets a password nobody chose, which must be changed at the next sign-in, and returns it this once. */
export async function resetPassword(tx: Executor, id: string): Promise<string> {
  const password = makePassword();
  const values = { passwordHash: await hashPassword(password), mustChangePassword: true };
  await tx
    .update(users)
    .set({ ...values, failedSignIns: 0, lockedUntil: null })
    .where(eq(users.id, id));
  return password;
}

/** The security officer's lock: from this moment on nobody is signed in by the account. */
export async function blockAccount(tx: Executor, of: { id: string; reason: string; now: Date }): Promise<void> {
  const { id, reason, now } = of;
  const values = { blockedAt: now, blockedReason: reason, version: sql`${users.version} + 1` };
  await tx.update(users).set(values).where(eq(users.id, id));
}

export async function releaseAccount(tx: Executor, id: string): Promise<void> {
  const values = { blockedAt: null, blockedReason: null, version: sql`${users.version} + 1` };
  await tx.update(users).set(values).where(eq(users.id, id));
}

/**
 * An officer's account that an administrator has made, given its role or a new password waits for the security officer, or one
 * administrator could become the auditor of their own acts. Where no other security officer is active it is not held: on a new
 * installation there is nobody to release it. Returns whether it waits.
 */
export async function blockUnseen({ tx, now }: Acting, of: { id: string; role: Role }): Promise<boolean> {
  if (!isOfficer(of.role)) return false;
  const [other] =
    await tx.execute(sql`select 1 from users where role = 'security-officer' and is_active and blocked_at is null
    and id <> ${of.id} limit 1`);
  if (!other) return false;
  await blockAccount(tx, { id: of.id, reason: UNSEEN, now });
  return true;
}
