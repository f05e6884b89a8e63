// Who lives together at the beginning: head, spouse, children, parents, by the kind of household.
import type { Kind, Settlement } from './calibration.ts';
import { HEAD_AGES, SIZES } from './calibration.ts';
import { CONCERN, Draw } from './draw.ts';
import type { Household, Person } from './household.ts';
import { identityOf, writeId } from './ids.ts';
import { drawGiven, drawSurname } from './names.ts';
import type { World } from './world.ts';

/** Who has no place among the people they share a household with: slots from here on are for those who are born. */
export const BORN_SLOT = 6;
const OLDEST_CHILD_AT_HOME = 29;

export interface Home {
  index: number;
  village: string;
  settlement: Settlement;
  kind: Kind;
}

/** The household as the calendar begins, without incomes. */
export function makeFamily(world: World, home: Home): Household {
  const draw = new Draw(world.seed, home.index, CONCERN.family);
  const county = home.village.slice(0, 6);
  const months = world.calendar.count;
  const household: Household = {
    ...home,
    county,
    number: `H${county}${String(home.index + 1).padStart(7, '0')}`,
    address: `${draw.whole(1, 9)}组${draw.whole(1, 220)}号`,
    standard: world.standardOf(county, home.settlement),
    people: [],
    ...{ bills: [], disasters: [], assessments: [], vehicles: [], unemployed: [], aid: [], monitored: undefined },
    ...{ moves: [], episodes: [] },
    spending: new Int32Array(months),
    perHead: new Int32Array(months),
  };
  const surname = drawSurname(draw);
  const add = (relation: string, age: number, isMale: boolean, family = drawSurname(draw)) =>
    household.people.push(
      makePerson(world, draw, { home, slot: household.people.length, relation, age, isMale, family }),
    );
  const size = draw.band(SIZES[home.kind][home.settlement]) + 1;
  const headAge = 25 + 5 * draw.band(HEAD_AGES[home.kind]) + draw.whole(0, 4);
  const isMale = draw.chance(size === 1 ? (home.kind === 'tekun' ? 0.86 : 0.55) : 0.72);
  add('户主', headAge, isMale, surname);
  if (size > 1 && home.kind === 'tekun') add('其他亲属', headAge + draw.whole(-6, 6), draw.chance(0.7), surname);
  else if (size > 1) {
    const hasSpouse = draw.chance(size === 2 ? 0.68 : 0.86);
    if (hasSpouse) add('配偶', Math.max(22, headAge + (isMale ? -1 : 1) * draw.whole(-1, 5)), !isMale);
    let parents = 0;
    while (household.people.length < size) {
      const childAge = headAge - draw.whole(22, 34);
      if (childAge >= 0 && (childAge <= OLDEST_CHILD_AT_HOME || draw.chance(0.25) || parents > 1)) {
        const isSon = draw.chance(0.53);
        add(isSon ? '子' : '女', Math.max(0, childAge), isSon, isMale ? surname : drawSurname(draw));
      } else if (parents < 2) {
        parents++;
        const isFather = parents === 2;
        add(
          isFather ? '父亲' : '母亲',
          Math.min(96, headAge + draw.whole(21, 30)),
          isFather,
          isFather ? surname : undefined,
        );
      } else {
        const isSon = draw.chance(0.5);
        add(isSon ? '孙子' : '孙女', draw.whole(1, 17), isSon, surname);
      }
    }
  }
  return household;
}

interface PersonInput {
  home: Pick<Home, 'index'>;
  slot: number;
  relation: string;
  /** Full years when the calendar begins. */
  age: number;
  isMale: boolean;
  family: string;
}

/** A person who lives there all through; pensions and wages come later. */
export function makePerson(world: World, draw: Draw, input: PersonInput): Person {
  const identity = identityOf(input.home.index, input.slot);
  const start = world.calendar.number[0]!;
  // The month is the identity's; the year is the one that makes them this old.
  const year = Math.floor((start - 1 - input.age * 12 - identity.month) / 12);
  return personBorn(world, draw, { ...input, identity, year });
}

/** A person born in a year; the identity says in which month. */
export function personBorn(
  world: World,
  draw: Draw,
  input: Omit<PersonInput, 'age'> & { identity: ReturnType<typeof identityOf>; year: number },
): Person {
  const { slot, relation, isMale, family, identity, year } = input;
  const { count } = world.calendar;
  return {
    ...{ slot, relation, isMale, from: 0, until: count },
    id: writeId(identity, year, isMale),
    name: family + drawGiven(draw, isMale),
    bornOn: `${year}-${identity.monthText}-${identity.dayText}`,
    bornMonth: year * 12 + identity.month,
    wages: new Int32Array(count),
    informal: new Int32Array(count),
    base: new Int32Array(count),
    employer: draw.whole(1, 4000),
  };
}
