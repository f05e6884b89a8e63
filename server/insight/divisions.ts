// Into which divisions the figures of a place fall: its children, or the place itself where something lies in none of them.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Scope } from '../access/scope.ts';

export interface Division extends Record<string, unknown> {
  code: string;
  name: string;
  level: string;
}

/** How many digits the children of a place have. A province shows its counties at once: borders are the counties'. */
export function childLength(code: string): number {
  return ({ 2: 6, 4: 6, 6: 9, 9: 12 } as Record<number, number>)[code.length] ?? 12;
}

/** The widest place that holds all a scope may see. */
export function widest(scope: Scope): string {
  const sorted = [...scope.areas].sort((left, right) => left.length - right.length);
  const first = sorted[0] ?? '';
  // Several villages of one coordinator, several townships of one body: what they have in common.
  let common = first;
  while (common.length > 2 && !scope.areas.every((area) => area.startsWith(common)))
    common = common.slice(0, common.length > 9 ? 9 : common.length - (common.length > 6 ? 3 : 2));
  return common;
}

/** The place asked for, or the widest of the caller's; undefined when it is not theirs. */
export async function findPlace(tx: Executor, scope: Scope, code = widest(scope)): Promise<Division | undefined> {
  const [area] = await tx.execute<Division>(sql`select code, name, level from areas where code = ${code}`);
  return area && scope.areas.some((mine) => mine.startsWith(code) || code.startsWith(mine)) ? area : undefined;
}

/** The children of a place that the caller has part in, in the order of their codes. */
export async function listDivisions(tx: Executor, scope: Scope, code: string): Promise<Division[]> {
  const divisions = await tx.execute<Division>(sql`
    select code, name, level from areas where length(code) = ${childLength(code)} and code ^@ ${code} order by code`);
  return divisions.filter((division) =>
    scope.areas.some((one) => one.startsWith(division.code) || division.code.startsWith(one)),
  );
}

/**
 * Figures by child, those that lie in none of the divisions told of the place itself (a warning about a whole county lies in none of its
 * townships): so the parts add up, whatever code a row carries. Returns the divisions with the place among them where it is needed.
 */
export function settle<T extends { child: string }>(
  rows: readonly T[],
  divisions: readonly Division[],
  place: Division,
): { rows: T[]; divisions: Division[] } {
  const known = new Set(divisions.map((one) => one.code));
  const settled = rows.map((row) => (known.has(row.child) ? row : { ...row, child: place.code }));
  const isNeeded = !known.has(place.code) && settled.some((row) => row.child === place.code);
  return { rows: settled, divisions: isNeeded ? [...divisions, place] : [...divisions] };
}
