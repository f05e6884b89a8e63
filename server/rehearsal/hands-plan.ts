// What invented staff would do next with a task, and when: by draws that follow from the seed, the family and how often the task has
// changed. Pure. Counties differ in speed, some tasks are forgotten, some are handed back or asked about again.
import type { Severity } from '../flow/alerts/model.ts';
import type { TaskKind, TaskState } from '../flow/tasks/model.ts';
import { isWorkday, type Workdays } from '../flow/tasks/workdays.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { Draw, mix } from './province/draw.ts';

export interface Standing {
  id: string;
  version: number;
  state: TaskState;
  kind: TaskKind;
  severity: Severity;
  county: string;
  area: string;
  /** The registry's number: what is drawn must not hang on ids, which are made anew each time. */
  household: string;
  openedAt: Date;
  stateAt: Date;
  dispatchDueAt: Date;
  visitDueAt: Date;
  confirmDueAt: Date;
  assigneeId: string | null;
  visits: number;
}

export const MOVES = ['dispatch', 'accept', 'hand-back', 'submit', 'ask-again', 'confirm'] as const;
export type Move = (typeof MOVES)[number];

export interface Next {
  move: Move;
  at: Date;
}

/** How a county works: its time as a multiple of the terms, and the share of tasks that nobody takes up. */
export interface Pace {
  speed: number;
  forgotten: number;
}

/** Numbers of concerns, apart from the province's own. */
const CONCERN = { pace: 101, task: 102, move: 103, slot: 104 };
const HANDED_BACK = 0.05;
const ASKED_AGAIN = 0.04;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Most counties keep the terms with time to spare, some do not; who is slow also forgets more. */
export function paceOf(seed: number, county: string): Pace {
  const draw = new Draw(seed, hashOf(county), CONCERN.pace);
  const speed = Math.min(2.2, Math.max(0.3, draw.around(0.6, 0.5)));
  return { speed, forgotten: Math.min(0.3, 0.04 + 0.1 * speed * draw.share()) };
}

/** The next move on a task, undefined where nobody will make one: it is done, or it is one of the forgotten. */
export function nextMove(task: Standing, of: { seed: number; pace: Pace; workdays: Workdays }): Next | undefined {
  const { seed, pace, workdays } = of;
  const key = hashOf(`${task.household} ${task.kind} ${dayOf(task.openedAt)}`);
  // Where a forgotten task is left lying is drawn once: at the county, with the coordinator, or before its confirmation.
  const fate = new Draw(seed, key, CONCERN.task);
  const isForgotten = fate.chance(task.severity === 'red' ? pace.forgotten / 3 : pace.forgotten);
  const left = fate.pick(['waiting', 'assigned', 'accepted', 'submitted'] as const);
  const draw = new Draw(seed, mix(key, task.version), CONCERN.move);
  const pause = (term: number) => Math.max(10 * MINUTE, term * pace.speed * Math.min(2.5, draw.around(0.55, 0.6)));
  const since = (from: Date, term: number) => new Date(Math.max(from.getTime(), task.stateAt.getTime()) + pause(term));
  const termOf = (due: Date, from: Date) => Math.max(2 * HOUR, due.getTime() - from.getTime());
  if (isForgotten && task.state === left) return undefined;
  switch (task.state) {
    case 'waiting':
    case 'dispatched':
      return {
        move: 'dispatch',
        at: sitting(since(task.openedAt, termOf(task.dispatchDueAt, task.openedAt)), of, task),
      };
    case 'returned':
      return { move: 'dispatch', at: sitting(since(task.stateAt, 8 * HOUR), of, task) };
    case 'assigned':
      if (draw.chance(HANDED_BACK)) return { move: 'hand-back', at: atWork(since(task.stateAt, 12 * HOUR)) };
      return { move: 'accept', at: atWork(since(task.stateAt, 5 * HOUR)) };
    case 'accepted': {
      const term = task.visits > 0 ? 48 * HOUR : termOf(task.visitDueAt, task.stateAt) * 0.9;
      return { move: 'submit', at: atWork(since(task.stateAt, term)) };
    }
    case 'submitted': {
      const move = task.visits === 1 && draw.chance(ASKED_AGAIN) ? 'ask-again' : 'confirm';
      const term = Math.min(5 * 24 * HOUR, termOf(task.confirmDueAt, task.stateAt) * 0.7);
      return { move, at: inOffice(since(task.stateAt, term), workdays) };
    }
    default:
      return undefined;
  }
}

/** A county dispatches twice a working day, each time whatever has come together; which minute is its own. */
function sitting(wanted: Date, { seed, workdays }: { seed: number; workdays: Workdays }, { county }: Standing): Date {
  const minute = String(mix(seed, hashOf(county), CONCERN.slot) % 60).padStart(2, '0');
  for (let day = dayOf(wanted); ; day = addDays(day, 1)) {
    if (!isWorkday(day, workdays)) continue;
    for (const hour of ['09', '14']) {
      const at = instantAt(day, `${hour}:${minute}`);
      if (at >= wanted) return at;
    }
  }
}

/** Within office hours of a working day. */
function inOffice(wanted: Date, workdays: Workdays): Date {
  let at = wanted;
  for (;;) {
    const day = dayOf(at);
    if (isWorkday(day, workdays)) {
      if (at < instantAt(day, '08:30')) return new Date(instantAt(day, '08:30').getTime() + spread(wanted));
      if (at <= instantAt(day, '17:20')) return at;
    }
    at = instantAt(addDays(day, 1), '08:30');
    if (isWorkday(dayOf(at), workdays)) return new Date(at.getTime() + spread(wanted));
  }
}

/** By daylight, on any day of the week: people are at home when they are. */
function atWork(wanted: Date): Date {
  const day = dayOf(wanted);
  if (wanted < instantAt(day, '08:00')) return new Date(instantAt(day, '08:00').getTime() + spread(wanted));
  if (wanted <= instantAt(day, '18:30')) return wanted;
  return new Date(instantAt(addDays(day, 1), '08:00').getTime() + spread(wanted));
}

/** The minutes after opening, so that not everything that waited over night happens at once. */
function spread(wanted: Date): number {
  return ((wanted.getTime() / MINUTE) % 97) * MINUTE;
}

/** A 32-bit number of a text (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
