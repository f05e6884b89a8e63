// How many reveals of personal numbers a person makes in a day, and from where on that is unusual. Pure.

/** Fewer than this in a day stand out for nobody: a morning's ordinary work. */
const FEWEST = 10;
/** Scales the median absolute deviation to a standard deviation. */
const TO_DEVIATION = 1.4826;

const median = (sorted: readonly number[]) => {
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/**
 * The count above which one person's day stands out: median and three deviations (by the median absolute deviation) of all days on
 * which anybody revealed anything, and never below ten. The median does not move with the outlier itself, as a mean would.
 */
export function usualLimit(counts: readonly number[]): number {
  const days = counts.filter((count) => count > 0).sort((left, right) => left - right);
  const middle = median(days);
  const spread = median(days.map((count) => Math.abs(count - middle)).sort((left, right) => left - right));
  return Math.max(FEWEST, Math.ceil(middle + 3 * TO_DEVIATION * spread));
}
