// Who could be given which task: one statement for however many tasks. What is made of them: assign.ts.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { ROUTINE_ONLY } from '../../access/model.ts';
import { Problem } from '../../kernel/problem.ts';
import { type Candidate, compareCandidates } from './assign.ts';
import type { Coordinator } from './model.ts';

/** SQL: who is away on a day, and who stands in; of two entries for one day the later made one counts. */
export const awaySql = (today: string) => sql`select distinct on (user_id) user_id, cover_id, until_on from absences
  where ended_at is null and from_on <= ${today}::date and until_on >= ${today}::date order by user_id, made_at desc, id`;

/**
 * The candidates of each task: who covers its village; who stands in for one of these while they are away; of a second look every
 * coordinator of its county, since those of the village had a part in it. A task in, a row for each person out; unknown tasks none.
 * `held` is looked up by its index where it is used, with places worked out beforehand: behind a policy an index is only asked by what
 * cannot leak, which `left` is not. Read whole, 12,000 villages under row-level security took 19 ms a request.
 */
export async function listCandidates(tx: Executor, taskIds: readonly string[], today: string): Promise<Candidate[]> {
  if (taskIds.length === 0) return [];
  return await tx.execute<Candidate & Record<string, unknown>>(sql`
    with wanted as (select id, kind, county_code, county_code || ':' as beyond, array[area_code, left(area_code, 9), left(area_code, 6)] as places,
        looks_at_id from tasks where id = any(${sql.param([...taskIds])}::uuid[])),
    away as (${awaySql(today)}),
    held as not materialized (select user_id, area_code from user_areas where from_on <= ${today}::date and (until_on is null or until_on >= ${today}::date)),
    covering as (select w.id as task, h.user_id from wanted w
      join held h on h.area_code = any(w.places)),
    able as (
      select task, user_id, true as is_here from covering
      union all select c.task, a.cover_id, true from covering c join away a on a.user_id = c.user_id where a.cover_id is not null
      union all select w.id, h.user_id, false from wanted w join held h on h.area_code >= w.county_code and h.area_code < w.beyond
        where w.kind = 'second-look'),
    fitting as (select task, user_id, bool_or(is_here) as is_here from able group by 1, 2),
    loads as materialized (select u.user_id, (select count(*)::int from tasks t where t.assignee_id = u.user_id and t.state in ('assigned', 'accepted') and t.kind <> 'routine') as in_hand
      from (select distinct user_id from fitting) u)
    select f.task, u.id, u.name, u.visitor_kind as "visitorKind", u.capacity, l.in_hand as "inHand", f.is_here as "isHere",
      a.user_id is not null as "isAway", case when s.id is not null then jsonb_build_object('id', s.id, 'name', s.name) end as cover,
      case when w.kind = 'routine' then not coalesce(u.visitor_kind, 'coordinator') = any(coalesce((select r.visitors from routine_rounds r where r.task_id = w.id), '{}'))
        else coalesce(u.visitor_kind, 'coordinator') = any(${sql.param([...ROUTINE_ONLY])}::text[]) end as "isBarred",
      w.looks_at_id is not null and (exists (select 1 from visits v where v.task_id = w.looks_at_id and v.visitor_id = u.id)
        or exists (select 1 from tasks o where o.id = w.looks_at_id and o.assignee_id = u.id)) as "hadPart"
    from fitting f join wanted w on w.id = f.task join loads l on l.user_id = f.user_id
    join users u on u.id = f.user_id and u.role = 'village-coordinator' and u.is_active
    left join away a on a.user_id = u.id left join users s on s.id = a.cover_id`);
}

/** For one task: whom it can be given to, in the order in which they are proposed; who is away last, with who stands in. */
export async function listCoordinators(tx: Executor, taskId: string, today: string): Promise<Coordinator[]> {
  const able = (await listCandidates(tx, [taskId], today))
    .filter((one) => !one.hadPart && !one.isBarred)
    .sort(compareCandidates);
  const villages = await tx.execute<{ id: string; villages: Coordinator['villages'] }>(sql`
    select v.user_id as id, jsonb_agg(jsonb_build_object('code', v.area_code, 'name', n.name) order by v.area_code) as villages
    from user_areas v join areas n on n.code = v.area_code where v.user_id = any(${sql.param(able.map((one) => one.id))}::uuid[]) group by 1`);
  const villagesOf = new Map(villages.map((row) => [row.id, row.villages]));
  return able.map(({ task, hadPart, isBarred, ...one }) => ({ ...one, villages: villagesOf.get(one.id) ?? [] }));
}

/** Why somebody cannot be given a task, in both languages; undefined when they can. */
export function whyNot(candidates: readonly Candidate[], id: string): { zh: string; en: string } | undefined {
  const one = candidates.find((candidate) => candidate.id === id);
  if (!one) return { zh: '此人不在岗，或不负责这个村。', en: 'Not on duty, or not responsible for this village.' };
  if (one.isBarred)
    return {
      zh: `${one.name}不去这一类走访：志愿者只去定期探访，有的探访也要专人去。`,
      en: `${one.name} does not go on visits of this kind: a volunteer goes by the calendar alone, and some groups need other visitors.`,
    };
  if (one.hadPart)
    return {
      zh: `${one.name}参与过原来的核查，复查要换人。`,
      en: `${one.name} had a part in the first visit: a second look needs somebody else.`,
    };
  if (!one.isAway) return undefined;
  return one.cover
    ? {
        zh: `${one.name}外出，由${one.cover.name}代班，请派给${one.cover.name}。`,
        en: `${one.name} is away and ${one.cover.name} stands in: give it to ${one.cover.name}.`,
      }
    : { zh: `${one.name}外出，没有人代班。`, en: `${one.name} is away and nobody stands in.` };
}

/** The candidate of this id, or 422 in words that say who stands in. */
export function checkAssignee(candidates: readonly Candidate[], id: string): Candidate {
  const why = whyNot(candidates, id);
  if (why) throw new Problem('wrong-input', undefined, [{ pointer: '/assigneeId', detail: `${why.zh} / ${why.en}` }]);
  return candidates.find((one) => one.id === id)!;
}
