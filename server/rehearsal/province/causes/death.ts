// Deaths by age, and after grave illness; the police are told within days by most, months later by some.
import { dayIn, later } from '../calendar.ts';
import { CONCERN, Draw } from '../draw.ts';
import { ageIn, type Household, isThere } from '../household.ts';
import type { World } from '../world.ts';

/** Deaths a year at an age (after Gompertz), for a poor population. */
function risk(age: number): number {
  return 0.00025 * Math.exp(0.088 * Math.max(0, age - 20));
}

/** Lets people of one household die; nobody earns or draws anything after the month of death. */
export function befallDeath(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.death);
  const { calendar } = world;
  for (const person of household.people) {
    const grave = household.episodes.find(
      (one) => one.kind === 'illness' && one.person === person && one.size > 300_000,
    );
    const fatal = grave && draw.chance(0.1) ? (grave.on >> 5) + draw.whole(1, 9) : -1;
    for (let month = Math.max(0, person.from); month < calendar.count && isThere(person, month); month++) {
      const chance = (risk(ageIn(person, calendar.number[month]!)) / 12) * (household.kind === 'tekun' ? 1.15 : 1);
      if (!draw.chance(chance) && month !== fatal) continue;
      const day = dayIn(month, draw.whole(1, calendar.days[month]!));
      person.diesAt = day;
      person.cancelledAt = later(calendar, day, draw.chance(0.9) ? draw.whole(2, 26) : draw.whole(40, 320));
      person.wages.fill(0, month + 1);
      person.base.fill(0, month + 1);
      person.informal.fill(0, month + 1);
      household.episodes.push({ kind: 'death', person, on: day, until: undefined, size: 0 });
      household.bills = household.bills.filter((bill) => bill.person !== person || bill.day <= day);
      household.unemployed = household.unemployed.filter((one) => one.person !== person || one.day <= day);
      break;
    }
  }
}
