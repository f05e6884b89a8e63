// What is made of measured numbers: medians with their spread, percentiles, the exponent of growth, and what it was measured on.
import { cpus, totalmem } from 'node:os';
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';

export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Rounded to so many digits after the point. */
export function round(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** The value below which a share of the numbers lies (nearest rank); 0 of none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

/** The median of several runs with the least and the most of them, so that a reader sees how far they lie apart. */
export function spread(numbers: readonly number[], digits = 2): Spread {
  return {
    median: round(percentile(numbers, 0.5), digits),
    min: round(Math.min(...numbers), digits),
    max: round(Math.max(...numbers), digits),
  };
}

/** The exponent k of cost = c · size^k, fitted by least squares on the logarithms: 1 is linear. */
export function fitExponent(points: readonly { size: number; seconds: number }[]): number {
  const logs = points.map(({ size, seconds }) => [Math.log(size), Math.log(seconds)] as const);
  const mean = (pick: 0 | 1) => logs.reduce((sum, point) => sum + point[pick], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const over = logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const under = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return round(over / under, 2);
}

/** The machine and the versions under which figures hold. */
export function describeMachine(): { cpus: string; memoryGB: number; node: string; platform: string } {
  const all = cpus();
  return {
    cpus: `${all.length} × ${all[0]?.model.trim()}`,
    memoryGB: round(totalmem() / 2 ** 30, 1),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** The version of the server that is measured. */
export async function postgresVersion(db: Database): Promise<string> {
  const [row] = await db.execute<{ version: string }>(sql`select current_setting('server_version') as version`);
  return row!.version;
}

/** How long something took, in seconds. */
export async function timed(act: () => unknown): Promise<number> {
  const from = performance.now();
  await act();
  return (performance.now() - from) / 1000;
}
