// One phone, one person.
import type { SignedIn } from '../access/route.ts';
import { Problem } from '../kernel/problem.ts';

/** Refuses what comes from a phone under anybody else's session: what somebody wrote never goes out under another's name. */
export function checkHolder(holder: string | undefined, user: Pick<SignedIn, 'id'>): void {
  if (holder === undefined || holder === user.id) return;
  throw new Problem('not-allowed', '这部手机是另一个人的。 / This phone is somebody else’s.');
}
