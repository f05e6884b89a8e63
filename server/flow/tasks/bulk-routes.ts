// Giving out many tasks with one act, and seeing beforehand what that would do.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import { giveOut, planDispatch, previewOf } from './bulk.ts';
import { BulkInput, BulkPreview, BulkResult } from './model.ts';

/** The routes of dispatching in bulk. */
export function bulkRoutes(): Route[] {
  const dispatch = defineRoute({
    method: 'POST',
    url: '/api/tasks/dispatch',
    action: 'task.dispatch',
    summary: 'Give many tasks to one coordinator, or each to its suggestion; every one is answered for itself',
    body: BulkInput,
    response: z.object({ items: z.array(BulkResult) }),
    async handle({ tx, scope, user, body, now, record }) {
      const plan = await planDispatch(tx, { user, scope }, body, now);
      const { given, results } = await giveOut(tx, { user, scope }, plan, now);
      for (const { id, area, to } of given)
        await record({
          subjectKind: 'task',
          subjectId: id,
          areaCode: area,
          details: { to: to.name, toId: to.id, many: given.length },
        });
      // Nothing went: that it was tried stays known.
      if (given.length === 0)
        await record({ subjectKind: 'task-list', subjectId: 'dispatch', details: { refused: results.length } });
      return { items: results };
    },
  });

  const preview = defineRoute({
    method: 'POST',
    url: '/api/tasks/dispatch/preview',
    action: 'task.dispatch',
    summary: 'To whom tasks would go, their loads before and after, and what cannot be given and why; changes nothing',
    body: BulkInput,
    response: BulkPreview,
    async handle({ tx, scope, user, body, now, record }) {
      const plan = await planDispatch(tx, { user, scope }, body, now);
      await record({
        subjectKind: 'task-list',
        subjectId: 'preview',
        details: { tasks: plan.chosen.map((one) => one.id) },
      });
      return previewOf(plan);
    },
  });

  return [dispatch, preview];
}
