// The lists of tasks: page by page in the order of work, each page in the order that the list was begun with.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../../db/client.ts';
import { dayOf } from '../../kernel/clock.ts';
import { InstantKey } from '../../kernel/page.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { countQueue } from './counts.ts';
import type { QueueRow, TaskFilter } from './model.ts';
import { COLUMNS, JOINED, present, type Stored } from './rows.ts';
import { nextSegments, type Segment, segmentsOf } from './segments.ts';
import { DUE, OF_THE_DESK, OPEN, type Person, seenBy } from './store.ts';
import { readTeam } from './team.ts';
import { edgesAt } from './urgency.ts';
import { type Looking, urgencySql, viewSql } from './views.ts';
import type { Workdays } from './workdays.ts';

/** Where a page ended: when the list was begun, the segment, and the key and id of the last row. */
export const TaskCursor = z.tuple([z.iso.datetime(), z.int(), InstantKey, z.uuid()]);
export type TaskCursor = z.infer<typeof TaskCursor>;

export type TaskQuery = TaskFilter & { limit: number; after: TaskCursor | undefined; now: Date };

export interface TaskPage {
  items: QueueRow[];
  next: TaskCursor | null;
  /** Of the first page; later ones say nothing new. */
  counts: Record<string, number>;
  groups: Record<string, number>;
}

type Keyed = Stored & { key: string; ordinal: number; urgency: QueueRow['urgency'] };

/** Of more counties than this the segments are read one by one, until the page is full. */
const FEW_COUNTIES = 8;

/** One page of a view. Open work: group by group and the strongest first, or by deadline alone; what has ended: the latest first. */
export async function listTasks(
  tx: Executor,
  person: Person,
  { versions, workdays }: { versions: RuleVersions; workdays: Workdays },
  query: TaskQuery,
): Promise<TaskPage> {
  const begun = query.after ? new Date(query.after[0]) : query.now;
  const edges = edgesAt(begun, workdays);
  const isCoordinator = person.user.role === 'village-coordinator';
  const asksForTeam = !isCoordinator && (query.view === 'blocked' || !query.after);
  const team = asksForTeam ? await readTeam(tx, person.scope, dayOf(begun)) : undefined;
  const looking = { user: person.user, edges, team };
  const isOrdered = !isCoordinator && query.view !== 'closed' && query.view !== 'all';
  const rows = await (isOrdered ? readOrdered(tx, person, query, looking) : readPlain(tx, person, query, looking));
  const shown = rows.slice(0, query.limit);
  const items = await present(tx, shown, { versions, user: person.user, now: query.now });
  const last = shown.at(-1);
  return {
    items: items.map((item, index) => ({ ...item, urgency: shown[index]!.urgency })),
    next: rows.length > query.limit && last ? [begun.toISOString(), last.ordinal, last.key, last.id] : null,
    ...(query.after
      ? { counts: {}, groups: {} }
      : await countQueue(tx, person, query, { looking, filter: filterSql(person, query) })),
  };
}

/** SQL: what the filter says beside the view; and for the desk, what is its business. */
function filterSql({ user }: Person, { area, severity, rule, assignee }: TaskQuery): SQL {
  return sql.join([
    user.role === 'village-coordinator' ? sql`` : sql`and ${OF_THE_DESK}`,
    area ? sql`and t.area_code ^@ ${area}` : sql``,
    severity.length > 0 ? sql`and t.severity = any(${sql.param([...severity])}::text[])` : sql``,
    assignee ? sql`and t.assignee_id = ${assignee}::uuid` : sql``,
    rule
      ? sql`and exists (select 1 from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id and a.rule_id = ${rule})`
      : sql``,
  ]);
}

/** Open work of counties: each segment of each county is a run of the index `desk_tasks_by_urgency`, so a page costs a page. */
async function readOrdered(tx: Executor, person: Person, query: TaskQuery, looking: Looking): Promise<Keyed[]> {
  const all = nextSegments(segmentsOf(query, looking.edges), query.after);
  const rows: Keyed[] = [];
  for (const segments of inTurn(all, person.scope.counties.length <= FEW_COUNTIES)) {
    if (rows.length > query.limit) break;
    const most = query.limit + 1 - rows.length;
    const wanted = sql`${seenBy(person.user, person.scope)} and ${viewSql(query.view, looking)} ${filterSql(person, query)}`;
    const found = sql`select t.*, s.ordinal from unnest(${sql.param([...person.scope.counties])}::text[]) as c(code)
      cross join jsonb_to_recordset(${JSON.stringify(segments)}::jsonb) as s(ordinal int, severity text, "from" timestamptz, until timestamptz,
        suspended boolean, "afterAt" timestamptz, "afterId" uuid)
      cross join lateral (select t.* from tasks t where t.county_code = c.code and t.severity = s.severity and ${OPEN}
        and ${DUE} >= s."from" and ${DUE} < s.until and (${DUE}, t.id) > (s."afterAt", s."afterId")
        and (t.suspended_at is not null) = s.suspended and ${wanted} order by ${DUE}, t.id limit ${most}) t
      order by s.ordinal, ${DUE}, t.id limit ${most}`;
    rows.push(
      ...(await tx.execute<Keyed>(sql`select ${COLUMNS}, (${DUE})::text as key, t.ordinal, ${urgencySql(looking.edges)} as urgency
        from (${found}) t ${JOINED} order by t.ordinal, ${DUE}, t.id`)),
    );
  }
  return rows;
}

/** Few counties: all that runs on the clock at once, then what stands still. Many: group by group. */
function inTurn(segments: Segment[], isFew: boolean): Segment[][] {
  const turns = new Map<number, Segment[]>();
  for (const segment of segments) {
    const turn = isFew ? Number(segment.suspended) : segment.group;
    turns.set(turn, [...(turns.get(turn) ?? []), segment]);
  }
  return [...turns.values()];
}

/** What a coordinator has, by deadline; and what has ended, the latest first. */
async function readPlain(tx: Executor, { user, scope }: Person, query: TaskQuery, looking: Looking): Promise<Keyed[]> {
  const isEnded = query.view === 'closed';
  const key = isEnded ? sql`t.closed_at` : DUE;
  const order = sql.raw(isEnded ? 'desc' : 'asc');
  const after = query.after
    ? sql`and (${key}, t.id) ${sql.raw(isEnded ? '<' : '>')} (${query.after[2]}::timestamptz, ${query.after[3]}::uuid)`
    : sql``;
  const wanted = sql`${seenBy(user, scope)} and ${viewSql(query.view, looking)} ${filterSql({ user, scope }, query)} ${after}`;
  const sorted = sql`order by ${key} ${order}, t.id ${order} limit ${query.limit + 1}`;
  // A coordinator's are found by whose they are; of several counties each has its page read, and the best of these are the whole's.
  const found =
    user.role === 'village-coordinator'
      ? sql`select t.* from tasks t where ${wanted} ${sorted}`
      : sql`select t.* from unnest(${sql.param([...scope.counties])}::text[]) as c(code)
          cross join lateral (select t.* from tasks t where t.county_code = c.code and ${wanted} ${sorted}) t ${sorted}`;
  return [
    ...(await tx.execute<Keyed>(sql`select ${COLUMNS}, (${key})::text as key, 0 as ordinal, ${urgencySql(looking.edges)} as urgency
      from (${found}) t ${JOINED} order by ${key} ${order}, t.id ${order}`)),
  ];
}
