// Who there is to go in a scope today: which places somebody with room serves. Read once a list, for what is blocked.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Scope } from '../../access/scope.ts';
import { awaySql } from './candidates.ts';

export interface Team {
  /** Places (of any length) for which somebody is there and has room, themselves or standing in. */
  openPlaces: Set<string>;
  /** Those with room, with each county they serve in. */
  free: { id: string; county: string }[];
}

/**
 * Reads coordinators by the places they serve. Somebody away is replaced by who stands in for them; who is away themselves, or has as
 * much in hand as they can carry, serves nobody. Counties bound it: 200 rows a county.
 */
export async function readTeam(tx: Executor, scope: Scope, today: string): Promise<Team> {
  const counties = sql.param([...scope.counties]);
  const rows = await tx.execute<{ place: string; id: string }>(sql`
    with away as (${awaySql(today)}),
    counties as (select c.code, c.code || ':' as beyond from unnest(${counties}::text[]) as c(code) where length(c.code) = 6),
    held as (select h.area_code as place, h.user_id from counties c join user_areas h on h.area_code >= c.code and h.area_code < c.beyond
      where h.from_on <= ${today}::date and (h.until_on is null or h.until_on >= ${today}::date)),
    serving as (select distinct h.place, case when a.user_id is null then h.user_id else a.cover_id end as id
      from held h left join away a on a.user_id = h.user_id),
    people as materialized (select u.id from (select distinct id from serving) s
      join users u on u.id = s.id and u.role = 'village-coordinator' and u.is_active and u.visitor_kind is distinct from 'volunteer'
      where u.id not in (select user_id from away) and u.capacity > (select count(*) from tasks t where t.assignee_id = u.id and t.state in ('assigned', 'accepted') and t.kind <> 'routine'))
    select s.place, p.id from serving s join people p on p.id = s.id`);
  const free = new Map(rows.map(({ place, id }) => [`${id} ${place.slice(0, 6)}`, { id, county: place.slice(0, 6) }]));
  return { openPlaces: new Set(rows.map((row) => row.place)), free: [...free.values()] };
}
