// Rural houses assessed for safety, and those repaired afterwards.
import { dayIn } from '../calendar.ts';
import { RATES } from '../calibration.ts';
import { CONCERN, Draw } from '../draw.ts';
import type { Household } from '../household.ts';
import type { World } from '../world.ts';

/** Adds the assessments of one household's house. */
export function befallHousing(world: World, household: Household): void {
  if (household.settlement === 'urban') return;
  const draw = new Draw(world.seed, household.index, CONCERN.housing);
  const { calendar } = world;
  if (!draw.chance((RATES.assessment * calendar.count) / 12)) return;
  const month = draw.whole(0, calendar.count - 1);
  const day = dayIn(month, draw.whole(1, calendar.days[month]!));
  const grade = ['A级', 'B级', 'C级', 'D级'][draw.band([34, 42, 16, 8])]!;
  const isOnly = draw.chance(0.85);
  const isBad = grade === 'C级' || grade === 'D级';
  household.assessments.push({ grade, day, isOnly, state: isBad ? '未改造' : '已竣工' });
  if (!isBad) return;
  const repaired = month + draw.whole(2, 14);
  const isRepaired = draw.chance(0.8) && repaired < calendar.count;
  // Of houses of grade C, and of families who moved in with relatives, not all are in danger.
  if (isOnly && (grade === 'D级' ? draw.chance(0.85) : draw.chance(0.35))) {
    household.episodes.push({
      kind: 'housing',
      person: undefined,
      on: day,
      until: isRepaired ? dayIn(repaired, 1) : undefined,
      size: 0,
    });
  }
  if (isRepaired)
    household.assessments.push({
      grade,
      day: dayIn(repaired, draw.whole(1, calendar.days[repaired]!)),
      isOnly,
      state: '已竣工',
    });
}
