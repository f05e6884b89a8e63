// Who began which scene when, how often they had it checked, and since when they have passed.
import { sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../db/client.ts';

export interface Run {
  scene: string;
  startedAt: string;
  attempts: number;
  passedAt: string | null;
}

const COLUMNS = sql`scene, to_json(started_at) #>> '{}' as "startedAt", attempts, to_json(passed_at) #>> '{}' as "passedAt"`;

/** Everything one person has begun. */
export async function listRuns(tx: Executor, userId: string): Promise<Run[]> {
  const rows = await tx.execute<Run & Record<string, unknown>>(
    sql`select ${COLUMNS} from training_runs where user_id = ${userId}::uuid`,
  );
  return [...rows];
}

/** Begins a scene, or begins it again: what was done before does not count, a pass stays. As the web role, for its caller only. */
export async function startRun(tx: Transaction, userId: string, scene: string, now: Date): Promise<Run> {
  const at = now.toISOString();
  const [run] = await tx.execute<Run & Record<string, unknown>>(sql`
    insert into training_runs (user_id, scene, started_at) values (${userId}::uuid, ${scene}, ${at})
    on conflict (user_id, scene) do update set started_at = excluded.started_at returning ${COLUMNS}`);
  return run!;
}

/** The run, locked until the transaction ends, so that two checks at once are counted as two. */
export async function findRun(tx: Transaction, userId: string, scene: string): Promise<Run | undefined> {
  const [run] = await tx.execute<Run & Record<string, unknown>>(sql`
    select ${COLUMNS} from training_runs where user_id = ${userId}::uuid and scene = ${scene} for update`);
  return run;
}

/** Counts a check, and keeps the pass if it was one. Once passed, neither changes any more. */
export async function countCheck(
  tx: Transaction,
  of: { userId: string; scene: string; isDone: boolean; now: Date },
): Promise<Run> {
  const [run] = await tx.execute<Run & Record<string, unknown>>(sql`update training_runs
    set attempts = attempts + (passed_at is null)::int,
      passed_at = coalesce(passed_at, ${of.isDone ? of.now.toISOString() : null}::timestamptz)
    where user_id = ${of.userId}::uuid and scene = ${of.scene} returning ${COLUMNS}`);
  return run!;
}
