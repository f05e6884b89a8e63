// Floods, storms and hail that come over a township, and fires that come alone: losses, and fields that bear nothing until the next year.
import { dayIn } from '../calendar.ts';
import { RATES } from '../calibration.ts';
import { CONCERN, Draw } from '../draw.ts';
import type { Household } from '../household.ts';
import type { World } from '../world.ts';

const DAMAGE = ['无', '一般损坏', '严重损坏', '倒塌'];
const SEVERE = 2;

/** Adds the disasters that hit one household. */
export function befallDisaster(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.disaster);
  const { calendar } = world;
  for (const event of world.events.get(household.village.slice(0, 9)) ?? []) {
    const share = household.settlement === 'urban' ? event.share * 0.15 : event.share;
    if (draw.chance(share)) strike(world, draw, household, { ...event, bands: [46, 40, 11, 3] });
  }
  if (draw.chance((RATES.fire * calendar.count) / 12)) {
    const month = draw.whole(0, calendar.count - 1);
    const name = `${calendar.written[month]!.slice(0, 4)}年火灾`;
    strike(world, draw, household, {
      name,
      sort: '火灾',
      day: dayIn(month, draw.whole(1, calendar.days[month]!)),
      loss: 1_500_000,
      bands: [10, 40, 35, 15],
    });
  }
}

interface Blow {
  name: string;
  sort: string;
  day: number;
  loss: number;
  bands: readonly number[];
}

function strike(world: World, draw: Draw, household: Household, { name, sort, day, loss, bands }: Blow): void {
  const degree = draw.band(bands);
  const lost = Math.round(draw.around(loss * (0.6 + degree), 0.8));
  household.disasters.push({ event: name, sort, day, damage: DAMAGE[degree]!, loss: lost });
  household.episodes.push({ kind: 'disaster', person: undefined, on: day, until: undefined, size: lost });
  // A part of the loss has to be paid at once; the fields bear less until next autumn.
  const month = day >> 5;
  const spent = Math.round(lost * draw.between(0.08, 0.3));
  for (let at = month; at < Math.min(world.calendar.count, month + 6); at++)
    household.spending[at]! += Math.round(spent / 6);
  if (household.settlement === 'urban' || sort === '火灾') return;
  const left = degree >= SEVERE ? draw.between(0.2, 0.6) : draw.between(0.5, 0.95);
  for (const person of household.people) {
    for (let at = month; at < Math.min(world.calendar.count, month + 10); at++)
      person.informal[at] = Math.round(person.informal[at]! * left);
  }
}

/** The house cannot be lived in. */
export function isHomeless(damage: string): boolean {
  return DAMAGE.indexOf(damage) >= SEVERE;
}
