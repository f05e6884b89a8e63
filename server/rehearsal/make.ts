// Making up the rehearsal's province beside the service: in a process of its own, so that a service that answers goes on doing so.
import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, PROJECT_ROOT } from '../config.ts';
import type { Say } from './rehearse.ts';

export interface Making {
  households: number;
  months: number;
  deliveries: number;
  /** `YYYY-MM`. */
  until: string;
  seed: number;
  out: string;
}

/**
 * The province of a start: as large as can be ready within a minute on two cores, and a year longer than its today, which plays on
 * month by month when asked. Made at once, since what a longer one tells of its past would be another past.
 */
export const PROVINCE = { households: 5000, months: 36, deliveries: 18, until: '2027-10', seed: 1 } as const;
/** The month of its last delivery at the start. */
export const TODAY = '2026-10';

/** Told every so often while a province is made. */
export interface MakerMessage {
  done: number;
  all: number;
}

const MAKER = fileURLToPath(new URL('./make-process.ts', import.meta.url));

/** The folder in which a generated province's files lie. */
export function provinceFolder({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'rehearsal', 'province');
}

/** Writes the files anew; the same making writes the same bytes. */
export async function makeProvince(making: Making, say: Say = () => {}): Promise<void> {
  await rm(making.out, { recursive: true, force: true });
  const maker = fork(MAKER, [JSON.stringify(making)], { cwd: PROJECT_ROOT, execArgv: ['--import', 'tsx'] });
  let told = 0;
  maker.on('message', (message) => {
    const { done, all } = message as MakerMessage;
    const quarter = Math.floor((done / Math.max(1, all)) * 4);
    if (quarter > told) say(`    ${quarter * 25} %`);
    told = Math.max(told, quarter);
  });
  await new Promise<void>((resolve, reject) => {
    maker.once('error', reject);
    maker.once('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`编造省份的进程中断了（${code}）。 / The process that makes up the province ended with ${code}.`),
        );
    });
  });
}
