// While somebody is away: work they have not taken on goes to who stands in, the rest is told to those who can give it out again.
import { sql } from 'drizzle-orm';
import { recordSet } from '../../audit/record-set.ts';
import type { Turn } from '../turn.ts';
import { awaySql } from './candidates.ts';

/**
 * Gives tasks that are assigned to somebody away, and not accepted, to their cover, unless the cover is away too or had a part in
 * what a second look looks at. Tells the desk of those that stay (`assignee-away`), and takes that back when the person has returned.
 */
export async function coverAbsences({ tx, now, asOf, hint }: Turn): Promise<number> {
  await tx.execute(sql`create temporary table away_today on commit drop as select a.user_id, a.cover_id, u.name as cover
    from (${awaySql(asOf)}) a left join users u on u.id = a.cover_id`);
  const given = await tx.execute<{ id: string; area: string; from: string; to: string; name: string }>(sql`
    update tasks t set assignee_id = a.cover_id, dispatched_by = null, dispatched_at = ${now.toISOString()}, before_dispatch = null, state_at = ${now.toISOString()}, notice = coalesce(nullif(t.notice, 'assignee-away'), 'stands-in'),
      version = t.version + 1
    from away_today a join users c on c.id = a.cover_id and c.is_active
    where t.assignee_id = a.user_id and t.state = 'assigned' and (t.kind = 'routine' or c.visitor_kind is distinct from 'volunteer') and a.cover_id not in (select user_id from away_today)
      and not (t.looks_at_id is not null and (exists (select 1 from visits v where v.task_id = t.looks_at_id and v.visitor_id = a.cover_id)
        or exists (select 1 from tasks o where o.id = t.looks_at_id and o.assignee_id = a.cover_id)))
    returning t.id, t.area_code as area, a.user_id as "from", a.cover_id as "to", a.cover as name`);
  await recordSet(
    tx,
    now,
    'task.dispatch',
    'task',
    given.map(({ id, area, from, to, name }) => ({
      id,
      area,
      details: { to: name, toId: to, because: 'absence', awayId: from },
    })),
  );
  const told = await tx.execute<{ area: string }>(sql`update tasks t set notice = 'assignee-away', version = version + 1
    where t.assignee_id in (select user_id from away_today) and t.state in ('assigned', 'accepted')
      and (t.notice is null or t.notice = 'stands-in') returning t.area_code as area`);
  const back = await tx.execute<{ area: string }>(sql`update tasks t set notice = null, version = version + 1
    where t.notice = 'assignee-away' and (t.assignee_id is null or t.assignee_id not in (select user_id from away_today)) returning t.area_code as area`);
  for (const { area } of given) hint('task.dispatch', area);
  for (const { area } of [...told, ...back]) hint('task.notice', area);
  return given.length + told.length + back.length;
}
