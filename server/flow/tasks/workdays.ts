// The working days of the Chinese calendar with its 调休; what rules/workdays.yaml says of a year stands above the library. Pure.
import chineseDays from 'chinese-days';
import { z } from 'zod';
import { addDays } from '../../kernel/clock.ts';

const Day = z.iso.date();

/** By year: days off and working weekends that the library does not know. */
export const Workdays = z
  .record(
    z.string().regex(/^\d{4}$/),
    z.strictObject({ holidays: z.array(Day).default([]), workdays: z.array(Day).default([]) }),
  )
  .superRefine((years, context) => {
    for (const [year, { holidays, workdays }] of Object.entries(years)) {
      const foreign = [...holidays, ...workdays].filter((day) => !day.startsWith(year));
      if (foreign.length > 0) context.addIssue(`${foreign.join(' ')}: not in ${year}`);
      const both = holidays.filter((day) => workdays.includes(day));
      if (both.length > 0) context.addIssue(`${both.join(' ')}: both a day off and a day of work`);
    }
  });
export type Workdays = z.infer<typeof Workdays>;

/** True when people work on that day (`YYYY-MM-DD`). */
export function isWorkday(day: string, years: Workdays): boolean {
  const told = years[day.slice(0, 4)];
  if (told?.holidays.includes(day)) return false;
  if (told?.workdays.includes(day)) return true;
  return chineseDays.isWorkday(day);
}

/** The n-th working day after `day`. */
export function addWorkdays(day: string, count: number, years: Workdays): string {
  let last = day;
  for (let left = count; left > 0; ) {
    last = addDays(last, 1);
    if (isWorkday(last, years)) left--;
  }
  return last;
}

/** Working days after `from` up to and with `until`; 0 when `until` does not lie after it. */
export function countWorkdays(from: string, until: string, years: Workdays): number {
  let count = 0;
  for (let day = from; day < until; ) {
    day = addDays(day, 1);
    if (isWorkday(day, years)) count++;
  }
  return count;
}
