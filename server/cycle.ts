// One turn of the flow: lock, then the steps in order, one transaction a step. Only one turn runs at a time, in any process.
import { sql } from 'drizzle-orm';
import { connectBeside, type Database, disconnect, type Executor } from '../db/client.ts';
import type { Catalogue } from './catalogue.ts';
import { readDataMonths } from './flow/ingest/months.ts';
import { forgetTouched, takeOnTouched } from './flow/match/tie.ts';
import { readBook } from './flow/rules/book.ts';
import { bringIntoForce } from './flow/rules/in-force.ts';
import { STAGES } from './flow/stages.ts';
import type { Turn } from './flow/turn.ts';
import { dayOf } from './kernel/clock.ts';

export interface CycleRequest {
  trigger: 'start' | 'nightly' | 'hourly' | 'batch' | 'act' | 'command';
  now: Date;
  extent: 'whole' | 'touched';
  /** How long to wait for another turn to end; 0: give way at once. */
  waitMs?: number;
}

export interface CycleReport {
  /** `busy`: another turn runs, and nothing was done. `failed`: a step failed and is behind until the next turn. */
  status: 'done' | 'failed' | 'busy';
  cycleId?: number;
  steps: { stage: string; rows: number; milliseconds: number; error?: string }[];
}

/** So many rows changed by a step are counted before the next one reads them. */
const MANY = 1000;

type Hint = (action: string, areaCode: string) => void;

/** Runs one turn. A step that fails is recorded and does not stop the others; what a killed turn left undone, the next one does. */
export async function runCycle(
  { flow, catalogue }: { flow: Database; catalogue: Catalogue },
  request: CycleRequest,
  hint: Hint = () => {},
): Promise<CycleReport> {
  // One session a turn: it holds the lock, and from step to step the temporary tables.
  const session = connectBeside(flow);
  try {
    for (const deadline = Date.now() + (request.waitMs ?? 0); ; ) {
      const [row] = await session.execute<{ locked: boolean }>(
        sql`select pg_try_advisory_lock(hashtext('shouwang.cycle')) as locked`,
      );
      if (row?.locked) break;
      if (Date.now() >= deadline) return { status: 'busy', steps: [] };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    try {
      await session.execute(TURN_SETTINGS);
      return await runSteps({ flow, session, catalogue }, request, hint);
    } finally {
      await session.execute(sql`select pg_advisory_unlock(hashtext('shouwang.cycle'))`);
    }
  } finally {
    await disconnect(session);
  }
}

/**
 * For a server with small defaults, too: what a turn sorts and keeps in temporary tables fits into memory for a million households, and
 * two cores add up facts where one would (the workers hand over one row a person, far fewer than PostgreSQL reckons with).
 */
export const TURN_SETTINGS = sql`select set_config(name, value, false) from (values ('work_mem', '128MB'), ('temp_buffers', '256MB'), ('jit', 'off'),
  ('random_page_cost', '1.1'), ('max_parallel_workers_per_gather', '2'), ('parallel_setup_cost', '200'), ('parallel_tuple_cost', '0.01'))
  as settings(name, value)`;

interface Means {
  flow: Database;
  /** Whose transactions the steps are. */
  session: Database;
  catalogue: Catalogue;
}

async function runSteps({ flow, session, catalogue }: Means, request: CycleRequest, hint: Hint): Promise<CycleReport> {
  const { now, trigger } = request;
  const [at, asOf] = [now.toISOString(), dayOf(now)];
  await flow.execute(
    sql`update cycles set status = 'broken-off', finished_at = ${new Date().toISOString()} where status = 'running'`,
  );
  const came = await flow.transaction((tx) => bringIntoForce(tx, catalogue.book, now));
  // A rule that is new today speaks of every household, not of those whose data changed.
  const extent = came > 0 ? 'whole' : request.extent;
  const [cycle] = await flow.execute<{ id: number }>(sql`
    insert into cycles (trigger, now, as_of, extent, started_at, status)
    values (${trigger}, ${at}, ${asOf}, ${extent}, ${new Date().toISOString()}, 'running') returning id`);
  const cycleId = cycle!.id;
  await takeOnTouched(flow, cycleId);
  await refreshStatistics(flow);
  const turn = await prepareTurn(flow, catalogue, now, extent === 'whole' ? 'everything' : cycleId);
  const report: CycleReport = { status: 'done', cycleId, steps: [] };
  for (const { name, step } of STAGES) {
    if (!step) continue;
    const startedAt = new Date();
    const hints: [string, string][] = [];
    let error: string | undefined;
    let rows = 0;
    if ((report.steps.at(-1)?.rows ?? 0) > MANY) await refreshStatistics(flow);
    try {
      rows = await session.transaction(async (tx) => {
        await tx.execute(sql`set local statement_timeout = '10min'`);
        return await step({ ...turn, tx, keepsScope: true, hint: (...h) => hints.push(h) });
      });
      for (const [action, area] of hints) hint(action, area);
    } catch (cause) {
      error = String((cause as Error).cause ?? cause);
      report.status = 'failed';
    }
    const finishedAt = new Date();
    report.steps.push({
      stage: name,
      rows,
      milliseconds: finishedAt.getTime() - startedAt.getTime(),
      ...(error ? { error } : {}),
    });
    await flow.execute(sql`insert into cycle_steps (cycle_id, stage, status, started_at, finished_at, rows, error)
      values (${cycleId}, ${name}, ${error ? 'failed' : 'done'}, ${startedAt.toISOString()}, ${finishedAt.toISOString()}, ${rows}, ${error ?? null})`);
  }
  // What a failed step did not look at stays queued for the next turn.
  if (report.status === 'done') await forgetTouched(flow, cycleId);
  await flow.execute(sql`select fold_figures()`);
  await flow.execute(
    sql`update cycles set status = ${report.status}, finished_at = ${new Date().toISOString()} where id = ${cycleId}`,
  );
  return report;
}

/** Better plans for what has just come in. Somebody else's lock on a table is not waited for, and a turn without it is only slower. */
async function refreshStatistics(flow: Database): Promise<void> {
  try {
    await flow.transaction(async (tx) => {
      await tx.execute(sql`set local lock_timeout = '2s'`);
      await tx.execute(sql`select refresh_statistics()`);
    });
  } catch (error) {
    console.error(JSON.stringify({ level: 'warn', error: String((error as Error).cause ?? error), in: 'statistics' }));
  }
}

/** What every step of a turn is handed but its transaction. */
export async function prepareTurn(db: Executor, catalogue: Catalogue, now: Date, touchedBy: Turn['touchedBy']) {
  const asOf = dayOf(now);
  const { dataMonths, gaps } = await readDataMonths(db, catalogue.sources, asOf);
  const confirms = new Map(catalogue.outcomes.map((outcome) => [outcome.code, outcome.confirms]));
  const { deadlines, contracts, sourceRules, areaRules, backlog, tickets, routine } = catalogue;
  const book = await readBook(db, catalogue.book);
  const policy = { book, deadlines, contracts, sourceRules, areaRules, backlog, tickets, routine };
  return { now, asOf, touchedBy, dataMonths, gaps, confirms, ...policy };
}
