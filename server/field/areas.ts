// The villages in which somebody may find a household of their own.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { visitorRights } from '../access/model.ts';
import type { SignedIn } from '../access/route.ts';
import type { Scope } from '../access/scope.ts';

/** More than anybody walks; somebody with a whole township has about thirty. */
const MOST = 200;

/** By code, with their names; none for who goes only where they are sent. */
export async function listFindingAreas(
  tx: Executor,
  scope: Scope,
  user: SignedIn,
): Promise<{ code: string; name: string }[]> {
  if (!visitorRights(user.visitorKind).leads || scope.areas.length === 0) return [];
  const rows = await tx.execute<{ code: string; name: string }>(sql`select a.code, a.name from areas a
    where a.level = 'village' and a.code ^@ any(${sql.param([...scope.areas])}::text[]) order by a.code limit ${MOST}`);
  return [...rows];
}
