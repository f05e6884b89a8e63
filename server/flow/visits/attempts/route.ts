// Noting that somebody went and met nobody; the task stays where it is, and its deadline too.
import { z } from 'zod';
import { defineRoute, type Route } from '../../../access/route.ts';
import { dayOf } from '../../../kernel/clock.ts';
import { orNotFound, Problem } from '../../../kernel/problem.ts';
import type { RuleVersions } from '../../rules/versions.ts';
import { findTask } from '../../tasks/rows.ts';
import { CLOCK_LEEWAY } from '../check.ts';
import { AttemptInput } from '../model.ts';
import { addAttempt, checkRoom, findAttempt } from './store.ts';

/** The route by which a try is sent. */
export function attemptRoute({ versions }: { versions: RuleVersions }): Route {
  return defineRoute({
    method: 'PUT',
    url: '/api/visit-attempts/:id',
    action: 'visit.attempt',
    summary: 'Note that nobody was met; the id is made on the phone, so that sending twice is sending once',
    params: z.object({ id: z.uuid() }),
    body: AttemptInput,
    response: z.object({ id: z.uuid(), taskId: z.uuid() }),
    async handle({ tx, scope, user, params, body, now, record }) {
      const result = { id: params.id, taskId: body.taskId };
      const sent = await findAttempt(tx, params.id);
      if (sent) {
        if (sent.taskId !== body.taskId || sent.visitorId !== user.id) throw new Problem('state-conflict');
        await record({ subjectKind: 'visit-attempt', subjectId: params.id, details: { again: true } });
        return result;
      }
      const { row } = orNotFound(await findTask(tx, { user, scope }, body.taskId, { versions, now }));
      if (row.state !== 'assigned' && row.state !== 'accepted') throw new Problem('state-conflict');
      if (Date.parse(body.at) > now.getTime() + CLOCK_LEEWAY) {
        const detail = '时间在将来，请核对手机时间。 / It lies in the future: check the phone’s clock.';
        throw new Problem('wrong-input', undefined, [{ pointer: '/at', detail }]);
      }
      if (dayOf(new Date(body.at)) < dayOf(new Date(row.openedAt))) {
        const detail = '那天还没有这件任务。 / There was no such task on that day.';
        throw new Problem('wrong-input', undefined, [{ pointer: '/at', detail }]);
      }
      await checkRoom(tx, row.id);
      if (!(await addAttempt(tx, params.id, body, { visitorId: user.id, now }))) throw new Problem('state-conflict');
      await record({
        ...{ subjectKind: 'visit-attempt', subjectId: params.id, areaCode: row.areaCode },
        details: { task: row.id, why: body.why },
      });
      return result;
    },
  });
}
