// The first two belts. A read made for a person takes a `Scope`, which only `makeScope` makes; `within` is its SQL.
// The third belt, row-level security, gets the same areas by `enterScope`.
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Executor } from '../../db/client.ts';

declare const branded: unique symbol;

/** What one person may see: area prefixes and the counties they touch. An empty one sees nothing. */
export interface Scope {
  readonly [branded]: 'scope';
  readonly userId: string;
  readonly areas: readonly string[];
  readonly counties: readonly string[];
  readonly department: string | null;
}

/** Builds a scope; `counties` are the six-digit divisions that the areas contain or lie in. */
export function makeScope(of: Omit<Scope, typeof branded>): Scope {
  return of as Scope;
}

/** SQL: the row's place lies in the scope. County first, so that an index answers; then the finer prefixes below a county. */
export function within(scope: Scope, county: PgColumn | SQL, area: PgColumn | SQL): SQL {
  if (scope.areas.length === 0) return sql`false`;
  const narrow = scope.areas.filter((code) => code.length > 6);
  const byCounty = sql`${county} = any(${sql.param([...scope.counties])}::text[])`;
  if (narrow.length === 0) return byCounty;
  return sql`(${byCounty} and ${area} ^@ any(${sql.param([...scope.areas])}::text[]))`;
}

/** Tells row-level security, for this transaction, who asks. Unset means no rows. */
export async function enterScope(tx: Executor, scope: Scope): Promise<void> {
  await tx.execute(sql`select set_config('shouwang.areas', ${toArray(scope.areas)}, true),
    set_config('shouwang.counties', ${toArray(scope.counties)}, true),
    set_config('shouwang.user', ${scope.userId}, true),
    set_config('shouwang.department', ${scope.department ?? ''}, true)`);
}

/** A PostgreSQL array literal; codes are digits only, so nothing needs quoting. Empty: '' (no rows). */
function toArray(codes: readonly string[]): string {
  const digits = codes.filter((code) => /^\d+$/.test(code));
  return digits.length > 0 ? `{${digits.join(',')}}` : '';
}
