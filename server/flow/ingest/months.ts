// Data months: up to where a monthly source can be read. An unfinished or undelivered month is never read as one without income.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { addDays, addMonths, monthEnd } from '../../kernel/clock.ts';

/** Older than this many months behind the last complete calendar month, a source says nothing. */
const OLDEST = 2;
/** A source by school term may be one term behind. */
const TERM = 6;

export interface DataMonths {
  /** First day of the last complete month delivered, or of the newest term, by dataset; null: never, or too old to judge by. */
  dataMonths: Record<string, string | null>;
  /** Months that a dataset skipped in the three years before: windows that touch one are unknown. */
  gaps: Record<string, string[]>;
}

/** Which months each monthly dataset has delivered, as of a day (YYYY-MM-DD). A month is complete on its last day. */
export async function readDataMonths(tx: Executor, datasets: string[], asOf: string): Promise<DataMonths> {
  const last = asOf === monthEnd(asOf) ? `${asOf.slice(0, 7)}-01` : addMonths(asOf, -1);
  const rows = await tx.execute<{ dataset: string; months: string[]; is_term: boolean }>(sql`
    select dataset, array_agg(distinct month::text order by month::text) as months, bool_or(is_term) as is_term
    from (select m.dataset, m.month, false as is_term from batch_months m join batches b on b.id = m.batch_id
        where b.status = 'accepted' and m.month <= ${last}::date
      union all
      select b.dataset, b.period_from, true from batches b
        where b.status = 'accepted' and b.period ~ '^[0-9]{4}-[12]$' and b.period_from <= ${asOf}::date) as told
    where month > ${addDays(last, -1100)}::date and dataset = any(${sql.param(datasets)}::text[])
    group by 1`);
  const found: DataMonths = { dataMonths: {}, gaps: {} };
  for (const dataset of datasets) {
    const row = rows.find((one) => one.dataset === dataset);
    const months = row?.months ?? [];
    const newest = months.at(-1) ?? null;
    const oldest = row?.is_term ? addMonths(termOf(asOf), -TERM) : addMonths(last, -OLDEST);
    found.dataMonths[dataset] = newest !== null && newest >= oldest ? newest : null;
    found.gaps[dataset] = newest === null ? [] : missingBetween(months, newest, row?.is_term ? TERM : 1);
  }
  return found;
}

/** The first day of the term in which a day lies: February to July, August to January. */
function termOf(day: string): string {
  const start = addMonths(day, -1);
  return `${start.slice(0, 4)}-${start.slice(5, 7) < '07' ? '02' : '08'}-01`;
}

function missingBetween(known: readonly string[], newest: string, step: number): string[] {
  const missing: string[] = [];
  for (let month = known[0]!; month < newest; month = addMonths(month, step))
    if (!known.includes(month)) missing.push(month);
  return missing;
}
