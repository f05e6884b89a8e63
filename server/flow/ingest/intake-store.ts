// Deliveries on their way in: one row each, written by whoever runs it and by whoever asks it to stop. The batch stands apart.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Consequences, INTAKE_STATES, IntakeView, LayoutProposal } from './model.ts';
import type { Told } from './reject.ts';

export type IntakeState = (typeof INTAKE_STATES)[number];

/** A process that has not been seen for this long does not run its intake any more. */
const SILENT = 15_000;
/** An intake that outlived no process this often is not begun again by itself. */
const MOST_ATTEMPTS = 3;

export interface Intake {
  id: string;
  channel: IntakeView['channel'];
  department: string | null;
  fileName: string;
  isKept: boolean;
  dataset: string | null;
  period: string | null;
  corrects: number | null;
  isDryRun: boolean;
  state: IntakeState;
  requestedBy: string | null;
  isCancelAsked: boolean;
}

const COLUMNS = sql`i.id, i.channel, i.department, i.file_name as "fileName", i.is_kept as "isKept", i.dataset, i.period,
  i.corrects, i.is_dry_run as "isDryRun", i.state, i.requested_by as "requestedBy", i.is_cancel_asked as "isCancelAsked"`;
const LIVE = sql`state in ('waiting', 'reading', 'settling')`;

export type NewIntake = Omit<Intake, 'dataset' | 'state' | 'isCancelAsked'> & {
  bytesTotal: number;
  /** What it is said to be, before anybody has looked. */
  dataset?: string | null;
};

/** Adds an intake that waits. `isBegun`: the caller runs it, so nobody else may. */
export async function addIntake(tx: Executor, intake: NewIntake, isBegun: boolean, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.execute(sql`insert into intakes (id, channel, department, file_name, is_kept, dataset, period, corrects, is_dry_run, state, bytes_total,
      requested_by, started_at, beat_at, attempts)
    values (${intake.id}, ${intake.channel}, ${intake.department}, ${intake.fileName}, ${intake.isKept}, ${intake.dataset ?? null},
      ${intake.period}, ${intake.corrects}, ${intake.isDryRun}, 'waiting', ${intake.bytesTotal}, ${intake.requestedBy}, ${at}, ${isBegun ? at : null},
      ${isBegun ? 1 : 0})`);
}

export async function findIntake(tx: Executor, id: string, only: SQL = sql`true`): Promise<Intake | undefined> {
  const [row] = await tx.execute<Intake & Record<string, unknown>>(
    sql`select ${COLUMNS} from intakes i where i.id = ${id}::uuid and ${only}`,
  );
  return row;
}

/**
 * Takes over the oldest intake whose file is kept and that nobody runs: not begun yet, or its process is gone. At most one comes out;
 * two processes never take the same one.
 */
export async function claimIntake(db: Executor, now: Date): Promise<Intake | undefined> {
  const at = now.toISOString();
  const [row] = await db.execute<Intake & Record<string, unknown>>(sql`
    update intakes i set beat_at = ${at}, attempts = attempts + 1, state = 'waiting', rows_read = 0, bytes_read = 0
    where id = (select id from intakes where ${LIVE} and is_kept and attempts < ${MOST_ATTEMPTS}
      and (beat_at is null or beat_at < ${silentSince(now)}) order by started_at, id limit 1 for update skip locked)
    returning ${COLUMNS}`);
  return row;
}

/** Ends what was left by a process that is gone and cannot start over: no file is kept, or it was tried often enough. */
export async function breakOffSilent(db: Executor, reason: Told, now: Date): Promise<number> {
  const ended = await db.execute(sql`update intakes set state = 'broken-off', ended_at = ${now.toISOString()},
      reason = ${JSON.stringify(reason)}::jsonb
    where ${LIVE} and beat_at < ${silentSince(now)} and (not is_kept or attempts >= ${MOST_ATTEMPTS})`);
  return ended.count;
}

const silentSince = (now: Date) => new Date(now.getTime() - SILENT).toISOString();

export interface Progress {
  state: IntakeState;
  rows: number;
  bytes: number;
  dataset: string | null;
  period: string | null;
}

/** Says that it is alive and how far it is; true: somebody asks it to stop. */
export async function beatIntake(db: Executor, id: string, progress: Progress, now: Date): Promise<boolean> {
  const [row] = await db.execute<{
    asked: boolean;
  }>(sql`update intakes set beat_at = ${now.toISOString()}, state = ${progress.state},
      rows_read = ${progress.rows}, bytes_read = least(${progress.bytes}, bytes_total), dataset = coalesce(${progress.dataset}, dataset),
      period = coalesce(${progress.period}, period)
    where id = ${id} and ${LIVE} returning is_cancel_asked as asked`);
  return row?.asked ?? false;
}

/** True when somebody asks it to stop; holds the row, so that nobody asks afterwards and is not heard. */
export async function isCancelAsked(tx: Executor, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ asked: boolean }>(
    sql`select is_cancel_asked as asked from intakes where id = ${id} for update`,
  );
  return row?.asked ?? false;
}

export interface IntakeEnd {
  state: Exclude<IntakeState, 'waiting' | 'reading' | 'settling'>;
  isKept: boolean;
  rows?: number;
  dataset?: string | null;
  period?: string | null;
  batchId?: number;
  reason?: Told;
  asks?: IntakeView['asks'];
  proposals?: LayoutProposal[];
  consequences?: Consequences;
}

/** Ends an intake. One that has ended already stays as it is. */
export async function endIntake(tx: Executor, id: string, end: IntakeEnd, now: Date): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await tx.execute(sql`update intakes set state = ${end.state}, ended_at = ${now.toISOString()}, is_kept = is_kept and ${end.isKept},
      rows_read = coalesce(${end.rows ?? null}, rows_read), dataset = coalesce(${end.dataset ?? null}, dataset),
      period = coalesce(${end.period ?? null}, period),
      bytes_read = case when ${end.state} in ('done', 'known') then bytes_total else bytes_read end,
      batch_id = ${end.batchId ?? null}, reason = ${json(end.reason)}::jsonb, asks = ${end.asks ?? 'nothing'},
      proposals = ${json(end.proposals)}::jsonb, consequences = ${json(end.consequences)}::jsonb
    where id = ${id} and ${LIVE}`);
}

/** Gives an intake back that its process lays down in order: another one begins it, as if nobody had. */
export async function layDownIntake(db: Executor, id: string): Promise<void> {
  await db.execute(sql`update intakes set state = 'waiting', beat_at = null, attempts = greatest(attempts - 1, 0), rows_read = 0,
      bytes_read = 0 where id = ${id} and ${LIVE}`);
}

/** Lets the kept file of an ended intake in, with what a person has said since. False when it has no file or has not ended. */
export async function startOver(
  tx: Executor,
  id: string,
  said: { period: string | null; isDryRun: boolean },
  now: Date,
): Promise<boolean> {
  const started =
    await tx.execute(sql`update intakes set state = 'waiting', beat_at = null, attempts = 0, rows_read = 0, bytes_read = 0,
      started_at = ${now.toISOString()}, ended_at = null, reason = null, asks = 'nothing', proposals = null, consequences = null,
      is_cancel_asked = false, is_dry_run = ${said.isDryRun}, period = coalesce(${said.period}, period)
    where id = ${id} and is_kept and not ${LIVE}`);
  return started.count > 0;
}

/** Asks an intake to stop: at once when nobody has begun it, else its process hears within a second. False: it has ended. */
export async function askCancel(tx: Executor, id: string, now: Date): Promise<boolean> {
  const asked = await tx.execute(sql`update intakes set is_cancel_asked = true,
      state = case when beat_at is null then 'cancelled' else state end,
      ended_at = case when beat_at is null then ${now.toISOString()}::timestamptz end,
      is_kept = is_kept and beat_at is not null
    where id = ${id} and ${LIVE}`);
  return asked.count > 0;
}

/** Ids whose file the inbox must go on holding; those that ended before `before` lose theirs now. */
export async function keptFiles(db: Executor, before: Date): Promise<Set<string>> {
  await db.execute(sql`update intakes set is_kept = false where is_kept and ended_at < ${before.toISOString()}`);
  const rows = await db.execute<{ id: string }>(sql`select id from intakes where is_kept`);
  return new Set(rows.map((row) => row.id));
}

export type IntakeRow = Omit<IntakeView, 'title' | 'batch'> & { batchId: number | null };

/** Intakes for a page, newest first; `only` is an SQL condition on `i`. */
export async function listIntakes(tx: Executor, only: SQL, limit: number): Promise<IntakeRow[]> {
  const rows = await tx.execute<IntakeRow & Record<string, unknown>>(sql`
    select i.id, i.file_name as "fileName", i.channel, i.dataset, i.period, i.state, i.is_dry_run as "isDryRun", i.rows_read as "rowsRead",
      i.bytes_read as "bytesRead", i.bytes_total as "bytesTotal", i.started_at as "startedAt", i.ended_at as "endedAt", i.reason,
      i.asks, coalesce(i.proposals, '[]') as proposals, i.consequences, i.batch_id as "batchId"
    from intakes i where ${only} order by i.id desc limit ${limit}`);
  return rows.map((row) => ({
    ...row,
    startedAt: new Date(row.startedAt).toISOString(),
    endedAt: row.endedAt && new Date(row.endedAt).toISOString(),
  }));
}
