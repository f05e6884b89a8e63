// A folder of deliveries as the rehearsal takes them in: one sub-folder a month, each with the morning on which it comes.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkFile } from '../flow/ingest/check.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import { addMonths, instantAt, monthEnd } from '../kernel/clock.ts';

const MORNING = '09:00';
const MONTH = /^\d{4}-\d{2}$/;
const PARAMETERS = /^参数_(\d{4})\.csv$/;

export interface Delivery {
  /** `YYYY-MM`. */
  month: string;
  folder: string;
}

/** The deliveries of a folder, first to last; a folder without any is refused. */
export function listDeliveries(folder: string): Delivery[] {
  const months = readdirSync(folder)
    .filter((name) => MONTH.test(name))
    .sort();
  if (months.length === 0)
    throw new Error(
      `“${folder}”里没有按月的交付（如 2026-10）。 / "${folder}" holds no deliveries by month (such as 2026-10).`,
    );
  return months.map((month) => ({ month, folder: join(folder, month) }));
}

/** When a month's delivery comes: the last one this morning, the last of its month; each before it on the first of the next. */
export function morningOf(month: string, isLast: boolean): Date {
  const first = `${month}-01`;
  return instantAt(isLast ? monthEnd(first) : addMonths(first, 1), MORNING);
}

/** The files of local standards that lie beside the deliveries, each with its year. */
export function listParameters(folder: string): { path: string; year: string }[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const year = PARAMETERS.exec(name)?.[1];
      return year === undefined ? [] : [{ path: join(folder, name), year }];
    });
}

/** What really happened to these families is told beside the files: then invented staff can find it at the door. */
export function hasTruth(folder: string): boolean {
  return existsSync(join(folder, 'truth'));
}

/** A delivery's files in the order in which they are handed in: registries before all others, so that nobody waits to be known. */
export async function orderFiles({ folder }: Delivery, contracts: readonly Contract[]): Promise<string[]> {
  const files = readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
  const modes = await Promise.all(files.map(async (path) => (await checkFile(path, contracts)).contract.mode));
  const rank = (at: number) => (modes[at] === 'registry' ? 0 : 1);
  return files
    .map((path, at) => ({ path, at }))
    .sort((a, b) => rank(a.at) - rank(b.at) || a.at - b.at)
    .map(({ path }) => path);
}
