// The operator at the terminal sees the whole province.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { makeScope, type Scope } from '../access/scope.ts';

/** Stands where an account's id must: somebody at the command line. */
export const AT_COMMAND_LINE = '00000000-0000-0000-0000-000000000000';

/** A scope of every division. */
export async function wholeProvince(db: Executor): Promise<Scope> {
  const rows = await db.execute<{ code: string }>(sql`select code from areas where length(code) <= 6`);
  const counties = rows.map((row) => row.code);
  return makeScope({ userId: AT_COMMAND_LINE, areas: ['22'], counties, department: null });
}
