// Administrative divisions by their national codes; the length tells the level. Pure: the browser imports it too.

export const LEVELS = ['province', 'prefecture', 'county', 'township', 'village'] as const;
export type Level = (typeof LEVELS)[number];

const LENGTHS: Record<Level, number> = { province: 2, prefecture: 4, county: 6, township: 9, village: 12 };

/** The level of a code, or undefined when it has no code's length. */
export function levelOf(code: string): Level | undefined {
  return LEVELS.find((level) => LENGTHS[level] === code.length);
}

/** The division of that level which contains `code`; undefined when `code` itself is wider. */
export function ancestorOf(code: string, level: Level): string | undefined {
  return code.length >= LENGTHS[level] ? code.slice(0, LENGTHS[level]) : undefined;
}

/** True when `inner` is `outer` or lies in it. */
export function contains(outer: string, inner: string): boolean {
  return inner.startsWith(outer);
}

export const AREA_CODE = /^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/;
