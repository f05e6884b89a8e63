// The twenty-four months that the page looks back on, and which of them each source has told.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { addMonths, monthEnd } from '../kernel/clock.ts';

const SHOWN = 24;

/** The first days of the last 24 months, that of `today` included, the oldest first. */
export function monthsUntil(today: string): string[] {
  return Array.from({ length: SHOWN }, (_, index) => addMonths(today, index + 1 - SHOWN));
}

/**
 * Which months each dataset has delivered, by deliveries in force: those shown, and as many before them, since windows look back. A month
 * that is not over cannot be told yet.
 */
export async function readToldMonths(
  tx: Executor,
  months: readonly string[],
  today: string,
): Promise<Map<string, Set<string>>> {
  const last = today === monthEnd(today) ? today.slice(0, 7) : addMonths(today, -1).slice(0, 7);
  const rows = await tx.execute<{ dataset: string; months: string[] }>(sql`
    select m.dataset, array_agg(distinct m.month::text) as months from batch_months m join batches b on b.id = m.batch_id
    where b.status = 'accepted' and m.month between ${addMonths(months[0] ?? today, -SHOWN)}::date and ${`${last}-01`}::date group by 1`);
  return new Map(rows.map((row) => [row.dataset, new Set(row.months)]));
}
