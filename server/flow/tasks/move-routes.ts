// Giving a task to somebody, taking it on, and handing it back.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineRoute, type Route, type SignedIn } from '../../access/route.ts';
import { dayOf } from '../../kernel/clock.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { checkAssignee, listCandidates } from './candidates.ts';
import { DispatchInput, ReturnInput, type TaskRow } from './model.ts';
import { findTask } from './rows.ts';
import { FORGET_HOLDER, handedOver, moveTask } from './store.ts';

const ById = z.object({ id: z.uuid() });
const Moved = z.object({ id: z.uuid(), version: z.number() });

/** The routes by which a task changes hands. */
export function moveRoutes({ versions }: { versions: RuleVersions }): Route[] {
  const dispatch = defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/dispatch',
    action: 'task.dispatch',
    summary:
      'Give a task to a coordinator of the village, or to who stands in; a second look to somebody without a part in it',
    needsVersion: true,
    params: ById,
    body: DispatchInput,
    response: Moved,
    async handle({ tx, scope, user, params, body, version, now, record }) {
      const { row } = orNotFound(await findTask(tx, { user, scope }, params.id, { versions, now }));
      checkGiver(user, row);
      const chosen = checkAssignee(await listCandidates(tx, [row.id], dayOf(now)), body.assigneeId);
      const set = sql`assignee_id = ${chosen.id}::uuid, return_reason = null, ${FORGET_HOLDER}, ${handedOver(user, now)}`;
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
      const { row } = orNotFound(await findTask(tx, { user, scope }, params.id, { versions, now }));
      const isAsking = row.state === 'submitted' && user.role !== 'village-coordinator';
      if (isAsking) checkGiver(user, row);
      const set = isAsking
        ? sql`return_reason = ${body.reason}`
        : sql`return_reason = ${body.reason}, assignee_id = null, ${FORGET_HOLDER}`;
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

  return [dispatch, accept, handBack];
}

/** A second look is the county's alone: the township confirmed the first visit, so it had a part in it. */
export function mayLead(user: SignedIn, task: Pick<TaskRow, 'kind'>): boolean {
  return task.kind !== 'second-look' || user.role === 'county-dispatcher';
}

/** What somebody is told who had a part in what a second look looks at. */
export const HAD_PART = {
  zh: '复查由县级派发和确认：乡镇确认过原来的核查。',
  en: 'A second look is dispatched and confirmed by the county: the township confirmed the first visit.',
};

/** Refuses (409) who had a part in what a second look looks at. */
export function checkGiver(user: SignedIn, task: Pick<TaskRow, 'kind'>): void {
  if (!mayLead(user, task)) throw new Problem('state-conflict', `${HAD_PART.zh} / ${HAD_PART.en}`);
}
