// When work is due (rules/sla.yaml): red in clock hours, the others in working days; and what follows when it is late. Pure.
import { z } from 'zod';
import { addDays, dayOf, instantAt } from '../../kernel/clock.ts';
import type { Severity } from '../alerts/model.ts';
import { LEVELS } from './model.ts';
import { addWorkdays, countWorkdays, isWorkday, type Workdays } from './workdays.ts';

const Term = z.union([z.strictObject({ hours: z.number().positive() }), z.strictObject({ days: z.int().positive() })]);
type Term = z.infer<typeof Term>;
const Terms = z.strictObject({ dispatch: Term, visit: Term, confirm: Term });
const Level = z.enum(LEVELS);

export const Sla = z.strictObject({
  red: Terms,
  orange: Terms,
  yellow: Terms,
  blue: Terms,
  exit: Terms,
  /** Who is told first when which deadline has passed, and after which term the next level is. */
  escalation: z.strictObject({
    first: z.strictObject({ dispatch: Level, visit: Level, confirm: Level }),
    again: z.strictObject({ red: Term, others: Term }),
  }),
  extension: z.strictObject({ most_days: z.int().positive() }),
  second_look: z.strictObject({
    share: z.number().gt(0).max(1),
    every_days: z.int().positive(),
    sure_from: z.int().positive(),
  }),
});
/** rules/sla.yaml with the calendar of rules/workdays.yaml. */
export type Deadlines = z.infer<typeof Sla> & { workdays: Workdays };

export interface Due {
  dispatch: Date;
  visit: Date;
  confirm: Date;
}

const CLOSING_TIME = '17:30';

/** The three deadlines of a task that begins at `from`. Tasks that may take something away have terms of their own. */
export function dueOf(deadlines: Deadlines, severity: Severity, isExit: boolean, from: Date): Due {
  const terms = isExit && severity !== 'red' ? deadlines.exit : deadlines[severity];
  return {
    dispatch: dueAt(terms.dispatch, from, deadlines.workdays),
    visit: dueAt(terms.visit, from, deadlines.workdays),
    confirm: dueAt(terms.confirm, from, deadlines.workdays),
  };
}

/** After so many clock hours; or at closing time of the n-th working day after the day of `from`. */
function dueAt(term: Term, from: Date, workdays: Workdays): Date {
  if ('hours' in term) return new Date(from.getTime() + term.hours * 3600_000);
  return instantAt(addWorkdays(dayOf(from), term.days, workdays), CLOSING_TIME);
}

/** The instant before which something must have begun for its term to be over at `now`. */
export function overSince(term: Term, now: Date, workdays: Workdays): Date {
  if ('hours' in term) return new Date(now.getTime() - term.hours * 3600_000);
  let day = dayOf(now);
  while (dueAt(term, instantAt(day), workdays) > now) day = addDays(day, -1);
  return instantAt(addDays(day, 1));
}

/** Why a visit cannot be put off to this day. */
export type ExtensionFault = 'not-later' | 'past' | 'no-workday' | 'too-far';

/** The deadlines of a visit put off to a day: confirmation moves by as many working days. */
export function extendDue(
  deadlines: Deadlines,
  due: { visit: Date; confirm: Date },
  until: string,
  now: Date,
): { visit: Date; confirm: Date } | ExtensionFault {
  const { workdays, extension } = deadlines;
  const before = dayOf(due.visit);
  if (until <= before) return 'not-later';
  if (until < dayOf(now)) return 'past';
  if (!isWorkday(until, workdays)) return 'no-workday';
  const days = countWorkdays(before, until, workdays);
  if (days > extension.most_days) return 'too-far';
  const confirm = addWorkdays(dayOf(due.confirm), days, workdays);
  return { visit: instantAt(until, CLOSING_TIME), confirm: instantAt(confirm, CLOSING_TIME) };
}
