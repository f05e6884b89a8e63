// The whole life of households: a pure function of seed and index. Neighbours are made in pairs, since people marry from one into the other.
import { giveAid } from './aid.ts';
import { befallDeath } from './causes/death.ts';
import { befallDisability } from './causes/disability.ts';
import { befallDisaster } from './causes/disaster.ts';
import { befallHousing } from './causes/housing.ts';
import { befallIllness } from './causes/illness.ts';
import { befallSchool } from './causes/school.ts';
import { befallVehicle } from './causes/vehicle.ts';
import { befallWork } from './causes/work.ts';
import { changeFamilies } from './changes.ts';
import { CONCERN, Draw } from './draw.ts';
import { type Home, makeFamily } from './family.ts';
import { type Household, isThere } from './household.ts';
import { giveLiving, type Means } from './living.ts';
import { watchHousehold } from './monitored.ts';
import { judgeEpisodes } from './need.ts';
import type { World } from './world.ts';

/** The lives of one or two neighbouring households, and of those that came to be of them. */
export function liveOn(world: World, homes: readonly Home[]): Household[] {
  const means = new Map<Household, Means>();
  const pair = homes.map((home) => {
    const household = makeFamily(world, home);
    means.set(household, giveLiving(world, household));
    return household;
  });
  const added = changeFamilies(world, pair);
  // Who marries away earns on from where they came from: that household goes first, and the new ones last.
  const order = [...pair].sort((a, b) => joined(a) - joined(b)).concat(added);
  for (const household of order) {
    befall(world, household);
    forgetTheDead(household, order);
  }
  const alive = [...pair, ...added].filter((household) => household.people.length > 0);
  for (const household of alive) {
    giveAid(world, household, means.get(household));
    watchHousehold(world, household);
    judgeEpisodes(world, household);
    judgeCars(world, household);
  }
  return alive;
}

function joined(household: Household): number {
  return household.people.some((person) => person.from > 0 && person.slot < 6) ? 1 : 0;
}

function befall(world: World, household: Household): void {
  befallWork(world, household);
  befallIllness(world, household);
  befallDisaster(world, household);
  befallDisability(world, household);
  befallDeath(world, household);
  befallSchool(world, household);
  befallHousing(world, household);
  befallVehicle(world, household);
}

/** Whoever died before they were to leave never came to the other household. */
function forgetTheDead(household: Household, all: readonly Household[]): void {
  for (const person of household.people) {
    if (person.diesAt === undefined) continue;
    for (const other of all) {
      if (other !== household)
        other.people = other.people.filter((one) => one.id !== person.id || one.from <= person.from);
    }
  }
}

/** A car of their own is a reason to look at aid while it is paid. */
function judgeCars(world: World, household: Household): void {
  const draw = new Draw(world.seed, household.index, CONCERN.vehicle + 100);
  for (const episode of household.episodes) {
    if (episode.kind !== 'car' || !draw.chance(0.7)) continue;
    if (!household.people.some((person) => isThere(person, episode.on >> 5))) continue;
    episode.undueFrom = episode.on;
  }
}
