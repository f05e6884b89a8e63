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

/** SQL: each round due in the month with the day on which somebody was first met, and whether a need was found, as it was confirmed. */
function roundsSql(
  scope: Scope,
  of: { area: string; month: string; group: string | undefined; unseen: readonly string[] },
): SQL {
  const [from, until] = [`${of.month}-01`, monthEnd(`${of.month}-01`)];
  return sql`(select r.area_code, r.groups, r.due_on, v.met_on, v.in_need from routine_rounds r join tasks t on t.id = r.task_id and t.state <> 'cancelled'
    left join lateral (select min((v.visited_at at time zone 'Asia/Shanghai')::date) as met_on, bool_or(coalesce(t.outcome_code, v.outcome_code) = 'F2') as in_need
      from visits v where v.task_id = t.id and not v.outcome_code = any(${sql.param([...of.unseen])}::text[])) v on true
    where ${within(scope, sql`r.county_code`, sql`r.area_code`)} and r.area_code ^@ ${of.area} and r.due_on between ${from}::date and ${until}::date
      ${of.group ? sql`and ${of.group} = any(r.groups)` : sql``})`;
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
  const due = roundsSql(scope, { area: code, month, group, unseen });
  const cells =
    await tx.execute<Cell>(sql`select left(area_code, ${childLength(code)}) as child, '' as "group", ${figures(today)}
    from ${due} d group by 1`);
  const groups = await tx.execute<Cell>(sql`select '' as child, g.id as "group", ${figures(today)}
    from ${due} d cross join unnest(d.groups) as g(id) ${group ? sql`where g.id = ${group}` : sql``} group by 2 order by 2`);
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
  const rows = await tx.execute<OverdueRow & Record<string, unknown>>(sql`
    select t.id as "taskId", jsonb_build_object('id', h.public_id, 'number', h.registry_number, 'head', p.name) as household, ${placeSql(sql`t.area_code`)} as place,
      t.groups, t.risk, t.due_on::text as "dueOn", t.last_seen_on::text as "lastSeenOn", t.state, u.name as assignee, t.escalation_level as told
    from (select t.id, t.household_id, t.area_code, t.state, t.assignee_id, t.escalation_level, r.groups, r.risk, r.due_on, r.last_seen_on
        from routine_rounds r join tasks t on t.id = r.task_id and t.state in ('waiting', 'dispatched', 'assigned', 'accepted', 'returned')
        where ${within(scope, sql`r.county_code`, sql`r.area_code`)} and r.due_on < ${dayOf(now)}::date ${area ? sql`and r.area_code ^@ ${area}` : sql``}
          ${group ? sql`and ${group} = any(r.groups)` : sql``} ${after ? sql`and (r.due_on, t.id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``}
        order by r.due_on, t.id limit ${limit + 1}) t
    join households h on h.id = t.household_id left join persons p on p.id = h.head_person_id left join users u on u.id = t.assignee_id
    order by t.due_on, t.id`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? [last.dueOn, last.taskId] : null };
}
