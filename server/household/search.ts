// The search box: households by number, people by name or whole ID number, villages by name, tasks by number; in the reader's areas.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import { placeSql } from '../flow/alerts/store.ts';
import type { Keys } from '../kernel/keys.ts';
import { nameSql } from './list.ts';
import type { Found, SearchAnswer } from './model.ts';
import { readQuestion } from './question.ts';

/** Hits of one kind. */
const EACH = 8;

/** What a typed text finds. An ID number is looked up by its keyed hash, whole; of a part nothing is found. */
export async function search(tx: Executor, scope: Scope, typed: string, keys: Keys): Promise<SearchAnswer> {
  const { kind, text } = readQuestion(typed);
  if (kind === 'nothing') return { kind, items: [] };
  if (kind === 'task') return { kind, items: await findTasks(tx, scope, text) };
  if (kind === 'household-number')
    return { kind, items: await findHouseholds(tx, scope, sql`h.registry_number = ${text}`) };
  if (kind === 'id-number') return { kind, items: await findPeople(tx, scope, sql`p.id_hash = ${keys.hash(text)}`) };
  const people = await findPeople(tx, scope, nameSql(text));
  return { kind, items: [...people, ...(await findVillages(tx, scope, text))] };
}

async function findPeople(tx: Executor, scope: Scope, person: SQL): Promise<Found[]> {
  const rows = await tx.execute<
    Omit<Found, 'kind'> & { relation: string | null; masked: string | null } & Record<string, unknown>
  >(sql`
    select distinct on (p.name, p.id, h.id) h.public_id as id, p.name as title, ${placeSql(sql`h.area_code`)} as place, m.relation, p.id_masked as masked
    from persons p join memberships m on m.person_id = p.id and m.retracted_at is null join households h on h.id = m.household_id
    where ${person} and ${within(scope, sql`h.county_code`, sql`h.area_code`)} and left_household(p.id, h.id) is null
    order by p.name, p.id, h.id, m.from_on desc limit ${EACH}`);
  return rows.map(({ relation, masked, ...row }) => ({
    ...row,
    kind: 'person' as const,
    detail: [relation, masked].filter(Boolean).join(' ') || null,
  }));
}

async function findHouseholds(tx: Executor, scope: Scope, wanted: SQL): Promise<Found[]> {
  const rows = await tx.execute<Omit<Found, 'kind'> & Record<string, unknown>>(sql`
    select h.public_id as id, coalesce(p.name, h.registry_number, '') as title, ${placeSql(sql`h.area_code`)} as place, h.registry_number as detail
    from households h left join persons p on p.id = h.head_person_id
    where ${wanted} and ${within(scope, sql`h.county_code`, sql`h.area_code`)} limit ${EACH}`);
  return rows.map((row) => ({ ...row, kind: 'household' as const }));
}

async function findTasks(tx: Executor, scope: Scope, text: string): Promise<Found[]> {
  const wanted =
    text.length === 36
      ? sql`t.id = ${text}::uuid`
      : sql`t.state not in ('closed', 'cancelled') and right(t.id::text, 8) = ${text}`;
  const rows = await tx.execute<Omit<Found, 'kind'> & Record<string, unknown>>(sql`
    select t.id, coalesce(p.name, '') as title, ${placeSql(sql`t.area_code`)} as place, t.state as detail
    from tasks t left join households h on h.id = t.household_id left join persons p on p.id = h.head_person_id
    where ${wanted} and ${within(scope, sql`t.county_code`, sql`t.area_code`)} limit ${EACH}`);
  return rows.map((row) => ({ ...row, kind: 'task' as const }));
}

/** Townships and villages whose name begins so, among those the reader sees. */
async function findVillages(tx: Executor, scope: Scope, text: string): Promise<Found[]> {
  if (scope.areas.length === 0) return [];
  const rows = await tx.execute<Omit<Found, 'kind'> & Record<string, unknown>>(sql`
    select a.code as id, a.name as title, ${placeSql(sql`a.code`)} as place, a.level as detail from areas a
    where a.level in ('township', 'village') and a.name ^@ ${text} and a.code ^@ any(${sql.param([...scope.areas])}::text[])
    order by a.level, a.code limit ${EACH}`);
  return rows.map((row) => ({ ...row, kind: 'village' as const }));
}
