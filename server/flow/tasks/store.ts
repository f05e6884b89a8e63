// Reads of tasks made for a person share these conditions; and the guarded moves of the state table.
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { BODY_LEVELS, visitorRights } from '../../access/model.ts';
import type { SignedIn } from '../../access/route.ts';
import { type Scope, within } from '../../access/scope.ts';
import { Problem } from '../../kernel/problem.ts';
import { LEVELS, OPEN_TASK_STATES, TASK_MOVES, type TaskMove, type TaskState } from './model.ts';

/** The deadline that counts next, as `nextDueAt` of model.ts says it. */
export const DUE = sql`case when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
  when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end`;
/** Written out, not a parameter: so the planner sees that the index of open tasks answers. */
export const OPEN = sql.raw(`t.state in (${OPEN_TASK_STATES.map((state) => `'${state}'`).join(', ')})`);

/** SQL: an open task whose next deadline has passed, and whose clock does not stand still for a survey. */
export function overdueSql(now: Date): SQL {
  return sql`(${OPEN} and t.suspended_at is null and ${DUE} < ${now.toISOString()})`;
}

/** SQL: the escalation of a task speaks of the deadline that counts now, and that deadline has passed. */
export const ESCALATED = sql`(${OPEN} and t.suspended_at is null and t.escalation_level is not null and t.escalated_at >= ${DUE})`;
/** SQL: what the desk works on, as the index `desk_tasks_by_urgency` has it. A visit by the calendar finds its way by itself, and is the desk's only when somebody must decide. */
export const OF_THE_DESK = sql.raw(`(t.kind <> 'routine' or t.state in ('returned', 'submitted', 'confirmed'))`);
/** SQL: the place of a level in LEVELS, from 1. */
export const rankSql = (level: SQL) => sql`array_position(${sql.param([...LEVELS])}::text[], ${level})`;

/** The level of the body that somebody works in, from 1 (township) up; 0 for who belongs to none. */
export function rankOf({ role }: SignedIn): number {
  const level = BODY_LEVELS[role];
  return level === undefined ? 0 : LEVELS.indexOf(level) + 1;
}

/** Who asks, and what they may see. */
export interface Person {
  user: SignedIn;
  scope: Scope;
}

/** What a person sees of tasks: their areas; a coordinator only what is given to them, a volunteer of that only visits by the calendar. */
export function seenBy(user: SignedIn, scope: Scope): SQL {
  const place = within(scope, sql`t.county_code`, sql`t.area_code`);
  if (user.role !== 'village-coordinator') return place;
  const kinds = visitorRights(user.visitorKind).alerts ? sql`` : sql`and t.kind = 'routine'`;
  return sql`(${place} and t.assignee_id = ${user.id}::uuid ${kinds})`;
}

/** SQL to add to a move by which a task goes to somebody else: what was told about who held it is over. */
export const FORGET_HOLDER = sql`notice = case when t.notice in ('assignee-away', 'stands-in') then null else t.notice end`;

/** SQL to add when a person gives a task to somebody: by whom and when, and how it stood before, so that it can be taken back. */
export const handedOver = (
  user: SignedIn,
  now: Date,
) => sql`dispatched_by = ${user.id}::uuid, dispatched_at = ${now.toISOString()},
  before_dispatch = jsonb_build_object('state', t.state, 'stateAt', t.state_at, 'assigneeId', t.assignee_id, 'returnReason', t.return_reason,
    'notice', t.notice, 'dispatchedBy', t.dispatched_by, 'dispatchedAt', t.dispatched_at)`;

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
