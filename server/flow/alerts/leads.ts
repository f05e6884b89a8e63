// Leads and the alerts they raise: what a person told, where a rule's finding would stand. Who may tell: server/leads.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import { newId } from '../../kernel/id.ts';
import { Problem } from '../../kernel/problem.ts';
import type { LeadChannel, Severity } from './model.ts';

export interface NewLead {
  id: string;
  channel: LeadChannel;
  by: string;
  areaCode: string;
  householdId: number | null;
  cause: string | null;
  summary: string;
  head: string;
  people: number;
  phone: Buffer | null;
  address: Buffer | null;
  idNumber: { hash: Buffer; cipher: Buffer; masked: string } | null;
  now: Date;
}

/** Writes a lead down; personal numbers come in encrypted and hashed, and are nowhere else. */
export async function addLead(tx: Transaction, lead: NewLead): Promise<void> {
  await tx.execute(sql`insert into leads (id, channel, received_at, county_code, area_code, household_id, cause, summary, made_by, head_name,
      people, phone_cipher, address_cipher, id_hash, id_cipher, id_masked)
    values (${lead.id}::uuid, ${lead.channel}, ${lead.now.toISOString()}, ${lead.areaCode.slice(0, 6)}, ${lead.areaCode},
      ${lead.householdId}::bigint, ${lead.cause}, ${lead.summary}, ${lead.by}::uuid, ${lead.head}, ${lead.people}, ${lead.phone},
      ${lead.address}, ${lead.idNumber?.hash ?? null}, ${lead.idNumber?.cipher ?? null}, ${lead.idNumber?.masked ?? null})`);
}

/** Says in which alert and task a lead is seen. */
export async function placeLead(tx: Transaction, id: string, seen: { alertId: string; taskId: string }): Promise<void> {
  await tx.execute(
    sql`update leads set alert_id = ${seen.alertId}::uuid, task_id = ${seen.taskId}::uuid where id = ${id}::uuid`,
  );
}

/** Holds a household for this transaction: two who tell of it at once, or tie leads to it, follow one another. */
export async function holdHousehold(tx: Transaction, householdId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.lead'), ${householdId % 2_000_000_000}::int)`);
}

/** The open alert that an earlier lead raised of this household, and its task; there is one at most. */
export async function findLeadAlert(
  tx: Transaction,
  householdId: number,
): Promise<{ alertId: string; taskId: string } | undefined> {
  const [row] = await tx.execute<{ alertId: string; taskId: string }>(sql`
    select a.id as "alertId", ta.task_id as "taskId" from alerts a join task_alerts ta on ta.alert_id = a.id
    where a.household_id = ${householdId} and a.lead_id is not null and a.state = 'open'`);
  return row;
}

/** Raises the alert of a lead: of class discovery, its subject the lead, its words what was told. Returns its id. */
export async function raiseLeadAlert(
  tx: Transaction,
  { leadId, severity, now }: { leadId: string; severity: Severity; now: Date },
): Promise<string> {
  const at = now.toISOString();
  await tx.execute(sql`insert into cases (id, household_id, county_code, area_code, opened_at)
    select ${newId(now)}::uuid, l.household_id, l.county_code, l.area_code, ${at}::timestamptz from leads l
    where l.id = ${leadId}::uuid and l.household_id is not null
      and not exists (select 1 from cases c where c.household_id = l.household_id and c.closed_at is null)`);
  const [raised] = await tx.execute<{ id: string }>(sql`
    insert into alerts (id, lead_id, subject_kind, subject_id, event_key, household_id, case_id, county_code, area_code, class, severity,
      cause, state, raised_at, "values")
    select ${newId(now)}::uuid, l.id, 'lead', l.number, '', l.household_id, c.id, l.county_code, l.area_code, 'discovery', ${severity}, l.cause,
      'open', ${at}, jsonb_build_object('said', jsonb_build_object('zh', l.summary, 'en', l.summary))
    from leads l left join cases c on c.household_id = l.household_id and c.closed_at is null where l.id = ${leadId}::uuid returning id`);
  return raised!.id;
}

export interface OpenLead {
  id: string;
  area: string;
  alertId: string;
  taskId: string;
}

/** A lead in sight that hangs on no household yet, held for this transaction; another is 404, one that is tied already 409. */
export async function holdUntied(tx: Transaction, scope: Scope, id: string): Promise<OpenLead> {
  const [lead] = await tx.execute<OpenLead & { household: number | null } & Record<string, unknown>>(sql`
    select l.id, l.area_code as area, l.alert_id as "alertId", l.task_id as "taskId", l.household_id as household
    from leads l where l.id = ${id}::uuid and ${within(scope, sql`l.county_code`, sql`l.area_code`)} for update`);
  if (!lead) throw new Problem('not-found');
  if (lead.household !== null)
    throw new Problem('state-conflict', '这条线索已经对上住户了。 / This lead hangs on a household already.');
  return lead;
}

/** Hangs a lead and its alert on a household; one with an open alert of another lead is refused (409): it would have two. */
export async function tieLead(
  tx: Transaction,
  of: { lead: OpenLead; householdId: number; by: string; now: Date },
): Promise<void> {
  const { lead, householdId, now } = of;
  await holdHousehold(tx, householdId);
  if (await findLeadAlert(tx, householdId))
    throw new Problem('state-conflict', '这一户已有一条线索没办结。 / The household has an open lead already.');
  const at = now.toISOString();
  await tx.execute(
    sql`update leads set household_id = ${householdId}, linked_at = ${at}, linked_by = ${of.by}::uuid where id = ${lead.id}::uuid`,
  );
  const [alert] = await tx.execute<{ caseId: string }>(sql`
    with known as (select id from cases where household_id = ${householdId} and closed_at is null),
    made as (insert into cases (id, household_id, county_code, area_code, opened_at)
      select ${newId(now)}::uuid, ${householdId}, a.county_code, a.area_code, ${at}::timestamptz from alerts a
      where a.id = ${lead.alertId}::uuid and not exists (select 1 from known) returning id)
    select id as "caseId" from known union all select id from made`);
  await tx.execute(sql`update alerts set household_id = ${householdId}, case_id = ${alert?.caseId ?? null}::uuid, version = version + 1
    where id = ${lead.alertId}::uuid`);
}

/** Notes that no registry knows the household: somebody is to see to its registration. */
export async function sendToRegister(tx: Transaction, of: { id: string; by: string; now: Date }): Promise<void> {
  await tx.execute(sql`update leads set register_at = ${of.now.toISOString()}, register_by = ${of.by}::uuid
    where id = ${of.id}::uuid and register_at is null`);
}
