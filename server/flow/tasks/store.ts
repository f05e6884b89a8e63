// Reads of tasks made for a person, and the guarded moves of the state table.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor, Transaction } from '../../../db/client.ts';
import { BODY_LEVELS, mayDo } from '../../access/model.ts';
import type { SignedIn } from '../../access/route.ts';
import { type Scope, within } from '../../access/scope.ts';
import { dayOf } from '../../kernel/clock.ts';
import { InstantKey } from '../../kernel/page.ts';
import { Problem } from '../../kernel/problem.ts';
import { SEVERITIES } from '../alerts/model.ts';
import { placeSql } from '../alerts/store.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { groupByTask, proposeAssignee } from './assign.ts';
import { listCandidates } from './candidates.ts';
import {
  LEVELS,
  OPEN_TASK_STATES,
  TASK_MOVES,
  TASK_VIEWS,
  type TaskKind,
  type TaskMove,
  type TaskRow,
  type TaskState,
} from './model.ts';

type View = (typeof TASK_VIEWS)[number];

/** The deadline that counts next, as `nextDueAt` of model.ts says it. */
export const DUE = sql`case when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
  when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end`;
/** Written out, not a parameter: so the planner sees that the index of open tasks answers. */
const OPEN = sql.raw(`t.state in (${OPEN_TASK_STATES.map((state) => `'${state}'`).join(', ')})`);

const ENDED = sql.raw(`t.state in ('closed', 'cancelled')`);

/** SQL: an open task whose next deadline has passed, and whose clock does not stand still for a survey. */
export function overdueSql(now: Date): SQL {
  return sql`(${OPEN} and t.suspended_at is null and ${DUE} < ${now.toISOString()})`;
}

/** SQL: the escalation of a task speaks of the deadline that counts now, and that deadline has passed. */
const ESCALATED = sql`(${OPEN} and t.suspended_at is null and t.escalation_level is not null and t.escalated_at >= ${DUE})`;
/** SQL: the place of a level in LEVELS, from 1. */
export const rankSql = (level: SQL) => sql`array_position(${sql.param([...LEVELS])}::text[], ${level})`;

/** The level of the body that somebody works in, from 1 (township) up; 0 for who belongs to none. */
export function rankOf({ role }: SignedIn): number {
  const level = BODY_LEVELS[role];
  return level === undefined ? 0 : LEVELS.indexOf(level) + 1;
}

interface Person {
  user: SignedIn;
  scope: Scope;
}

/** What a person sees of tasks: their areas; a coordinator only what is given to them. */
export function seenBy(user: SignedIn, scope: Scope): SQL {
  const place = within(scope, sql`t.county_code`, sql`t.area_code`);
  return user.role === 'village-coordinator' ? sql`(${place} and t.assignee_id = ${user.id}::uuid)` : place;
}

function viewSql(view: View, now: Date, user: SignedIn): SQL {
  switch (view) {
    case 'waiting':
      return sql`t.state in ('waiting', 'dispatched', 'returned')`;
    case 'out':
    case 'mine':
      return sql`t.state in ('assigned', 'accepted')`;
    case 'submitted':
      return sql`t.state in ('submitted', 'confirmed')`;
    case 'overdue':
      return overdueSql(now);
    case 'escalated':
      return rankOf(user) === 0
        ? sql`false`
        : sql`(${ESCALATED} and ${rankSql(sql`t.escalation_level`)} >= ${rankOf(user)})`;
    case 'closed':
      return sql`t.state in ('closed', 'cancelled')`;
    case 'all':
      return sql`true`;
  }
}

interface Stored extends Record<string, unknown> {
  id: string;
  kind: TaskRow['kind'];
  state: TaskState;
  severity: TaskRow['severity'];
  area_code: string;
  place: string;
  household_id: number | null;
  number: string | null;
  head: string | null;
  members: number | null;
  assignee_id: string | null;
  assignee: string | null;
  opened: string;
  dispatch_due: string;
  visit_due: string;
  confirm_due: string;
  outcome_code: string | null;
  return_reason: string | null;
  extension_reason: string | null;
  notice: string | null;
  extended: string | null;
  escalation_level: TaskRow['escalationLevel'];
  acknowledged: string | null;
  looks_at_kind: TaskKind | null;
  version: number;
  reasons: { alertId: string; ruleId: string | null; versionId: number | null; severity: TaskRow['severity'] }[];
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
const COLUMNS = sql`t.id, t.kind, t.state, t.severity, t.area_code, ${placeSql(sql`t.area_code`)} as place, t.household_id,
  h.registry_number as number, hp.name as head, hi.members__living::int as members, t.assignee_id, u.name as assignee,
  ${iso(sql`t.opened_at`)} as opened, ${iso(sql`t.dispatch_due_at`)} as dispatch_due, ${iso(sql`t.visit_due_at`)} as visit_due,
  ${iso(sql`t.confirm_due_at`)} as confirm_due, t.outcome_code, t.return_reason, t.extension_reason, t.notice, t.version,
  ${iso(sql`t.extended_at`)} as extended, case when ${ESCALATED} then t.escalation_level end as escalation_level,
  case when ${ESCALATED} then ${iso(sql`t.acknowledged_at`)} end as acknowledged,
  (select o.kind from tasks o where o.id = t.looks_at_id) as looks_at_kind,
  coalesce((select jsonb_agg(jsonb_build_object('alertId', a.id, 'ruleId', a.rule_id, 'versionId', a.rule_version_id, 'severity', a.severity)
      order by array_position(${sql.param([...SEVERITIES])}::text[], a.severity), a.raised_at, a.id)
    from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id), '[]') as reasons`;
const JOINED = sql`left join households h on h.id = t.household_id left join persons hp on hp.id = h.head_person_id
  left join household_indicators hi on hi.household_id = t.household_id left join users u on u.id = t.assignee_id`;

/** The cursor of a page: due instant and id of its last row. */
export const TaskCursor = z.tuple([InstantKey, z.uuid()]);
export type TaskCursor = z.infer<typeof TaskCursor>;

export interface TaskQuery {
  view: View;
  area?: string | undefined;
  limit: number;
  after: TaskCursor | undefined;
  now: Date;
}

/** SQL: which rows a query speaks of, on `t`, and in which order. */
function pageSql({ user, scope }: Person, query: TaskQuery): { rows: SQL; key: SQL; order: SQL } {
  const isEnded = query.view === 'closed';
  const key = isEnded ? sql`t.closed_at` : DUE;
  const order = sql.raw(isEnded ? 'desc' : 'asc');
  const after = query.after
    ? sql`and (${key}, t.id) ${sql.raw(isEnded ? '<' : '>')} (${query.after[0]}::timestamptz, ${query.after[1]}::uuid)`
    : sql``;
  const wanted = sql`${seenBy(user, scope)} and ${viewSql(query.view, query.now, user)} ${areaSql(query)} ${after}`;
  const sorted = sql`order by ${key} ${order}, t.id ${order} limit ${query.limit + 1}`;
  // A coordinator's are found by whose they are. Of a county the index of its work has them in this order, so that a page costs a page;
  // of several, each has its page read, and the best of these are the whole's.
  const rows =
    user.role === 'village-coordinator'
      ? sql`select t.* from tasks t where ${wanted} ${sorted}`
      : sql`select t.* from unnest(${sql.param([...scope.counties])}::text[]) as c(code)
          cross join lateral (select t.* from tasks t where t.county_code = c.code and ${wanted} ${sorted}) t ${sorted}`;
  return { rows, key, order };
}

const areaSql = ({ area }: TaskQuery) => (area ? sql`and t.area_code ^@ ${area}` : sql``);

/** One page, soonest due first (the closed: latest first). People's names are looked up for the page's rows alone. */
export async function listTasks(
  tx: Executor,
  person: Person,
  versions: RuleVersions,
  query: TaskQuery,
): Promise<{ items: TaskRow[]; next: TaskCursor | null; counts: Record<string, number> }> {
  const { rows: found, key, order } = pageSql(person, query);
  const rows = await tx.execute<Stored & { key: string }>(
    sql`select ${COLUMNS}, (${key})::text as key from (${found}) t ${JOINED} order by ${key} ${order}, t.id ${order}`,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await present(tx, shown, { versions, user: person.user, now: query.now }),
    next: rows.length > query.limit && last ? [last.key, last.id] : null,
    counts: await countViews(tx, person, query),
  };
}

/** How many tasks each view holds. Open and ended ones are counted apart: of the ended, nothing but their index is read. */
async function countViews(tx: Executor, { user, scope }: Person, query: TaskQuery): Promise<Record<string, number>> {
  const seen = seenBy(user, scope);
  const filters = TASK_VIEWS.map(
    (view) => sql`(count(*) filter (where ${viewSql(view, query.now, user)}))::int as ${sql.identifier(view)}`,
  );
  const [open] = await tx.execute<Record<string, number>>(
    sql`select ${sql.join(filters, sql`, `)} from tasks t where ${OPEN} and ${seen} ${areaSql(query)}`,
  );
  const [ended] = await tx.execute<{ closed: number }>(
    sql`select count(*)::int as closed from tasks t where ${ENDED} and ${seen} ${areaSql(query)}`,
  );
  const closed = ended?.closed ?? 0;
  return { ...open, closed, all: (open?.all ?? 0) + closed };
}

export interface FoundTask {
  row: TaskRow;
  householdId: number | null;
  returnReason: string | null;
  extensionReason: string | null;
  /** The kind whose outcomes fit: a second look's is that of the task it looks at. */
  asKind: TaskKind;
}

/** One task, absent when it is not there, out of area or not theirs. */
export async function findTask(
  tx: Executor,
  { user, scope }: Person,
  id: string,
  { versions, now }: { versions: RuleVersions; now: Date },
): Promise<FoundTask | undefined> {
  const rows = await tx.execute<Stored>(
    sql`select ${COLUMNS} from tasks t ${JOINED} where t.id = ${id}::uuid and ${seenBy(user, scope)}`,
  );
  const [row] = await present(tx, rows, { versions, user, now });
  if (!row) return undefined;
  const { household_id, return_reason, extension_reason, looks_at_kind } = rows[0]!;
  const told = { returnReason: return_reason, extensionReason: extension_reason };
  return { row, householdId: household_id, ...told, asKind: looks_at_kind ?? row.kind };
}

/** Whom each waiting row is best given to, for those who may give it: one statement for the page. */
async function suggest(tx: Executor, rows: Stored[], user: SignedIn, now: Date) {
  const waiting = mayDo(user.role, 'task.dispatch') ? rows.filter((row) => isWaiting(row.state)) : [];
  const ids = waiting.map((row) => row.id);
  const able = groupByTask(await listCandidates(tx, ids, dayOf(now)));
  return new Map(waiting.map((row) => [row.id, proposeAssignee(able.get(row.id) ?? [], null)]));
}

const isWaiting = (state: TaskState) => state === 'waiting' || state === 'dispatched' || state === 'returned';

async function present(
  tx: Executor,
  rows: Stored[],
  { versions, user, now }: { versions: RuleVersions; user: SignedIn; now: Date },
): Promise<TaskRow[]> {
  const suggested = await suggest(tx, rows, user, now);
  const known = await versions(
    tx,
    rows.flatMap((row) => row.reasons.flatMap((reason) => reason.versionId ?? [])),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    severity: row.severity,
    areaCode: row.area_code,
    place: row.place,
    household: row.household_id === null ? null : { number: row.number, head: row.head, members: row.members ?? 0 },
    reasons: row.reasons.map(({ alertId, ruleId, versionId, severity }) => {
      const names = known.get(versionId ?? -1)?.rule?.definition.names ?? {
        zh: ruleId ?? '线索',
        en: ruleId ?? 'lead',
      };
      return { alertId, ruleId, names, severity };
    }),
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee ?? '' },
    suggested: nameOf(suggested.get(row.id)),
    openedAt: row.opened,
    dispatchDueAt: row.dispatch_due,
    visitDueAt: row.visit_due,
    confirmDueAt: row.confirm_due,
    outcomeCode: row.outcome_code,
    notice: row.notice,
    extendedAt: row.extended,
    escalationLevel: row.escalation_level,
    acknowledgedAt: row.acknowledged,
    version: row.version,
  }));
}

const nameOf = (one: { id: string; name: string } | undefined) => (one ? { id: one.id, name: one.name } : null);

/** SQL to add to a move by which a task goes to somebody else: what was told about who held it is over. */
export const FORGET_HOLDER = sql`notice = case when t.notice in ('assignee-away', 'stands-in') then null else t.notice end`;

export interface Move {
  id: string;
  move: TaskMove;
  now: Date;
  /** The version the caller has seen; left out where ids guard (a visit sent from the field). */
  version?: number;
  /** More columns to set: assignee_id, return_reason, outcome_code … */
  set?: SQL;
}

/**
 * Makes one move of the state table, guarded in SQL: absent or out of area is 404, another state 409, another version 412.
 * Returns the task's place and new version.
 */
export async function moveTask(
  tx: Transaction,
  person: Person,
  { id, move, now, version, set }: Move,
): Promise<{ area: string; version: number }> {
  const { from, to } = TASK_MOVES[move];
  const at = now.toISOString();
  const moved = sql`state = ${to}, state_at = ${at} ${to === 'closed' ? sql`, closed_at = ${at}` : sql``} ${set ? sql`, ${set}` : sql``}`;
  return await changeTask(tx, person, { id, version, set: moved, from, name: move });
}

export interface TaskChange {
  id: string;
  version: number | undefined;
  set: SQL;
  /** The states in which it can be made. */
  from: readonly TaskState[];
  name?: string;
}

/** Changes a task in place under the same guards as `moveTask`: 404, 409, 412. */
export async function changeTask(
  tx: Transaction,
  person: Person,
  change: TaskChange,
): Promise<{ area: string; version: number }> {
  const { id, from } = change;
  const seen = seenBy(person.user, person.scope);
  const version = change.version === undefined ? sql`` : sql`and t.version = ${change.version}`;
  const [moved] = await tx.execute<{
    area: string;
    version: number;
  }>(sql`update tasks t set version = version + 1, ${change.set}
    where t.id = ${id}::uuid and ${seen} and t.state = any(${sql.param([...from])}::text[]) ${version} returning t.area_code as area, t.version`);
  if (moved) return moved;
  const [present] = await tx.execute<{
    state: TaskState;
    assignee: string | null;
  }>(sql`select t.state, u.name as assignee
    from tasks t left join users u on u.id = t.assignee_id where t.id = ${id}::uuid and ${seen}`);
  if (!present) throw new Problem('not-found');
  const held = present.assignee ? `（${present.assignee}）` : '';
  if (from.includes(present.state))
    throw new Problem(
      'version-conflict',
      `别人刚改过：现在是“${present.state}”${held}。 / Somebody changed it just now: it is ${present.state}${held}.`,
    );
  throw new Problem(
    'state-conflict',
    `它现在是“${present.state}”${held}，不能再“${change.name ?? 'change'}”。 / It is ${present.state}${held} now: ${change.name ?? 'the change'} is not possible.`,
  );
}
