// What a family really has, a head and month, and when that is too little. Knows no rule and no indicator: it looks at all income, told
// and untold, at aid, and at spending that cannot be put off.
import { dayIn } from './calendar.ts';
import { isHomeless } from './causes/disaster.ts';
import { type AidLine, type Episode, type Household, isThere } from './household.ts';
import type { World } from './world.ts';

/** A bill is borne over so many months: savings and debts. */
const SPREAD = 6;
/** Fewer months below the line are a bad month, not hardship. */
const LASTING = 2;
/** Months for which aid must have been due no longer. */
const RISEN = 3;
/** A tenth below the standard of its place: less is within what anybody can reckon. */
const BELOW = 0.9;
/** Own resources above so many standards end a claim to dibao. */
const ABOVE = 1.2;

export interface Spell {
  from: number;
  /** The last month. */
  until: number;
}

/** The aid paid for a line in a month, in fen; whole yuan. */
export function aidIn(line: AidLine, standard: Int32Array, month: number): number {
  if (month < line.from || (line.until !== undefined && month > line.until)) return 0;
  return Math.round((line.share * standard[month]!) / 100) * 100;
}

/** Fills `perHead`; `own` leaves the aid out. Months without living members are as if nothing were lacking. */
export function reckon(world: World, household: Household, own = false): Int32Array {
  const months = world.calendar.count;
  const { people, standard, spending } = household;
  const left = own ? new Int32Array(months) : household.perHead;
  const heads = new Int32Array(months);
  for (let month = 0; month < months; month++) left[month] = -spending[month]!;
  for (const person of people) {
    const { pension, wages, informal } = person;
    for (let month = Math.max(0, person.from); month < months && isThere(person, month); month++) {
      heads[month]!++;
      left[month]! += wages[month]! + informal[month]! + (pension && month >= pension.from ? pension.amount : 0);
    }
  }
  for (const { day, self } of household.bills) {
    for (let month = day >> 5; month < Math.min(months, (day >> 5) + SPREAD); month++)
      left[month]! -= Math.round(self / SPREAD);
  }
  if (!own) {
    for (const line of household.aid) {
      const last = Math.min(
        months - 1,
        line.until ?? months,
        line.person.diesAt === undefined ? months : line.person.diesAt >> 5,
      );
      for (let month = Math.max(0, line.from); month <= last; month++) left[month]! += aidIn(line, standard, month);
    }
  }
  for (let month = 0; month < months; month++) {
    left[month] = heads[month] === 0 ? 2 * standard[month]! : Math.round(left[month]! / heads[month]!);
  }
  return left;
}

/** The stretches of at least two months in which a head has less than nine tenths of the standard of its place. */
export function spellsOf(world: World, household: Household): Spell[] {
  return stretches(world, LASTING, (month) => household.perHead[month]! < BELOW * household.standard[month]!);
}

/** The stretches of at least three months in which the family's own resources are above 1.2 standards. */
export function risenIn(world: World, household: Household): Spell[] {
  const own = reckon(world, household, true);
  return stretches(world, RISEN, (month) => own[month]! > ABOVE * household.standard[month]!);
}

function stretches(world: World, least: number, holds: (month: number) => boolean): Spell[] {
  const found: Spell[] = [];
  for (let month = 0; month < world.calendar.count; month++) {
    if (!holds(month)) continue;
    const from = month;
    while (month + 1 < world.calendar.count && holds(month + 1)) month++;
    if (month - from + 1 >= least) found.push({ from, until: month });
  }
  return found;
}

/** Months before a stretch in which its cause may lie, and after its first day. */
const REACH = 6;
/** Within a bad patch a blow counts although the line is not crossed: so many standards. */
const NEAR = 1.5;

/** Says of each episode whether and when it was hardship: each stretch below the line is laid to one cause, and blows count by themselves. */
export function judgeEpisodes(world: World, household: Household): void {
  for (const spell of spellsOf(world, household)) {
    const cause = causeOf(household, spell);
    const first = dayIn(spell.from, 1);
    const needUntil = spell.until + 1 < world.calendar.count ? dayIn(spell.until, 28) : undefined;
    if (cause && cause.needFrom === undefined) {
      cause.needFrom = Math.max(first, cause.on);
      cause.needUntil = needUntil;
    } else if (cause) {
      cause.needUntil = needUntil;
    } else {
      household.episodes.push({
        kind: 'low-income',
        person: undefined,
        on: first,
        until: needUntil,
        size: 0,
        needFrom: first,
        needUntil,
      });
    }
  }
  for (const episode of household.episodes) {
    if (episode.needFrom === undefined && isBlow(world, household, episode)) {
      episode.needFrom = episode.on;
      episode.needUntil = episode.until ?? (episode.kind === 'disaster' ? dayIn((episode.on >> 5) + 3, 28) : undefined);
    }
  }
}

const CAUSES: readonly Episode['kind'][] = [
  'illness',
  'job-loss',
  'casual-work-loss',
  'disaster',
  'death',
  'disability',
];

/** The nearest cause before the stretch, or in its first two months. */
function causeOf(household: Household, spell: Spell): Episode | undefined {
  let best: Episode | undefined;
  for (const episode of household.episodes) {
    const month = episode.on >> 5;
    if (!CAUSES.includes(episode.kind) || month < spell.from - REACH || month > spell.from + 1) continue;
    if (!best || episode.on > best.on) best = episode;
  }
  return best;
}

function isBlow(world: World, household: Household, episode: Episode): boolean {
  const month = episode.on >> 5;
  const isNear = () => {
    const at = Math.min(world.calendar.count - 1, month + 1);
    return household.perHead[at]! < NEAR * household.standard[at]!;
  };
  switch (episode.kind) {
    case 'dropout':
    case 'housing':
      return true;
    case 'disaster':
      return household.disasters.some((one) => one.day === episode.on && isHomeless(one.damage));
    case 'disability':
      return isNear();
    case 'death':
      return isNear() && leavesDependants(world, household, episode);
    default:
      return false;
  }
}

function leavesDependants(world: World, household: Household, { person, on }: Episode): boolean {
  const month = on >> 5;
  const number = world.calendar.number[month]!;
  const age = person ? (number - person.bornMonth) / 12 : 99;
  if (age < 18 || age >= 60) return false;
  return household.people.some(
    (one) =>
      one !== person && isThere(one, month) && (number - one.bornMonth < 18 * 12 || number - one.bornMonth >= 60 * 12),
  );
}
