// Takes a lead in: written down, tied to its household where there is one, raised as an alert, and given its place among the work.
// All within the caller's transaction.
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Transaction } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import type { Scope } from '../access/scope.ts';
import { addLead, findLeadAlert, holdHousehold, placeLead, raiseLeadAlert } from '../flow/alerts/leads.ts';
import type { LeadChannel } from '../flow/alerts/model.ts';
import { maskId } from '../flow/ingest/identity.ts';
import { type Deadlines, dueOf } from '../flow/tasks/deadlines.ts';
import { findOpenHelp, joinTask, openLeadTask } from '../flow/tasks/lead-tasks.ts';
import { contains } from '../kernel/area.ts';
import type { Keys } from '../kernel/keys.ts';
import { Problem } from '../kernel/problem.ts';
import { findHome } from './match.ts';
import { type LeadInput, severityOf } from './model.ts';

export interface LeadNeeds {
  keys: Keys;
  deadlines: Deadlines;
  causes: readonly { id: string }[];
}

export interface Told {
  /** The lead's id, and that of the task it opens. */
  id: string;
  channel: LeadChannel;
  lead: z.output<typeof LeadInput>;
  cause: string | null;
  summary: string;
  /** Who found the household has its task; null: somebody is to be sent. */
  holderId: string | null;
}

export interface Taken {
  taskId: string;
  alertId: string;
  hasJoined: boolean;
  isKnown: boolean;
}

interface Caller {
  tx: Transaction;
  scope: Scope;
  user: SignedIn;
  now: Date;
}

/**
 * Takes one lead in. Outside the caller's area it is 404. A household has one open alert of leads: a second lead is written down and
 * seen with the first. Where a task for help waits to be answered already, the alert joins it.
 */
export async function takeLead({ tx, scope, user, now }: Caller, told: Told, needs: LeadNeeds): Promise<Taken> {
  const { lead, cause } = told;
  if (!scope.areas.some((own) => contains(own, lead.areaCode))) throw new Problem('not-found');
  await checkWords(tx, told, needs);
  const householdId = (await findHome(tx, scope, lead, needs.keys)) ?? null;
  if (householdId !== null) await holdHousehold(tx, householdId);
  await addLead(tx, {
    ...{ id: told.id, channel: told.channel, by: user.id, areaCode: lead.areaCode, householdId, cause, now },
    ...{ summary: told.summary, head: lead.head, people: lead.people },
    phone: lead.phone === null ? null : needs.keys.encrypt(lead.phone),
    address: lead.address === null ? null : needs.keys.encrypt(lead.address),
    idNumber: lead.idNumber === null ? null : sealed(lead.idNumber, needs.keys),
  });
  const isKnown = householdId !== null;
  const earlier = isKnown ? await findLeadAlert(tx, householdId) : undefined;
  if (earlier) {
    await placeLead(tx, told.id, earlier);
    return { ...earlier, hasJoined: true, isKnown };
  }
  const severity = severityOf({ urgency: lead.urgency, cause });
  const alertId = await raiseLeadAlert(tx, { leadId: told.id, severity, now });
  const open = isKnown ? await findOpenHelp(tx, householdId) : undefined;
  const taskId = open?.id ?? told.id;
  if (open) await joinTask(tx, { taskId, alertId, now });
  else {
    const due = dueOf(needs.deadlines, severity, false, now);
    await openLeadTask(tx, { id: taskId, alertId, holderId: told.holderId, due, now });
  }
  await placeLead(tx, told.id, { alertId, taskId });
  return { taskId, alertId, hasJoined: open !== undefined, isKnown };
}

async function checkWords(tx: Transaction, { lead, cause }: Told, { causes }: LeadNeeds): Promise<void> {
  const faults = [];
  const [village] = await tx.execute(sql`select 1 from areas where code = ${lead.areaCode} and level = 'village'`);
  if (!village) faults.push({ pointer: '/areaCode', detail: '没有这个村。 / There is no such village.' });
  if (cause !== null && !causes.some((one) => one.id === cause))
    faults.push({ pointer: '/cause', detail: '没有这种原因。 / There is no such cause.' });
  if (faults.length > 0) throw new Problem('wrong-input', undefined, faults);
}

const sealed = (idNumber: string, keys: Keys) => ({
  ...{ hash: keys.hash(idNumber), cipher: keys.encrypt(idNumber), masked: maskId(idNumber) },
});
