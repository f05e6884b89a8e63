// How far each source can be read, and what is blind because one is late: unknown, which is not "no risk".
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Catalogue } from '../catalogue.ts';
import { rulesOn } from '../flow/alerts/filter.ts';
import type { AlertMap } from '../flow/alerts/model.ts';
import { readDataMonths } from '../flow/ingest/months.ts';
import { readBook } from '../flow/rules/book.ts';
import { dayOf } from '../kernel/clock.ts';

/**
 * Each dataset with its newest delivery. A monthly source is blind past its data month, any other when it never delivered; one that
 * somebody has said is only planned blinds nobody.
 */
export async function readSources(
  tx: Executor,
  { contracts, sources, book: base }: Catalogue,
  now: Date,
): Promise<AlertMap['sources']> {
  const { dataMonths } = await readDataMonths(tx, sources, dayOf(now));
  const book = await readBook(tx, base);
  const newest = await tx.execute<{ dataset: string; until: string | null }>(sql`
    select dataset, max(period_until)::text as until from batches where status = 'accepted' group by 1`);
  const planned = await tx.execute<{ dataset: string }>(
    sql`select dataset from sources where state = 'planned' and from_on <= ${dayOf(now)}::date`,
  );
  const untilOf = new Map(newest.map((row) => [row.dataset, row.until]));
  return contracts
    .filter((contract) => contract.mode !== 'registry')
    .map((contract) => {
      const { dataset, title } = contract;
      const isMonthly = sources.includes(dataset);
      return {
        dataset,
        title,
        month: isMonthly ? (dataMonths[dataset] ?? null) : (untilOf.get(dataset) ?? null),
        isBlind:
          !planned.some((one) => one.dataset === dataset) &&
          (isMonthly ? (dataMonths[dataset] ?? null) === null : !untilOf.has(dataset)),
        rules: rulesOn(book, contract),
      };
    });
}
