// Looking at tasks: the list by view, and one whole with what the caller may do. The acts have files of their own, listed below.
import { z } from 'zod';
import { mayDo } from '../../access/model.ts';
import { defineRoute, type Route, type SignedIn } from '../../access/route.ts';
import { dayOf } from '../../kernel/clock.ts';
import type { Keys } from '../../kernel/keys.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../../kernel/page.ts';
import { orNotFound } from '../../kernel/problem.ts';
import { alertsOfTask } from '../alerts/store.ts';
import type { RuleBook } from '../rules/load.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { absenceRoutes } from './absence-routes.ts';
import { countAlike } from './alike/read.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { listCoordinators } from './candidates.ts';
import { clockRoutes, whyNotAcknowledged, whyNotExtended } from './clock-routes.ts';
import { confirmRoute } from './confirm-route.ts';
import type { Deadlines } from './deadlines.ts';
import { escalationRoute } from './desk/escalations.ts';
import { savedViewRoutes } from './desk/saved-views.ts';
import { teamRoute } from './desk/team-route.ts';
import { undoRoute } from './desk/undo.ts';
import { readHeld } from './held/read.ts';
import { QueueRow, TaskCounts, TaskDetail, TaskFilter, type TaskRow } from './model.ts';
import { mayLead, moveRoutes } from './move-routes.ts';
import { membersOfLead, readAddress, readAttempts, readClashes, readLeads, readMembers, readVisits } from './people.ts';
import { listTasks, TaskCursor } from './queue.ts';
import { findTask } from './rows.ts';
import { askSecondLookRoute, secondLookRoute } from './second-look-route.ts';

const ById = z.object({ id: z.uuid() });

interface Needs {
  book: RuleBook;
  versions: RuleVersions;
  keys: Keys;
  deadlines: Deadlines;
}

/** The routes of tasks; they need the rules' names and cool-downs, the keys of phone numbers, and the terms of deadlines. */
export function taskRoutes(needs: Needs): Route[] {
  const { versions, keys } = needs;
  const policy = { versions, workdays: needs.deadlines.workdays };
  const list = defineRoute({
    method: 'GET',
    url: '/api/tasks',
    action: 'task.read',
    summary: 'Tasks in my area (a coordinator: those given to me), the most urgent first',
    query: TaskFilter.extend(PageQuery.shape),
    response: pageOf(QueueRow).extend(TaskCounts.shape),
    async handle({ tx, scope, user, query, now, record }) {
      const after = readCursor(query.after, TaskCursor);
      const page = await listTasks(tx, { user, scope }, policy, { ...query, after, now });
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
      const found = orNotFound(await findTask(tx, { user, scope }, params.id, { versions, now }));
      const { row, householdId } = found;
      const isCoordinator = user.role === 'village-coordinator';
      const today = dayOf(now);
      const alerts = await alertsOfTask(tx, scope, row.id, versions);
      const moves = movesOf(user, row);
      const leads = await readLeads(tx, row.id, keys, { showsPhones: isCoordinator });
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
        extensionReason: found.extensionReason,
        alike: moves.includes('confirm') ? await countAlike(tx, scope, row.id, now) : 0,
        members:
          householdId === null
            ? membersOfLead(leads[0])
            : await readMembers(tx, householdId, keys, { showsPhones: isCoordinator, today }),
        address: householdId === null ? (leads[0]?.address ?? null) : await readAddress(tx, householdId, keys),
        leads,
        clashes: isCoordinator ? [] : await readClashes(tx, row.id),
        held: isCoordinator ? null : ((await readHeld(tx, [row.id])).get(row.id) ?? null),
        alerts: isCoordinator ? alerts.map((alert) => ({ ...alert, message: alert.plain })) : alerts,
        visits: await readVisits(tx, row.id),
        attempts: await readAttempts(tx, row.id),
        coordinators: isCoordinator ? [] : await listCoordinators(tx, row.id, today),
        moves,
      };
    },
  });

  return [
    list,
    read,
    ...bulkRoutes(),
    undoRoute(),
    ...moveRoutes(needs),
    ...clockRoutes(needs),
    confirmRoute(needs),
    secondLookRoute(),
    askSecondLookRoute(needs),
    escalationRoute(needs),
    ...absenceRoutes(),
    teamRoute(),
    ...savedViewRoutes(),
  ];
}

/** What a person may do with a task as it stands. */
function movesOf(user: SignedIn, task: TaskRow): z.output<typeof TaskDetail>['moves'] {
  const { state } = task;
  const isOut = state === 'assigned' || state === 'accepted';
  if (user.role === 'village-coordinator')
    return isOut ? [...(state === 'assigned' ? (['accept'] as const) : []), 'submit', 'hand-back'] : [];
  const moves: z.output<typeof TaskDetail>['moves'] = [];
  if (mayDo(user.role, 'task.dispatch') && mayLead(user, task)) {
    if (['waiting', 'returned', 'dispatched', 'assigned'].includes(state)) moves.push('dispatch');
    if (isOut) moves.push('hand-back');
    if (state === 'submitted') moves.push('ask-again');
    const confirmer = task.kind === 'second-look' ? 'county-dispatcher' : 'township-officer';
    if (state === 'submitted' && user.role === confirmer) moves.push('confirm');
  }
  if (mayDo(user.role, 'task.acknowledge') && !whyNotAcknowledged(user, task)) moves.push('acknowledge');
  if (mayDo(user.role, 'task.extend') && !whyNotExtended(task)) moves.push('extend');
  return moves;
}
