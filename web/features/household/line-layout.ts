// Where everything of 一户一条线 stands: days to the right, lanes below each other, threads between what belongs together. Pure.
import type { Line, Signal, Status } from '../../../server/household/model.ts';
import { addMonths, dayOf } from '../../../server/kernel/clock.ts';

export const LANE = { status: 30, source: 42, other: 36, visits: 46, help: 40, axis: 20 } as const;
export const LABELS = 86;
const RIGHT = 14;

export interface LaneBox {
  key: string;
  kind: 'status' | 'source' | 'other' | 'visits' | 'help';
  top: number;
  height: number;
}

export interface Layout {
  lanes: LaneBox[];
  height: number;
  months: string[];
  /** The width of a month. */
  step: number;
  left: number;
  right: number;
  /** The place of a day or an instant; beyond the months it stands at their edge. */
  x(when: string): number;
  middle(key: string): number;
}

/** Lanes from top to bottom: status where there is any, each source, signals of no source shown, visits, help. */
export function layOut(
  line: Line,
  status: readonly Status[],
  { width, span }: { width: number; span: number },
): Layout {
  const months = line.months.slice(-span);
  const lanes: LaneBox[] = [];
  const add = (key: string, kind: LaneBox['kind']) => {
    const last = lanes.at(-1);
    lanes.push({ key, kind, top: last ? last.top + last.height : 0, height: LANE[kind] });
  };
  if (status.length > 0) add('status', 'status');
  for (const lane of line.lanes) add(lane.dataset, 'source');
  if (line.signals.some((signal) => laneOf(signal, line) === 'other')) add('other', 'other');
  add('visits', 'visits');
  add('help', 'help');
  const end = lanes.at(-1) as LaneBox;
  const [left, right] = [LABELS, Math.max(LABELS + 200, width - RIGHT)];
  const from = Date.parse(`${months[0]}T00:00:00+08:00`);
  const until = Date.parse(`${addMonths(months.at(-1) as string, 1)}T00:00:00+08:00`);
  const x = (when: string) => {
    const at = Date.parse(when.length <= 10 ? `${when}T12:00:00+08:00` : when);
    return left + (right - left) * Math.min(1, Math.max(0, (at - from) / (until - from)));
  };
  const middle = (key: string) => {
    const lane = lanes.find((one) => one.key === key);
    return lane ? lane.top + lane.height / 2 : 0;
  };
  const step = (right - left) / months.length;
  return { lanes, height: end.top + end.height + LANE.axis, months, step, left, right, x, middle };
}

/** The lane of a signal: the first of its sources that has one. */
export function laneOf(signal: Signal, line: Pick<Line, 'lanes'>): string {
  return signal.datasets.find((dataset) => line.lanes.some((lane) => lane.dataset === dataset)) ?? 'other';
}

/** Whether a day or an instant lies in the months shown. */
export function isShown(when: string, months: readonly string[]): boolean {
  return (when.length <= 10 ? when : dayOf(new Date(when))) >= (months[0] ?? '');
}

export interface Thread {
  key: string;
  /** From lane and day to lane and day. */
  from: { lane: string; on: string };
  to: { lane: string; on: string };
  /** Not kept yet: somebody still has to go, or to give. */
  isOpen: boolean;
}

/**
 * Signal to visit to help, of the same task. An open signal whose task nobody has been to hangs on today; a visit has a thread to help
 * only where there was some.
 */
export function threadsOf(line: Line): Thread[] {
  const first = (taskId: string | null) =>
    taskId === null ? undefined : [...line.visits].reverse().find((visit) => visit.taskId === taskId);
  const toVisit = line.signals.flatMap((signal): Thread[] => {
    const visit = first(signal.taskId);
    const from = { lane: laneOf(signal, line), on: signal.raisedAt };
    if (visit) return [{ key: signal.id, from, to: { lane: 'visits', on: visit.visitedAt }, isOpen: false }];
    if (signal.state !== 'open') return [];
    return [{ key: signal.id, from, to: { lane: 'visits', on: line.today }, isOpen: true }];
  });
  const toHelp = line.help.flatMap((help): Thread[] => {
    const visit = first(help.taskId);
    if (!visit) return [];
    const from = { lane: 'visits', on: visit.visitedAt };
    return [{ key: `help ${visit.id}`, from, to: { lane: 'help', on: help.on }, isOpen: false }];
  });
  const isWaiting = toVisit.some((thread) => thread.isOpen);
  const waiting = { lane: 'visits', on: line.today };
  return [
    ...toVisit,
    ...toHelp,
    ...(isWaiting ? [{ key: 'waiting', from: waiting, to: { lane: 'help', on: line.today }, isOpen: true }] : []),
  ];
}
