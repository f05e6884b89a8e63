// Jobs that end and begin. Departments see wages and contributions stop; whether the family lives on undeclared work meanwhile, or the
// wage is now paid in another province, they do not see.
import { dayIn, later } from '../calendar.ts';
import { INFORMAL, RATES, WAGE } from '../calibration.ts';
import { CONCERN, Draw } from '../draw.ts';
import { ageIn, type Household, isThere, type Person } from '../household.ts';
import { giveJob } from '../living.ts';
import type { World } from '../world.ts';

const REASONS = ['合同期满', '单位裁员', '企业停产', '个人原因'];

/** Lets people of one household lose and find work, declared and not. */
export function befallWork(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.work);
  for (const person of household.people) {
    for (let month = Math.max(1, person.from); month < world.calendar.count; month++) {
      if (!isThere(person, month)) break;
      const wage = person.wages[month - 1]!;
      if (wage > 0 && person.wages[month]! > 0) {
        const fate = draw.share() * 12;
        if (fate < RATES.jobLost) loseJob(world, draw, { household, person, month, wage });
        else if (fate < RATES.jobLost + RATES.jobLeftProvince) leaveFor(draw, person, month, 1);
        else if (fate < RATES.jobLost + RATES.jobLeftProvince + RATES.jobGoesInformal)
          leaveFor(draw, person, month, draw.between(0.6, 1));
      } else if (person.informal[month]! > 0 && person.wages[month] === 0) {
        if (draw.chance(RATES.casualWorkLost / 12)) loseCasualWork(world, draw, { household, person, month });
      } else if (household.kind === 'dibao' && person.wages[month] === 0 && isAble(world, person, month)) {
        if (draw.chance(RATES.jobFoundOnDibao / 12)) findJob(world, draw, { household, person, month });
      }
    }
  }
}

interface Loss {
  household: Household;
  person: Person;
  month: number;
  wage: number;
}

/** Ends a declared job; `cause` says what else is to blame, and then the loss is no episode of its own. */
export function loseJob(world: World, draw: Draw, { household, person, month, wage }: Loss, isOwnCause = true): void {
  const { calendar } = world;
  const day = draw.whole(1, calendar.days[month]!);
  const idle = 1 + Math.floor(-Math.log(1 - draw.share()) * (isOwnCause ? 5 : 9));
  const found = Math.min(calendar.count, month + idle);
  const again = isOwnCause ? draw.band([45, 35, 20]) : draw.band([15, 35, 50]);
  person.wages[month] = Math.round((wage * day) / 31);
  for (let at = month + 1; at < calendar.count; at++) {
    person.wages[at] = 0;
    if (at > month + 1 || draw.chance(0.5)) person.base[at] = 0;
  }
  const next = wage * draw.between(0.65, 1.02);
  if (again === 0) giveJob(draw, person, { wage: next, from: found, until: calendar.count });
  else if (again === 1) person.informal.fill(Math.round(next * 0.8), found);
  // Odd jobs bridge it for some.
  if (draw.chance(0.3)) for (let at = month; at < found; at++) person.informal[at]! += Math.round(wage * 0.45);
  if (isOwnCause && draw.chance(0.42)) {
    const registered = later(calendar, dayIn(month, day), draw.whole(4, 55));
    household.unemployed.push({ person, day: registered, reason: draw.pick(REASONS) });
  }
  if (!isOwnCause) return;
  const until = again === 2 || found >= calendar.count ? undefined : dayIn(found, 1);
  household.episodes.push({ kind: 'job-loss', person, on: dayIn(month, day), until, size: wage });
}

/** The wage goes on where no department of the province sees it. */
function leaveFor(draw: Draw, person: Person, month: number, part: number): void {
  const wage = person.wages[month - 1]!;
  for (let at = month; at < person.wages.length; at++) {
    person.wages[at] = 0;
    person.base[at] = 0;
    person.informal[at] = Math.round(wage * part * (0.97 + 0.06 * draw.share()));
  }
}

/** Undeclared work is lost unseen: no rule can know. */
function loseCasualWork(world: World, draw: Draw, { household, person, month }: Omit<Loss, 'wage'>): void {
  const before = person.informal[month]!;
  const until = Math.min(world.calendar.count, month + draw.whole(3, 12));
  const left = draw.between(0.1, 0.5);
  for (let at = month; at < until; at++) person.informal[at] = Math.round(person.informal[at]! * left);
  const end = until < world.calendar.count ? dayIn(until, 1) : undefined;
  household.episodes.push({ kind: 'casual-work-loss', person, on: dayIn(month, 1), until: end, size: before });
}

function isAble(world: World, person: Person, month: number): boolean {
  const age = ageIn(person, world.calendar.number[month]!);
  return age >= 18 && age < 58 && person.informal[month] === 0 && !person.certificate;
}

/** A member of a dibao family finds work: half of it declared, half not. */
function findJob(world: World, draw: Draw, { household, person, month }: Omit<Loss, 'wage'>): void {
  const { settlement } = household;
  const until = draw.chance(0.7) ? world.calendar.count : Math.min(world.calendar.count, month + draw.whole(2, 10));
  let wage: number;
  if (draw.chance(0.55)) {
    wage = giveJob(draw, person, { wage: draw.around(WAGE[settlement].median * 0.85, 0.3) * 100, from: month, until });
  } else {
    wage = Math.round(draw.around(INFORMAL[settlement].median, INFORMAL[settlement].spread) * 100);
    person.informal.fill(wage, month, until);
  }
  const end = until < world.calendar.count ? dayIn(until, 1) : undefined;
  household.episodes.push({ kind: 'income-rose', person, on: dayIn(month, 1), until: end, size: wage });
}
