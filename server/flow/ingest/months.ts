// Data months: up to where a monthly source can be read. An unfinished or undelivered month is never read as one without income.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { addDays, addMonths, monthEnd } from '../../kernel/clock.ts';

/** Older than this many months behind the last complete calendar month, a source says nothing. */
const OLDEST = 2;

export interface DataMonths {
  /** First day of the last complete month delivered, by dataset; null: never, or too old to judge by. */
  dataMonths: Record<string, string | null>;
  /** Months that a dataset skipped in the three years before: windows that touch one are unknown. */
  gaps: Record<string, string[]>;
}

/** Which months each monthly dataset has delivered, as of a day (YYYY-MM-DD). A month is complete on its last day. */
export async function readDataMonths(tx: Executor, datasets: string[], asOf: string): Promise<DataMonths> {
  const last = asOf === monthEnd(asOf) ? `${asOf.slice(0, 7)}-01` : addMonths(asOf, -1);
  const rows = await tx.execute<{ dataset: string; months: string[] }>(sql`
    select m.dataset, array_agg(distinct m.month::text order by m.month::text) as months
    from batch_months m join batches b on b.id = m.batch_id
    where b.status = 'accepted' and m.month <= ${last}::date and m.month > ${addDays(last, -1100)}::date
      and m.dataset = any(${sql.param(datasets)}::text[])
    group by 1`);
  const found: DataMonths = { dataMonths: {}, gaps: {} };
  for (const dataset of datasets) {
    const months = rows.find((row) => row.dataset === dataset)?.months ?? [];
    const newest = months.at(-1) ?? null;
    found.dataMonths[dataset] = newest !== null && newest >= addMonths(last, -OLDEST) ? newest : null;
    found.gaps[dataset] = newest === null ? [] : missingBetween(months[0]!, newest, new Set(months));
  }
  return found;
}

function missingBetween(first: string, last: string, months: Set<string>): string[] {
  const missing: string[] = [];
  for (let month = first; month < last; month = addMonths(month, 1)) if (!months.has(month)) missing.push(month);
  return missing;
}
