// The people of a household, those who left and died among them, and the three things that are called a household.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { placeSql } from '../flow/alerts/store.ts';
import type { Keys } from '../kernel/keys.ts';
import type { HouseholdView, Member } from './model.ts';

/** Everybody ever registered there: those who are first, the head before the others, then the dead, then who left. Numbers masked. */
export async function readPeople(tx: Executor, householdId: number, keys: Keys, today: string): Promise<Member[]> {
  const rows = await tx.execute<Omit<Member, 'phoneMasked'> & { phone: Buffer | null } & Record<string, unknown>>(sql`
    with first as (select min(from_on) as told from memberships where household_id = ${householdId} and retracted_at is null),
    here as (select distinct on (person_id) person_id, relation, is_head from memberships
      where household_id = ${householdId} and kind = 'registered' and retracted_at is null
      order by person_id, from_on desc, batch_id desc, line desc)
    select p.id as "personId", p.name, m.relation, p.sex, extract(year from age(${today}::date, p.born_on))::int as age, m.is_head as "isHead",
      p.id_masked as "idMasked", p.phone_cipher as phone, left_household(p.id, ${householdId})::text as "leftOn",
      (select min(f.on_date)::text from facts f where f.kind = 'life.death' and f.subject_kind = 'person' and f.subject_id = p.id
        and f.retracted_at is null) as "diedOn",
      (select case when min(o.from_on) > first.told then min(o.from_on)::text end from memberships o, first
        where o.person_id = p.id and o.household_id = ${householdId} and o.retracted_at is null group by first.told) as "joinedOn"
    from here m join persons p on p.id = m.person_id
    order by "leftOn" nulls first, "diedOn" nulls first, m.is_head desc, p.born_on, p.id`);
  return rows.map(({ phone, ...row }) => ({
    ...row,
    phoneMasked: phone === null ? null : maskPhone(keys.decrypt(Buffer.from(phone))),
  }));
}

const maskPhone = (phone: string) => `${phone.slice(0, 3)}****${phone.slice(-2)}`;

/**
 * The faces of a household: who is in its register, who lives together, where it is registered, lives and has a permit. What nobody has told
 * has no row. They are unlike when the number of people or the place differs.
 */
export async function readFaces(tx: Executor, householdId: number): Promise<Pick<HouseholdView, 'faces' | 'isUnlike'>> {
  const people = await tx.execute<{ kind: 'registered' | 'family'; people: number; since: string }>(sql`
    select kind, count(*)::int as people, max(from_on)::text as since from (
      select distinct on (kind, person_id) kind, person_id, from_on from memberships
      where household_id = ${householdId} and retracted_at is null
      order by kind, person_id, from_on desc, batch_id desc, line desc) m
    where kind = 'family' or left_household(person_id, ${householdId}) is null group by 1`);
  const places = await tx.execute<{ kind: 'registered' | 'lived' | 'permit'; place: string; since: string }>(sql`
    select kind, ${placeSql(sql`r.area_code`)} as place, from_on::text as since from (
      select distinct on (kind) kind, area_code, from_on from residences where household_id = ${householdId} and retracted_at is null
      order by kind, from_on desc, batch_id desc, line desc) r`);
  const kinds = ['registered', 'family', 'lived', 'permit'] as const;
  const faces = kinds.flatMap((kind) => {
    const who = people.find((one) => one.kind === kind);
    const where = places.find((one) => one.kind === kind);
    if (!who && !where) return [];
    return [
      { kind, people: who?.people ?? null, place: where?.place ?? null, since: where?.since ?? who?.since ?? null },
    ];
  });
  const differ = (of: 'people' | 'place') => new Set(faces.flatMap((face) => face[of] ?? [])).size > 1;
  return { faces, isUnlike: differ('people') || differ('place') };
}
