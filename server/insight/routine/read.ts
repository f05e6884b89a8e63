// Reads the board of visits by the calendar, and the list of what is late, for one person.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import { placeSql } from '../../flow/alerts/store.ts';
import { dayOf, monthEnd } from '../../kernel/clock.ts';
import { childLength, findPlace, listDivisions, settle } from '../divisions.ts';
import type { OverdueRow, RoutineBoard, RoutineBoardFilter, RoutineFigures } from './model.ts';

interface Question {
  filter: RoutineBoardFilter;
  now: Date;
  /** Outcome codes of visits on which nobody was met. */
  unseen: readonly string[];
}

type Cell = RoutineFigures & { child: string; group: string } & Record<string, unknown>;
const NONE: RoutineFigures = { due: 0, inTime: 0, late: 0, missing: 0, ahead: 0, inNeed: 0 };
const add = (rows: readonly RoutineFigures[]) =>
  rows.reduce<RoutineFigures>(
    (sum, row) => ({
      due: sum.due + row.due,
      inTime: sum.inTime + row.inTime,
      late: sum.late + row.late,
      missing: sum.missing + row.missing,
      ahead: sum.ahead + row.ahead,
      inNeed: sum.inNeed + row.inNeed,
    }),
    NONE,
  );

/**
 * SQL: each round due in the month with the day on which somebody was first met, and whether a need was found, as it was confirmed. Read
 * once for both tables of the board, since most of its time goes into this.
 */
function roundsSql(
  scope: Scope,
  of: { area: string; month: string; group: string | undefined; unseen: readonly string[] },
): SQL {
  const [from, until] = [`${of.month}-01`, monthEnd(`${of.month}-01`)];
  return sql`select r.area_code, r.groups, r.due_on, v.met_on, v.in_need from routine_rounds r
    left join lateral (select min((v.visited_at at time zone 'Asia/Shanghai')::date) as met_on, bool_or(coalesce(t.outcome_code, v.outcome_code) = 'F2') as in_need
      from visits v join tasks t on t.id = v.task_id where v.task_id = r.task_id and not v.outcome_code = any(${sql.param([...of.unseen])}::text[])) v on true
    where ${within(scope, sql`r.county_code`, sql`r.area_code`)} and r.area_code ^@ ${of.area} and r.due_on between ${from}::date and ${until}::date
      and r.standing <> 'off' ${of.group ? sql`and ${of.group} = any(r.groups)` : sql``}`;
}

const figures = (
  today: string,
) => sql`count(*)::int as due, (count(*) filter (where met_on <= due_on))::int as "inTime",
  (count(*) filter (where met_on > due_on))::int as late, (count(*) filter (where met_on is null and due_on < ${today}::date))::int as missing,
  (count(*) filter (where met_on is null and due_on >= ${today}::date))::int as ahead, (count(*) filter (where in_need))::int as "inNeed"`;

/** What fell due in a month, by child division and by group; undefined when the place is not the caller's. */
export async function readRoutineBoard(
  tx: Executor,
  scope: Scope,
  { filter, now, unseen }: Question,
): Promise<RoutineBoard | undefined> {
  const place = await findPlace(tx, scope, filter.area);
  if (!place) return undefined;
  const today = dayOf(now);
  const { month = today.slice(0, 7), group } = filter;
  const { code, name, level } = place;
  const found =
    await tx.execute<Cell>(sql`with d as materialized (${roundsSql(scope, { area: code, month, group, unseen })})
    select left(area_code, ${childLength(code)}) as child, '' as "group", ${figures(today)} from d group by 1
    union all
    select '' as child, g.id as "group", ${figures(today)}
    from d cross join unnest(d.groups) as g(id) ${group ? sql`where g.id = ${group}` : sql``} group by 2 order by 2`);
  const cells = found.filter((cell) => cell.group === '');
  const groups = found.filter((cell) => cell.group !== '');
  const { rows: own, divisions } = settle(cells, await listDivisions(tx, scope, code), place);
  const rows = divisions.map((one) => ({
    ...{ code: one.code, name: one.name, level: one.level },
    ...add(own.filter((cell) => cell.child === one.code)),
  }));
  const whole = add(rows);
  return {
    ...{ area: { code, name, level }, month, total: whole.due, whole, rows },
    groups: groups.map(({ child: _, group: id, ...row }) => ({ id, ...row })),
  };
}

export const OverdueCursor = z.tuple([z.iso.date(), z.uuid()]);
export type OverdueCursor = z.infer<typeof OverdueCursor>;

/** Visits whose day is over and on which nobody has gone, the longest late first. */
export async function listOverdue(
  tx: Executor,
  scope: Scope,
  of: { area?: string; group?: string; after: OverdueCursor | undefined; limit: number; now: Date },
): Promise<{ items: OverdueRow[]; next: OverdueCursor | null }> {
  const { area, group, after, limit, now } = of;
  // Each county's is a run of `open_rounds_by_due`, and the best of these are the whole's.
  const sorted = sql`order by r.due_on, r.task_id limit ${limit + 1}`;
  const late = sql`select r.* from unnest(${sql.param([...scope.counties])}::text[]) as c(code) cross join lateral (
    select r.* from routine_rounds r where r.county_code = c.code and r.standing = 'open' and ${within(scope, sql`r.county_code`, sql`r.area_code`)}
      and r.due_on < ${dayOf(now)}::date ${area ? sql`and r.area_code ^@ ${area}` : sql``} ${group ? sql`and ${group} = any(r.groups)` : sql``}
      ${after ? sql`and (r.due_on, r.task_id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``} ${sorted}) r ${sorted}`;
  const rows = await tx.execute<OverdueRow & Record<string, unknown>>(sql`
    select t.id as "taskId", jsonb_build_object('id', h.public_id, 'number', h.registry_number, 'head', p.name) as household, ${placeSql(sql`t.area_code`)} as place,
      t.groups, t.risk, t.due_on::text as "dueOn", t.last_seen_on::text as "lastSeenOn", t.state, u.name as assignee, t.escalation_level as told
    from (select t.id, t.household_id, t.area_code, t.state, t.assignee_id, t.escalation_level, r.groups, r.risk, r.due_on, r.last_seen_on
        from (${late}) r join tasks t on t.id = r.task_id) t
    join households h on h.id = t.household_id left join persons p on p.id = h.head_person_id left join users u on u.id = t.assignee_id
    order by t.due_on, t.id`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? [last.dueOn, last.taskId] : null };
}
