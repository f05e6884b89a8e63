// Reads of tasks made for a person, and the guarded moves of the state table.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor, Transaction } from '../../../db/client.ts';
import type { SignedIn } from '../../access/route.ts';
import { type Scope, within } from '../../access/scope.ts';
import { InstantKey } from '../../kernel/page.ts';
import { Problem } from '../../kernel/problem.ts';
import { SEVERITIES } from '../alerts/model.ts';
import { placeSql } from '../alerts/store.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { OPEN_TASK_STATES, TASK_MOVES, TASK_VIEWS, type TaskMove, type TaskRow, type TaskState } from './model.ts';

type View = (typeof TASK_VIEWS)[number];

/** The deadline that counts next, as `nextDueAt` of model.ts says it. */
const DUE = sql`case when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
  when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end`;
const OPEN = sql`t.state = any(${sql.param([...OPEN_TASK_STATES])}::text[])`;

/** SQL: an open task whose next deadline has passed. */
export function overdueSql(now: Date): SQL {
  return sql`(${OPEN} and ${DUE} < ${now.toISOString()})`;
}

/** What a person sees of tasks: their areas; a coordinator only what is given to them. */
export function seenBy(user: SignedIn, scope: Scope): SQL {
  const place = within(scope, sql`t.county_code`, sql`t.area_code`);
  return user.role === 'village-coordinator' ? sql`(${place} and t.assignee_id = ${user.id}::uuid)` : place;
}

function viewSql(view: View, now: Date): SQL {
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
  notice: string | null;
  version: number;
  reasons: { alertId: string; ruleId: string | null; versionId: number | null; severity: TaskRow['severity'] }[];
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
const COLUMNS = sql`t.id, t.kind, t.state, t.severity, t.area_code, ${placeSql(sql`t.area_code`)} as place, t.household_id,
  h.registry_number as number, hp.name as head, hi.members__living::int as members, t.assignee_id, u.name as assignee,
  ${iso(sql`t.opened_at`)} as opened, ${iso(sql`t.dispatch_due_at`)} as dispatch_due, ${iso(sql`t.visit_due_at`)} as visit_due,
  ${iso(sql`t.confirm_due_at`)} as confirm_due, t.outcome_code, t.return_reason, t.notice, t.version,
  coalesce((select jsonb_agg(jsonb_build_object('alertId', a.id, 'ruleId', a.rule_id, 'versionId', a.rule_version_id, 'severity', a.severity)
      order by array_position(${sql.param([...SEVERITIES])}::text[], a.severity), a.raised_at, a.id)
    from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id), '[]') as reasons`;
const TABLES = sql`tasks t left join households h on h.id = t.household_id left join persons hp on hp.id = h.head_person_id
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

/** One page, soonest due first (the closed: latest first). */
export async function listTasks(
  tx: Executor,
  person: { user: SignedIn; scope: Scope },
  versions: RuleVersions,
  query: TaskQuery,
): Promise<{ items: TaskRow[]; next: TaskCursor | null; counts: Record<string, number> }> {
  const seen = seenBy(person.user, person.scope);
  const place = query.area ? sql`and t.area_code ^@ ${query.area}` : sql``;
  const isEnded = query.view === 'closed';
  const key = isEnded ? sql`t.closed_at` : DUE;
  const order = isEnded ? sql.raw('desc') : sql.raw('asc');
  const beyond = isEnded ? sql.raw('<') : sql.raw('>');
  const after = query.after
    ? sql`and (${key}, t.id) ${beyond} (${query.after[0]}::timestamptz, ${query.after[1]}::uuid)`
    : sql``;
  const rows = await tx.execute<Stored & { key: string }>(sql`select ${COLUMNS}, (${key})::text as key from ${TABLES}
    where ${seen} and ${viewSql(query.view, query.now)} ${place} ${after} order by ${key} ${order}, t.id ${order} limit ${query.limit + 1}`);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const [counts] = await tx.execute<Record<string, number>>(
    sql`select ${sql.join(
      TASK_VIEWS.map(
        (view) => sql`(count(*) filter (where ${viewSql(view, query.now)}))::int as ${sql.identifier(view)}`,
      ),
      sql`, `,
    )} from tasks t where ${seen} ${place}`,
  );
  return {
    items: await present(tx, shown, versions),
    next: rows.length > query.limit && last ? [last.key, last.id] : null,
    counts: counts ?? {},
  };
}

export interface FoundTask {
  row: TaskRow;
  householdId: number | null;
  returnReason: string | null;
}

/** One task, absent when it is not there, out of area or not theirs. */
export async function findTask(
  tx: Executor,
  { user, scope }: { user: SignedIn; scope: Scope },
  id: string,
  versions: RuleVersions,
): Promise<FoundTask | undefined> {
  const rows = await tx.execute<Stored>(
    sql`select ${COLUMNS} from ${TABLES} where t.id = ${id}::uuid and ${seenBy(user, scope)}`,
  );
  const [row] = await present(tx, rows, versions);
  return row && { row, householdId: rows[0]!.household_id, returnReason: rows[0]!.return_reason };
}

async function present(tx: Executor, rows: Stored[], versions: RuleVersions): Promise<TaskRow[]> {
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
    openedAt: row.opened,
    dispatchDueAt: row.dispatch_due,
    visitDueAt: row.visit_due,
    confirmDueAt: row.confirm_due,
    outcomeCode: row.outcome_code,
    notice: row.notice,
    version: row.version,
  }));
}

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
  person: { user: SignedIn; scope: Scope },
  move: Move,
): Promise<{ area: string; version: number }> {
  const { from, to } = TASK_MOVES[move.move];
  const at = move.now.toISOString();
  const seen = seenBy(person.user, person.scope);
  const version = move.version === undefined ? sql`` : sql`and t.version = ${move.version}`;
  const [moved] = await tx.execute<{
    area: string;
    version: number;
  }>(sql`update tasks t set state = ${to}, state_at = ${at},
      version = version + 1 ${to === 'closed' ? sql`, closed_at = ${at}` : sql``} ${move.set ? sql`, ${move.set}` : sql``}
    where t.id = ${move.id}::uuid and ${seen} and t.state = any(${sql.param([...from])}::text[]) ${version} returning t.area_code as area, t.version`);
  if (moved) return moved;
  const [present] = await tx.execute<{
    state: TaskState;
    version: number;
    assignee: string | null;
  }>(sql`select t.state, t.version, u.name as assignee
    from tasks t left join users u on u.id = t.assignee_id where t.id = ${move.id}::uuid and ${seen}`);
  if (!present) throw new Problem('not-found');
  const held = present.assignee ? `（${present.assignee}）` : '';
  if ((from as readonly TaskState[]).includes(present.state))
    throw new Problem(
      'version-conflict',
      `别人刚改过：现在是“${present.state}”${held}。 / Somebody changed it just now: it is ${present.state}${held}.`,
    );
  throw new Problem(
    'state-conflict',
    `它现在是“${present.state}”${held}，不能再“${move.move}”。 / It is ${present.state}${held} now: ${move.move} is not possible.`,
  );
}
