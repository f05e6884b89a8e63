// Files on their way in, from every entrance: one row each, one at a time in a process, seen while they run, stopped when asked,
// begun again after a kill. A file is in, or nothing of it is: its batch and the end of its intake are one transaction.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { type Actor, recordAct } from '../audit/record.ts';
import { tryHandIn } from '../dry-run.ts';
import { checkFile } from '../flow/ingest/check.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import {
  addIntake,
  breakOffSilent,
  claimIntake,
  endIntake,
  type Intake,
  isCancelAsked,
  keptFiles,
  layDownIntake,
} from '../flow/ingest/intake-store.ts';
import { readLayouts } from '../flow/ingest/layout-store.ts';
import type { Consequences, IntakeView } from '../flow/ingest/model.ts';
import { type Door, type HandedIn, handInto, refuseRealInRehearsal } from '../hand-in.ts';
import { toProblem } from '../http/problems.ts';
import type { Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/id.ts';
import { announceBatch } from '../live/batches.ts';
import { announce } from '../live/hints.ts';
import { Beat, CANCELLED, LAID_DOWN, type OnRows } from './beat.ts';
import { endOf, FileChanged, type IntakeFailure, NotYours, STOPPED } from './ends.ts';
import { dropFile, inboxPath, keepFile, markOf, sweepInbox } from './inbox.ts';

const CHANNEL = 'shouwang_intakes';
const POLL = 5_000;
const DAY = 86_400_000;
/** How long the file of an intake that ended without being in is kept for another try. */
const KEPT_DAYS = 7;
/** Times a file is begun again by itself because the database was away. */
const MOST_TRIES = 3;

/** What the door needs beside `Door`; a service is one. */
export interface IntakeDoor extends Door {
  clock: Clock;
  config: { dataDir: string };
}

export interface IntakeRequest {
  channel: IntakeView['channel'];
  /** Of `page` and `push` a copy is kept until it is in; of the others the sender keeps the file. */
  path: string;
  fileName: string;
  /** Whose files only are taken; left out: anybody's. */
  department?: string | null;
  period?: string;
  /** Of `push`: the dataset it is said to be; another's rows are refused. */
  dataset?: string;
  /** The batch that this one corrects. */
  corrects?: number;
  requestedBy?: string | null;
  isDryRun?: boolean;
  /** When it was received; default the door's clock. */
  now?: Date;
  /** Lays the intake down when the process ends in order; only for one that this process runs. */
  signal?: AbortSignal;
}

export interface IntakeOutcome {
  state: IntakeView['state'];
  taken?: HandedIn;
  consequences?: Consequences;
  /** Why it is not in, and what it was that was thrown. */
  failure?: IntakeFailure;
}

/** Adds an intake for whichever process takes it next; the row is there, and looked at, once the caller's transaction commits. */
export async function queueIntake(
  tx: Transaction,
  door: Pick<IntakeDoor, 'clock' | 'config'>,
  request: IntakeRequest,
): Promise<string> {
  const intake = await add(tx, door, request, false);
  await wakeIntakes(tx);
  return intake.id;
}

/** Tells every process, on commit, that an intake waits. */
export async function wakeIntakes(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_notify(${CHANNEL}, '')`);
}

/** Adds an intake and runs it in this process, after those before it. `ended` never rejects: what went wrong is its outcome. */
export async function startIntake(
  door: IntakeDoor,
  request: IntakeRequest,
  onRows?: OnRows,
): Promise<{ id: string; ended: Promise<IntakeOutcome> }> {
  const intake = await add(door.flow, door, request, true);
  const path = intake.isKept ? inboxPath(door.config.dataDir, intake.id) : request.path;
  const beat = new Beat(door, intake, onRows);
  const { signal } = request;
  if (signal?.aborted) beat.abort(LAID_DOWN);
  signal?.addEventListener('abort', () => beat.abort(LAID_DOWN), { once: true });
  const ended = inTurn(() => run(door, intake, { path, beat, now: request.now }));
  return { id: intake.id, ended };
}

/** Takes on what waits, now and whenever told, and what a killed process left behind. */
export async function startIntakes(
  door: IntakeDoor,
  report: (error: unknown, told: string) => void = () => {},
): Promise<{ stop(): Promise<void> }> {
  let current: Beat | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;
  let isAsked = false;

  const takeOne = async (): Promise<boolean> => {
    const intake = isStopped ? undefined : await claimIntake(door.flow, door.clock());
    if (!intake) return false;
    current = new Beat(door, intake);
    const path = inboxPath(door.config.dataDir, intake.id);
    const { failure } = await run(door, intake, { path, beat: current, now: undefined });
    if (failure?.isOurs) report(failure.error, `the intake of a file broke off (${intake.id})`);
    current = undefined;
    return true;
  };
  const work = async () => {
    while (isAsked && !isStopped) {
      isAsked = false;
      await breakOffSilent(door.flow, STOPPED, door.clock());
      while (await inTurn(takeOne));
    }
  };
  const look = () => {
    isAsked = true;
    running ??= work()
      .catch((error: unknown) => report(error, 'intakes could not be looked at'))
      .finally(() => {
        running = undefined;
        if (isAsked && !isStopped) setTimeout(look, POLL).unref();
      });
  };
  const tidy = async () => {
    const wanted = await keptFiles(door.flow, new Date(door.clock().getTime() - KEPT_DAYS * DAY));
    await sweepInbox(door.config.dataDir, wanted);
  };

  await tidy();
  const { unlisten } = await door.flow.$client.listen(CHANNEL, look);
  const timers = [setInterval(look, POLL), setInterval(() => void tidy().catch(() => {}), DAY / 24)];
  look();
  return {
    async stop() {
      isStopped = true;
      timers.forEach(clearInterval);
      await unlisten();
      current?.abort(LAID_DOWN);
      // A statement that runs for minutes is not waited for: the connection's end rolls it back, and the next start begins again.
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
    },
  };
}

/** One at a time in this process: the door itself lets only one in, and those who wait there would hold connections. */
let line: Promise<unknown> = Promise.resolve();
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const mine = line.then(act);
  line = mine.catch(() => {});
  return mine;
}

async function add(
  tx: Pick<Transaction, 'execute'>,
  door: Pick<IntakeDoor, 'clock' | 'config'>,
  request: IntakeRequest,
  isBegun: boolean,
): Promise<Intake> {
  const { channel, fileName, department = null, period = null, corrects = null, requestedBy = null } = request;
  const dataset = request.dataset ?? null;
  const now = door.clock();
  const id = newId(now);
  const isKept = channel === 'page' || channel === 'push';
  const bytesTotal = isKept
    ? await keepFile(door.config.dataDir, id, request.path)
    : Number((await markOf(request.path)).split(' ')[1]);
  const intake = { id, channel, department, fileName, isKept, dataset, period, corrects, requestedBy };
  const isDryRun = request.isDryRun ?? false;
  await addIntake(tx as Transaction, { ...intake, isDryRun, bytesTotal }, isBegun, now);
  return { ...intake, isDryRun, state: 'waiting', isCancelAsked: false };
}

interface Run {
  path: string;
  beat: Beat;
  now: Date | undefined;
}

/** Runs one intake to its end and writes that end, waiting for a database that is away for a while. */
async function run(door: IntakeDoor, intake: Intake, of: Run): Promise<IntakeOutcome> {
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await takeIn(door, intake, of);
      } catch (error) {
        const isAway = toProblem(error).code === 'unavailable';
        if (isAway && intake.isKept && tries < MOST_TRIES && (await isBack(door, of.beat.signal))) continue;
        return await endBadly(door, intake, error, of.beat);
      }
    }
  } finally {
    of.beat.stop();
  }
}

async function takeIn(door: IntakeDoor, intake: Intake, { path, beat, now }: Run): Promise<IntakeOutcome> {
  const mark = await markOf(path);
  await beat.start(path);
  await refuseRealInRehearsal(door.flow, path);
  const given = intake.period === null ? {} : { period: intake.period };
  const file = await checkFile(path, door.catalogue.contracts, {
    ...{ name: intake.fileName, ...given },
    layouts: await readLayouts(door.flow),
  });
  await refuseOthers(door, intake, file.contract);
  beat.found(file.contract.dataset, file.period);
  const { signal } = beat;
  const options = {
    ...{ name: intake.fileName, ...given, now: now ?? door.clock(), receivedBy: intake.requestedBy, signal },
    ...(intake.corrects === null ? {} : { corrects: intake.corrects }),
    channel: intake.channel === 'push' ? ('push' as const) : ('delivery' as const),
    onRows: (rows: number) => beat.read(rows),
  };
  const found = { dataset: file.contract.dataset, period: file.period ?? null };
  const check = async () => {
    if ((await markOf(path)) !== mark) throw new FileChanged();
    signal.throwIfAborted();
  };
  if (intake.isDryRun) {
    const consequences = await tryHandIn(door, path, options);
    await check();
    const end = { state: 'done' as const, isKept: true, rows: beat.rows, ...found, consequences };
    await endIntake(door.flow, intake.id, end, door.clock());
    return { state: 'done', consequences };
  }
  const taken = await door.flow.transaction(async (tx) => {
    const taken = await handInto(tx, door, path, options);
    await check();
    if (await isCancelAsked(tx, intake.id)) throw CANCELLED;
    const { batchId, isKnown } = taken;
    const end = { state: isKnown ? ('known' as const) : ('done' as const), isKept: false, rows: beat.rows, batchId };
    await endIntake(tx, intake.id, { ...end, ...found }, door.clock());
    if (!isKnown) await tellOf(tx, intake, taken, door.clock());
    return taken;
  });
  if (intake.isKept) await dropFile(door.config.dataDir, intake.id);
  return { state: taken.isKnown ? 'known' : 'done', taken };
}

/** What a delivery leaves beside its rows, on commit: an entry in the log, a turn of the flow, a hint to the pages. */
async function tellOf(tx: Transaction, intake: Intake, { batchId, dataset }: HandedIn, at: Date): Promise<void> {
  const details = { intake: intake.id, channel: intake.channel, dataset };
  const of = { subjectKind: 'batch', subjectId: String(batchId), areaCode: '22', details };
  await recordAct(tx, { at, actor: await actorOf(tx, intake), action: 'batch.hand-in', ...of });
  await announceBatch(tx, batchId);
  await announce(tx, [{ action: 'batch.hand-in', area: '22' }]);
}

async function actorOf(tx: Transaction, { requestedBy, channel }: Intake): Promise<Actor> {
  const [user] = requestedBy
    ? await tx.execute<{ id: string; username: string }>(
        sql`select id, username from users where id = ${requestedBy}::uuid`,
      )
    : [];
  return user ?? (channel === 'command' ? 'command' : 'system');
}

/** A department hands in its own datasets, and corrects its own batches. */
async function refuseOthers({ flow }: IntakeDoor, intake: Intake, contract: Contract): Promise<void> {
  if (intake.department !== null && contract.department !== intake.department) throw new NotYours(contract.title);
  // What a push is said to be stays in its row; of another channel the row holds what was found, and may be found anew.
  if (intake.channel === 'push' && (intake.dataset ?? contract.dataset) !== contract.dataset)
    throw new NotYours(contract.title);
  if (intake.corrects === null) return;
  const [batch] = await flow.execute<{ dataset: string }>(
    sql`select dataset from batches where id = ${intake.corrects}`,
  );
  if (batch?.dataset !== contract.dataset) throw new NotYours(contract.title);
}

async function endBadly(door: IntakeDoor, intake: Intake, error: unknown, beat: Beat): Promise<IntakeOutcome> {
  const reason: unknown = beat.signal.aborted ? beat.signal.reason : error;
  const isLaidDown = reason === LAID_DOWN && intake.isKept;
  const { failure, end } = endOf(reason, intake.isKept);
  const write = () =>
    isLaidDown ? layDownIntake(door.flow, intake.id) : endIntake(door.flow, intake.id, end, door.clock());
  // Where nobody can write it down, the silence of this row says it: the next start sees to it.
  await write().catch(async () => {
    if (await isBack(door, undefined, intake.isKept ? undefined : 5)) await write().catch(() => {});
  });
  if (!end.isKept && intake.isKept && !isLaidDown) await dropFile(door.config.dataDir, intake.id);
  return { state: isLaidDown ? 'waiting' : end.state, failure: { ...failure, error } };
}

/** Waits for the database to answer again: a second between two tries. */
async function isBack({ flow }: IntakeDoor, signal?: AbortSignal, tries = 300): Promise<boolean> {
  for (let left = tries; left > 0 && !signal?.aborted; left--) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const answer = await flow.execute(sql`select 1`).catch(() => undefined);
    if (answer) return true;
  }
  return false;
}
