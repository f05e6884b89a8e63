// A lead that comes by phone: the household, and the visit that found it, in one change.
import { z } from 'zod';
import { visitorRights } from '../access/model.ts';
import type { Call } from '../access/route.ts';
import { VisitInput } from '../flow/visits/model.ts';
import { Problem } from '../kernel/problem.ts';
import { LeadInput } from '../leads/model.ts';
import { type LeadNeeds, type Taken, takeLead } from '../leads/take.ts';

type LeadCall = Pick<Call<undefined, undefined, unknown>, 'tx' | 'scope' | 'user' | 'now' | 'record'>;

/** The body of the change: a visit's, and beside it who it is. */
export const LeadChange = z.intersection(VisitInput, z.object({ lead: LeadInput }));

/** What was found at a household that nobody sent them to; a volunteer goes where they are sent. */
export async function takeFoundLead(
  call: LeadCall,
  body: z.output<typeof LeadChange>,
  needs: LeadNeeds,
): Promise<Taken> {
  const { tx, scope, user, now } = call;
  if (!visitorRights(user.visitorKind).leads)
    throw new Problem('not-allowed', '志愿者只走访派给的户。 / Volunteers visit those they are given.');
  const { lead, cause, note } = body;
  const told = { id: body.taskId, channel: 'coordinator' as const, lead, cause, holderId: user.id };
  const taken = await takeLead({ tx, scope, user, now }, { ...told, summary: note.slice(0, 500) }, needs);
  await call.record({
    ...{ action: 'lead.submit', subjectKind: 'lead', subjectId: told.id, areaCode: lead.areaCode },
    details: { task: taken.taskId, alert: taken.alertId, hasJoined: taken.hasJoined, isKnown: taken.isKnown },
  });
  return taken;
}

/** The visit alone, of the task in which the lead is seen: who the household is stays with the lead. */
export function visitOfLead({ lead: _, ...visit }: z.output<typeof LeadChange>, taskId: string) {
  return { ...visit, taskId };
}
