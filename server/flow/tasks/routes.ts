// What people may do with tasks: list, look, dispatch, accept, return, confirm. A confirmed task closes with its alerts.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Call, defineRoute, type Route, type SignedIn } from '../../access/route.ts';
import { dayOf } from '../../kernel/clock.ts';
import type { Keys } from '../../kernel/keys.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../../kernel/page.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import { closeAlerts } from '../alerts/close.ts';
import { alertsOfTask } from '../alerts/store.ts';
import type { RuleBook } from '../rules/load.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { ConfirmInput, DispatchInput, ReturnInput, TaskDetail, TaskFilter, TaskRow, type TaskState } from './model.ts';
import { listCoordinators, readAddress, readMembers, readVisits } from './people.ts';
import { findTask, listTasks, moveTask, TaskCursor } from './store.ts';

const ById = z.object({ id: z.uuid() });
const Moved = z.object({ id: z.uuid(), version: z.number() });

/** The routes of tasks; they need the rules' names and cool-downs, and the keys of phone numbers. */
export function taskRoutes({ book, versions, keys }: { book: RuleBook; versions: RuleVersions; keys: Keys }): Route[] {
  const coolDays = Object.fromEntries(book.rules.map((rule) => [rule.id, rule.definition.cooldown]));

  const list = defineRoute({
    method: 'GET',
    url: '/api/tasks',
    action: 'task.read',
    summary: 'Tasks in my area (a coordinator: those given to me), soonest due first',
    query: TaskFilter.extend(PageQuery.shape),
    response: pageOf(TaskRow).extend({ counts: z.record(z.string(), z.number()) }),
    async handle({ tx, scope, user, query, now, record }) {
      const after = readCursor(query.after, TaskCursor);
      const page = await listTasks(tx, { user, scope }, versions, { ...query, after, now });
      if (page.items.length > 0)
        await record({
          subjectKind: 'task-list',
          subjectId: query.view,
          details: { tasks: page.items.map((item) => item.id) },
        });
      return { ...page, next: page.next && encodeCursor(page.next) };
    },
  });

  const read = defineRoute({
    method: 'GET',
    url: '/api/tasks/:id',
    action: 'task.read',
    summary: 'One task: the household, why, what was found, and what I may do',
    params: ById,
    response: TaskDetail.extend({ version: z.number() }),
    async handle({ tx, scope, user, params, now, record }) {
      const found = orNotFound(await findTask(tx, { user, scope }, params.id, versions));
      const { row, householdId } = found;
      const isCoordinator = user.role === 'village-coordinator';
      const today = dayOf(now);
      const alerts = await alertsOfTask(tx, scope, row.id, versions);
      await record({
        subjectKind: 'task',
        subjectId: row.id,
        areaCode: row.areaCode,
        details: { household: row.household?.number },
      });
      return {
        task: row,
        version: row.version,
        returnReason: found.returnReason,
        members:
          householdId === null ? [] : await readMembers(tx, householdId, keys, { showsPhones: isCoordinator, today }),
        address: householdId === null ? null : await readAddress(tx, householdId, keys),
        alerts: isCoordinator ? alerts.map((alert) => ({ ...alert, message: alert.plain })) : alerts,
        visits: await readVisits(tx, row.id),
        coordinators: isCoordinator ? [] : await listCoordinators(tx, row.areaCode, today),
        moves: movesOf(user, row.state),
      };
    },
  });

  const dispatch = defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/dispatch',
    action: 'task.dispatch',
    summary: 'Give a task to a coordinator of the village, or to another one',
    needsVersion: true,
    params: ById,
    body: DispatchInput,
    response: Moved,
    async handle({ tx, scope, user, params, body, version, now, record }) {
      const { row } = orNotFound(await findTask(tx, { user, scope }, params.id, versions));
      const coordinators = await listCoordinators(tx, row.areaCode, dayOf(now));
      const chosen = coordinators.find((one) => one.id === body.assigneeId);
      if (!chosen) {
        const detail = '此人不在岗，或不负责这个村。 / Not on duty, or not responsible for this village.';
        throw new Problem('wrong-input', undefined, [{ pointer: '/assigneeId', detail }]);
      }
      const set = sql`assignee_id = ${chosen.id}::uuid, return_reason = null`;
      const moved = await moveTask(tx, { user, scope }, { id: row.id, move: 'dispatch', version, now, set });
      await record({
        subjectKind: 'task',
        subjectId: row.id,
        areaCode: moved.area,
        details: { to: chosen.name, toId: chosen.id },
      });
      return { id: row.id, version: moved.version };
    },
  });

  const accept = defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/accept',
    action: 'task.accept',
    summary: 'Take on a task that was given to me',
    needsVersion: true,
    params: ById,
    response: Moved,
    async handle({ tx, scope, user, params, version, now, record }) {
      const moved = await moveTask(tx, { user, scope }, { id: params.id, move: 'accept', version, now });
      await record({ subjectKind: 'task', subjectId: params.id, areaCode: moved.area });
      return { id: params.id, version: moved.version };
    },
  });

  const handBack = defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/return',
    action: 'task.return',
    summary: 'Hand a task back to the county, or ask the visitor again, with the reason',
    needsVersion: true,
    params: ById,
    body: ReturnInput,
    response: Moved,
    async handle({ tx, scope, user, params, body, version, now, record }) {
      const { row } = orNotFound(await findTask(tx, { user, scope }, params.id, versions));
      const isAsking = row.state === 'submitted' && user.role !== 'village-coordinator';
      const set = isAsking
        ? sql`return_reason = ${body.reason}`
        : sql`return_reason = ${body.reason}, assignee_id = null`;
      const move = isAsking ? ('ask-again' as const) : ('hand-back' as const);
      const moved = await moveTask(tx, { user, scope }, { id: row.id, move, version, now, set });
      await record({
        subjectKind: 'task',
        subjectId: row.id,
        areaCode: moved.area,
        details: { move, reason: body.reason },
      });
      return { id: row.id, version: moved.version };
    },
  });

  const confirm = defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/confirm',
    action: 'task.confirm',
    summary: 'Confirm what the visit found; with nothing left to do the task and its alerts close',
    needsVersion: true,
    startsCycle: true,
    params: ById,
    body: ConfirmInput,
    response: Moved,
    handle: (call) => confirmTask(call, coolDays),
  });

  return [list, read, dispatch, accept, handBack, confirm];
}

type ConfirmCall = Call<z.output<typeof ById>, undefined, z.output<typeof ConfirmInput>>;

async function confirmTask(
  { tx, scope, user, params, body, version, now, record }: ConfirmCall,
  coolDays: Record<string, number>,
) {
  const person = { user, scope };
  const outcome = sql`outcome_code = (select v.outcome_code from visits v where v.task_id = t.id order by v.submitted_at desc limit 1)`;
  const confirmed = await moveTask(tx, person, { id: params.id, move: 'confirm', version, now, set: outcome });
  await record({
    subjectKind: 'task',
    subjectId: params.id,
    areaCode: confirmed.area,
    details: body.note ? { note: body.note } : {},
  });
  // Assistance that is still to be delivered would keep it confirmed; a note on the visit is all there is so far.
  const closed = await moveTask(tx, person, { id: params.id, move: 'close', now });
  const alerts = await tx.execute<{ id: string }>(
    sql`select alert_id as id from task_alerts where task_id = ${params.id}::uuid`,
  );
  const ids = await closeAlerts(
    tx,
    alerts.map((alert) => alert.id),
    coolDays,
    now,
  );
  await record({
    action: 'task.close',
    subjectKind: 'task',
    subjectId: params.id,
    areaCode: closed.area,
    details: { alerts: ids },
  });
  for (const id of ids)
    await record({ action: 'alert.close', subjectKind: 'alert', subjectId: id, areaCode: closed.area });
  return { id: params.id, version: closed.version };
}

/** What a person of this role may do with a task in this state. */
function movesOf({ role }: SignedIn, state: TaskState): z.output<typeof TaskDetail>['moves'] {
  const isOut = state === 'assigned' || state === 'accepted';
  if (role === 'village-coordinator')
    return isOut ? [...(state === 'assigned' ? (['accept'] as const) : []), 'submit', 'hand-back'] : [];
  if (role !== 'county-dispatcher' && role !== 'township-officer') return [];
  const moves: z.output<typeof TaskDetail>['moves'] = [];
  if (['waiting', 'returned', 'dispatched', 'assigned'].includes(state)) moves.push('dispatch');
  if (isOut) moves.push('hand-back');
  if (state === 'submitted') moves.push('ask-again');
  if (state === 'submitted' && role === 'township-officer') moves.push('confirm');
  return moves;
}
