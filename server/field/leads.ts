// A lead that comes by phone: the household, and the visit that found it, in one change.
import { sql } from 'drizzle-orm';
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

/** More households than anybody finds in a day, a flood's included. */
const MOST_A_DAY = 100;

/** Refuses (429) who would bury the desk under alerts. */
async function checkRoom({ tx, scope, user, now }: LeadCall): Promise<void> {
  const since = new Date(now.getTime() - 86_400_000).toISOString();
  const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from leads
    where county_code = any(${sql.param([...scope.counties])}::text[]) and received_at > ${since} and made_by = ${user.id}::uuid`);
  if (row!.count >= MOST_A_DAY) throw new Problem('too-many-requests');
}

/** What was found at a household that nobody sent them to; a volunteer goes where they are sent. */
export async function takeFoundLead(
  call: LeadCall,
  body: z.output<typeof LeadChange>,
  needs: LeadNeeds,
): Promise<Taken> {
  const { tx, scope, user, now } = call;
  if (!visitorRights(user.visitorKind).leads)
    throw new Problem('not-allowed', '志愿者只走访派给的户。 / Volunteers visit those they are given.');
  await checkRoom(call);
  const { lead, cause, note } = body;
  const told = { id: body.taskId, channel: 'coordinator' as const, lead, cause, holderId: user.id };
  const taken = await takeLead({ tx, scope, user, now }, { ...told, summary: firstOf(note, 500) }, needs);
  await call.record({
    ...{ action: 'lead.submit', subjectKind: 'lead', subjectId: told.id, areaCode: lead.areaCode },
    details: { task: taken.taskId, alert: taken.alertId, hasJoined: taken.hasJoined, isKnown: taken.isKnown },
  });
  // To whom a task was once given the log says; by that their later visits find their place, when they have lost sight of it.
  if (taken.taskId === told.id)
    await call.record({
      ...{ action: 'task.dispatch', subjectKind: 'task', subjectId: told.id, areaCode: lead.areaCode },
      details: { to: user.name, toId: user.id, because: 'found' },
    });
  return taken;
}

/** So many characters of a text, none of them cut in half. */
const firstOf = (text: string, most: number) => [...text].slice(0, most).join('');

/** The visit alone, of the task in which the lead is seen: who the household is stays with the lead. */
export function visitOfLead({ lead: _, ...visit }: z.output<typeof LeadChange>, taskId: string) {
  return { ...visit, taskId };
}
