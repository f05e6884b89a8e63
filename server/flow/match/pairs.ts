// Finds pairs that may be one person, and leaves each to a clerk. Set-based, and run in the batch's own transaction; nothing waits for
// them. What is open follows from the data in force; what a clerk decided stays, and is not proposed again.
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { householdOf } from './tie.ts';

/** SQL: where a registered person belongs now, as `home` (id, county_code, area_code); nobody without a household. */
const homeOf = (person: SQL, alias: string) =>
  sql`join lateral (select h.id, h.county_code, h.area_code from households h where h.id = ${householdOf(person, sql`'infinity'::date`)})
    ${sql.raw(alias)} on true`;

/** Proposes what the rows of one batch give rise to: nearly right numbers, and one number under two names. */
export async function findPairsOfBatch(tx: Transaction, batchId: number, now: Date): Promise<void> {
  await proposeNear(tx, sql`r.batch_id = ${batchId}`, now);
  await proposeNames(tx, sql`d.batch_id = ${batchId}`, now);
}

/**
 * Proposes what the arrival (or going) of the persons in the temporary table `registered` gives rise to, and takes back what no longer
 * holds. Both numbers of a pair may be of the dead: a death told under one number ends what is paid under the other.
 */
export async function findPairsOfPersons(tx: Transaction, now: Date): Promise<void> {
  await forgetPairs(tx);
  await proposeNear(
    tx,
    sql`r.id in (select n.reject_id from near_numbers n join persons p using (id_hash)
      where p.id in (select person_id from registered))`,
    now,
  );
  await proposeNames(
    tx,
    sql`d.id_hash in (select id_hash from persons where id in (select person_id from registered))`,
    now,
  );
  await proposeTwins(tx, now);
}

async function proposeNear(tx: Transaction, only: SQL, now: Date): Promise<void> {
  const at = now.toISOString();
  // The lines of a batch with one wrong number and name are one question.
  await tx.execute(sql`insert into candidate_pairs (id, kind, person_id, batch_id, line, other_name, other_hash, other_masked, county_code,
      area_code, state, found_at)
    select new_id(${at}), 'near-number', c.person_id, c.batch_id, c.line, c.name, c.id_hash, c.masked, home.county_code, home.area_code,
      'open', ${at}
    from (select p.id as person_id, r.batch_id, r.id_hash, r.name, min(r.line) as line, min(r.found) as masked
      from rejects r join batches b on b.id = r.batch_id and b.status = 'accepted'
      join near_numbers n on n.reject_id = r.id join persons p on p.id_hash = n.id_hash and p.name = r.name
      where r.settled_by is null and ${only} group by 1, 2, 3, 4) c
    ${homeOf(sql`c.person_id`, 'home')}
    where not exists (select 1 from candidate_pairs k where k.kind = 'near-number' and k.state = 'dismissed' and k.person_id = c.person_id
      and k.other_hash = c.id_hash and k.other_name = c.name)
    on conflict do nothing`);
}

async function proposeNames(tx: Transaction, only: SQL, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(sql`insert into candidate_pairs (id, kind, person_id, other_name, county_code, area_code, state, found_at)
    select new_id(${at}), 'two-names', c.person_id, c.name, home.county_code, home.area_code, 'open', ${at}
    from (select distinct p.id as person_id, d.name
      from name_differences d join batches b on b.id = d.batch_id and b.status = 'accepted'
      join persons p on p.id_hash = d.id_hash and p.name <> d.name where ${only}) c
    ${homeOf(sql`c.person_id`, 'home')}
    on conflict do nothing`);
}

async function proposeTwins(tx: Transaction, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(sql`insert into candidate_pairs (id, kind, person_id, other_id, county_code, area_code, state, found_at)
    select new_id(${at}), 'same-name-birth-village', c.person_id, c.other_id, home.county_code, home.area_code, 'open', ${at}
    from (select distinct least(a.id, b.id) as person_id, greatest(a.id, b.id) as other_id
      from persons a join persons b on b.name = a.name and b.born_on = a.born_on and b.id <> a.id and b.id_kind = 'resident-id'
      where a.id in (select person_id from registered) and a.id_kind = 'resident-id') c
    ${homeOf(sql`c.person_id`, 'home')} ${homeOf(sql`c.other_id`, 'other')}
    where other.area_code = home.area_code
    on conflict do nothing`);
}

/** SQL: the data in force still gives rise to the pair `k`. */
const HOLDS = sql`exists (select 1 from persons p ${homeOf(sql`p.id`, 'home')} where p.id = k.person_id and case k.kind
  when 'near-number' then p.name = k.other_name and exists (select 1 from rejects r join batches b on b.id = r.batch_id
    where r.batch_id = k.batch_id and r.line = k.line and r.id_hash = k.other_hash and r.name = k.other_name and r.settled_by is null and b.status = 'accepted')
  when 'two-names' then p.name <> k.other_name and exists (select 1 from name_differences d join batches b on b.id = d.batch_id
    where d.id_hash = p.id_hash and d.name = k.other_name and b.status = 'accepted')
  else exists (select 1 from persons q ${homeOf(sql`q.id`, 'other')} where q.id = k.other_id and q.name = p.name and q.born_on = p.born_on
    and other.area_code = home.area_code) end)`;

/** Open pairs to which the data in force no longer gives rise disappear, as if they had never been found; the others follow their person's place. */
export async function forgetPairs(tx: Transaction): Promise<void> {
  await tx.execute(sql`delete from candidate_pairs k where k.state = 'open' and not ${HOLDS}`);
  await tx.execute(sql`update candidate_pairs k set county_code = n.county_code, area_code = n.area_code
    from (select k.id, home.county_code, home.area_code from candidate_pairs k ${homeOf(sql`k.person_id`, 'home')} where k.state = 'open') n
    where n.id = k.id and n.area_code <> k.area_code`);
}
