// Who is away and who stands in. Kept, never deleted: an absence that was taken back has ended.
import { sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../../db/client.ts';
import type { SignedIn } from '../../access/route.ts';
import type { Scope } from '../../access/scope.ts';
import { newId } from '../../kernel/id.ts';
import { Problem } from '../../kernel/problem.ts';
import type { AbsenceInput, AbsenceRow } from './desk/model.ts';

/** SQL: a coordinator (the column) whose villages lie in the scope; somebody who is one sees only themself. */
const overseen = (user: SignedIn, scope: Scope, column: ReturnType<typeof sql>) =>
  user.role === 'village-coordinator'
    ? sql`${column} = ${user.id}::uuid`
    : sql`exists (select 1 from user_areas o where o.user_id = ${column} and o.area_code ^@ any(${sql.param([...scope.areas])}::text[]))`;

/** Absences that have not passed, and those of the last 90 days, latest first. */
export async function listAbsences(
  tx: Executor,
  { user, scope }: { user: SignedIn; scope: Scope },
  today: string,
): Promise<AbsenceRow[]> {
  const rows = await tx.execute<AbsenceRow & Record<string, unknown>>(sql`
    select a.id, jsonb_build_object('id', u.id, 'name', u.name) as user, case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end as cover,
      a.from_on::text as "fromOn", a.until_on::text as "untilOn", a.reason, to_json(a.made_at) #>> '{}' as "madeAt", to_json(a.ended_at) #>> '{}' as "endedAt",
      a.ended_at is null and ${today}::date between a.from_on and a.until_on as "isNow"
    from absences a join users u on u.id = a.user_id left join users c on c.id = a.cover_id
    where a.until_on >= ${today}::date - 90 and ${overseen(user, scope, sql`a.user_id`)} order by a.from_on desc, a.id limit 500`);
  return [...rows];
}

/**
 * Adds an absence. Runs as the flow role, since a coordinator does not see the others of their township; so what one may name is
 * checked here: a person out of sight is 404, an unfit cover 422, two absences on one day 409. Serialised, so that two people who
 * cover for each other cannot both leave.
 */
export async function addAbsence(
  tx: Transaction,
  { user, scope }: { user: SignedIn; scope: Scope },
  of: AbsenceInput & { now: Date; today: string },
): Promise<{ id: string; area: string }> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.absences'))`);
  if (of.untilOn < of.fromOn || of.untilOn < of.today)
    refuse('/untilOn', '最后一天不能早于第一天，也不能已过。 / The last day lies before the first, or is over.');
  const [away] = await tx.execute<{ name: string; area: string }>(sql`select u.name, min(left(a.area_code, 9)) as area
    from users u join user_areas a on a.user_id = u.id where u.id = ${of.userId}::uuid and u.role = 'village-coordinator' and u.is_active
      and ${overseen(user, scope, sql`u.id`)} group by u.name`);
  if (!away) throw new Problem('not-found');
  const meanwhile = sql`ended_at is null and from_on <= ${of.untilOn}::date and until_on >= ${of.fromOn}::date`;
  const [clash] = await tx.execute<{
    isCover: boolean;
    name: string;
  }>(sql`select a.cover_id = ${of.userId}::uuid as "isCover", u.name
    from absences a join users u on u.id = a.user_id where ${meanwhile} and (a.user_id = ${of.userId}::uuid or a.cover_id = ${of.userId}::uuid)
    order by 1 nulls first limit 1`);
  if (clash?.isCover)
    throw new Problem(
      'state-conflict',
      `${away.name}这几天替${clash.name}代班，请先给${clash.name}换人。 / ${away.name} stands in for ${clash.name} on these days: find ${clash.name} another cover first.`,
    );
  if (clash) throw new Problem('state-conflict', '这几天已登记外出。 / These days are recorded already.');
  if (of.coverId !== null) await checkCover(tx, { ...of, coverId: of.coverId });
  const id = newId();
  await tx.execute(sql`insert into absences (id, user_id, cover_id, from_on, until_on, reason, made_by, made_at)
    values (${id}::uuid, ${of.userId}::uuid, ${of.coverId}::uuid, ${of.fromOn}::date, ${of.untilOn}::date, ${of.reason}, ${user.id}::uuid, ${of.now.toISOString()})`);
  return { id, area: away.area };
}

async function checkCover(
  tx: Transaction,
  of: { userId: string; coverId: string; fromOn: string; untilOn: string },
): Promise<void> {
  if (of.coverId === of.userId) refuse('/coverId', '不能自己替自己。 / Nobody stands in for themself.');
  const [cover] = await tx.execute<{ name: string; isAway: boolean }>(sql`select u.name,
      exists (select 1 from absences a where a.user_id = u.id and a.ended_at is null and a.from_on <= ${of.untilOn}::date and a.until_on >= ${of.fromOn}::date) as "isAway"
    from users u where u.id = ${of.coverId}::uuid and u.role = 'village-coordinator' and u.is_active
      and (u.visitor_kind is distinct from 'volunteer' or exists (select 1 from users o where o.id = ${of.userId}::uuid and o.visitor_kind = 'volunteer')) and exists (
      select 1 from user_areas mine join user_areas theirs on left(theirs.area_code, 9) = left(mine.area_code, 9)
      where mine.user_id = ${of.userId}::uuid and theirs.user_id = u.id)`);
  if (!cover)
    refuse('/coverId', '代班的要是同一乡镇在岗的协理员。 / The cover is to be a coordinator of the same township.');
  else if (cover.isAway) refuse('/coverId', `${cover.name}这几天也外出。 / ${cover.name} is away on these days too.`);
}

/** Takes an absence back; over or taken back already is 409. */
export async function endAbsence(
  tx: Transaction,
  { user, scope }: { user: SignedIn; scope: Scope },
  of: { id: string; now: Date; today: string },
): Promise<{ area: string }> {
  const [ended] = await tx.execute<{ area: string }>(sql`update absences a set ended_at = ${of.now.toISOString()}
    where a.id = ${of.id}::uuid and a.ended_at is null and a.until_on >= ${of.today}::date and ${overseen(user, scope, sql`a.user_id`)}
    returning (select min(left(area_code, 9)) from user_areas where user_id = a.user_id) as area`);
  if (ended) return ended;
  const [known] = await tx.execute(
    sql`select 1 from absences a where a.id = ${of.id}::uuid and ${overseen(user, scope, sql`a.user_id`)}`,
  );
  if (!known) throw new Problem('not-found');
  throw new Problem('state-conflict', '它已结束。 / It is over.');
}

function refuse(pointer: string, detail: string): never {
  throw new Problem('wrong-input', undefined, [{ pointer, detail }]);
}
