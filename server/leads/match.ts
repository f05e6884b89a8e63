// Which household a lead speaks of, as far as the registry tells: by a whole ID number, or by a name and a phone number together.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Keys } from '../kernel/keys.ts';

/** So many households with a member of one name in one village are looked at; a village has fewer. */
const MOST = 40;

interface Told {
  areaCode: string;
  head: string;
  phone: string | null;
  idNumber: string | null;
}

/**
 * The one household that is meant, undefined when none or more than one fits. A number is looked for in all of the caller's area; a
 * name counts only in its village, and only with a phone number that somebody of the household has: names alone are shared.
 */
export async function findHome(tx: Executor, scope: Scope, told: Told, keys: Keys): Promise<number | undefined> {
  return (await byNumber(tx, scope, told, keys)) ?? (await byPhone(tx, scope, told, keys));
}

async function byNumber(tx: Executor, scope: Scope, { idNumber }: Told, keys: Keys): Promise<number | undefined> {
  if (!idNumber) return undefined;
  const [row] = await tx.execute<{ id: number }>(sql`
    select h.id from persons p join memberships m on m.person_id = p.id and m.retracted_at is null join households h on h.id = m.household_id
    where p.id_hash = ${keys.hash(idNumber)} and left_household(p.id, h.id) is null and ${within(scope, sql`h.county_code`, sql`h.area_code`)}
    order by m.from_on desc, m.batch_id desc, m.line desc limit 1`);
  return row?.id;
}

async function byPhone(
  tx: Executor,
  scope: Scope,
  { areaCode, head, phone }: Told,
  keys: Keys,
): Promise<number | undefined> {
  if (!phone) return undefined;
  const rows = await tx.execute<{ id: number; phone: Buffer }>(sql`
    select h.id, o.phone_cipher as phone from (
      select distinct h.id from households h join memberships m on m.household_id = h.id and m.retracted_at is null
        join persons p on p.id = m.person_id where h.county_code = ${areaCode.slice(0, 6)} and h.area_code = ${areaCode} and p.name = ${head}
        and ${within(scope, sql`h.county_code`, sql`h.area_code`)} and left_household(p.id, h.id) is null order by h.id limit ${MOST}) h
    join memberships m on m.household_id = h.id and m.retracted_at is null join persons o on o.id = m.person_id
    where o.phone_cipher is not null and left_household(o.id, h.id) is null`);
  const wanted = digitsOf(phone);
  const fitting = new Set(
    rows.flatMap((row) => (digitsOf(keys.decrypt(Buffer.from(row.phone))) === wanted ? [row.id] : [])),
  );
  return fitting.size === 1 ? [...fitting][0] : undefined;
}

const digitsOf = (phone: string) => phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
