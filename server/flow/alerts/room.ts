// How many households the villages can take on: their coordinators' capacity, shared by the villages one walks, and who is busy.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';

export const Backlog = z.strictObject({ village_capacity: z.int().min(1).max(500) });
export type Backlog = z.infer<typeof Backlog>;

/** States in which somebody still has to walk there. */
const TO_WALK = sql`('waiting', 'dispatched', 'assigned', 'accepted', 'returned')`;

/**
 * A select of (village, team, capacity): the villages that active coordinators cover on that day. Villages with the same coordinators
 * are one team and share its capacity; who belongs to several teams gives each a share by its villages, so that nobody counts twice.
 */
export function teamsSql(asOf: string): SQL {
  return sql`with covered as (
      select v.code as village, c.user_id, max(u.capacity) as capacity from areas v
      cross join lateral (values (v.code), (left(v.code, 9)), (left(v.code, 6))) as k(code)
      join user_areas c on c.area_code = k.code and c.from_on <= ${asOf}::date and (c.until_on is null or c.until_on >= ${asOf}::date)
      join users u on u.id = c.user_id and u.is_active and u.role = 'village-coordinator' and u.visitor_kind is distinct from 'volunteer'
      where v.level = 'village' group by 1, 2),
    walked as (select village, array_agg(user_id order by user_id)::text as team from covered group by 1),
    teams as (select w.team, c.user_id, c.capacity::float8 * count(*) / sum(count(*)) over (partition by c.user_id) as share
      from walked w join covered c using (village) group by w.team, c.user_id, c.capacity)
    select w.village, w.team, floor(t.capacity + 1e-6)::int as capacity
    from walked w join (select team, sum(share) as capacity from teams group by 1) t using (team)`;
}

/** A select of (household_id, area_code): where somebody still has to go for a warning or a survey, or will have to as soon as the tasks step has looked; some twice. */
export function busySql(): SQL {
  return sql`select household_id, area_code from tasks where household_id is not null and state in ${TO_WALK} and kind <> 'routine'
    union all
    select a.household_id, a.area_code from alerts a where a.state = 'open' and a.household_id is not null
      and not exists (select 1 from task_alerts ta where ta.alert_id = a.id)`;
}
