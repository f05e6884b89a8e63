// Invented staff at work up to an instant: whatever each task's next move is, when its time has come. In waves: a wave makes at most
// one move a task, and looks again at how things stand, since one move is followed by another.
import type { Transaction } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import { dayOf } from '../kernel/clock.ts';
import { newId } from '../kernel/id.ts';
import { Problem } from '../kernel/problem.ts';
import type { Service } from '../service.ts';
import { Office } from './act.ts';
import { hashOf, MOVES, type Move, nextMove, type Pace, paceOf, type Standing } from './hands-plan.ts';
import { readCentres, readStaff, readWork, type Staff, type Work } from './hands-read.ts';
import { attemptsBefore, type Door, visitOf } from './hands-visit.ts';
import { mix } from './province/draw.ts';
import type { Truth } from './truth.ts';

/** Counties are apart, so several work at once: more than the processors have, since each waits for the database most of the time. */
const LANES = 3;
const AT_ONCE = 200;

export interface Hands {
  seed: number;
  truth: Truth;
  /** Moves of each sort since the start. */
  readonly made: Record<Move, number>;
  office: Office;
  /** Does whatever has come due by then and is still undone; returns how many moves that were. */
  workUntil(until: Date): Promise<number>;
}

interface Due {
  task: Work;
  move: Move;
  at: Date;
}

/** Hands for one rehearsal, which leave alone what they are told to; what they do follows from the seed, so a start that was killed half-way goes on as it would have. */
export function hireHands(
  service: Service,
  of: { seed: number; truth: Truth; leaves?: (task: Standing) => boolean },
): Hands {
  const { seed, truth, leaves = () => false } = of;
  const { workdays } = service.catalogue.deadlines;
  const office = new Office(service);
  const centres = readCentres();
  const paces = new Map<string, Pace>();
  const made = Object.fromEntries(MOVES.map((move) => [move, 0])) as Record<Move, number>;

  const pace = (county: string) => {
    const known = paces.get(county) ?? paceOf(seed, county);
    paces.set(county, known);
    return known;
  };

  const findDue = (work: readonly Work[], until: Date): Due[] =>
    work.flatMap((task) => {
      const next = leaves(task) ? undefined : nextMove(task, { seed, pace: pace(task.county), workdays });
      return next && next.at <= until ? [{ task, ...next }] : [];
    });

  const send = async (tx: Transaction, staff: Staff, { task, move, at }: Due): Promise<void> => {
    const by = (user: SignedIn | undefined, method: 'POST' | 'PUT', url: string, body?: unknown) =>
      user && office.perform(tx, { user, method, url, params: { id: task.id }, body, version: task.version, now: at });
    const visitor = task.assigneeId === null ? undefined : staff.byId.get(task.assigneeId);
    const leader = task.kind === 'second-look' ? staff.dispatcherOf(task.area) : staff.officerOf(task.area);
    if (move === 'accept') await by(visitor, 'POST', '/api/tasks/:id/accept');
    else if (move === 'hand-back')
      await by(visitor, 'POST', '/api/tasks/:id/return', { reason: '这几天在外面办事，去不了，请改派。' });
    else if (move === 'ask-again')
      await by(leader, 'POST', '/api/tasks/:id/return', { reason: '收入是怎么算的没写清楚，请再问一次。' });
    else if (move === 'confirm') await by(leader, 'POST', '/api/tasks/:id/confirm', {});
    else if (move === 'submit' && visitor) {
      const key = mix(hashOf(task.household), task.visits);
      const visit = visitOf(doorOf(task, at, truth, centres), { seed, key, at });
      const put = (url: string, body: object) =>
        office.perform(tx, { user: visitor, method: 'PUT', url, params: { id: newId(at) }, body, now: at });
      for (const attempt of attemptsBefore(visit)) await put('/api/visit-attempts/:id', attempt);
      await put('/api/visits/:id', visit);
    }
    made[move]++;
  };

  /** What a county gives out at one sitting is one act, as on the desk. */
  const dispatch = async (tx: Transaction, staff: Staff, due: readonly Due[]): Promise<void> => {
    const sittings = groupBy(due, ({ task, at }) => `${at.getTime()} ${staff.dispatcherOf(task.area)?.id}`);
    for (const many of sittings.values()) {
      const [first] = many as [Due];
      const user = staff.dispatcherOf(first.task.area);
      if (!user) continue;
      for (let from = 0; from < many.length; from += AT_ONCE) {
        const tasks = many.slice(from, from + AT_ONCE).map(({ task }) => ({ id: task.id, version: task.version }));
        await office.perform(tx, { user, method: 'POST', url: '/api/tasks/dispatch', body: { tasks }, now: first.at });
        made.dispatch += tasks.length;
      }
    }
  };

  const doAll = async (tx: Transaction, staff: Staff, due: readonly Due[]): Promise<void> => {
    await dispatch(
      tx,
      staff,
      due.filter(({ move }) => move === 'dispatch'),
    );
    for (const one of due) if (one.move !== 'dispatch') await send(tx, staff, one);
  };

  const workUntil = async (until: Date): Promise<number> => {
    const staff = await readStaff(service.flow);
    const stuck = new Set<string>();
    let count = 0;
    for (;;) {
      const work = (await readWork(service.flow)).filter(({ id, version }) => !stuck.has(`${id} ${version}`));
      const due = findDue(work, until);
      if (due.length === 0) return count;
      // A move that changes nothing (nobody to give it to) must not be tried for ever.
      for (const { task } of due) stuck.add(`${task.id} ${task.version}`);
      await inLanes(due, (lane) => workOff(lane, (some) => office.together((tx) => doAll(tx, staff, some))));
      count += due.length;
    }
  };

  return { seed, truth, made, office, workUntil };
}

/** All at once; where somebody real was quicker with one of them, each for itself, and theirs is left as it is. */
async function workOff(due: Due[], act: (some: readonly Due[]) => Promise<void>): Promise<void> {
  try {
    await act(due);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const one of due)
      await act([one]).catch((refused: unknown) => {
        if (!(refused instanceof Problem)) throw refused;
      });
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Deals the work out by county, the largest first to whoever has least. */
async function inLanes(due: readonly Due[], act: (lane: Due[]) => Promise<void>): Promise<void> {
  const lanes = Array.from({ length: LANES }, (): Due[] => []);
  const counties = [...groupBy(due, ({ task }) => task.county).values()].sort((a, b) => b.length - a.length);
  for (const county of counties) lanes.reduce((a, b) => (b.length < a.length ? b : a)).push(...county);
  await Promise.all(lanes.filter((lane) => lane.length > 0).map(act));
}

function doorOf(task: Work, at: Date, truth: Truth, centres: ReturnType<typeof readCentres>): Door {
  const { id: taskId, asKind, cause, members, firstOutcome, isOnAid, county } = task;
  const isRight = truth.isRight(task.household, asKind, dayOf(at));
  return { taskId, asKind, cause, members, firstOutcome, isOnAid, isRight, centre: centres.get(county) };
}
