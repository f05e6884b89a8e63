// What the page of messages counts. Pure.
import type { DayCount, MessageState } from '../../../server/messages/model.ts';

/** The parts of a day's bar, from what arrived to what did not go. */
export const PARTS = ['delivered', 'sent', 'open', 'failed', 'none'] as const;
export type Part = (typeof PARTS)[number];

const PART_OF: Record<MessageState, Part | undefined> = {
  delivered: 'delivered',
  sent: 'sent',
  gathered: 'open',
  waiting: 'open',
  sending: 'open',
  failed: 'failed',
  none: 'none',
  dropped: undefined, // nobody missed anything
};

export interface DayFigures {
  day: string;
  all: number;
  parts: Record<Part, number>;
}

/** Days with what became of their messages, newest first; what was over before it went is not counted. */
export function byDay(counts: readonly DayCount[]): DayFigures[] {
  const days = new Map<string, DayFigures>();
  for (const { day, state, messages } of counts) {
    const part = PART_OF[state];
    if (!part) continue;
    const figures = days.get(day) ?? { day, all: 0, parts: { delivered: 0, sent: 0, open: 0, failed: 0, none: 0 } };
    figures.all += messages;
    figures.parts[part] += messages;
    days.set(day, figures);
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1));
}

/** All days as one. */
export function totalOf(days: readonly DayFigures[]): Omit<DayFigures, 'day'> {
  const parts = { delivered: 0, sent: 0, open: 0, failed: 0, none: 0 };
  for (const day of days) for (const part of PARTS) parts[part] += day.parts[part];
  return { all: days.reduce((sum, day) => sum + day.all, 0), parts };
}
