// Layouts that a person confirmed: versions of a contract. The newest is tried first; older ones stay, since old files come again.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { ConfirmedLayout } from './layout.ts';

export interface KeptLayout extends ConfirmedLayout {
  version: number;
}

/** All that are in use, newest first. */
export async function readLayouts(tx: Executor): Promise<KeptLayout[]> {
  const rows = await tx.execute<{ dataset: string; version: number; headings: KeptLayout['headings'] }>(sql`
    select dataset, version, headings from layouts where retired_at is null order by confirmed_at desc, id desc`);
  return [...rows];
}

/**
 * Keeps a mapping as the dataset's next version and returns its number; one that is in use already keeps its number. Whether it is
 * sound is asked before, of layoutFaults.
 */
export async function confirmLayout(
  tx: Executor,
  { dataset, headings, by, now }: ConfirmedLayout & { by: string | null; now: Date },
): Promise<number> {
  const text = JSON.stringify(headings);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.layouts'))`);
  const [known] = await tx.execute<{ version: number }>(sql`select version from layouts
    where dataset = ${dataset} and headings = ${text}::jsonb and retired_at is null order by version desc limit 1`);
  if (known) return known.version;
  // Version 1 is the contract's own file.
  const [row] = await tx.execute<{ version: number }>(sql`
    insert into layouts (dataset, version, headings, confirmed_by, confirmed_at)
    select ${dataset}, coalesce(max(version), 1) + 1, ${text}::jsonb, ${by}, ${now.toISOString()} from layouts where dataset = ${dataset}
    returning version`);
  return row!.version;
}
