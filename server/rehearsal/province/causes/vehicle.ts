// Vehicles: a few cars, many tricycles and motorcycles. Of the cars of families on aid some are their own, others lent names or old wrecks.
import { dayIn, writeDay, writeMonth } from '../calendar.ts';
import { RATES } from '../calibration.ts';
import { CONCERN, Draw } from '../draw.ts';
import { ageIn, type Household } from '../household.ts';
import type { World } from '../world.ts';

const CARS = ['小型轿车', '小型普通客车'];
const OTHERS = ['轻型自卸三轮', '普通二轮摩托车', '残疾人机动轮椅车', '轻便二轮摩托车'];
/** The letter of each prefecture's plates. */
const LETTERS: Record<string, string> = {
  2201: 'A',
  2202: 'B',
  2203: 'C',
  2204: 'D',
  2205: 'E',
  2206: 'F',
  2208: 'G',
  2224: 'H',
  2207: 'J',
};
const DIGITS = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';

/** Adds the vehicles of one household. */
export function befallVehicle(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.vehicle);
  const { calendar } = world;
  const driver = household.people.find(
    (one) => one.from === 0 && ageIn(one, calendar.number[0]!) >= 18 && ageIn(one, calendar.number[0]!) < 70,
  );
  if (!driver) return;
  const isAided = household.kind === 'dibao' || household.kind === 'tekun';
  const owned = isAided ? 0.006 : 0.16;
  if (draw.chance(owned)) {
    const month = -draw.whole(1, 60);
    const on = `${writeMonth(calendar, month)}-${String(draw.whole(1, 28)).padStart(2, '0')}`;
    addVehicle(draw, household, { person: driver, sort: draw.pick(CARS), on, month: -1 });
    if (isAided && draw.chance(0.5))
      household.episodes.push({ kind: 'car', person: driver, on: dayIn(0, 1), until: undefined, size: 0 });
  } else if (draw.chance(0.03)) {
    const on = `${writeMonth(calendar, -draw.whole(1, 60))}-${String(draw.whole(1, 28)).padStart(2, '0')}`;
    addVehicle(draw, household, { person: driver, sort: draw.pick(OTHERS), on, month: -1 });
  }
  const rate = isAided ? RATES.car.aid : RATES.car.other;
  if (!draw.chance((rate * calendar.count) / 12)) return;
  const month = draw.whole(0, calendar.count - 1);
  const day = dayIn(month, draw.whole(1, calendar.days[month]!));
  if (driver.diesAt !== undefined && driver.diesAt <= day) return;
  const isCar = draw.chance(0.6);
  addVehicle(draw, household, {
    person: driver,
    sort: draw.pick(isCar ? CARS : OTHERS),
    on: writeDay(calendar, day),
    month,
  });
  if (isCar && isAided && draw.chance(0.6))
    household.episodes.push({ kind: 'car', person: driver, on: day, until: undefined, size: 0 });
}

/** The plate follows from the household, so that no two are alike. */
function addVehicle(
  draw: Draw,
  household: Household,
  vehicle: { person: Household['people'][number]; sort: string; on: string; month: number },
): void {
  let rest = household.index * 4 + household.vehicles.length;
  let tail = '';
  for (let place = 0; place < 5; place++) {
    tail = DIGITS[rest % DIGITS.length]! + tail;
    rest = Math.floor(rest / DIGITS.length);
  }
  const plate = `吉${LETTERS[household.county.slice(0, 4)] ?? 'K'}·${tail}`;
  household.vehicles.push({ ...vehicle, plate, state: draw.chance(0.97) ? '正常' : '查封' });
}
