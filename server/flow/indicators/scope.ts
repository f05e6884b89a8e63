// The temporary tables a turn looks at: which households, and their people as of the day.
import { sql } from 'drizzle-orm';
import type { Turn } from '../turn.ts';

/**
 * Makes scope_households (household_id, county_code, area_code, settlement) and current_members (person_id, household_id, born_on,
 * died_on, is_living) for the turn's day: the newest membership that had begun by then, the dead included.
 */
export async function prepareScope({ tx, asOf, touchedBy }: Turn): Promise<void> {
  const touched =
    touchedBy === 'everything'
      ? undefined
      : sql`(select household_id from touched_households where cycle_id = ${touchedBy})`;
  await tx.execute(sql`create temporary table scope_households on commit drop as
    select h.id as household_id, left(coalesce(r.area_code, h.area_code), 6) as county_code, coalesce(r.area_code, h.area_code) as area_code,
      coalesce(r.settlement, h.settlement) as settlement
    from households h left join (
      select distinct on (household_id) household_id, area_code, settlement from residences
      where retracted_at is null and from_on <= ${asOf}::date ${touched ? sql`and household_id in ${touched}` : sql``}
      order by household_id, (kind = 'registered'), from_on desc, batch_id desc, line desc) r on r.household_id = h.id
    ${touched ? sql`where h.id in ${touched}` : sql``}`);
  await tx.execute(sql`alter table scope_households add primary key (household_id)`);
  await tx.execute(sql`create temporary table current_members on commit drop as
    select m.person_id, m.household_id, p.born_on, d.died_on, d.died_on is null as is_living
    from (select distinct on (person_id) person_id, household_id from memberships
      where retracted_at is null and from_on <= ${asOf}::date
        ${touched ? sql`and person_id in (select person_id from memberships where household_id in ${touched})` : sql``}
      order by person_id, from_on desc, batch_id desc, line desc) m
    join scope_households s on s.household_id = m.household_id
    join persons p on p.id = m.person_id
    left join (select subject_id, min(on_date) as died_on from facts where kind = 'life.death' and subject_kind = 'person'
      and retracted_at is null and on_date <= ${asOf}::date group by 1) d on d.subject_id = m.person_id`);
  await tx.execute(sql`create index on current_members (household_id)`);
  await tx.execute(sql`create index on current_members (person_id)`);
  await tx.execute(sql`analyze scope_households`);
  await tx.execute(sql`analyze current_members`);
}
