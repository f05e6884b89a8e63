// Disability certificates: those people have from before, and new ones, a part of them after grave illness.
import { dayIn, later, writeDay, writeMonth } from '../calendar.ts';
import { RATES } from '../calibration.ts';
import { CONCERN, Draw } from '../draw.ts';
import { ageIn, type Household, isThere } from '../household.ts';
import type { World } from '../world.ts';

export const DISABILITIES = ['视力', '听力', '言语', '肢体', '智力', '精神', '多重'];
const WEIGHTS = [13, 16, 3, 42, 11, 13, 2];
const HELD: Record<Household['kind'], number> = {
  dibao: 0.26,
  tekun: 0.3,
  marginal: 0.12,
  monitored: 0.12,
  rigid: 0.12,
  ordinary: 0.05,
};

/** Gives certificates to one household's people; a new one may take away what they earned. */
export function befallDisability(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.disability);
  const { calendar } = world;
  for (const person of household.people) {
    if (person.from > 0) continue;
    if (draw.chance(HELD[household.kind])) {
      const month = -draw.whole(1, 110);
      const on = `${writeMonth(calendar, month)}-${String(draw.whole(1, 28)).padStart(2, '0')}`;
      if (on > person.bornOn)
        person.certificate = { type: draw.band(WEIGHTS) + 1, level: draw.band([12, 28, 33, 27]) + 1, on };
      continue;
    }
    const grave = household.episodes.find(
      (one) => one.kind === 'illness' && one.person === person && one.size > 200_000,
    );
    const isNew = grave ? draw.chance(0.14) : draw.chance((RATES.disability * calendar.count) / 12);
    if (!isNew) continue;
    const on = grave
      ? later(calendar, grave.on, draw.whole(60, 240))
      : dayIn(draw.whole(0, calendar.count - 1), draw.whole(1, 28));
    const month = on >> 5;
    if (month >= calendar.count || !isThere(person, month) || (person.diesAt ?? on) < on) continue;
    const level = draw.band([18, 30, 30, 22]) + 1;
    person.certificate = { type: draw.band(WEIGHTS) + 1, level, on: writeDay(calendar, on) };
    if (level > 2) continue;
    household.episodes.push({ kind: 'disability', person, on, until: undefined, size: 0 });
    const age = ageIn(person, calendar.number[month]!);
    if (age >= 18 && age < 60 && draw.chance(0.7)) {
      person.wages.fill(0, month + 1);
      person.base.fill(0, month + 1);
      person.informal.fill(0, month + 1);
    }
    // Somebody stays at home to look after them, or care has to be paid.
    const carer = household.people.find((one) => one !== person && isThere(one, month) && one.informal[month]! > 0);
    if (carer && draw.chance(0.4))
      for (let at = month + 1; at < calendar.count; at++) carer.informal[at] = Math.round(carer.informal[at]! * 0.5);
    else for (let at = month; at < calendar.count; at++) household.spending[at]! += draw.whole(8_000, 30_000);
  }
}
