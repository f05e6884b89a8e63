// What changes who lives where: births, a marriage into the neighbours' household, a grown child with a household of its own, a move.
// A person who leaves is there twice: in the old household up to a month, in the new one from the next; what they earn is one.
import { RATES } from './calibration.ts';
import { CONCERN, Draw } from './draw.ts';
import { BORN_SLOT, personBorn } from './family.ts';
import { ageIn, type Household, type Person } from './household.ts';
import { identityOf } from './ids.ts';
import type { World } from './world.ts';

/** The number of a household that splits off is the old one's plus this. */
const SPLIT = 5_000_000;

/** Changes a pair of neighbouring households (the second may be missing); returns the households that came to be. */
export function changeFamilies(world: World, pair: readonly Household[]): Household[] {
  const added: Household[] = [];
  let hasMarried = false;
  pair.forEach((household, at) => {
    const draw = new Draw(world.seed, household.index, CONCERN.change);
    const years = world.calendar.count / 12;
    bear(world, draw, household, years);
    const neighbour = pair[1 - at];
    const child = household.people.find((one) => isGrownChild(world, one));
    if (
      child &&
      neighbour &&
      !hasMarried &&
      household.kind !== 'tekun' &&
      neighbour.kind !== 'tekun' &&
      draw.chance(RATES.marriage * years)
    ) {
      join(child, neighbour, draw.whole(2, world.calendar.count - 1));
      hasMarried = true;
    } else if (child && household.people.length > 2 && draw.chance(RATES.split * years)) {
      added.push(split(world, child, household, draw.whole(2, world.calendar.count - 1)));
    }
    if (draw.chance(RATES.move * years)) move(world, draw, household);
  });
  return added;
}

function bear(world: World, draw: Draw, household: Household, years: number): void {
  const { number } = world.calendar;
  const mother = household.people.find((one) => {
    const age = ageIn(one, number[0]!);
    return !one.isMale && age >= 20 && age <= 38 && (one.relation === '配偶' || one.relation === '户主');
  });
  if (!mother || household.kind === 'tekun' || household.people.length < 2) return;
  if (!draw.chance(RATES.birth * years)) return;
  const identity = identityOf(household.index, BORN_SLOT);
  const months = number.flatMap((one, month) => (one % 12 === identity.month && month > 0 ? [month] : []));
  if (months.length === 0) return;
  const from = draw.pick(months);
  const isMale = draw.chance(0.52);
  const child = personBorn(world, draw, {
    ...{
      home: household,
      slot: BORN_SLOT,
      relation: isMale ? '子' : '女',
      isMale,
      family: household.people[0]!.name[0]!,
    },
    ...{ identity, year: Math.floor(number[from]! / 12) },
  });
  child.from = from;
  household.people.push(child);
}

function isGrownChild(world: World, person: Person): boolean {
  const age = ageIn(person, world.calendar.number[0]!);
  return (person.relation === '子' || person.relation === '女') && age >= 20 && age <= 32;
}

function join(person: Person, household: Household, month: number): void {
  person.until = month - 1;
  household.people.push({
    ...person,
    relation: person.isMale ? '女婿' : '儿媳',
    from: month,
    until: person.base.length,
  });
}

function split(world: World, person: Person, old: Household, month: number): Household {
  person.until = month - 1;
  const months = world.calendar.count;
  return {
    ...old,
    index: old.index + SPLIT,
    number: `H${old.county}${String(old.index + 1 + SPLIT).padStart(7, '0')}`,
    kind: 'ordinary',
    people: [{ ...person, relation: '户主', from: month, until: months }],
    ...{ bills: [], disasters: [], assessments: [], vehicles: [], unemployed: [], aid: [], monitored: undefined },
    ...{ moves: [], episodes: [] },
    spending: new Int32Array(months),
    perHead: new Int32Array(months),
  };
}

/** To another village of the township, or within their own when there is no other. */
function move(world: World, draw: Draw, household: Household): void {
  const township = household.village.slice(0, 9);
  const others = world.villagesOf(township).filter((code) => code !== household.village);
  household.moves.push({
    month: draw.whole(1, world.calendar.count - 1),
    village: others.length > 0 ? draw.pick(others) : household.village,
    address: `${draw.whole(1, 9)}组${draw.whole(1, 220)}号`,
  });
}
