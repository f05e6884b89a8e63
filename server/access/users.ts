// Accounts: listing and making them, and changing one's password. All as the flow role; who may is the routes' business.
import { asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { userAreas, users } from '../../db/schema/access.ts';
import { areas, bodies, departments } from '../../db/schema/areas.ts';
import { newId } from '../kernel/id.ts';
import { type FieldError, Problem } from '../kernel/problem.ts';
import { type AccountInput, type AccountRow, BODY_LEVELS } from './model.ts';
import { checkPassword, findWeakness, hashPassword } from './password.ts';

export interface NewAccount extends AccountInput {
  passwordHash: string;
  mustChangePassword: boolean;
}

/** Accounts in the order of their usernames, after `after`; one more than `limit` is never read. */
export async function listAccounts(db: Executor, page: { after?: string; limit: number }): Promise<AccountRow[]> {
  const rows = await db
    .select({ account: users, body: bodies.name })
    .from(users)
    .leftJoin(bodies, eq(bodies.key, users.bodyKey))
    .where(page.after ? gt(users.username, page.after) : undefined)
    .orderBy(asc(users.username))
    .limit(page.limit);
  const held = await villagesOf(
    db,
    rows.map((row) => row.account.id),
  );
  return rows.map(({ account, body }) => ({
    id: account.id,
    username: account.username,
    name: account.name,
    role: account.role as AccountRow['role'],
    visitorKind: account.visitorKind,
    body: account.bodyKey && body ? { key: account.bodyKey, name: body } : null,
    department: account.department,
    villages: held.filter((row) => row.userId === account.id).map(({ code, name }) => ({ code, name })),
    capacity: account.capacity,
    isActive: account.isActive,
    lockedUntil: account.lockedUntil?.toISOString() ?? null,
    createdAt: account.createdAt.toISOString(),
  }));
}

async function villagesOf(db: Executor, ids: string[]) {
  if (ids.length === 0) return [];
  return db
    .select({ userId: userAreas.userId, code: userAreas.areaCode, name: areas.name })
    .from(userAreas)
    .innerJoin(areas, eq(areas.code, userAreas.areaCode))
    .where(inArray(userAreas.userId, ids))
    .orderBy(asc(userAreas.areaCode));
}

/** Adds accounts with their villages, held from `today` on. Expects what `checkAccount` has passed. Returns their ids, in order. */
export async function addAccounts(tx: Executor, accounts: NewAccount[], now: Date, today: string): Promise<string[]> {
  const rows = accounts.map(({ villages, ...account }) => ({ ...account, id: newId(now), createdAt: now, villages }));
  if (rows.length === 0) return [];
  await tx.insert(users).values(rows.map(({ villages: _, ...row }) => row));
  const held = rows.flatMap(({ id, villages }) =>
    villages.map((areaCode) => ({ userId: id, areaCode, fromOn: today })),
  );
  if (held.length > 0) await tx.insert(userAreas).values(held);
  return rows.map((row) => row.id);
}

/** Whatever speaks against an account, each with its field: a taken name, a role in a place where it has no work. */
export async function checkAccount(db: Executor, account: AccountInput): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  const refuse = (pointer: string, detail: string) => errors.push({ pointer, detail });
  const [taken] = await db.select({ id: users.id }).from(users).where(eq(users.username, account.username));
  if (taken) refuse('/username', '这个用户名已有人用。 / This username is taken.');

  const level = BODY_LEVELS[account.role];
  if (level) {
    const [body] = await db
      .select()
      .from(bodies)
      .where(eq(bodies.key, account.bodyKey ?? ''));
    if (body?.level !== level)
      refuse('/bodyKey', `这个岗位要在${LEVEL_NAMES[level]}。 / This role needs a body of level ${level}.`);
  } else if (account.bodyKey) refuse('/bodyKey', '这个岗位不属于行政机构。 / This role belongs to no body.');

  if (account.role === 'department-liaison') {
    const [department] = await db
      .select()
      .from(departments)
      .where(eq(departments.code, account.department ?? ''));
    if (!department) refuse('/department', '没有这个部门。 / No such department.');
  } else if (account.department) refuse('/department', '只有部门联络员有部门。 / Only a liaison has a department.');

  if (account.role === 'village-coordinator') {
    const known = await db
      .select({ code: areas.code })
      .from(areas)
      .where(inArray(areas.code, ['', ...account.villages]));
    const missing = account.villages.filter((code) => !known.some((area) => area.code === code));
    if (missing.length > 0) refuse('/villages', `没有这些村（社区）：${missing.join('、')} / No such villages.`);
    if (account.villages.length === 0) refuse('/villages', '协理员至少负责一个村（社区）。 / At least one village.');
    if (!account.visitorKind) refuse('/visitorKind', '请写明协理员的身份。 / Say what kind of visitor this is.');
  } else if (account.villages.length > 0)
    refuse('/villages', '只有协理员分管村（社区）。 / Only a coordinator has villages.');
  return errors;
}

const LEVEL_NAMES = { province: '省级机构', prefecture: '市（州）级机构', county: '县级机构', township: '乡镇级机构' };

/** Sets a new password after checking the old one; a wrong or weak one is refused with its field. */
export async function changePassword(
  tx: Executor,
  user: { id: string; username: string },
  passwords: { old: string; new: string },
): Promise<void> {
  const [account] = await tx.select().from(users).where(eq(users.id, user.id)).for('update');
  if (!(await checkPassword(account?.passwordHash, passwords.old)))
    throw wrong('/oldPassword', '现在的密码不对。 / The present password is wrong.');
  const weakness =
    passwords.old === passwords.new
      ? '新密码和旧密码一样。 / Same as the old one.'
      : findWeakness(passwords.new, user.username);
  if (weakness) throw wrong('/newPassword', weakness);
  await tx
    .update(users)
    .set({ passwordHash: await hashPassword(passwords.new), mustChangePassword: false })
    .where(eq(users.id, user.id));
}

function wrong(pointer: string, detail: string): Problem {
  return new Problem('wrong-input', undefined, [{ pointer, detail }]);
}

/** True when nobody has an account yet. */
export async function hasNoAccounts(db: Executor): Promise<boolean> {
  const [row] = await db.execute(sql`select 1 from users limit 1`);
  return !row;
}
