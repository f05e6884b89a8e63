// Illness and accidents: everyday bills, stays in hospital, and grave episodes over months with a heavy tail, a part of which is never
// settled in the province. A patient with a job may lose it.
import { dayIn } from '../calendar.ts';
import { RATES } from '../calibration.ts';
import { CONCERN, Draw } from '../draw.ts';
import { ageIn, type Bill, type Household, isThere, type Person } from '../household.ts';
import type { World } from '../world.ts';
import { loseJob } from './work.ts';

const COMMON = ['J06.9', 'I10', 'E11.9', 'K29.5', 'M54.5', 'J44.1', 'I25.1', 'K80.2'];
const GRAVE = ['C34.9', 'C16.9', 'I63.9', 'I21.9', 'N18.5', 'C50.9', 'I61.9', 'K74.6'];
const INJURIES = ['S72.0', 'S06.9', 'T07', 'S32.0'];
/** What insurance and medical aid leave to the patient, outside and on the rolls. */
const BORNE = { other: [0.28, 0.55], aided: [0.14, 0.38] } as const;

/** A stay that costs a family less is no episode; fen. */
const NOTABLE = 150_000;

/** Adds the bills of one household's people over all months. */
export function befallIllness(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.illness);
  const isAided = household.kind === 'dibao' || household.kind === 'tekun';
  for (const person of household.people) {
    const from = Math.max(0, person.from);
    const age = ageIn(person, world.calendar.number[from]!);
    const place = age < 40 ? 'young' : age < 60 ? 'middle' : 'old';
    const months = Math.min(person.until, world.calendar.count - 1) - from + 1;
    if (months <= 0) continue;
    const bill = { world, household, person, isAided };
    for (let left = times(draw, (RATES.outpatient * months) / 12); left > 0; left--) {
      charge(draw, {
        ...bill,
        month: from + draw.whole(0, months - 1),
        total: draw.around(420, 0.7),
        care: '门诊',
        of: COMMON,
      });
    }
    for (let left = times(draw, (RATES.inpatient[place] * months) / 12); left > 0; left--) {
      const month = from + draw.whole(0, months - 1);
      const size = charge(draw, { ...bill, month, total: draw.around(5200, 0.6), care: '住院', of: COMMON });
      const day = household.bills.at(-1)?.day ?? 0;
      if (size >= NOTABLE) household.episodes.push({ kind: 'illness', person, on: day, until: dayIn(month, 31), size });
    }
    const risk = RATES.severe[place] * (household.kind === 'rigid' ? 3 : 1);
    if (draw.chance((risk * months) / 12))
      fallIll(draw, { ...bill, month: from + draw.whole(0, months - 1), of: GRAVE });
    else if (draw.chance((RATES.accident * months) / 12))
      fallIll(draw, { ...bill, month: from + draw.whole(0, months - 1), of: INJURIES });
  }
}

interface Case {
  world: World;
  household: Household;
  person: Person;
  isAided: boolean;
  month: number;
  of: readonly string[];
}

/** A grave episode: hospital for one to eight months, then visits; the share treated in another province is settled nowhere here. */
function fallIll(draw: Draw, given: Case): void {
  const { world, household, person, month } = given;
  const length = given.of === INJURIES ? draw.whole(1, 3) : draw.whole(1, 8);
  const total = draw.around(given.of === INJURIES ? 24_000 : 42_000, 0.95);
  const away = draw.chance(0.2) ? draw.between(0.3, 1) : 0;
  let size = 0;
  for (let at = 0; at < length && month + at < world.calendar.count; at++) {
    const part = at === 0 ? 0.45 : 0.55 / Math.max(1, length - 1);
    const one = { ...given, month: month + at, total: total * part, care: '住院' as const };
    if (away < 1) size += charge(draw, { ...one, total: one.total * (1 - away) });
    if (away > 0) size += charge(draw, { ...one, total: one.total * away, isTold: false });
  }
  const day = dayIn(month, 1);
  const ends = month + length;
  household.episodes.push({
    kind: 'illness',
    person,
    on: day,
    until: ends < world.calendar.count ? dayIn(ends, 1) : undefined,
    size,
  });
  if (person.wages[month]! > 0 && month > 0 && draw.chance(0.45)) {
    loseJob(world, draw, { household, person, month, wage: person.wages[Math.max(0, month - 1)]! }, false);
  } else if (person.informal[month]! > 0 && draw.chance(0.6)) {
    const left = draw.between(0, 0.4);
    for (let at = month; at < Math.min(world.calendar.count, ends + 3); at++)
      person.informal[at] = Math.round(person.informal[at]! * left);
  }
}

interface Charge extends Case {
  /** Yuan. */
  total: number;
  care: Bill['care'];
  isTold?: boolean;
}

/** One bill; returns what the family bears, in fen. */
function charge(
  draw: Draw,
  { world, household, person, month, total, care, of, isAided, isTold = true }: Charge,
): number {
  if (!isThere(person, month) || month >= world.calendar.count) return 0;
  const [least, most] = isAided ? BORNE.aided : BORNE.other;
  const whole = Math.max(2000, Math.round(total * 100));
  const self = Math.round(whole * (isTold ? draw.between(least, most) : draw.between(0.5, 0.85)));
  const aid = isAided && care === '住院' ? Math.round((whole - self) * draw.between(0.1, 0.3)) : 0;
  const day = dayIn(month, draw.whole(1, world.calendar.days[month]!));
  household.bills.push({
    person,
    day,
    total: whole,
    fund: whole - self - aid,
    aid,
    self,
    care,
    diagnosis: draw.pick(of),
    isTold,
  });
  return self;
}

/** How often something happens that is expected so often (Poisson). */
function times(draw: Draw, expected: number): number {
  const least = Math.exp(-expected);
  let product = draw.share();
  let count = 0;
  while (product > least) {
    product *= draw.share();
    count++;
  }
  return count;
}
