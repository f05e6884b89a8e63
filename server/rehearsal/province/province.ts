// An invented province as the files its departments would send, folder by folder, and the truth beside them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { readDivisions } from '../../../db/areas/read.ts';
import { PROJECT_ROOT } from '../../config.ts';
import { loadContracts } from '../../flow/ingest/load.ts';
import { calendarOf } from './calendar.ts';
import { tellMonitored, tellRoster } from './departments/civil-affairs.ts';
import { tellSchool } from './departments/education.ts';
import { tellBills, tellCertificates } from './departments/health.ts';
import { tellDisasters, tellHousing, tellVehicles } from './departments/household-rows.ts';
import { tellIncomes, tellUnemployed } from './departments/money.ts';
import { tellDeaths, tellRegistry } from './departments/police.ts';
import type { Home } from './family.ts';
import type { Household } from './household.ts';
import { MOST_HOUSEHOLDS } from './ids.ts';
import { liveOn } from './life.ts';
import { Outbox } from './outbox.ts';
import { kindOf } from './places.ts';
import { parametersOf } from './standards.ts';
import { TruthBook } from './truth.ts';
import { makeWorld, type World } from './world.ts';

export interface ProvinceOptions {
  households: number;
  /** Months of life up to `until` (`YYYY-MM`), and the folders they are delivered in: one a month, the first with all before it. */
  months: number;
  deliveries: number;
  until: string;
  seed: number;
  out: string;
}

export interface ProvinceWritten {
  households: number;
  people: number;
  episodes: number;
  hardships: number;
  /** Lines in all files, and the files. */
  lines: number;
  files: number;
}

/** Households between two pauses, in which others get their turn. */
const AT_ONCE = 100;

/**
 * Writes department files, parameter files and the truth into `out`, which is made when it is missing. The same options give the same
 * bytes; memory does not grow with the number of households. `onProgress` hears how many are done, of how many.
 */
export async function writeProvince(
  options: ProvinceOptions,
  onProgress: (households: number, all: number) => void = () => {},
): Promise<ProvinceWritten> {
  checkOptions(options);
  const { households, months, deliveries, until, seed, out } = options;
  const world = makeWorld({ seed, households, calendar: calendarOf(until, months), deliveries });
  mkdirSync(out, { recursive: true });
  writeParameters(world, out);
  const outbox = new Outbox(world, out, await loadContracts(join(PROJECT_ROOT, 'rules', 'datasets')));
  const truth = new TruthBook(world, out);
  let done = 0;
  for (const homes of pairsOf(world)) {
    for (const household of liveOn(world, homes)) {
      outbox.turnTo(household);
      tellAll(outbox, household);
      truth.add(household);
    }
    done += homes.length;
    if (done % AT_ONCE < 2) {
      onProgress(done, households);
      await breathe();
    }
  }
  const files = outbox.close();
  truth.close(files);
  const lines = [...files.values()].reduce((sum, file) => sum + file.lines, 0);
  return { ...truth.counts, lines, files: files.size };
}

function tellAll(desk: Outbox, household: Household): void {
  tellRegistry(desk);
  tellDeaths(desk);
  tellIncomes(desk);
  if (household.unemployed.length > 0) tellUnemployed(desk);
  tellBills(desk);
  tellCertificates(desk);
  tellRoster(desk);
  tellMonitored(desk);
  tellSchool(desk);
  tellDisasters(desk);
  tellHousing(desk);
  tellVehicles(desk);
}

/** Neighbours of one village by two; the last of a village may be alone. */
function* pairsOf(world: World): Generator<Home[]> {
  for (const { code: village, settlement, count, first, rank } of world.villages) {
    for (let at = 0; at < count; at += 2) {
      const homes: Home[] = [];
      for (let one = at; one < Math.min(at + 2, count); one++) {
        homes.push({ index: first + one, village, settlement, kind: kindOf(world.totals, settlement, rank + one) });
      }
      yield homes;
    }
  }
}

/** Standards of every county and zone, for each year of the calendar. */
function writeParameters(world: World, out: string): void {
  const counties = readDivisions()
    .filter(({ level }) => level === 'county' || level === 'zone')
    .map(({ code }) => code);
  const years = new Set(world.calendar.written.map((month) => Number(month.slice(0, 4))));
  for (const year of years) writeFileSync(join(out, `参数_${year}.csv`), parametersOf(year, counties));
}

function checkOptions({ households, months, deliveries, until }: ProvinceOptions): void {
  if (!Number.isInteger(households) || households < 1 || households > MOST_HOUSEHOLDS) {
    throw new RangeError(`households: 1 to ${MOST_HOUSEHOLDS}`);
  }
  if (!Number.isInteger(months) || months < 12 || months > 60) throw new RangeError('months: 12 to 60');
  if (!Number.isInteger(deliveries) || deliveries < 1 || deliveries >= months) {
    throw new RangeError('deliveries: from 1, and fewer than months');
  }
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(until)) throw new RangeError('until: a month such as 2026-10');
}
