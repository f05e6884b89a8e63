// The months a province is made up for, first to last, and how they are written. A day is kept as one number: month × 32 + day.
import { addMonths, monthEnd } from '../../kernel/clock.ts';

export interface Calendar {
  count: number;
  /** By month: `YYYY-MM`, `YYYYMM`, days in it, months since year 0. */
  written: readonly string[];
  plain: readonly string[];
  days: readonly number[];
  number: readonly number[];
}

/** The `count` months up to and including `until` (`YYYY-MM`). */
export function calendarOf(until: string, count: number): Calendar {
  const written = Array.from({ length: count }, (_, m) => addMonths(`${until}-01`, m - count + 1).slice(0, 7));
  return {
    count,
    written,
    plain: written.map((month) => month.replace('-', '')),
    days: written.map((month) => Number(monthEnd(`${month}-01`).slice(8))),
    number: written.map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1),
  };
}

export function dayIn(month: number, day: number): number {
  return month * 32 + day;
}

export function monthOf(day: number): number {
  return day >> 5;
}

/** `YYYY-MM-DD` of a day; days of months before the first or after the last are written too. */
export function writeDay(calendar: Calendar, day: number): string {
  const month = day >> 5;
  const of = Math.min(day & 31, calendar.days[month] ?? 28);
  return `${writeMonth(calendar, month)}-${of < 10 ? '0' : ''}${of}`;
}

/** `YYYY-MM` of a month, also of one outside the calendar. */
export function writeMonth(calendar: Calendar, month: number): string {
  const known = calendar.written[month];
  if (known !== undefined) return known;
  const number = calendar.number[0]! + month;
  const of = (number % 12) + 1;
  return `${Math.floor(number / 12)}-${of < 10 ? '0' : ''}${of}`;
}

/** A day moved by whole days, months counted as they are long. */
export function later(calendar: Calendar, day: number, days: number): number {
  let month = day >> 5;
  let of = (day & 31) + days;
  for (let length = calendar.days[month] ?? 30; of > length; length = calendar.days[month] ?? 30) {
    of -= length;
    month++;
  }
  return dayIn(month, of);
}

/** Days from one day to another, for comparing only: every month counts 30.4. */
export function daysBetween(from: number, to: number): number {
  return Math.round(((to >> 5) - (from >> 5)) * 30.4 + (to & 31) - (from & 31));
}
