// Which household is meant: by its public id or its 户号, inside the reader's scope.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import { placeSql } from '../flow/alerts/store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface FoundHousehold {
  /** The inside number. */
  id: number;
  publicId: string;
  number: string | null;
  head: string | null;
  area: string;
  county: string;
  settlement: string;
  place: string;
}

/** The household of a public id or a 户号 (the desk knows the latter); absent when there is none or it lies outside the scope. */
export async function findHousehold(tx: Executor, scope: Scope, key: string): Promise<FoundHousehold | undefined> {
  const wanted = UUID.test(key) ? sql`h.public_id = ${key}::uuid` : sql`h.registry_number = ${key}`;
  const [row] = await tx.execute<FoundHousehold & Record<string, unknown>>(sql`
    select h.id, h.public_id as "publicId", h.registry_number as number, p.name as head, h.area_code as area, h.county_code as county,
      h.settlement, ${placeSql(sql`h.area_code`)} as place
    from households h left join persons p on p.id = h.head_person_id
    where ${wanted} and ${within(scope, sql`h.county_code`, sql`h.area_code`)}`);
  return row;
}

/** SQL: everybody who is or was registered there. */
export const everMembers = (householdId: number) =>
  sql`(select person_id from memberships where household_id = ${householdId} and retracted_at is null)`;
