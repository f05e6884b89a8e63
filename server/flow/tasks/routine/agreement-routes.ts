// Agreements of care: look, enter, change, end.
import { z } from 'zod';
import { defineRoute, type Route } from '../../../access/route.ts';
import { dayOf } from '../../../kernel/clock.ts';
import { encodeCursor, pageOf, readCursor } from '../../../kernel/page.ts';
import { AgreementCursor, addAgreement, changeAgreement, endAgreement, listAgreements } from './agreement-store.ts';
import { AgreementChange, AgreementCounts, AgreementFilter, AgreementInput, AgreementRow, EndInput } from './model.ts';
import type { RoutinePolicy } from './policy.ts';

const ById = z.object({ id: z.uuid() });

/** The routes of agreements; which groups need one is the policy's. */
export function agreementRoutes(policy: RoutinePolicy): Route[] {
  return [
    defineRoute({
      method: 'GET',
      url: '/api/routine/agreements',
      action: 'routine.read',
      summary: 'Agreements of care: missing, ending soon, running or over; and how many of each',
      query: AgreementFilter,
      response: pageOf(AgreementRow).extend({ counts: AgreementCounts }),
      async handle({ tx, scope, query, now, record }) {
        const after = readCursor(query.after, AgreementCursor);
        const asked = { ...query, area: query.area, after, today: dayOf(now), policy };
        const page = await listAgreements(tx, scope, asked);
        if (page.items.length > 0)
          await record({
            ...{ subjectKind: 'household-list', subjectId: 'agreements' },
            details: { households: page.items.map((one) => one.household.id) },
          });
        return { ...page, next: page.next && encodeCursor(page.next) };
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/routine/agreements',
      action: 'agreement.add',
      summary: 'Enter an agreement of care as it was signed',
      body: AgreementInput,
      response: ById,
      async handle({ tx, scope, user, body, now, record }) {
        const added = await addAgreement(tx, scope, { input: body, by: user.id, now });
        const { from, until } = body;
        await record({ subjectKind: 'agreement', subjectId: added.id, areaCode: added.area, details: { from, until } });
        return { id: added.id };
      },
    }),
    defineRoute({
      method: 'PUT',
      url: '/api/routine/agreements/:id',
      action: 'agreement.change',
      summary: 'Correct or prolong an agreement of care',
      params: ById,
      body: AgreementChange,
      response: ById,
      async handle({ tx, scope, user, params, body, now, record }) {
        const { area, before } = await changeAgreement(tx, scope, { id: params.id, input: body, by: user.id, now });
        const { carer, from, until } = body;
        const details = { before, after: { carer, from, until } };
        await record({ subjectKind: 'agreement', subjectId: params.id, areaCode: area, details });
        return { id: params.id };
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/routine/agreements/:id/end',
      action: 'agreement.end',
      summary: 'End an agreement of care before its last day, with the reason',
      params: ById,
      body: EndInput,
      response: ById,
      async handle({ tx, scope, user, params, body, now, record }) {
        const of = { id: params.id, reason: body.reason, today: dayOf(now), by: user.id, now };
        const { area } = await endAgreement(tx, scope, of);
        await record({
          subjectKind: 'agreement',
          subjectId: params.id,
          areaCode: area,
          details: { reason: body.reason },
        });
        return { id: params.id };
      },
    }),
  ];
}
