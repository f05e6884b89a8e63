// The groups of the desk as spans of time: what a deadline must lie between. Pure.
import { addDays, dayOf, instantAt } from '../../kernel/clock.ts';
import type { Urgency } from './model.ts';
import { addWorkdays, type Workdays } from './workdays.ts';

/** The instants between the groups, at the moment a list is begun. */
export interface Edges {
  now: Date;
  /** 24 hours on. */
  dayOn: Date;
  /** Midnight. */
  endOfDay: Date;
  /** The first instant that is more than two working days away. */
  later: Date;
}

export function edgesAt(now: Date, workdays: Workdays): Edges {
  const today = dayOf(now);
  const dayOn = new Date(now.getTime() + 24 * 3600_000);
  const later = instantAt(addWorkdays(today, 3, workdays));
  return { now, dayOn, endOfDay: instantAt(addDays(today, 1)), later: later > dayOn ? later : dayOn };
}

/** From (inclusive) and to (exclusive) which a deadline lies in a group; null: no bound. */
export function spanOf(urgency: Exclude<Urgency, 'suspended' | 'ended'>, edges: Edges): [Date | null, Date | null] {
  if (urgency === 'overdue') return [null, edges.now];
  if (urgency === 'within-day') return [edges.now, edges.dayOn];
  if (urgency === 'soon') return [edges.dayOn, edges.later];
  return [edges.later, null];
}
