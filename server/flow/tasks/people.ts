// Who lives there and what visits found: read for the task page.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { Clash, TaskDetail } from './model.ts';

type Visit = TaskDetail['visits'][number];

/** The household's people now, the head first; phone numbers whole only for whoever is to call before the visit. */
export async function readMembers(
  tx: Executor,
  householdId: number,
  keys: Keys,
  reader: { showsPhones: boolean; today: string },
): Promise<TaskDetail['members']> {
  const rows = await tx.execute<{
    name: string;
    relation: string | null;
    age: number | null;
    died: boolean;
    id_masked: string | null;
    phone: Buffer | null;
  }>(sql`
    select p.name, m.relation, extract(year from age(${reader.today}::date, p.born_on))::int as age, p.id_masked, p.phone_cipher as phone,
      exists (select 1 from facts f where f.kind = 'life.death' and f.subject_kind = 'person' and f.subject_id = p.id and f.retracted_at is null) as died
    from (select distinct on (person_id) * from memberships where retracted_at is null and household_id = ${householdId}
        order by person_id, from_on desc, batch_id desc, line desc) m
    join persons p on p.id = m.person_id where left_household(p.id, ${householdId}) is null order by m.is_head desc, p.born_on`);
  return rows.map((row) => ({
    name: row.name,
    relation: row.relation,
    age: row.age,
    isLiving: !row.died,
    idMasked: row.id_masked,
    phone: row.phone === null ? null : shownPhone(keys.decrypt(Buffer.from(row.phone)), reader.showsPhones),
  }));
}

function shownPhone(phone: string, isWhole: boolean): string {
  return isWhole ? phone : `${phone.slice(0, 3)}****${phone.slice(-2)}`;
}

/** The newest address of a household, decrypted. */
export async function readAddress(tx: Executor, householdId: number, keys: Keys): Promise<string | null> {
  const [row] = await tx.execute<{ address: Buffer | null }>(sql`select address_cipher as address from residences
    where household_id = ${householdId} and retracted_at is null order by (kind = 'registered'), from_on desc, batch_id desc, line desc limit 1`);
  return row?.address ? keys.decrypt(Buffer.from(row.address)) : null;
}

/** Visits of a task with what each brought, newest first. */
export async function readVisits(tx: Executor, taskId: string): Promise<TaskDetail['visits']> {
  const rows = await tx.execute<
    Record<string, never> & { latitude: number | null; longitude: number | null; accuracy: number | null }
  >(sql`
    select v.id, to_json(v.visited_at) #>> '{}' as "visitedAt", to_json(v.submitted_at) #>> '{}' as "submittedAt", coalesce(u.name, '') as visitor,
      v.outcome_code as "outcomeCode", v.cause, v.note, v.assistance_note as "assistanceNote", v.no_place_reason as "noPlaceReason",
      v.latitude, v.longitude, v.accuracy_metres as accuracy, v.answers
    from visits v left join users u on u.id = v.visitor_id where v.task_id = ${taskId}::uuid order by v.submitted_at desc`);
  const sent = rows.map(({ latitude, longitude, accuracy, ...visit }) => ({
    ...(visit as unknown as Visit),
    place: latitude === null || longitude === null ? null : { latitude, longitude, accuracyMetres: accuracy ?? 0 },
  }));
  const visits = [...sent, ...(await readKeptVisits(tx, taskId))];
  const brought = await readAttachments(
    tx,
    visits.map((visit) => visit.id),
  );
  return visits.map((visit) => ({ ...visit, attachments: brought.get(visit.id) ?? [] }));
}

/** What visits say they brought, by visit, in the order in which it was taken in; what has not arrived stands among it. */
async function readAttachments(tx: Executor, visitIds: string[]): Promise<Map<string, Visit['attachments']>> {
  const rows = await tx.execute<Visit['attachments'][number] & { visit: string }>(sql`
    select visit_id as visit, id, kind, document, witness, to_json(taken_at) #>> '{}' as "takenAt", width, height, completed_at is not null as "isHere",
      case when latitude is not null then json_build_object('latitude', latitude, 'longitude', longitude, 'accuracyMetres', accuracy_metres) end as place
    from attachments where visit_id = any(${sql.param(visitIds)}::uuid[]) order by attachments.place`);
  const brought = new Map<string, Visit['attachments']>();
  for (const { visit, ...one } of rows) brought.set(visit, [...(brought.get(visit) ?? []), one]);
  return brought;
}

/** When somebody went and met nobody, newest first. */
export async function readAttempts(tx: Executor, taskId: string): Promise<TaskDetail['attempts']> {
  return await tx.execute<TaskDetail['attempts'][number] & Record<string, unknown>>(sql`
    select a.id, to_json(a.attempted_at) #>> '{}' as at, a.why, a.note, coalesce(u.name, '') as visitor,
      case when a.latitude is not null then jsonb_build_object('latitude', a.latitude, 'longitude', a.longitude,
        'accuracyMetres', coalesce(a.accuracy_metres, 0)) end as place
    from visit_attempts a left join users u on u.id = a.visitor_id where a.task_id = ${taskId}::uuid order by a.attempted_at desc, a.id`);
}

/** Visits that came when this task had gone on without them: they answer nothing, and are shown as they were sent. */
async function readKeptVisits(tx: Executor, taskId: string): Promise<TaskDetail['visits']> {
  const rows = await tx.execute<Record<string, unknown>>(sql`
    select c.id, c.visit->>'visitedAt' as "visitedAt", to_json(c.received_at) #>> '{}' as "submittedAt", coalesce(u.name, '') as visitor,
      c.visit->>'outcomeCode' as "outcomeCode", c.visit->>'cause' as cause, c.visit->>'note' as note, c.visit->>'assistanceNote' as "assistanceNote",
      c.visit->'place' as place, c.visit->>'noPlaceReason' as "noPlaceReason", c.kept_because as "keptBecause",
      coalesce(c.visit->'answers', '{}') as answers
    from field_changes c left join users u on u.id = c.user_id where c.task_id = ${taskId}::uuid and c.visit is not null order by c.received_at desc`);
  return rows.map((row) => ({ ...row, place: row.place ?? null }) as unknown as Visit);
}

/** What people told of the household of a task, the oldest first; phone numbers as `readMembers` shows them. */
export async function readLeads(
  tx: Executor,
  taskId: string,
  keys: Keys,
  reader: { showsPhones: boolean },
): Promise<TaskDetail['leads']> {
  const rows = await tx.execute<
    Omit<TaskDetail['leads'][number], 'phone' | 'address'> & { phone: Buffer | null; address: Buffer | null }
  >(sql`
    select l.id, l.channel, u.name as by, to_json(l.received_at) #>> '{}' as "receivedAt", l.head_name as head, l.people, l.phone_cipher as phone,
      l.address_cipher as address, l.id_masked as "idMasked", l.summary, l.household_id is not null as "isKnown",
      to_json(l.register_at) #>> '{}' as "registerAt"
    from leads l left join users u on u.id = l.made_by where l.task_id = ${taskId}::uuid order by l.received_at, l.id`);
  return rows.map(({ phone, address, ...lead }) => ({
    ...lead,
    phone: phone && shownPhone(keys.decrypt(Buffer.from(phone)), reader.showsPhones),
    address: address && keys.decrypt(Buffer.from(address)),
  }));
}

/** Of a household in no registry: the one person of whom a lead told. */
export function membersOfLead(lead: TaskDetail['leads'][number] | undefined): TaskDetail['members'] {
  if (!lead?.head) return [];
  const { head, idMasked, phone } = lead;
  return [{ name: head, relation: null, age: null, isLiving: true, idMasked, phone }];
}

/** Where visits of a task say two things, and what was chosen; both values are told either way. */
export async function readClashes(tx: Executor, taskId: string): Promise<TaskDetail['clashes']> {
  const rows = await tx.execute<{ clash: Clash } & Record<string, unknown>>(sql`
    select x.clash, c.id as "visitId", coalesce(u.name, '') as "mineBy", vc.chosen, cu.name as "chosenBy", to_json(vc.chosen_at) #>> '{}' as "chosenAt"
    from field_changes c cross join lateral jsonb_array_elements(c.clashes) with ordinality x(clash, place) left join users u on u.id = c.user_id
      left join visit_choices vc on vc.visit_id = c.id and vc.field = x.clash->>'field' left join users cu on cu.id = vc.chosen_by
    where c.task_id = ${taskId}::uuid and c.clashes is not null order by c.received_at, c.id, x.place`);
  return rows.map(({ clash, ...rest }) => ({ ...clash, ...rest }) as TaskDetail['clashes'][number]);
}
