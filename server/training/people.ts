// Who of an area has passed which scene: everybody whose work can be practised, whether they have begun or not. The scenes at a door are
// of warnings, so who visits by the calendar alone has none.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../db/client.ts';
import { ROUTINE_ONLY } from '../access/model.ts';
import { type Scope, within } from '../access/scope.ts';
import type { PeopleFilter, Trainee } from './model.ts';
import type { Scene } from './scene.ts';

/** The cursor of a page: place, name and id of its last row. */
export const PeopleCursor = z.tuple([z.string().max(12), z.string().max(80), z.uuid()]);
export type PeopleCursor = z.infer<typeof PeopleCursor>;

interface Stored extends Record<string, unknown> {
  id: string;
  name: string;
  role: Trainee['role'];
  area: string;
  county: string | null;
  place: string | null;
  runs: { scene: string; startedAt: string; attempts: number; passedAt: string | null }[];
}

const own = sql`(select scene from wanted s where s.role = u.role)`;
const isPassed = (scene: SQL) =>
  sql`exists (select 1 from training_runs r where r.user_id = u.id and r.scene = ${scene} and r.passed_at is not null)`;
/** Passed every scene of their role that is asked about. */
const IS_DONE = sql`not exists (select 1 from ${own} mine where not ${isPassed(sql`mine.scene`)})`;

/**
 * People in, each with every scene of their role out, ordered by place and name; counts are of the whole filter. Runs as the web role:
 * row-level security shows it the people of the caller's areas and nobody else's runs.
 */
export async function listPeople(
  tx: Executor,
  scope: Scope,
  scenes: readonly Scene[],
  query: Omit<PeopleFilter, 'after'> & { after: PeopleCursor | undefined; today: string },
): Promise<{ items: Trainee[]; next: PeopleCursor | null; total: number; done: number }> {
  const asked = scenes.filter((scene) => !query.scene || scene.id === query.scene);
  const wanted = JSON.stringify(asked.flatMap(({ id, roles }) => roles.map((role) => ({ role, scene: id }))));
  const from = sql`with wanted as (select role, scene from jsonb_to_recordset(${wanted}::jsonb) as w(role text, scene text)),
    placed as (
      select user_id, min(area_code) as area, count(*) as areas from user_areas
      where from_on <= ${query.today}::date and (until_on is null or until_on >= ${query.today}::date) group by 1
      union all select s.id, min(b.area_code), 2 from users s join body_areas b on b.body_key = s.body_key
      where b.from_on <= ${query.today}::date and (b.until_on is null or b.until_on >= ${query.today}::date) group by 1),
    people as (
      select u.id, u.name, u.role, p.area, p.areas, ${IS_DONE} as is_done
      from users u join placed p on p.user_id = u.id
      where u.is_active and u.role in (select role from wanted) and not coalesce(u.visitor_kind = any(${sql.param([...ROUTINE_ONLY])}::text[]), false) and ${within(scope, sql`left(p.area, 6)`, sql`p.area`)}
        ${query.area ? sql`and p.area ^@ ${query.area}` : sql``} ${query.role ? sql`and u.role = ${query.role}` : sql``})`;
  const state = { all: sql`true`, open: sql`not is_done`, done: sql`is_done` }[query.state];
  const after = query.after
    ? sql`and (u.area, u.name, u.id) > (${query.after[0]} collate "C", ${query.after[1]}, ${query.after[2]}::uuid)`
    : sql``;
  const [counts] = await tx.execute<{ total: number; done: number }>(sql`${from}
    select count(*) filter (where ${state})::int as total, count(*) filter (where is_done)::int as done from people`);
  const rows = await tx.execute<Stored>(sql`${from}
    select u.id, u.name, u.role, u.area, (select name from areas where code = left(u.area, 6)) as county,
      (select string_agg(a.name, ' ' order by length(a.code)) from areas a
        where a.code in (left(u.area, 9), case when u.areas = 1 then u.area end) and length(a.code) > 6) as place,
      coalesce((select jsonb_agg(jsonb_build_object('scene', r.scene, 'startedAt', to_json(r.started_at) #>> '{}', 'attempts', r.attempts,
        'passedAt', to_json(r.passed_at) #>> '{}')) from training_runs r where r.user_id = u.id), '[]') as runs
    from people u where ${state} ${after} order by u.area, u.name, u.id limit ${query.limit + 1}`);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ id, name, role, county, place, runs }) => ({
      ...{ id, name, role, county: county ?? '', place: place ?? '' },
      scenes: asked
        .filter((scene) => scene.roles.includes(role))
        .map(
          (scene) =>
            runs.find((run) => run.scene === scene.id) ?? {
              scene: scene.id,
              startedAt: null,
              attempts: 0,
              passedAt: null,
            },
        ),
    })),
    next: rows.length > query.limit && last ? [last.area, last.name, last.id] : null,
    total: counts?.total ?? 0,
    done: counts?.done ?? 0,
  };
}
