// 代看: what a coordinator's phone shows, read for whoever is asked for help. By the very function that fills the phone, within what
// both may see, and with the phone numbers masked: to help one need not call anybody.
import { sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import { makeScope, type Scope } from '../access/scope.ts';
import { orNotFound } from '../kernel/problem.ts';
import type { ViewedAs } from './model.ts';
import { readSync, type SyncNeeds } from './sync.ts';

/** What stands on the phone of this coordinator, as far as the caller may see it; somebody out of sight is not found. */
export async function readAs(
  tx: Transaction,
  scope: Scope,
  of: { userId: string; now: Date; today: string },
  needs: SyncNeeds,
): Promise<ViewedAs & { area: string }> {
  const person = orNotFound(await findCoordinator(tx, of.userId));
  const shared = await shareScope(tx, scope, of);
  orNotFound(shared.areas[0]);
  const { items, words } = await readSync(tx, { user: person, scope: shared, now: of.now, cursor: '' }, needs);
  return {
    user: { id: person.id, name: person.name },
    now: of.now.toISOString(),
    tasks: items.map((task) => ({
      ...task,
      members: task.members.map((member) => ({ ...member, phone: member.phone && mask(member.phone) })),
    })),
    words: words ?? needs.words,
    area: shared.areas[0]!.slice(0, 9),
  };
}

async function findCoordinator(tx: Executor, id: string): Promise<SignedIn | undefined> {
  const [row] = await tx.execute<SignedIn & Record<string, unknown>>(sql`
    select id, username, name, role, visitor_kind as "visitorKind", body_key as "bodyKey", department from users
    where id = ${id}::uuid and role = 'village-coordinator' and is_active`);
  return row;
}

/** Where both may look: the coordinator's villages of that day, and those of work in their hands, inside the caller's areas. */
async function shareScope(
  tx: Executor,
  scope: Scope,
  { userId, today }: { userId: string; today: string },
): Promise<Scope> {
  const rows = await tx.execute<{ code: string }>(sql`
    select distinct area_code as code from (
      select area_code from user_areas where user_id = ${userId}::uuid and from_on <= ${today}::date and (until_on is null or until_on >= ${today}::date)
      union all select area_code from tasks where assignee_id = ${userId}::uuid and state in ('assigned', 'accepted', 'submitted')) held
    order by 1`);
  const areas = rows.map(({ code }) => code).filter((code) => scope.areas.some((own) => code.startsWith(own)));
  const counties = [...new Set(areas.map((code) => code.slice(0, 6)))];
  return makeScope({ userId, areas, counties, department: null });
}

function mask(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-2)}`;
}
