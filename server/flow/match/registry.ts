// Brings in a registry delivery: persons, households, and dated memberships, details and residences. Who is not listed stays; a
// changed household number is a move. Everything is added, nothing changed; caches on persons and households follow the newest.
import { sql } from 'drizzle-orm';
import { copyCell, type Transaction } from '../../../db/client.ts';
import { CopyInto } from '../../../db/copy.ts';
import { householdOf } from './tie.ts';

/** A registry row, its personal numbers already encrypted. */
export interface RegistryRow {
  line: number;
  idHash: Buffer;
  idCipher: Buffer;
  idMasked: string;
  name: string;
  sex: string | null;
  bornOn: string;
  phoneCipher: Buffer | null;
  householdNumber: string;
  relation: string;
  isHead: boolean;
  settlement: 'urban' | 'rural';
  villageCode: string;
  addressCipher: Buffer | null;
}

/** Streams rows into the temporary table staged_registry; returns how many. Between two pieces the connection is the giver's. */
export async function stageRegistry(tx: Transaction, rows: AsyncIterable<RegistryRow[]>): Promise<number> {
  await tx.execute(sql`create temporary table staged_registry (line integer, id_hash bytea, id_cipher bytea, id_masked text, name text,
    sex text, born_on date, phone_cipher bytea, household_number text, relation text, is_head boolean, settlement text,
    village_code text, address_cipher bytea) on commit drop`);
  const copy = new CopyInto(tx, 'staged_registry');
  let count = 0;
  try {
    for await (const piece of rows) {
      for (const row of piece) {
        copy.add(lineOf(row));
        if (copy.isFull) await copy.send();
      }
      count += piece.length;
      await copy.close();
    }
  } catch (error) {
    copy.abort();
    throw error;
  }
  await tx.execute(sql`analyze staged_registry`);
  return count;
}

function lineOf(r: RegistryRow): string {
  const person = [r.idHash, r.idCipher, r.idMasked, r.name, r.sex, r.bornOn, r.phoneCipher];
  const household = [r.householdNumber, r.relation, r.isHead, r.settlement, r.villageCode, r.addressCipher];
  return [r.line, ...person, ...household].map(copyCell).join('\t');
}

/**
 * Writes what stands in staged_registry. `from` is the first day of the file's period: memberships hold from then. Leaves the hashes
 * of persons listed in the temporary table arrived_ids, and queues the households that anybody left or joined.
 */
export async function bringRegistry(tx: Transaction, batchId: number, from: string, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(sql`insert into persons (id_kind, id_hash, id_cipher, id_masked, name, sex, born_on, phone_cipher)
    select distinct on (id_hash) 'resident-id', id_hash, id_cipher, id_masked, name, sex, born_on, phone_cipher from staged_registry
    order by id_hash, line desc on conflict (id_hash) do nothing`);
  await tx.execute(sql`insert into households (public_id, registry_number, area_code, county_code, settlement)
    select distinct on (household_number) gen_random_uuid(), household_number, village_code, left(village_code, 6), settlement
    from staged_registry order by household_number, is_head desc, line on conflict (registry_number) do nothing`);
  await tx.execute(sql`create temporary table registered on commit drop as
    select s.*, p.id as person_id, h.id as household_id from staged_registry s
    join persons p using (id_hash) join households h on h.registry_number = s.household_number`);
  // Both the households they come from and those they go to.
  await tx.execute(sql`insert into touched_households (household_id, batch_id)
    select household_id, ${batchId}::bigint from registered
    union select m.household_id, ${batchId}::bigint from memberships m join registered r using (person_id) where m.retracted_at is null`);
  await tx.execute(sql`insert into person_details (person_id, name, sex, born_on, phone_cipher, from_on, batch_id, line, recorded_at)
    select person_id, name, sex, born_on, phone_cipher, ${from}::date, ${batchId}, line, ${at} from registered`);
  await tx.execute(sql`insert into memberships (person_id, household_id, kind, relation, is_head, from_on, batch_id, line, recorded_at)
    select person_id, household_id, 'registered', relation, is_head, ${from}::date, ${batchId}, line, ${at} from registered`);
  await tx.execute(sql`insert into residences (household_id, kind, area_code, settlement, address_cipher, from_on, batch_id, line, recorded_at)
    select distinct on (household_id) household_id, 'registered', village_code, settlement, address_cipher, ${from}::date, ${batchId}, line, ${at}
    from registered order by household_id, is_head desc, line`);
  await refreshCaches(tx);
  await tx.execute(sql`create temporary table if not exists arrived_ids (id_hash bytea) on commit drop`);
  await tx.execute(sql`insert into arrived_ids select distinct id_hash from registered`);
}

/** Names on persons, place and head on households: what the newest period in force says, whichever file came last. */
export async function refreshCaches(tx: Transaction): Promise<void> {
  await tx.execute(sql`update persons p set name = d.name, sex = d.sex, born_on = d.born_on, phone_cipher = d.phone_cipher
    from (select distinct on (person_id) d.* from person_details d where d.retracted_at is null
        and d.person_id in (select person_id from registered) order by person_id, from_on desc, batch_id desc, line desc) d
    where p.id = d.person_id and (p.name, p.sex, p.born_on, p.phone_cipher) is distinct from (d.name, d.sex, d.born_on, d.phone_cipher)`);
  // Where they live, when we know, counts before where they are registered.
  await tx.execute(sql`update households h set area_code = r.area_code, county_code = left(r.area_code, 6), settlement = r.settlement
    from (select distinct on (household_id) r.* from residences r where r.retracted_at is null
        and r.household_id in (select household_id from registered)
        order by household_id, (kind = 'registered'), from_on desc, batch_id desc, line desc) r
    where h.id = r.household_id and (h.area_code, h.settlement) is distinct from (r.area_code, r.settlement)`);
  // Nobody is head where no delivery in force names one.
  await tx.execute(sql`update households h set head_person_id = n.person_id
    from (select r.household_id, (select m.person_id from memberships m where m.household_id = r.household_id and m.retracted_at is null
        and m.is_head order by m.from_on desc, m.batch_id desc, m.line desc limit 1) as person_id
      from (select distinct household_id from registered) r) n
    where h.id = n.household_id and h.head_person_id is distinct from n.person_id`);
}

/** Households' rows given by a head whose memberships this batch changed: where they belong by now, for `moveHouseholdRows`. */
export async function findMovedRows(tx: Transaction): Promise<void> {
  await tx.execute(sql`create temporary table moved_rows on commit drop as
    select named.person_id, named.batch_id,
      ${householdOf(sql`named.person_id`, sql`coalesce(b.period_until, b.received_at::date)`)} as household_id
    from (select f.named_person_id as person_id, f.batch_id from facts f where f.named_person_id in (select person_id from registered)
      union select r.named_person_id, r.batch_id from snapshot_rows r where r.named_person_id in (select person_id from registered)) as named
    join batches b on b.id = named.batch_id`);
}
