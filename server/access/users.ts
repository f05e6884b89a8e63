// Accounts: making them, and changing one's password. All as the flow role; who may is the routes' business.
import { eq, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { userAreas, users } from '../../db/schema/access.ts';
import { newId } from '../kernel/id.ts';
import { Problem } from '../kernel/problem.ts';
import type { AccountInput } from './model.ts';
import { checkPassword, findWeakness, hashPassword } from './password.ts';

export interface NewAccount extends AccountInput {
  passwordHash: string;
  mustChangePassword: boolean;
}

/** Adds accounts with their villages, held from `today` on. Expects what `accountFaults` has passed. Returns their ids, in order. */
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
