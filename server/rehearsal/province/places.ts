// Which real villages the invented households live in, and how many in each. Small provinces are concentrated: enough neighbours in
// the villages that have some at all, every county among them, and always those of the rehearsal's cast.
import { readDivisions } from '../../../db/areas/read.ts';
import { HOUSEHOLDS, KINDS, type Kind, type Settlement } from './calibration.ts';
import { mix, mixShare } from './draw.ts';

/** Townships whose villages always have households: the rehearsal's accounts work there. */
const CAST = ['222405105', '222405001', '220102001', '222403100'];
const NEIGHBOURS = 30;
/** Of a village of the cast, beside another, while the province is small. */
const CAST_SHARE = 0.4;

export interface Village {
  code: string;
  county: string;
  settlement: Settlement;
  /** Households, the index of the first, and its rank among those of its settlement. */
  count: number;
  first: number;
  rank: number;
}

/** The villages that have households, in code order, with `households` in all; their indexes run on from village to village. */
export function settle(households: number, seed: number): Village[] {
  const all = readDivisions().flatMap(({ code, level }) =>
    level === 'village' ? [{ code, county: code.slice(0, 6), settlement: settlementOf(code) }] : [],
  );
  const chosen = choose(all, households);
  const villages: Village[] = [];
  const totals = totalsOf(households);
  const counts = new Map<string, number>();
  for (const settlement of ['urban', 'rural'] as const) {
    const here = chosen.filter((village) => village.settlement === settlement);
    const weights = here.map(({ code, county }) => weightOf(code, county, seed, households < all.length * NEIGHBOURS));
    const parts = apportion(weights, sum(KINDS.map((kind) => totals[settlement][kind])));
    here.forEach(({ code }, at) => {
      counts.set(code, parts[at]!);
    });
  }
  let first = 0;
  const rank = { urban: 0, rural: 0 };
  for (const { code, county, settlement } of chosen) {
    const count = counts.get(code)!;
    if (count === 0) continue;
    villages.push({ code, county, settlement, count, first, rank: rank[settlement] });
    first += count;
    rank[settlement] += count;
  }
  return villages;
}

/** Villages' codes end in 200 and more, communities' below. */
function settlementOf(code: string): Settlement {
  return Number(code.slice(9)) < 200 ? 'urban' : 'rural';
}

type Place = Pick<Village, 'code' | 'county' | 'settlement'>;

function choose(all: readonly Place[], households: number): Place[] {
  const wanted = Math.max(Math.round(households / NEIGHBOURS), 1);
  if (wanted >= all.length) return [...all];
  const isCast = (place: Place) => CAST.includes(place.code.slice(0, 9));
  const counties = [...new Set(all.map(({ county }) => county))];
  const chosen = new Set(all.filter(isCast));
  const share = Math.max(0, wanted - chosen.size * CAST_SHARE) / all.length;
  for (const county of counties) {
    for (const settlement of ['urban', 'rural'] as const) {
      const here = all.filter((one) => one.county === county && one.settlement === settlement && !isCast(one));
      const count = Math.min(here.length, Math.max(1, Math.round(here.length * share)));
      for (let at = 0; at < count; at++) chosen.add(here[Math.floor(((at + 0.5) * here.length) / count)]!);
    }
  }
  return all.filter((one) => chosen.has(one));
}

/** Counties and villages differ in how many poor households they have; the same in every size of province. */
function weightOf(code: string, county: string, seed: number, isSmall: boolean): number {
  const ofCounty = Math.exp((mixShare(Number(county), seed, 11) - 0.5) * 0.9);
  const ofVillage = Math.exp((mixShare(Number(code.slice(3)), seed, 12) - 0.5) * 1.2);
  return ofCounty * ofVillage * (isSmall && CAST.includes(code.slice(0, 9)) ? CAST_SHARE : 1);
}

export type Totals = Record<Settlement, Record<Kind, number>>;

/** How many households of each kind, of a province of so many. */
export function totalsOf(households: number): Totals {
  const bands = (['urban', 'rural'] as const).flatMap((settlement) =>
    KINDS.map((kind) => HOUSEHOLDS[settlement][kind]),
  );
  const parts = apportion(bands, households);
  const take = (from: number) =>
    Object.fromEntries(KINDS.map((kind, at) => [kind, parts[from + at]!])) as Totals['urban'];
  return { urban: take(0), rural: take(KINDS.length) };
}

/** The kind of the household of a rank in its settlement: each kind as often as `totals` say, spread evenly over the villages. */
export function kindOf(totals: Totals, settlement: Settlement, rank: number): Kind {
  const bands = totals[settlement];
  const all = sum(Object.values(bands));
  let place = (rank * strideFor(all) + (mix(all) % Math.max(1, all))) % all;
  for (const kind of KINDS) {
    place -= bands[kind];
    if (place < 0) return kind;
  }
  return 'ordinary';
}

const strides = new Map<number, number>();

/** A step near the golden ratio of a range that reaches every place of it once. */
function strideFor(range: number): number {
  let stride = strides.get(range);
  if (stride === undefined) {
    stride = Math.max(1, Math.round(range * 0.618034));
    while (divisor(stride, range) !== 1) stride++;
    strides.set(range, stride);
  }
  return stride;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Whole parts of `total` in proportion to weights, the largest remainders rounded up. */
function apportion(weights: readonly number[], total: number): number[] {
  const all = sum(weights);
  const exact = weights.map((weight) => (all === 0 ? 0 : (weight * total) / all));
  const parts = exact.map(Math.floor);
  const order = exact.map((one, at) => [one - Math.floor(one), at] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  let left = total - sum(parts);
  for (const [, at] of order) {
    if (left-- <= 0) break;
    parts[at]!++;
  }
  return parts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
