// The coordinators of an area with what they serve and have in hand: the rows of the calendar of absences.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineRoute, type Route } from '../../../access/route.ts';
import { within } from '../../../access/scope.ts';
import { AREA_CODE } from '../../../kernel/area.ts';
import { dayOf } from '../../../kernel/clock.ts';
import { TeamMember } from './model.ts';

/** The most people one answer holds; a county has about a hundred. */
const MOST = 500;

/** The route of who there is. */
export function teamRoute(): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/coordinators',
    action: 'absence.read',
    summary: `Coordinators of my area by township, with what they serve and have in hand; ${MOST} at most (a coordinator: themselves)`,
    query: z.object({ area: z.string().regex(AREA_CODE).optional() }),
    response: z.object({ items: z.array(TeamMember) }),
    async handle({ tx, scope, user, query, now }) {
      const today = dayOf(now);
      const own = user.role === 'village-coordinator' ? sql`and h.user_id = ${user.id}::uuid` : sql``;
      const place = query.area ? sql`and h.area_code ^@ ${query.area}` : sql``;
      const rows = await tx.execute<TeamMember & Record<string, unknown>>(sql`
        with held as materialized (select h.user_id, array_agg(distinct h.area_code) as places, min(h.area_code) as first from user_areas h
          where ${within(scope, sql`left(h.area_code, 6)`, sql`h.area_code`)} ${place} ${own}
            and h.from_on <= ${today}::date and (h.until_on is null or h.until_on >= ${today}::date) group by 1)
        select u.id, u.name, left(h.first, 6) as county, coalesce(a.name, '') as township, h.places, u.capacity,
          (select count(*)::int from tasks t where t.assignee_id = u.id and t.state in ('assigned', 'accepted')) as "inHand",
          (select count(*)::int from tasks t where t.assignee_id = u.id and t.state = 'accepted') as accepted
        from held h join users u on u.id = h.user_id and u.role = 'village-coordinator' and u.is_active
        left join areas a on a.code = left(h.first, 9) order by h.first, u.name, u.id limit ${MOST}`);
      return { items: [...rows] };
    },
  });
}
