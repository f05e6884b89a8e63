// Small counts: who takes no part in the cases is told "fewer than five", and nothing from which the number follows. Pure.

import { mayDo, type Role } from '../access/model.ts';

/** Counts from one to one less than this are not told. */
export const FEW_CASES = 5;

/** Who may not read the cases themselves is not told counts that single one out. */
export function hidesFewFrom(role: Role): boolean {
  return !mayDo(role, 'task.read');
}

const isSmall = (count: number) => count > 0 && count < FEW_CASES;

/**
 * Hides the small counts of a column whose sum is told: where only one is small, the next smallest is hidden with it, since the sum
 * less the others would tell it. Zeros are told: that there is nothing is nobody's secret.
 */
export function hideFew(counts: readonly number[]): (number | null)[] {
  const small = counts.flatMap((count, index) => (isSmall(count) ? [index] : []));
  if (small.length === 1) {
    const others = counts.flatMap((count, index) => (count >= FEW_CASES ? [index] : []));
    const next = others.sort((a, b) => counts[a]! - counts[b]!)[0];
    if (next !== undefined) small.push(next);
  }
  return counts.map((count, index) => (small.includes(index) ? null : count));
}

/** Hides one field of all rows by `hideFew`. */
export function hideFewIn<T extends object, K extends keyof T>(rows: readonly T[], field: K): T[] {
  const hidden = hideFew(rows.map((row) => (typeof row[field] === 'number' ? (row[field] as number) : 0)));
  return rows.map((row, index) => (row[field] === null ? row : { ...row, [field]: hidden[index] }));
}

/** Hides whole rows of parts (levels of a place) where one part is small: their parts add up to a total that is told. */
export function hideFewParts<K extends string>(
  rows: readonly Record<K, number>[],
): (Record<K, number> | Record<K, null>)[] {
  const parts = rows.map((row) => Object.values<number>(row));
  const hidden = new Set(parts.flatMap((row, index) => (row.some(isSmall) ? [index] : [])));
  if (hidden.size === 1) {
    const sumOf = (index: number) => parts[index]!.reduce((sum, one) => sum + one, 0);
    const others = rows.flatMap((_, index) => (!hidden.has(index) && sumOf(index) > 0 ? [index] : []));
    const next = others.sort((a, b) => sumOf(a) - sumOf(b))[0];
    if (next !== undefined) hidden.add(next);
  }
  return rows.map((row, index) => {
    if (!hidden.has(index)) return row;
    return Object.fromEntries(Object.keys(row).map((key) => [key, null])) as Record<K, null>;
  });
}
