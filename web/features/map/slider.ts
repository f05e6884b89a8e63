// The slider's geometry and moves: ninety days as bars, which are rest days, where the pointer stands. Pure.
import type { AlertDays } from '../../../server/insight/model.ts';
import { roundUp } from '../../charts/trend.ts';
import type { IsWorkday } from '../../ui/workdays.ts';

export type Day = AlertDays['days'][number];

export interface Bar {
  day: string;
  raised: number | null;
  /** 0 to 1 of the height; a kept-back small count is drawn as a stub. */
  height: number;
  isRest: boolean;
  /** The first of a month: its name stands below. */
  isMonth: boolean;
}

/** The scale goes to a round number, so that it does not jump with every filter. */
export function barsOf(days: readonly Day[], isWorkday: IsWorkday): Bar[] {
  const top = roundUp(Math.max(...days.map((one) => one.raised ?? 0), 1));
  return days.map(({ day, raised }) => ({
    ...{ day, raised, height: (raised ?? 2) / top },
    ...{ isRest: !isWorkday(day), isMonth: day.endsWith('-01') },
  }));
}

/** Where the slider stands: the day picked, today where none is, the nearest end where it lies outside. */
export function placeOf(days: readonly Pick<Day, 'day'>[], day: string | undefined): number {
  if (!day) return days.length - 1;
  if (day < (days[0]?.day ?? '')) return 0;
  const index = days.findIndex((one) => one.day === day);
  return index < 0 ? days.length - 1 : index;
}

/** The day a step leads to, kept within the ninety; null is today, which the address leaves out. */
export function stepTo(days: readonly Pick<Day, 'day'>[], from: number, step: number): string | null {
  const index = Math.min(days.length - 1, Math.max(0, from + step));
  return index === days.length - 1 ? null : (days[index]?.day ?? null);
}
