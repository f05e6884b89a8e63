// Judges one scene for one person: of the acts they did since they began it, the one that comes nearest, point by point.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Scope } from '../access/scope.ts';
import { ACTIONS_OF, pointSql, tablesOf } from './points.ts';
import type { Scene } from './scene.ts';

export interface Verdict {
  points: boolean[];
  actedAt: string | null;
}

/**
 * The points of a scene, judged on one and the same act of this person since `started`: the one with most of them, of equals the
 * newest. Entries of the log in, one row out. Reads the log, so it runs as the flow role; `scope` says whose lists count as theirs.
 */
export async function judgeScene(
  tx: Executor,
  scene: Pick<Scene, 'act' | 'points'>,
  of: { userId: string; scope: Scope; started: Date },
): Promise<Verdict> {
  const actions = sql.param([...ACTIONS_OF[scene.act]]);
  const points = sql.join(
    scene.points.map((point) => sql`coalesce((${pointSql(point, of)}), false)`),
    sql`, `,
  );
  // Materialized: the ids of other subjects are no UUIDs, and must not meet the cast.
  const [best] = await tx.execute<{ points: boolean[]; at: string }>(sql`
    with mine as materialized (
      select id, at, actor_id, subject_id, details from audit_entries
      where actor_id = ${of.userId}::uuid and at >= ${of.started.toISOString()} and action = any(${actions}::text[])
        and subject_kind = ${SUBJECTS[scene.act] ?? 'task'})
    select judged.points, to_json(e.at) #>> '{}' as at
    from mine e cross join lateral (select array[${points}] as points from ${tablesOf(scene.act)}) judged
    order by cardinality(array_remove(judged.points, false)) desc, e.id desc limit 1`);
  return best ? { points: best.points, actedAt: best.at } : { points: scene.points.map(() => false), actedAt: null };
}

const SUBJECTS: Partial<Record<Scene['act'], string>> = { visit: 'visit', 'decide-pair': 'pair' };
