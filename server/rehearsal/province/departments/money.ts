// Tax, social insurance and employment: wages, contributions, pensions, registered unemployment.
import { writeDay } from '../calendar.ts';
import { isThere } from '../household.ts';
import type { Desk } from './desk.ts';
import { yuan } from './forms.ts';

export function tellIncomes(desk: Desk): void {
  const { world, household } = desk;
  const { count, plain } = world.calendar;
  for (const person of household.people) {
    const { name, id, wages, base, pension, employer } = person;
    for (let month = Math.max(0, person.from); month < count && isThere(person, month); month++) {
      const wage = wages[month]!;
      if (wage > 0) desk.tell('wages', month, [name, '居民身份证', id, plain[month]!, yuan(wage), `某单位${employer}`]);
      const paid = base[month]!;
      if (paid > 0) desk.tell('contributions', month, [name, id, plain[month]!, yuan(paid), '正常缴费']);
      if (pension && month >= pension.from) {
        desk.tell('pensions', month, [name, id, pension.scheme, plain[month]!, yuan(pension.amount)]);
      }
    }
  }
}

export function tellUnemployed(desk: Desk): void {
  const { calendar } = desk.world;
  for (const { person, day, reason } of desk.household.unemployed) {
    if (day >> 5 < calendar.count)
      desk.tell('unemployment', day >> 5, [person.name, person.id, writeDay(calendar, day), reason]);
  }
}
