// The temporary tables a turn looks at: which households, and their people as of the day.
import { type SQL, sql } from 'drizzle-orm';
import { prepareIdentities } from '../match/identities.ts';
import type { Turn } from '../turn.ts';

/**
 * Makes scope_households (household_id, county_code, area_code, settlement) and current_members (person_id, household_id, born_on,
 * died_on, is_living, identity_id, is_alias, is_linked) for the turn's day: the newest membership that had begun by then, the dead included.
 *
 * Whose facts: `person_id`; as whom they count: `identity_id`, in that one's household. Numbers that a clerk linked are one member with
 * several rows, of which all but one are aliases. Links are read as they stand, nothing is moved: taking one back needs no repair.
 * What both numbers state stands and adds up, as two employers' wages of one month do: a department that knows two numbers has paid twice.
 *
 * The tables go with the transaction, unless the turn keeps them for its later steps: then the first step that asks makes them, and all
 * speak of the people as they were at that moment. A step that fails takes what it made with it, and the next one makes it anew.
 */
export async function prepareScope({ tx, asOf, touchedBy, keepsScope = false }: Turn): Promise<void> {
  if (keepsScope && (await isPrepared(tx))) return;
  const end = keepsScope ? sql`` : sql`on commit drop`;
  const linked = await prepareIdentities(tx, keepsScope);
  const touched = touchedBy === 'everything' ? undefined : sql`(select household_id from touched_now)`;
  if (touchedBy !== 'everything') await widenTouched(tx, touchedBy, end);
  await tx.execute(sql`create temporary table scope_households ${end} as
    select h.id as household_id, left(coalesce(r.area_code, h.area_code), 6) as county_code, coalesce(r.area_code, h.area_code) as area_code,
      coalesce(r.settlement, h.settlement) as settlement
    from households h left join (
      select distinct on (household_id) household_id, area_code, settlement from residences
      where retracted_at is null and from_on <= ${asOf}::date ${touched ? sql`and household_id in ${touched}` : sql``}
      order by household_id, (kind = 'registered'), from_on desc, batch_id desc, line desc) r on r.household_id = h.id
    ${touched ? sql`where h.id in ${touched}` : sql``}`);
  await tx.execute(sql`alter table scope_households add primary key (household_id)`);
  await tx.execute(sql`analyze scope_households`);
  const newest = (people: SQL) => sql`select distinct on (person_id) person_id, household_id from memberships
    where retracted_at is null and from_on <= ${asOf}::date and ${people} order by person_id, from_on desc, batch_id desc, line desc`;
  const member = (
    counted: SQL,
    flags: SQL,
  ) => sql`select m.person_id, m.household_id, p.born_on, d.died_on, d.died_on is null as is_living,
    m.identity_id, ${flags}
    from ${counted} ${touched ? sql`join scope_households s on s.household_id = m.household_id` : sql``} join persons p on p.id = m.identity_id
    left join (select subject_id, min(on_date) as died_on from facts where kind = 'life.death' and subject_kind = 'person'
      and retracted_at is null and on_date <= ${asOf}::date group by 1) d on d.subject_id = m.person_id`;
  // Nearly everybody is known by one number: they are read in the order of the index, without a sort.
  const single = sql`(select person_id, household_id, person_id as identity_id from (${newest(
    touched ? sql`person_id in (select person_id from memberships where household_id in ${touched})` : sql`true`,
  )}) n ${linked > 0 ? sql`where person_id not in (select person_id from identities)` : sql``}) m`;
  await tx.execute(
    sql`create temporary table current_members ${end} as ${member(single, sql`false as is_alias, false as is_linked`)}`,
  );
  if (linked > 0) {
    // Where no registry in force knows the one kept, another of them stands for all.
    await tx.execute(sql`insert into current_members
      with newest as (${newest(sql`person_id in (select person_id from identities)`)}),
      kept as (
        select distinct on (i.identity_id) i.identity_id, n.person_id, n.household_id from identities i join newest n using (person_id)
        order by i.identity_id, (n.person_id <> i.identity_id), n.person_id)
      ${member(
        sql`(select i.person_id, k.household_id, k.person_id as identity_id from identities i join kept k using (identity_id)) m`,
        sql`m.person_id <> m.identity_id, true`,
      )}`);
    // Who died under one number is dead under all.
    await tx.execute(sql`update current_members m set died_on = e.died_on, is_living = false
      from (select identity_id, min(died_on) as died_on from current_members where is_linked group by 1) e
      where m.identity_id = e.identity_id and e.died_on is not null`);
  }
  await tx.execute(sql`create index on current_members (household_id)`);
  await tx.execute(sql`create index on current_members (person_id)`);
  await tx.execute(sql`create index on current_members (person_id) where is_linked`);
  await tx.execute(sql`analyze current_members`);
}

async function isPrepared(tx: Turn['tx']): Promise<boolean> {
  const [row] = await tx.execute<{ is: boolean }>(sql`select to_regclass('pg_temp.current_members') is not null as is`);
  return row?.is ?? false;
}

/**
 * Makes touched_now (household_id): what the turn has taken on, and wherever else people of it count, or counted, by a clerk's link.
 * In two statements, each counted before the next: as one, its plan rested on what the queue was when it was last counted, and a turn
 * over the sample deliveries was seen to take 21 s in nested loops instead of 0.1 s.
 */
async function widenTouched(tx: Turn['tx'], cycleId: number, end: SQL): Promise<void> {
  await tx.execute(sql`create temporary table touched_now ${end} as
    select distinct household_id from touched_households where cycle_id = ${cycleId}`);
  await tx.execute(sql`analyze touched_now`);
  // Those who left are looked at too: their registry may just have been taken back.
  await tx.execute(sql`insert into touched_now
    select m.household_id from (select distinct i.identity_id from identities i join memberships n using (person_id)
      where n.household_id in (select household_id from touched_now)) i
    join identities j using (identity_id) join memberships m on m.person_id = j.person_id and m.retracted_at is null
    except select household_id from touched_now`);
  await tx.execute(sql`analyze touched_now`);
}
