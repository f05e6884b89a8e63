// What the boards draw: shares, losses on the way, places on a track. Pure.
import { type CountyRow, FEW_DECIDED, type Stages } from '../../../server/insight/boards/model.ts';

export const STEPS = ['found', 'dispatched', 'visited', 'confirmed', 'helped'] as const;
export type Step = (typeof STEPS)[number];

/** Each step with its share of what was found, and how many were lost on the way to it. */
export function stepsOf(stages: Stages): { step: Step; count: number; share: number; lost: number }[] {
  return STEPS.map((step, index) => {
    const before = STEPS[index - 1];
    const count = stages[step];
    return {
      step,
      count,
      share: stages.found > 0 ? count / stages.found : 0,
      lost: before ? stages[before] - count : 0,
    };
  });
}

/** What counties are compared by: a value, what it rests on, and whether that is too little to say much. */
export const COMPARED = ['rate', 'inTime', 'confirmed', 'overdue'] as const;
export type Compared = (typeof COMPARED)[number];

export interface Figure {
  /** Null: nothing to take a share of. */
  value: number | null;
  base: number | null;
  isFew: boolean;
}

/** Alerts a thousand households; the shares in per cent; overdue in per cent of all that were found. */
export function comparedOf(row: Pick<CountyRow, 'households' | keyof Stages>, by: Compared): Figure {
  if (by === 'rate')
    return { value: row.households > 0 ? (1000 * row.found) / row.households : null, base: null, isFew: false };
  const [part, base] = {
    inTime: [row.inTime, row.decided],
    confirmed: [row.confirmed, row.verified],
    overdue: [row.overdue, row.found],
  }[by] as [number, number];
  return { value: base > 0 ? (100 * part) / base : null, base, isFew: base < FEW_DECIDED };
}

/** The end of a track: 100 for shares that are near it, else a round number that is not smaller than any value. */
export function trackEnd(values: readonly (number | null)[], isShare: boolean): number {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  if (isShare && top > 50) return 100;
  return [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((end) => end >= top) ?? top;
}

/** Worst first: much where much is bad, little where little is bad; without a value last. */
export function sortCounties(rows: readonly CountyRow[], by: Compared): CountyRow[] {
  const sign = by === 'inTime' || by === 'confirmed' ? 1 : -1;
  const worth = (row: CountyRow) => comparedOf(row, by).value;
  return [...rows].sort((a, b) => {
    const [left, right] = [worth(a), worth(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right) || a.code.localeCompare(b.code);
  });
}

/** The radius of a dot that stands for so many visits: its area tells the number. */
export function radiusOf(visits: number, most: number): number {
  return visits === 0 || most === 0 ? 0 : Math.max(1.5, 8 * Math.sqrt(visits / most));
}
