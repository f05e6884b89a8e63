// What a family lives on before anything happens: pensions, declared wages, and what no department knows of. Dibao families live on less
// than the standard without their aid and on a little more with it; the others above it, but for a few whom nobody has found yet.
import type { Kind } from './calibration.ts';
import { DIBAO_PAID, PENSION, WAGE } from './calibration.ts';
import { CONCERN, Draw } from './draw.ts';
import { ageIn, type Household, type Person } from './household.ts';
import type { World } from './world.ts';

/** The share of people of working age with a declared job, in towns and villages. */
const FORMAL: Record<Kind, readonly [number, number]> = {
  dibao: [0.05, 0.04],
  tekun: [0, 0],
  marginal: [0.34, 0.2],
  monitored: [0.2, 0.18],
  rigid: [0.5, 0.3],
  ordinary: [0.58, 0.33],
};
/** The share of people of 60 who draw an employees' pension. */
const RETIRED: Record<Kind, readonly [number, number]> = {
  dibao: [0.01, 0.002],
  tekun: [0, 0],
  marginal: [0.3, 0.02],
  monitored: [0.1, 0.02],
  rigid: [0.5, 0.06],
  ordinary: [0.62, 0.08],
};
const RESIDENTS = '城乡居民基本养老保险';
const EMPLOYEES = '企业职工基本养老保险';
/** Of households without aid: those who live below the line and are on no roll. */
const UNSEEN = 0.02;

export interface Means {
  /** Of dibao households: aid for one member only (单人保), and the share of the standard that is paid. */
  isForOne: boolean;
  paid: number;
}

/** Fills pensions, wages and undeclared earnings for all months; returns what the aid will be reckoned from. */
export function giveLiving(world: World, household: Household): Means {
  const draw = new Draw(world.seed, household.index, CONCERN.living);
  const { people, kind, settlement, standard } = household;
  const place = settlement === 'urban' ? 0 : 1;
  const start = world.calendar.number[0]!;
  const line = standard[0]!;
  const isForOne = kind === 'dibao' && people.length > 1 && draw.chance(settlement === 'urban' ? 0.3 : 0.22);
  const paid = draw.between(DIBAO_PAID[settlement][0]!, DIBAO_PAID[settlement][1]!);
  let known = 0;
  for (const person of people) {
    const age = ageIn(person, start);
    known += givePension(draw, { world, person, isEmployee: draw.chance(RETIRED[kind][place]!), age });
    const mayEarn = age >= 18 && age < 60 && !(kind === 'dibao' && (people.length < 3 || isForOne));
    if (mayEarn && draw.chance(FORMAL[kind][place]!)) {
      const wage =
        kind === 'dibao'
          ? draw.between(0.5, 0.9) * line * (people.length - 1)
          : draw.around(WAGE[settlement].median, WAGE[settlement].spread) * 100;
      known += giveJob(draw, person, { wage, from: 0, until: world.calendar.count });
    }
  }
  const target = targetOf(draw, kind, { paid, isForOne, place }) * people.length;
  const earners = people.filter(
    (person) => ageIn(person, start) >= 18 && ageIn(person, start) < 68 && person.wages[0] === 0,
  );
  const receivers = earners.length > 0 ? earners.slice(0, 2) : [people[0]!];
  // It grows as the standard does, or everybody would slide below it in a few years.
  for (let month = 0; month < world.calendar.count; month++) {
    const gap = Math.max(0, target * standard[month]! - known);
    for (const person of receivers) person.informal[month] = Math.round(gap / receivers.length);
  }
  return { isForOne, paid };
}

/** Resources per head before aid, in standards. */
function targetOf(
  draw: Draw,
  kind: Kind,
  { paid, isForOne, place }: { paid: number; isForOne: boolean; place: number },
): number {
  switch (kind) {
    case 'dibao': {
      if (isForOne) return draw.between(1.08, 1.7);
      const own = place === 0 ? draw.between(0.05, 0.35) : draw.between(0.25, 0.7);
      return Math.max(own, 1.06 - paid + draw.share() * 0.15);
    }
    case 'tekun':
      return draw.between(0.15, 0.4);
    case 'marginal':
      return draw.between(1.12, 1.95);
    case 'monitored':
      return draw.between(1.08, 2.1);
    case 'rigid':
      return draw.between(1.5, 3.2);
    default:
      return draw.chance(UNSEEN) ? draw.between(0.6, 0.93) : Math.max(1.1, draw.around(2.3, 0.4));
  }
}

function givePension(
  draw: Draw,
  { world, person, isEmployee, age }: { world: World; person: Person; isEmployee: boolean; age: number },
): number {
  const residents = draw.between(PENSION.residents[0]!, PENSION.residents[1]!);
  const employees = draw.around(PENSION.employees.median, PENSION.employees.spread);
  const dueAt = (isEmployee && !person.isMale ? 52 : 60) * 12 + person.bornMonth - world.calendar.number[0]!;
  if (dueAt > world.calendar.count || (!isEmployee && draw.chance(0.06))) return 0;
  const amount = isEmployee ? Math.round(employees * 100) : Math.round(residents * 10) * 10;
  person.pension = { scheme: isEmployee ? EMPLOYEES : RESIDENTS, amount, from: Math.max(0, dueAt) };
  return age * 12 >= (dueAt > 0 ? Number.POSITIVE_INFINITY : 0) ? amount : 0;
}

/** A declared job from one month up to another: wages that vary a little, and pension insurance on most of them. */
export function giveJob(draw: Draw, person: Person, job: { wage: number; from: number; until: number }): number {
  const wage = Math.round(job.wage);
  const base = draw.chance(0.86) ? Math.max(400_000, Math.round(wage / 1000) * 1000) : 0;
  for (let month = job.from; month < job.until; month++) {
    person.wages[month] = Math.round(wage * (0.94 + 0.12 * draw.share()));
    person.base[month] = base;
    person.informal[month] = 0;
  }
  return wage;
}
