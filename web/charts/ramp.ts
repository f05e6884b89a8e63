// Map ramps with fixed round breaks: a filter or a day never re-fits the scale, so colours keep their meaning. Pure.

/** By what the map is coloured: open alerts a thousand households, their number, the share overdue, the share confirmed (both in per cent). */
export const MEASURES = ['rate', 'count', 'late', 'confirmed'] as const;
export type Measure = (typeof MEASURES)[number];

/** Four breaks make five classes; a value on a break belongs to the class above. Rate: open alerts a thousand registered households. */
export const BREAKS: Record<Measure, readonly [number, number, number, number]> = {
  count: [1, 5, 20, 100],
  rate: [10, 20, 30, 40],
  late: [1, 5, 10, 20],
  confirmed: [20, 40, 60, 80],
};

export const AMOUNT_RAMP = {
  light: ['#E3ECE7', '#B9D5CB', '#84B6A8', '#387A6C', '#0F4F47'],
  dark: ['#1A2A26', '#22463E', '#2E6B5E', '#4C9C88', '#9ADCC7'],
} as const;

/** What is late has a ramp of its own, so that a map of it is not taken for one of amounts. */
export const OVERDUE_RAMP = {
  light: ['#F3EAE3', '#E0C6B4', '#C39A80', '#9A6446', '#5F3217'],
  dark: ['#2A1F18', '#4A3325', '#6F4A33', '#B9805E', '#E8C0A2'],
} as const;

/** The colours of a measure. */
export function rampOf(measure: Measure, isDark: boolean): readonly string[] {
  return (measure === 'late' ? OVERDUE_RAMP : AMOUNT_RAMP)[isDark ? 'dark' : 'light'];
}

/** The class (0–4) of a value. */
export function classOf(value: number, breaks: readonly number[]): number {
  return breaks.filter((limit) => value >= limit).length;
}

/** The ink that stays legible on a class's colour: dark on 1–3 and white on 4–5 by day, the reverse by night. */
export function inkOn(index: number, isDark: boolean): string {
  if (isDark) return index >= 3 ? '#06211D' : '#FFFFFF';
  return index >= 3 ? '#FFFFFF' : '#17211E';
}
