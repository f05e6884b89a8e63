// The paper path: a visit that a coordinator wrote on the printed sheet is typed in by the township, and then is a visit like any other.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '../../../db/client.ts';
import { defineRoute, type Route } from '../../access/route.ts';
import { dayOf } from '../../kernel/clock.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { listCandidates } from '../tasks/candidates.ts';
import { checkGiver } from '../tasks/move-routes.ts';
import { findTask } from '../tasks/rows.ts';
import { checkCause, checkOutcome } from './check.ts';
import { checkAnswers } from './forms/check.ts';
import type { Form } from './forms/model.ts';
import { type Outcome, outcomeKindOf, PaperVisitInput } from './model.ts';
import { addVisit, findVisit } from './store.ts';
import { submitTask } from './submit.ts';

interface Needs {
  outcomes: Outcome[];
  causes: readonly { id: string }[];
  forms: readonly Form[];
  versions: RuleVersions;
}

/** The route of the paper path; its outcome and its end are those of a visit sent from a phone. */
export function paperRoute({ outcomes, causes, forms, versions }: Needs): Route {
  return defineRoute({
    method: 'PUT',
    url: '/api/paper-visits/:id',
    action: 'visit.enter-paper',
    summary: 'Enter a visit written on paper; the id is made in the browser, so that sending twice is sending once',
    params: z.object({ id: z.uuid() }),
    body: PaperVisitInput,
    response: z.object({ id: z.uuid(), taskId: z.uuid() }),
    async handle({ tx, scope, user, params, body, now, record }) {
      const { visitorId, ...typed } = body;
      // Two sheets of one print look alike: only the very same file twice is told.
      const visit = { ...typed, attachments: typed.attachments.map((one) => ({ ...one, look: null })) };
      const result = { id: params.id, taskId: visit.taskId };
      const sent = await findVisit(tx, params.id);
      if (sent) {
        if (sent.taskId !== visit.taskId || sent.enteredBy !== user.id) throw new Problem('state-conflict');
        await record({ subjectKind: 'visit', subjectId: params.id, details: { again: true } });
        return result;
      }
      const { row, asKind } = orNotFound(await findTask(tx, { user, scope }, visit.taskId, { versions, now }));
      checkGiver(user, row);
      const outcome = checkOutcome(outcomes, visit.outcomeCode, outcomeKindOf(asKind));
      checkCause(causes, visit.cause);
      await checkAnswers(tx, forms, { task: { id: row.id, kind: row.kind, asKind }, answers: visit.answers });
      if (Date.parse(visit.visitedAt) > now.getTime()) throw inFuture();
      const visitor = await findVisitor(tx, {
        taskId: row.id,
        visitorId,
        assigneeId: row.assignee?.id,
        today: dayOf(now),
      });
      // Nothing is submitted without its visit: the id may be somebody else's, or have come twice at once.
      if (!(await addVisit(tx, params.id, visit, visitor, now, user.id))) throw new Problem('state-conflict');
      const call = { tx, person: { user, scope }, now, record };
      const moved = await submitTask(call, row.id, outcome);
      await record({
        ...{ subjectKind: 'visit', subjectId: params.id, areaCode: moved.area },
        details: {
          ...{ task: row.id, outcome: visit.outcomeCode, visitor: visitor.id, origin: 'paper' },
          attachments: visit.attachments.length,
        },
      });
      return result;
    },
  });
}

function inFuture(): Problem {
  const detail = '入户时间还没到，请照表上写的填。 / The visit lies in the future: enter what the sheet says.';
  return new Problem('wrong-input', undefined, [{ pointer: '/visitedAt', detail }]);
}

/** Who went: whoever holds the task, or somebody it could have been given to. */
async function findVisitor(
  tx: Transaction,
  of: { taskId: string; visitorId: string; assigneeId: string | undefined; today: string },
): Promise<{ id: string; visitorKind: string | null }> {
  const able = await listCandidates(tx, [of.taskId], of.today);
  const isKnown =
    of.visitorId === of.assigneeId || able.some((one) => one.id === of.visitorId && !one.hadPart && !one.isBarred);
  const [person] = isKnown
    ? await tx.execute<{ id: string; visitorKind: string | null }>(
        sql`select id, visitor_kind as "visitorKind" from users where id = ${of.visitorId}::uuid`,
      )
    : [];
  if (person) return person;
  const detail = '入户的人不负责这个村。 / Whoever went is not responsible for this village.';
  throw new Problem('wrong-input', undefined, [{ pointer: '/visitorId', detail }]);
}
