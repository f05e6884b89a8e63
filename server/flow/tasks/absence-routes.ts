// Recording that a coordinator is away, and taking it back.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import { dayOf } from '../../kernel/clock.ts';
import { addAbsence, endAbsence, listAbsences } from './absences.ts';
import { AbsenceInput, AbsenceRow } from './desk/model.ts';

/** The routes of absences. */
export function absenceRoutes(): Route[] {
  const list = defineRoute({
    method: 'GET',
    url: '/api/absences',
    action: 'absence.read',
    summary: 'Who is or was away in my area, and who stands in (a coordinator: their own)',
    response: z.object({ items: z.array(AbsenceRow) }),
    async handle({ tx, scope, user, now }) {
      return { items: await listAbsences(tx, { user, scope }, dayOf(now)) };
    },
  });

  const add = defineRoute({
    method: 'POST',
    url: '/api/absences',
    action: 'absence.change',
    summary: 'Record that a coordinator is away, and who stands in; from the first day on their new work goes there',
    isTrusted: true,
    startsCycle: true,
    body: AbsenceInput,
    response: z.object({ id: z.uuid() }),
    async handle({ tx, scope, user, body, now, record }) {
      const { id, area } = await addAbsence(tx, { user, scope }, { ...body, now, today: dayOf(now) });
      const { userId, coverId, fromOn, untilOn } = body;
      await record({
        subjectKind: 'absence',
        subjectId: id,
        areaCode: area,
        details: { userId, coverId, fromOn, untilOn },
      });
      return { id };
    },
  });

  const end = defineRoute({
    method: 'POST',
    url: '/api/absences/:id/end',
    action: 'absence.change',
    summary: 'Take an absence back; work that went to the cover stays there',
    startsCycle: true,
    params: z.object({ id: z.uuid() }),
    response: z.object({ id: z.uuid() }),
    async handle({ tx, scope, user, params, now, record }) {
      const { area } = await endAbsence(tx, { user, scope }, { id: params.id, now, today: dayOf(now) });
      await record({ subjectKind: 'absence', subjectId: params.id, areaCode: area, details: { ended: true } });
      return { id: params.id };
    },
  });

  return [list, add, end];
}
