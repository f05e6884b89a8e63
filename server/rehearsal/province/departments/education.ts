// Education: the roll of each term, sent a month after the term began.
import { mix } from '../draw.ts';
import { ageIn, isThere, type Person } from '../household.ts';
import { type Desk, deliveryOf } from './desk.ts';

const COMPULSORY = 15;
const OLDEST = 18;
const AFTER_COMPULSORY = 0.7;

export function tellSchool(desk: Desk): void {
  const { world, household } = desk;
  const { calendar } = world;
  for (const person of household.people) {
    if (ageIn(person, calendar.number[0]!) > OLDEST || ageIn(person, calendar.number.at(-1)!) < 6) continue;
    for (let month = 1; month < calendar.count; month++) {
      const ofYear = calendar.written[month]!.slice(5);
      if (ofYear !== '03' && ofYear !== '09') continue;
      const year = Number(calendar.written[month]!.slice(0, 4));
      const term = `${year}${ofYear === '03' ? '春' : '秋'}`;
      // Children of six by September begin that autumn.
      const age = Math.floor(((year - (ofYear === '03' ? 1 : 0)) * 12 + 8 - person.bornMonth) / 12);
      if (age < 6 || age > OLDEST || !isThere(person, month) || !isEnrolled(person, age, household.index)) continue;
      const state = stateIn(person, month);
      if (!state) continue;
      const school = `第${(mix(Number(household.village.slice(2, 9)), 41) % 60) + 1}学校`;
      const cells = [person.name, person.id, school, `${age - 5}年级`, term, state];
      desk.list('school-roll', deliveryOf(world, month), cells, term);
    }
  }
}

function isEnrolled(person: Person, age: number, index: number): boolean {
  return age <= COMPULSORY || mix(index, person.slot, 42) / 2 ** 32 < AFTER_COMPULSORY;
}

/** Nothing where the roll has lost the child; half of those whom only the roll lost stand as moved to another province. */
function stateIn({ leftSchool, slot, bornMonth }: Person, month: number): string | undefined {
  if (!leftSchool || month < leftSchool.month || (leftSchool.back !== undefined && month >= leftSchool.back))
    return '在读';
  return leftSchool.isReal || (slot + bornMonth) % 2 === 0 ? undefined : '转出省外';
}
