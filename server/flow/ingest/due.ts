// When a source's periods follow each other, and when each is due. Pure.

import { addDays, addMonths, monthEnd } from '../../kernel/clock.ts';
import type { Contract } from './contract.ts';
import { spanOfPeriod } from './term.ts';

export interface Period {
  /** 2026-09, or a term: 2026-1 spring, 2026-2 autumn. */
  name: string;
  from: string;
  until: string;
}

type Rhythmic = Pick<Contract, 'period' | 'rhythm'>;

/** The period in which a day lies. */
export function periodAt({ period }: Rhythmic, day: string): Period {
  const month = day.slice(0, 7);
  if (period.kind === 'month') return { name: month, from: `${month}-01`, until: monthEnd(day) };
  // A term begins in February or August; January is still the autumn's.
  const start = addMonths(day, -1);
  const name = `${start.slice(0, 4)}-${start.slice(5, 7) < '07' ? 1 : 2}`;
  return { name, ...spanOfPeriod(name)! };
}

/** The period after the one that ends on `until`, by the source's rhythm. */
export function nextPeriod(of: Rhythmic, until: string): Period {
  const months = of.rhythm.every === 'quarterly' ? 3 : of.rhythm.every === 'year' ? 12 : 1;
  return periodAt(of, of.period.kind === 'month' ? addMonths(until, months) : addDays(until, 1));
}

/**
 * The day on which a period is due: the contract's day of the month after it, the last where that month has no such day. Of a term it is
 * the month after it begins, since a roll says who is there. Undefined: the source is never late.
 */
export function dueOn({ period, rhythm }: Rhythmic, of: Period): string | undefined {
  if (rhythm.due_day === undefined || ['day', 'week', 'event'].includes(rhythm.every)) return undefined;
  const month = addMonths(period.kind === 'term' ? of.from : of.until, 1);
  const last = Number(monthEnd(month).slice(8));
  return addDays(month, Math.min(rhythm.due_day, last) - 1);
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
