// Who lives behind each door, where, and who was there before: for many households at once.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { visitorRights } from '../access/model.ts';
import type { SignedIn } from '../access/route.ts';
import { type Scope, within } from '../access/scope.ts';
import { asHeld, readHeld } from '../flow/tasks/held/read.ts';
import type { Keys } from '../kernel/keys.ts';
import type { FieldTask } from './model.ts';

export type Home = Pick<FieldTask, 'members' | 'address' | 'visits' | 'location'>;

/** How many earlier visits of a household go along. */
const MOST_VISITS = 5;

/** A place told less exactly than this is the next hamlet's. */
const FAR_OFF_METRES = 200;

export const emptyHome = (): Home => ({ members: [], address: null, visits: [], location: null });

interface Reader {
  scope: Scope;
  user: SignedIn;
  keys: Keys;
  /** The province's day, for ages. */
  today: string;
}

/** SQL: a volunteer learns how somebody was, never why others were sent there or what they found: visits by the calendar alone. */
export const seenVisit = (user: SignedIn, task: SQL) =>
  visitorRights(user.visitorKind).alerts
    ? sql``
    : sql`and exists (select 1 from tasks s where s.id = ${task} and s.kind = 'routine')`;

/** The homes of these households; numbers of persons never go along, phones do, since the coordinator calls before the visit. */
export async function readHomes(tx: Executor, householdIds: number[], reader: Reader): Promise<Map<number, Home>> {
  const homes = new Map<number, Home>(householdIds.map((id) => [id, emptyHome()]));
  if (householdIds.length === 0) return homes;
  const ids = sql`${sql.param(householdIds)}::bigint[]`;
  const people = await tx.execute<{
    household: number;
    name: string;
    relation: string | null;
    age: number | null;
    phone: Buffer | null;
  }>(sql`
    select m.household_id as household, p.name, m.relation, extract(year from age(${reader.today}::date, p.born_on))::int as age, p.phone_cipher as phone
    from (select distinct on (household_id, person_id) * from memberships where retracted_at is null and household_id = any(${ids})
        order by household_id, person_id, from_on desc, batch_id desc, line desc) m
    join persons p on p.id = m.person_id where left_household(p.id, m.household_id) is null
      and not exists (select 1 from facts f where f.kind = 'life.death' and f.subject_kind = 'person' and f.subject_id = p.id and f.retracted_at is null)
    order by m.household_id, m.is_head desc, p.born_on, p.id`);
  for (const { household, phone, ...member } of people)
    homes.get(household)?.members.push({ ...member, phone: phone && reader.keys.decrypt(Buffer.from(phone)) });
  const places = await tx.execute<{ household: number; address: Buffer | null }>(sql`
    select distinct on (household_id) household_id as household, address_cipher as address from residences
    where household_id = any(${ids}) and retracted_at is null
    order by household_id, (kind = 'registered'), from_on desc, batch_id desc, line desc`);
  for (const { household, address } of places)
    if (address) homes.get(household)!.address = reader.keys.decrypt(Buffer.from(address));
  const visits = await tx.execute<Omit<Home['visits'][number], 'others'> & { household: number }>(sql`
    select v.household_id as household, v.id, v.task_id as "taskId", to_json(v.visited_at) #>> '{}' as "visitedAt", coalesce(u.name, '') as visitor,
      v.visitor_id = ${reader.user.id}::uuid as "isMine", v.outcome_code as "outcomeCode", v.note, v.assistance_note as "assistanceNote"
    from unnest(${ids}) as h(id) cross join lateral (select * from visits v where v.household_id = h.id
        ${seenVisit(reader.user, sql`v.task_id`)} and ${within(reader.scope, sql`v.county_code`, sql`v.area_code`)} order by v.submitted_at desc, v.id limit ${MOST_VISITS}) v
      left join users u on u.id = v.visitor_id order by v.household_id, v.submitted_at desc, v.id`);
  const held = await readHeld(tx, [...new Set(visits.map((visit) => visit.taskId))]);
  for (const { household, ...visit } of visits) {
    const { others, ...shown } = asHeld(visit, held.get(visit.taskId));
    const outcomes = others
      .filter(({ field }) => field === 'outcomeCode')
      .map(({ value, by }) => ({ outcomeCode: String(value), by: by.zh }));
    homes.get(household)?.visits.push({ ...shown, ...(outcomes.length > 0 && { others: outcomes }) });
  }
  const locations = await tx.execute<NonNullable<Home['location']> & { household: number }>(sql`
    select h.id as household, v.latitude, v.longitude from unnest(${ids}) as h(id)
      cross join lateral (select round(latitude::numeric, 5)::float8 as latitude, round(longitude::numeric, 5)::float8 as longitude
        from visits v where v.household_id = h.id and v.latitude is not null and v.accuracy_metres <= ${FAR_OFF_METRES}
          and ${within(reader.scope, sql`v.county_code`, sql`v.area_code`)} order by v.visited_at desc, v.id limit 1) v`);
  for (const { household, ...location } of locations) homes.get(household)!.location = location;
  return homes;
}
