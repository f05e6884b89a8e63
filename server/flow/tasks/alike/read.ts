// Visits that read as if they had been copied: one visitor's same words or answers at different doors, one spot for two villages,
// one photo for two households.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../../db/client.ts';
import { type Scope, within } from '../../../access/scope.ts';
import { placeSql } from '../../alerts/store.ts';
import type { AlikeGroup } from './model.ts';

const DAYS = 90;
/** Shorter than this, equal words say nothing. */
const LEAST_WORDS = 4;
/** Fewer answers to a form are alike by chance: on most regular visits all is well. */
const LEAST_ANSWERS = 10;
const MOST_GROUPS = 200;
const MOST_VISITS = 20;

/**
 * SQL: the tables `recent` (visits of the last 90 days in scope and area) and `marks`: what each could share with another (`key`)
 * and what must differ for that to be strange (`apart`: the household; for a place the village). Five decimals are a metre. A photo is
 * known again by its look, also when it was packed anew. No index: it reads an area's visits of 90 days, once. Visits by the calendar
 * are left out: that somebody is well reads alike everywhere.
 */
function marksSql(scope: Scope, now: Date, area: string | undefined): SQL {
  const since = new Date(now.getTime() - DAYS * 86_400_000).toISOString();
  return sql`recent as materialized (
      select v.*, regexp_replace(lower(v.note), ${'[\\s[:punct:]，。、；：！？（）“”‘’…—]+'}, '', 'g') as said from visits v
      where v.submitted_at >= ${since} and v.outcome_code !~ '^F' and ${within(scope, sql`v.county_code`, sql`v.area_code`)} ${area ? sql`and v.area_code ^@ ${area}` : sql``}),
    marks as materialized (
      select id, 'note' as kind, visitor_id || ' ' || said as key, household_id::text as apart, null::uuid as photo from recent where length(said) >= ${LEAST_WORDS}
      union all select id, 'answers', visitor_id || ' ' || coalesce(answers->'values', answers)::text, household_id::text, null from recent
        where answers <> '{}' and (not answers ? 'form' or (select count(*) from jsonb_object_keys(answers->'values')) >= ${LEAST_ANSWERS})
      union all select id, 'place', round(latitude::numeric, 5) || ' ' || round(longitude::numeric, 5), area_code, null from recent
        where latitude is not null and longitude is not null
      union all select distinct on (r.id, 3) r.id, 'photo', coalesce(a.look, a.sha256), r.household_id::text, a.id from recent r
        join attachments a on a.visit_id = r.id where a.kind = 'photo')`;
}

/** Groups of visits that are alike, the largest first. */
export async function listAlike(tx: Executor, scope: Scope, now: Date, area?: string): Promise<AlikeGroup[]> {
  const rows = await tx.execute<AlikeGroup & Record<string, unknown>>(sql`with ${marksSql(scope, now, area)},
    groups as (select kind, key, count(*)::int as count from marks group by 1, 2 having count(distinct apart) > 1
      order by 3 desc, 1, 2 limit ${MOST_GROUPS}),
    told as (select g.kind, g.key, g.count, m.photo, r.*, row_number() over (partition by g.kind, g.key order by r.visited_at desc, r.id) as place_in
      from groups g join marks m on m.kind = g.kind and m.key = g.key join recent r on r.id = m.id)
    select t.kind, t.count, case when t.kind = 'note' then min(t.note) end as note,
      case when t.kind = 'answers' then (select count(*)::int from jsonb_object_keys(coalesce((array_agg(t.answers))[1]->'values', (array_agg(t.answers))[1]))) end as answers,
      jsonb_agg(jsonb_build_object('id', t.id, 'taskId', t.task_id, 'head', p.name, 'household', coalesce(h.registry_number, h.public_id::text),
        'place', ${placeSql(sql`t.area_code`)}, 'township', coalesce(w.name, ''), 'visitor', coalesce(u.name, ''), 'visitorId', t.visitor_id,
        'visitedAt', to_json(t.visited_at) #>> '{}', 'outcomeCode', t.outcome_code, 'photoId', t.photo, 'state', k.state, 'kind', k.kind,
        'look', (select s.state from tasks s where s.household_id = t.household_id and s.looks_at_id = t.task_id and s.state <> 'cancelled'
          order by s.opened_at desc limit 1)) order by t.place_in) as visits
    from told t left join households h on h.id = t.household_id left join persons p on p.id = h.head_person_id left join users u on u.id = t.visitor_id
      left join tasks k on k.id = t.task_id left join areas w on w.code = left(t.area_code, 9)
    where t.place_in <= ${MOST_VISITS} group by t.kind, t.key, t.count order by t.count desc, t.kind, t.key`);
  return [...rows];
}

/** How many other visits are alike to the newest one of a task. */
export async function countAlike(tx: Executor, scope: Scope, taskId: string, now: Date): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`with ${marksSql(scope, now, undefined)},
    mine as (select m.* from marks m where m.id = (select id from visits where task_id = ${taskId}::uuid order by submitted_at desc limit 1))
    select count(distinct o.id)::int as count from mine m join marks o on o.kind = m.kind and o.key = m.key and o.id <> m.id and o.apart <> m.apart`);
  return row?.count ?? 0;
}
