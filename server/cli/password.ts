// `shouwang password reset <username>`: the way back in for the only officer of a role, whom no other account may give a password.
import { eq } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import { resetPassword } from '../access/accounts/change.ts';
import { endSessionsOf } from '../access/sessions.ts';
import { recordAct } from '../audit/record.ts';
import { withService } from './open.ts';

export async function password(args: string[]): Promise<number> {
  const [verb, username] = args;
  if (verb !== 'reset' || !username || args.length !== 2) throw new Error('用法 Usage: password reset <username>');
  return await withService(async ({ flow, clock }) => {
    const made = await flow.transaction(async (tx) => {
      const [account] = await tx.select({ id: users.id }).from(users).where(eq(users.username, username));
      if (!account) throw new Error(`没有账号“${username}”。 / There is no account "${username}".`);
      const { id } = account;
      const secret = await resetPassword(tx, id);
      const ended = await endSessionsOf(tx, id);
      const about = { subjectKind: 'user', subjectId: id, details: { username, sessions: ended.length } };
      await recordAct(tx, { at: clock(), actor: 'command', action: 'user.reset', ...about });
      return secret;
    });
    console.log(`${made}\n只显示这一次，首次登录要改。 / Shown this once; to be changed at the first sign-in.`);
    return 0;
  });
}
