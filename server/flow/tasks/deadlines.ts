// When work is due (rules/sla.yaml): red in clock hours, the others in working days of the Chinese calendar with its 调休. Pure.
import chineseDays from 'chinese-days';
import { z } from 'zod';
import { addDays, dayOf, instantAt } from '../../kernel/clock.ts';
import type { Severity } from '../alerts/model.ts';

const Term = z.union([z.strictObject({ hours: z.number().positive() }), z.strictObject({ days: z.int().positive() })]);
const Terms = z.strictObject({ dispatch: Term, visit: Term, confirm: Term });
export const Deadlines = z.strictObject({ red: Terms, orange: Terms, yellow: Terms, blue: Terms, exit: Terms });
export type Deadlines = z.infer<typeof Deadlines>;

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
    dispatch: dueAt(terms.dispatch, from),
    visit: dueAt(terms.visit, from),
    confirm: dueAt(terms.confirm, from),
  };
}

/** After so many clock hours; or at closing time of the n-th working day after the day of `from`. */
function dueAt(term: z.infer<typeof Term>, from: Date): Date {
  if ('hours' in term) return new Date(from.getTime() + term.hours * 3600_000);
  let day = dayOf(from);
  for (let left = term.days; left > 0; ) {
    day = addDays(day, 1);
    if (chineseDays.isWorkday(day)) left--;
  }
  return instantAt(day, CLOSING_TIME);
}
