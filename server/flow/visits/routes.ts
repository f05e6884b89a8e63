// Sending a visit, and the words to choose an outcome from.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import { AREA_CODE } from '../../kernel/area.ts';
import type { Keys } from '../../kernel/keys.ts';
import { Names } from '../../kernel/names.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { AlikeGroup } from '../tasks/alike/model.ts';
import { listAlike } from '../tasks/alike/read.ts';
import { findTask } from '../tasks/rows.ts';
import { attachmentRoute } from './attachments/route.ts';
import { attemptRoute } from './attempts/route.ts';
import { checkAttempts } from './attempts/store.ts';
import { CLOCK_LEEWAY, checkCause, checkOutcome } from './check.ts';
import { checkAnswers } from './forms/check.ts';
import type { KnownNeeds } from './forms/known.ts';
import { Form } from './forms/model.ts';
import { formRoute } from './forms/route.ts';
import { Outcome, outcomeKindOf, VisitInput } from './model.ts';
import { paperRoute } from './paper-route.ts';
import { addVisit, findVisit } from './store.ts';
import { submitTask } from './submit.ts';

export function visitRoutes({
  outcomes,
  causes,
  forms,
  attemptReasons,
  versions,
  keys,
  ...known
}: KnownNeeds & {
  outcomes: Outcome[];
  causes: readonly { id: string; label: Names }[];
  forms: readonly Form[];
  attemptReasons: readonly { code: string; names: Names }[];
  versions: RuleVersions;
  keys: Keys;
}): Route[] {
  const submit = defineRoute({
    method: 'PUT',
    url: '/api/visits/:id',
    action: 'visit.submit',
    summary: 'Send a visit; the id is made on the phone, so that sending twice is sending once',
    params: z.object({ id: z.uuid() }),
    body: VisitInput,
    response: z.object({ id: z.uuid(), taskId: z.uuid() }),
    async handle({ tx, scope, user, params, body, now, record }) {
      const sent = await findVisit(tx, params.id);
      const result = { id: params.id, taskId: body.taskId };
      if (sent) {
        if (sent.taskId !== body.taskId || sent.visitorId !== user.id) throw new Problem('state-conflict');
        await record({ subjectKind: 'visit', subjectId: params.id, details: { again: true } });
        return result;
      }
      const { row, asKind } = orNotFound(await findTask(tx, { user, scope }, body.taskId, { versions, now }));
      const outcome = checkOutcome(outcomes, body.outcomeCode, outcomeKindOf(asKind));
      checkCause(causes, body.cause);
      await checkAttempts(tx, outcomes, { taskId: row.id, code: body.outcomeCode });
      await checkAnswers(tx, forms, { task: { id: row.id, kind: row.kind, asKind }, answers: body.answers });
      if (Date.parse(body.visitedAt) > now.getTime() + CLOCK_LEEWAY) {
        const detail = '入户时间在将来，请核对手机时间。 / The visit lies in the future: check the phone’s clock.';
        throw new Problem('wrong-input', undefined, [{ pointer: '/visitedAt', detail }]);
      }
      // Nothing is submitted without its visit: the id may be somebody else's, or have come twice at once.
      if (!(await addVisit(tx, params.id, body, user, now))) throw new Problem('state-conflict');
      const moved = await submitTask({ tx, person: { user, scope }, now, record }, body.taskId, outcome);
      await record({
        subjectKind: 'visit',
        subjectId: params.id,
        areaCode: moved.area,
        details: { task: body.taskId, outcome: body.outcomeCode, attachments: body.attachments.length },
      });
      return result;
    },
  });

  const words = defineRoute({
    method: 'GET',
    url: '/api/outcomes',
    action: 'task.read',
    summary: 'Outcome codes, causes and forms, in words',
    response: z.object({
      items: z.array(Outcome),
      causes: z.array(z.object({ code: z.string(), names: Names })),
      forms: z.array(Form),
      attemptReasons: z.array(z.object({ code: z.string(), names: Names })),
    }),
    async handle() {
      return {
        items: outcomes,
        causes: causes.map(({ id, label }) => ({ code: id, names: label })),
        forms: [...forms],
        attemptReasons: [...attemptReasons],
      };
    },
  });

  const alike = defineRoute({
    method: 'GET',
    url: '/api/visits/alike',
    action: 'visit.compare',
    summary:
      'Visits of 90 days that share words, answers, a photo or a spot where they should not; of one county or less at a time',
    query: z.object({ area: z.string().regex(AREA_CODE).optional() }),
    response: z.object({ items: z.array(AlikeGroup) }),
    async handle({ tx, scope, query, now, record }) {
      // A province's visits of 90 days are too many to be compared at once.
      if (scope.counties.length > 1 && (query.area ?? '').length < 6)
        throw new Problem('wrong-input', undefined, [{ pointer: '?area', detail: '请选一个县。 / Choose a county.' }]);
      const items = await listAlike(tx, scope, now, query.area);
      if (items.length > 0)
        await record({
          subjectKind: 'visit-list',
          subjectId: 'alike',
          details: { visits: items.flatMap((one) => one.visits.map((visit) => visit.id)) },
        });
      return { items };
    },
  });

  return [
    submit,
    attemptRoute({ versions }),
    paperRoute({ outcomes, causes, forms, versions }),
    formRoute({ forms, versions, ...known }),
    words,
    alike,
    attachmentRoute(keys),
  ];
}
