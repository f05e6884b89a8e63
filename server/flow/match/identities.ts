// Who is one person by a clerk's links. A link is an edge; whoever hangs together by links in force is one, chains and rings too.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';

/**
 * Makes the temporary table identities (person_id, identity_id): linked persons only, each with the one as whom they count. Of those who
 * are one, that is whom no link gave up for another, else (a ring) the one known longest. Returns how many there are. It goes with the
 * transaction unless `isKept`.
 */
export async function prepareIdentities(tx: Transaction, isKept = false): Promise<number> {
  const linked = await tx.execute(sql`create temporary table identities ${isKept ? sql`` : sql`on commit drop`} as
    with recursive links as (select person_id, same_as_id from identity_links where retracted_at is null),
    edges as (select person_id as a, same_as_id as b from links union select same_as_id, person_id from links),
    reach as (select a as person_id, a as other_id from edges union select r.person_id, e.b from reach r join edges e on e.a = r.other_id)
    select distinct on (person_id) person_id, other_id as identity_id from reach
    order by person_id, (other_id in (select person_id from links)), other_id`);
  await tx.execute(sql`analyze identities`);
  return linked.count;
}

export interface Link {
  pairId: string;
  personId: number;
  /** The one kept. */
  sameAsId: number;
  by: string | null;
  reason: string;
}

/** Links two numbers as one person, from now on, and queues the households of all who hang together with them. */
export async function linkPersons(tx: Transaction, link: Link, now: Date): Promise<void> {
  await tx.execute(sql`insert into identity_links (person_id, same_as_id, pair_id, decided_by, reason, recorded_at)
    values (${link.personId}, ${link.sameAsId}, ${link.pairId}, ${link.by}, ${link.reason}, ${now.toISOString()})`);
  await touchIdentity(tx, link.personId);
}

/** Takes a pair's link back; both sides are queued as they were while it held. */
export async function unlinkPersons(tx: Transaction, pairId: string, personId: number, now: Date): Promise<void> {
  await touchIdentity(tx, personId);
  await tx.execute(
    sql`update identity_links set retracted_at = ${now.toISOString()} where pair_id = ${pairId} and retracted_at is null`,
  );
}

async function touchIdentity(tx: Transaction, personId: number): Promise<void> {
  await tx.execute(sql`insert into touched_households (household_id, cause)
    with recursive reach as (select ${personId}::bigint as person_id
      union select case when l.person_id = r.person_id then l.same_as_id else l.person_id end
      from reach r join identity_links l on l.retracted_at is null and r.person_id in (l.person_id, l.same_as_id))
    select distinct m.household_id, 'identity' from memberships m join reach using (person_id) where m.retracted_at is null`);
}

/** Queues the households of the temporary table changed_subjects (subject_kind, subject_id), as changed by a clerk's decision. */
export async function touchDecided(tx: Transaction): Promise<void> {
  await tx.execute(sql`insert into touched_households (household_id, cause)
    select distinct household_id, 'identity' from (
      select m.household_id from changed_subjects c join memberships m on m.person_id = c.subject_id and m.retracted_at is null
      where c.subject_kind = 'person'
      union select subject_id from changed_subjects where subject_kind = 'household') as changed(household_id)`);
}
