// Where groups are visited by the calendar, and how many belong to them.
import { sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../../../db/client.ts';
import { type Scope, within } from '../../../access/scope.ts';
import { newId } from '../../../kernel/id.ts';
import { Problem } from '../../../kernel/problem.ts';
import { placeSql } from '../../alerts/store.ts';
import type { RoutineGroupRow, StartInput } from './model.ts';
import { findGroup, type RoutinePolicy } from './policy.ts';

const iso = (column: string) => sql.raw(`to_json(${column}) #>> '{}'`);

/** The most running starts told; a province of sixty counties and ten groups has six hundred, townships apart. */
const MOST_STARTS = 2000;

/** Every group with its members here and where it runs; a start of the whole county is told to its townships, too. */
export async function listGroups(
  tx: Executor,
  scope: Scope,
  { policy, area }: { policy: RoutinePolicy; area: string | undefined },
): Promise<RoutineGroupRow[]> {
  const counts = await tx.execute<{
    group: string;
    members: number;
  }>(sql`select m.group_id as "group", count(*)::int as members
    from routine_members m where m.until_on is null and ${within(scope, sql`m.county_code`, sql`m.area_code`)}
      ${area ? sql`and m.area_code ^@ ${area}` : sql``} group by 1`);
  const starts = await tx.execute<RoutineGroupRow['starts'][number] & { group: string }>(sql`
    select r.id, r.group_id as "group", r.area_code as "areaCode", ${placeSql(sql`r.area_code`)} as place, ${iso('r.started_at')} as "startedAt"
    from routine_starts r where r.ended_at is null and (${within(scope, sql`r.county_code`, sql`r.area_code`)}
        or exists (select 1 from unnest(${sql.param([...scope.areas])}::text[]) as mine(code) where mine.code ^@ r.area_code))
      ${area ? sql`and (r.area_code ^@ ${area} or ${area}::text ^@ r.area_code)` : sql``} order by r.area_code limit ${MOST_STARTS}`);
  return policy.groups.map(({ id, names, risk, when, agreement, visitors }) => ({
    ...{ id, names, risk, isByHand: when === null, needsAgreement: agreement, visitors },
    members: counts.find((one) => one.group === id)?.members ?? 0,
    starts: starts.filter((one) => one.group === id).map(({ group, ...start }) => start),
  }));
}

/** Begins a group in a county or a township of it. Not here is 404, running there or above already 409. */
export async function startGroup(
  tx: Transaction,
  scope: Scope,
  of: { input: StartInput; by: string; now: Date; policy: RoutinePolicy },
): Promise<{ id: string; groupId: string; area: string }> {
  const { groupId, area } = of.input;
  if (!findGroup(of.policy, groupId)) throw new Problem('not-found');
  const isMine = area.length >= 6 && area.length <= 9 && scope.areas.some((mine) => area.startsWith(mine));
  const [place] = isMine ? await tx.execute(sql`select 1 from areas where code = ${area}`) : [];
  if (!place) throw new Problem('not-found');
  const [running] = await tx.execute(
    sql`select 1 from routine_starts where group_id = ${groupId} and ended_at is null and ${area}::text ^@ area_code`,
  );
  if (running) throw new Problem('state-conflict', '这里已经按期探访了。 / It runs here already.');
  const id = newId();
  const added =
    await tx.execute(sql`insert into routine_starts (id, group_id, county_code, area_code, started_at, started_by)
    values (${id}::uuid, ${groupId}, ${area.slice(0, 6)}, ${area}, ${of.now.toISOString()}, ${of.by}::uuid) on conflict do nothing`);
  if (added.count === 0) throw new Problem('state-conflict');
  return { id, groupId, area };
}

/** Ends a start: the next turn calls off what nobody has taken on. Members stay as they are. */
export async function stopGroup(
  tx: Transaction,
  scope: Scope,
  of: { id: string; by: string; now: Date },
): Promise<{ groupId: string; area: string }> {
  const mine = within(scope, sql`r.county_code`, sql`r.area_code`);
  const [ended] = await tx.execute<{
    groupId: string;
    area: string;
  }>(sql`update routine_starts r set ended_at = ${of.now.toISOString()},
    ended_by = ${of.by}::uuid where r.id = ${of.id}::uuid and r.ended_at is null and ${mine} returning r.group_id as "groupId", r.area_code as area`);
  if (ended) return ended;
  const [known] = await tx.execute(sql`select 1 from routine_starts r where r.id = ${of.id}::uuid and ${mine}`);
  throw new Problem(known ? 'state-conflict' : 'not-found');
}
