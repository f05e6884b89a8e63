// How cost grows with the work: the same measurement at one, two, four and eight times a size, and the exponent fitted to it. 1 is
// linear; what a turn or a file costs before its first row pulls it below 1 at small sizes.
import { fitExponent } from './figures.ts';
import { benchIngest } from './ingest.ts';

export interface Growth {
  points: { size: number; seconds: number }[];
  exponent: number;
}

/** What is measured of a turn at one size; `seconds` by name. */
export type MeasureTurn = (households: number) => Promise<Record<string, number>>;

/** Measures at size, 2 ×, 4 × and 8 × it; one line a named cost. */
export async function measureGrowth(
  size: number,
  measure: (size: number) => Promise<Record<string, number>>,
): Promise<Record<string, Growth>> {
  const told = new Map<string, Growth['points']>();
  for (const times of [1, 2, 4, 8])
    for (const [name, seconds] of Object.entries(await measure(size * times)))
      told.set(name, [...(told.get(name) ?? []), { size: size * times, seconds }]);
  return Object.fromEntries([...told].map(([name, points]) => [name, { points, exponent: fitExponent(points) }]));
}

/** The whole of it: turns by households, the door by rows. */
export async function benchGrowth(
  of: { households: number; rows: number; runs: number },
  turn: MeasureTurn,
): Promise<Record<string, Growth>> {
  const turns = await measureGrowth(of.households, turn);
  const door = await measureGrowth(of.rows, async (rows) => {
    const { doorSeconds } = await benchIngest({ rows, runs: of.runs });
    return { ingest: doorSeconds.median };
  });
  return { ...turns, ...door };
}
