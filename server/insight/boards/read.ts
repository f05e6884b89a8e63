// Reads the boards for one person. What lies in none of a place's children stands with the place itself, so that rows add up.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import type { Catalogue } from '../../catalogue.ts';
import { resolveFilter, type Wanted } from '../../flow/alerts/filter.ts';
import { SEVERITIES } from '../../flow/alerts/model.ts';
import { dayOf } from '../../kernel/clock.ts';
import { childLength, type Division, findPlace, listDivisions, settle } from '../divisions.ts';
import {
  type BoardFilter,
  type CountiesBoard,
  daysSoFar,
  type FunnelBoard,
  halfOf,
  TIME_BINS,
  type TimeBoard,
  type TimeRow,
} from './model.ts';
import { addStages, casesSql, countStages, decidedSql } from './stages.ts';

export interface BoardQuestion {
  filter: BoardFilter;
  catalogue: Catalogue;
  now: Date;
}

interface Asked {
  area: Division;
  period: string;
  from: string;
  until: string;
}

async function resolve(
  tx: Executor,
  scope: Scope,
  { filter, catalogue, now }: BoardQuestion,
): Promise<{ asked: Asked; wanted: Wanted } | undefined> {
  const found = await findPlace(tx, scope, filter.area);
  if (!found) return undefined;
  const { period = halfOf(dayOf(now)), ...rest } = filter;
  const { from, until } = daysSoFar(period, dayOf(now));
  const { code, name, level } = found;
  const question = { ...rest, area: code, subject: 'need', state: 'all', from, until } as const;
  return {
    asked: { area: { code, name, level }, period, from, until },
    wanted: await resolveFilter(tx, question, catalogue),
  };
}

/** Found, dispatched, visited, confirmed, helped, by child division; undefined when the place is not the caller's. */
export async function readFunnel(
  tx: Executor,
  scope: Scope,
  question: BoardQuestion,
): Promise<FunnelBoard | undefined> {
  const known = await resolve(tx, scope, question);
  if (!known) return undefined;
  const { asked, wanted } = known;
  const { outcomes } = question.catalogue;
  const cells = await countStages(tx, scope, {
    ...{ filter: wanted, length: childLength(asked.area.code), outcomes, now: question.now },
  });
  const { rows: own, divisions } = settle(cells, await listDivisions(tx, scope, asked.area.code), asked.area);
  const rows = divisions.map(({ code, name, level }) => {
    return { code, name, level, ...addStages(own.filter((cell) => cell.child === code)) };
  });
  const whole = addStages(rows);
  return { ...asked, total: whole.found, whole, rows };
}

/** County beside county, with what all of them together come to. */
export async function readCounties(
  tx: Executor,
  scope: Scope,
  question: BoardQuestion,
): Promise<CountiesBoard | undefined> {
  const known = await resolve(tx, scope, question);
  if (!known) return undefined;
  const { asked, wanted } = known;
  const { outcomes } = question.catalogue;
  const cells = await countStages(tx, scope, { filter: wanted, length: 6, outcomes, now: question.now });
  const homes = await tx.execute<{ code: string; households: number }>(sql`
    select a.county_code as code, sum(a.households)::int as households from household_figures a
    where ${within(scope, sql`a.county_code`, sql`a.area_code`)} and a.area_code ^@ ${asked.area.code.slice(0, 6)} group by 1`);
  const counties = await tx.execute<Division>(sql`
    select code, name, level from areas where length(code) = 6 and code ^@ ${asked.area.code.slice(0, 6)}
      and code = any(${sql.param([...scope.counties])}::text[]) order by code`);
  const rows = counties.map(({ code, name, level }) => {
    const households = homes.find((one) => one.code === code)?.households ?? 0;
    return { code, name, level, households, ...addStages(cells.filter((cell) => cell.child === code)) };
  });
  const households = rows.reduce((sum, row) => sum + row.households, 0);
  const whole = { households, ...addStages(rows) };
  return { ...asked, total: whole.found, whole, rows };
}

/** Hours from the alert to the door, by level, against the deadline of the visit. */
export async function readTime(tx: Executor, scope: Scope, question: BoardQuestion): Promise<TimeBoard | undefined> {
  const known = await resolve(tx, scope, question);
  if (!known) return undefined;
  const { asked, wanted } = known;
  const at = question.now.toISOString();
  type Counted = Omit<TimeRow, 'bins'> & { bin: number | null; isWhole: boolean } & Record<string, unknown>;
  const hours = sql`(greatest(0, extract(epoch from c.visited_at - c.raised_at)) / 3600)::float8`;
  // A visit before its alert was raised (a signal that joined late) took no time; a deadline already past leaves none.
  const used = sql`(extract(epoch from c.visited_at - c.raised_at) / greatest(60, extract(epoch from c.visit_due_at - c.raised_at)))::float8`;
  // One pass: the levels, and as the finer grouping set their bins.
  const cells = await tx.execute<Counted>(sql`
    select severity, bin, grouping(bin) = 1 as "isWhole", count(*)::int as alerts, count(hours)::int as visited,
      percentile_cont(0.5) within group (order by hours) filter (where hours is not null) as median,
      percentile_cont(0.9) within group (order by hours) filter (where hours is not null) as ninth,
      (count(*) filter (where is_decided))::int as decided, (count(*) filter (where is_in_time))::int as "inTime",
      (count(*) filter (where is_decided and hours is null))::int as "waitingLate"
    from (select c.severity, case when c.visited_at is not null then ${hours} end as hours, ${decidedSql(at)} as is_decided,
        c.visited_at <= c.visit_due_at as is_in_time,
        case when c.visited_at is not null then greatest(0, least(${TIME_BINS - 1}::int, ceil(${used} * 10)::int - 1)) end as bin
      from ${casesSql(scope, wanted)}) t group by grouping sets ((severity), (severity, bin))`);
  const rows = cells.filter((cell) => cell.isWhole);
  const none = { alerts: 0, visited: 0, median: null, ninth: null, decided: 0, inTime: 0, waitingLate: 0 };
  return {
    ...asked,
    total: rows.reduce((sum, row) => sum + row.alerts, 0),
    rows: SEVERITIES.map((severity) => ({
      ...(rows.find((row) => row.severity === severity) ?? none),
      severity,
      bins: Array.from({ length: TIME_BINS }, (_, bin) => {
        return cells.find((one) => !one.isWhole && one.severity === severity && one.bin === bin)?.alerts ?? 0;
      }),
    })),
  };
}
