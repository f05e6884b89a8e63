// Who is in which group today, brought up to what data say: in, out, at which risk, and where they live now.
import { type SQL, sql } from 'drizzle-orm';
import { toSql } from '../../rules/to-sql.ts';
import type { Turn } from '../../turn.ts';
import type { RoutineGroup, RoutinePolicy } from './policy.ts';

const ALIASES = { indicators: 'n', standards: 's' };

/** SQL: this household is one that the turn looks at. */
export const isLooked = (household: SQL, { touchedBy }: Pick<Turn, 'touchedBy'>) =>
  touchedBy === 'everything' ? sql`true` : sql`${household} in (select household_id from looked_rounds)`;

/**
 * Fills `looked_rounds` for a turn that is not of everything: whose data changed, whose membership did since the last whole turn, and
 * who lives where a group has begun or ended since then. Days that pass are the nightly turn's business.
 */
export async function lookAtRounds({ tx, touchedBy }: Turn): Promise<void> {
  if (touchedBy === 'everything') return;
  const since = sql`coalesce((select max(now) from cycles where extent = 'whole' and status = 'done'), '-infinity')`;
  await tx.execute(sql`create temporary table looked_rounds on commit drop as
    select household_id from touched_households where cycle_id = ${touchedBy}
    union select household_id from routine_members where changed_at >= ${since}
    union select n.household_id from household_indicators n join routine_starts r on n.area_code ^@ r.area_code
      where greatest(r.started_at, coalesce(r.ended_at, r.started_at)) >= ${since}`);
  await tx.execute(sql`analyze looked_rounds`);
}

/** SQL: a start of this group (SQL) that runs, in whose area the row (its area's SQL) lies. */
export const isStarted = (
  group: SQL,
  area: SQL,
) => sql`exists (select 1 from routine_starts r where r.group_id = ${group}
  and r.ended_at is null and ${area} ^@ r.area_code)`;

/**
 * Judges the households of areas in which some group has begun, in one scan, and keeps the dated memberships to it. Unknown neither
 * begins a membership nor ends one; who entered somebody by hand decides about them, but a household in which nobody lives any more
 * ends with either. Where a group was stopped its memberships stay as they are and nothing comes of them.
 */
export async function keepMembers(turn: Turn, { groups }: RoutinePolicy): Promise<number> {
  const { tx, now, asOf } = turn;
  const at = now.toISOString();
  const told = groups.filter((group) => group.when !== null);
  const [some] = await tx.execute<{
    count: number;
  }>(sql`select (select count(*) from routine_starts where ended_at is null)
    + (select count(*) from routine_members where until_on is null) as count`);
  if (!some || Number(some.count) === 0) return 0;
  const judged = told.flatMap(({ when, high }, index) => [
    sql`${sql.raw(toSql(when!, ALIASES))} as ${sql.identifier(`in_${index}`)}`,
    sql`coalesce(${high ? sql.raw(toSql(high, ALIASES)) : sql`false`}, false) as ${sql.identifier(`high_${index}`)}`,
  ]);
  await tx.execute(sql`create temporary table judged_rounds on commit drop as
    select n.household_id, n.county_code, n.area_code, n.members__living as living ${judged.length > 0 ? sql`, ${sql.join(judged, sql`, `)}` : sql``}
    from household_indicators n where ${isLooked(sql`n.household_id`, turn)} and (exists (select 1 from routine_members m where m.household_id = n.household_id and m.until_on is null)
      or n.area_code ^@ any(array(select area_code from routine_starts where ended_at is null)))`);
  await tx.execute(sql`analyze judged_rounds`);
  const moved =
    await tx.execute(sql`update routine_members m set county_code = h.county_code, area_code = h.area_code, changed_at = ${at}
    from households h where h.id = m.household_id and m.until_on is null and ${isLooked(sql`m.household_id`, turn)} and h.area_code <> m.area_code`);
  const left =
    await tx.execute(sql`update routine_members m set until_on = ${asOf}::date, ended_why = 'nobody-left', changed_at = ${at}
    from judged_rounds j where j.household_id = m.household_id and m.until_on is null and j.living = 0`);
  let rows = moved.count + left.count;
  for (const [index, group] of told.entries()) rows += await keepGroup({ turn, group, index, at });
  return rows;
}

interface Kept {
  turn: Turn;
  group: RoutineGroup;
  index: number;
  at: string;
}

async function keepGroup({ turn: { tx, asOf }, group, index, at }: Kept): Promise<number> {
  const isIn = sql.identifier(`in_${index}`);
  const risk = sql`case when j.${sql.identifier(`high_${index}`)} then 'high' else ${group.risk} end`;
  const came =
    await tx.execute(sql`insert into routine_members (id, group_id, household_id, county_code, area_code, risk, origin, since_on, made_at, changed_at)
    select new_id(${at}::timestamptz), ${group.id}, j.household_id, j.county_code, j.area_code, ${risk}, 'data', ${asOf}::date, ${at}, ${at}
    from judged_rounds j where j.${isIn} and j.living > 0 and ${isStarted(sql`${group.id}`, sql`j.area_code`)}
    on conflict (group_id, household_id) where until_on is null do nothing`);
  const own = sql`j.household_id = m.household_id and m.group_id = ${group.id} and m.origin = 'data' and m.until_on is null`;
  const went =
    await tx.execute(sql`update routine_members m set until_on = ${asOf}::date, ended_why = 'no-longer', changed_at = ${at}
    from judged_rounds j where ${own} and j.${isIn} = false`);
  const risen =
    await tx.execute(sql`update routine_members m set risk = ${risk}, changed_at = ${at} from judged_rounds j where ${own} and j.${isIn}
    and m.risk <> ${risk}`);
  return came.count + went.count + risen.count;
}
