// Children who stop going to school; and those whom only the roll lost.
import { dayIn } from '../calendar.ts';
import { RATES } from '../calibration.ts';
import { CONCERN, Draw } from '../draw.ts';
import { ageIn, type Household } from '../household.ts';
import type { World } from '../world.ts';

/** Lets children of compulsory age drop out, some to return. */
export function befallSchool(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.school);
  const { calendar } = world;
  const years = calendar.count / 12;
  for (const person of household.people) {
    const age = ageIn(person, calendar.number[0]!);
    if (age < 5 || age > 14 || person.from > 0) continue;
    const isReal = draw.chance(RATES.dropout * years);
    if (!isReal && !draw.chance(0.003 * years)) continue;
    const month = draw.whole(1, calendar.count - 1);
    if (ageIn(person, calendar.number[month]!) > 15 || ageIn(person, calendar.number[month]!) < 7) continue;
    const back = draw.chance(isReal ? 0.5 : 0.9) ? month + draw.whole(3, 12) : undefined;
    person.leftSchool = { month, back, isReal };
    if (!isReal) continue;
    const until = back !== undefined && back < calendar.count ? dayIn(back, 1) : undefined;
    household.episodes.push({ kind: 'dropout', person, on: dayIn(month, 1), until, size: 0 });
  }
}
