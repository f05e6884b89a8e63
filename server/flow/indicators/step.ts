// Facts in, one row of numbers a household out. The cache is rewritten only where a number changed.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import type { Step } from '../turn.ts';
import { compileIndicators, indicatorColumns } from './compile.ts';
import type { IndicatorCatalogue } from './definition.ts';
import { prepareScope } from './scope.ts';

const PLACES = ['county_code', 'area_code', 'settlement'];

/** Up to so many households, looking each person up took less than reading all facts once (at a million households). */
const FEW = 50_000;

export const computeIndicators: Step<{ book: { catalogue: { indicators: IndicatorCatalogue } } }> = async (turn) => {
  const { tx, asOf, dataMonths, gaps, book } = turn;
  await prepareScope(turn);
  const indicators = book.catalogue.indicators;
  const everything = turn.touchedBy === 'everything';
  const extent = everything ? 'all' : (await isFew(tx)) ? 'few' : 'many';
  const computed = compileIndicators(indicators, { asOf, dataMonths, gaps }, { extent, beside: PLACES });
  const all = [...PLACES, ...indicatorColumns(indicators)];
  const row = (of: (column: string) => string) => sql.raw(all.map(of).join(', '));
  // In the order of persons and households all through: facts from their index, people and households from theirs. Hashes reach for
  // memory all over: 2.6 million pensions took 1.0 s of processor time by a hash, 0.4 s in order.
  if (everything) await tx.execute(sql`set local enable_hashagg = off`);
  // Only what changed is written down: all rows first, and then the comparison, cost half as long again. `offset 0` keeps the comparison
  // from working every formula out a second time.
  await tx.execute(sql`create temporary table computed on commit drop as
    select c.* from (${computed} offset 0) c left join household_indicators h using (household_id)
    where h.household_id is null or (${row((column) => `h.${column}`)}) is distinct from (${row((column) => `c.${column}`)})`);
  await tx.execute(sql`set local enable_hashagg = on`);
  const changed = await tx.execute(sql`insert into household_indicators (household_id, ${row((column) => column)})
    select household_id, ${row((column) => column)} from computed
    on conflict (household_id) do update set ${row((column) => `${column} = excluded.${column}`)}`);
  return changed.count;
};

/** A month's delivery of pensions touches half a province, a clerk's decision a family. */
async function isFew(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ few: boolean }>(sql`select count(*) <= ${FEW} as few from scope_households`);
  return row?.few ?? true;
}
