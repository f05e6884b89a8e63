// Cold start: what stood when its rule was first run is released as villages have room, the neediest first.
import { sql } from 'drizzle-orm';
import type { RuleBook } from '../rules/load.ts';
import type { Turn } from '../turn.ts';
import { SEVERITIES } from './model.ts';
import { type Backlog, busySql, teamsSql } from './room.ts';

/**
 * Takes out of the temporary table `candidates` what has to wait. A household counts once however many of its findings are released,
 * and not at all where somebody goes anyway. In order: severity, unlike causes, income per head (unknown before all: whom no source
 * names waits for nobody), longest standing, then the household's number, so that the same state always releases the same. A turn over a
 * few households brings no others here (due.ts): what a withdrawal or a correction has uncovered there does not wait for the night.
 */
export async function holdBacklog({
  tx,
  asOf,
  book,
  backlog,
}: Turn & { book: RuleBook; backlog: Backlog }): Promise<void> {
  const [waits] = await tx.execute(sql`select 1 from candidates where is_waiting limit 1`);
  if (!waits) return;
  const income = book.catalogue.indicators.has('income.per_head_month') ? sql`n.income__per_head_month` : sql`null`;
  const levels = sql.param([...SEVERITIES]);
  await tx.execute(sql`create temporary table teams on commit drop as ${teamsSql(asOf)}`);
  await tx.execute(sql`analyze teams`);
  await tx.execute(sql`create temporary table busy on commit drop as
    select distinct b.household_id, coalesce(t.team, left(b.area_code, 12)) as team from (
      ${busySql()} union all select household_id, area_code from candidates where not is_waiting) b
    left join teams t on t.village = left(b.area_code, 12)`);
  await tx.execute(sql`analyze busy`);
  await tx.execute(sql`create temporary table released on commit drop as
    with homes as materialized (select c.household_id, min(left(c.area_code, 12)) as village,
        min(array_position(${levels}::text[], c.severity)) as severity, min(c.since_on) as since_on
      from candidates c where c.is_waiting group by 1),
    causes as materialized (select household_id, count(cause) as unlike from (
        select household_id, cause from candidates where household_id in (select household_id from homes)
        union select household_id, cause from alerts where state = 'open' and household_id in (select household_id from homes)) c group by 1),
    taken as materialized (select team, count(distinct household_id) as households from busy group by 1),
    ranked as (select m.household_id, coalesce(t.capacity, ${backlog.village_capacity}) as capacity, coalesce(t.team, m.village) as team,
        row_number() over (partition by coalesce(t.team, m.village)
          order by m.severity, u.unlike desc, ${income} nulls first, m.since_on, m.household_id) as place
      from homes m join causes u using (household_id) left join teams t using (village)
      left join household_indicators n using (household_id)
      where not exists (select 1 from busy b where b.household_id = m.household_id))
    select r.household_id from ranked r left join taken b using (team)
    where r.place <= r.capacity - coalesce(b.households, 0)
    union select household_id from busy`);
  await tx.execute(sql`analyze released`);
  await tx.execute(
    sql`delete from candidates c where is_waiting and not exists (select 1 from released r where r.household_id = c.household_id)`,
  );
}
