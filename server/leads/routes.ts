// The desk's door for leads: somebody called, wrote, or stood at the counter; and which household it is, once that is found.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineRoute, type Route } from '../access/route.ts';
import { within } from '../access/scope.ts';
import { holdUntied, sendToRegister, tieLead } from '../flow/alerts/leads.ts';
import { tieLeadTask } from '../flow/tasks/lead-tasks.ts';
import { tieVisits } from '../flow/visits/store.ts';
import { newId } from '../kernel/id.ts';
import { orNotFound } from '../kernel/problem.ts';
import { leadListRoute } from './list/route.ts';
import { DeskLeadInput, LeadLinkInput, LeadTaken } from './model.ts';
import { type LeadNeeds, takeLead } from './take.ts';

const ById = z.object({ id: z.uuid() });

/** The routes of leads at the desk; what coordinators find comes by their phones. */
export function leadRoutes(needs: LeadNeeds): Route[] {
  const create = defineRoute({
    method: 'POST',
    url: '/api/leads',
    action: 'lead.create',
    summary: 'Write down a household that somebody told of: an alert, and work to be given to a coordinator',
    body: DeskLeadInput,
    response: LeadTaken,
    async handle({ tx, scope, user, body, now, record }) {
      const { channel, cause, summary, ...lead } = body;
      const told = { id: newId(now), channel, lead, cause, summary, holderId: null };
      const { taskId, alertId, hasJoined, isKnown } = await takeLead({ tx, scope, user, now }, told, needs);
      await record({
        ...{ subjectKind: 'lead', subjectId: told.id, areaCode: lead.areaCode },
        details: { channel, task: taskId, alert: alertId, hasJoined, isKnown },
      });
      return { id: told.id, taskId, hasJoined, isKnown };
    },
  });

  const link = defineRoute({
    method: 'POST',
    url: '/api/leads/:id/link',
    action: 'lead.link',
    summary: 'Say which household of the registry a lead speaks of; its alert, work and visits hang on it from then on',
    params: ById,
    body: LeadLinkInput,
    response: ById,
    async handle({ tx, scope, user, params, body, now, record }) {
      const lead = await holdUntied(tx, scope, params.id);
      const [found] = await tx.execute<{ id: number }>(sql`select h.id from households h
        where h.public_id = ${body.householdId}::uuid and ${within(scope, sql`h.county_code`, sql`h.area_code`)}`);
      const household = orNotFound(found);
      await tieLead(tx, { lead, householdId: household.id, by: user.id, now });
      await tieLeadTask(tx, { taskId: lead.taskId, householdId: household.id });
      await tieVisits(tx, { taskId: lead.taskId, householdId: household.id });
      await record({
        ...{ subjectKind: 'lead', subjectId: lead.id, areaCode: lead.area },
        details: { household: body.householdId, task: lead.taskId },
      });
      return { id: lead.id };
    },
  });

  const register = defineRoute({
    method: 'POST',
    url: '/api/leads/:id/register',
    action: 'lead.register',
    summary: 'Note that no registry knows the household of a lead, so that it is registered',
    params: ById,
    response: ById,
    async handle({ tx, scope, user, params, now, record }) {
      const lead = await holdUntied(tx, scope, params.id);
      await sendToRegister(tx, { id: lead.id, by: user.id, now });
      await record({ subjectKind: 'lead', subjectId: lead.id, areaCode: lead.area });
      return { id: lead.id };
    },
  });

  return [leadListRoute(), create, link, register];
}
