// Who lives there and what visits found: read for the task page.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { TaskDetail } from './model.ts';

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

/** Visits of a task, newest first. */
export async function readVisits(tx: Executor, taskId: string): Promise<TaskDetail['visits']> {
  const rows = await tx.execute<
    Record<string, never> & { latitude: number | null; longitude: number | null; accuracy: number | null }
  >(sql`
    select v.id, to_json(v.visited_at) #>> '{}' as "visitedAt", to_json(v.submitted_at) #>> '{}' as "submittedAt", coalesce(u.name, '') as visitor,
      v.outcome_code as "outcomeCode", v.cause, v.note, v.assistance_note as "assistanceNote", v.no_place_reason as "noPlaceReason",
      v.latitude, v.longitude, v.accuracy_metres as accuracy, v.answers
    from visits v left join users u on u.id = v.visitor_id where v.task_id = ${taskId}::uuid order by v.submitted_at desc`);
  const sent = rows.map(({ latitude, longitude, accuracy, ...visit }) => ({
    ...(visit as unknown as TaskDetail['visits'][number]),
    place: latitude === null || longitude === null ? null : { latitude, longitude, accuracyMetres: accuracy ?? 0 },
  }));
  return [...sent, ...(await readKeptVisits(tx, taskId))];
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
  return rows.map((row) => ({ ...row, place: row.place ?? null }) as unknown as TaskDetail['visits'][number]);
}
