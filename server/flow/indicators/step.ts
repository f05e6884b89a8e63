// Facts in, one row of numbers a household out. The cache is rewritten only where a number changed.
import { sql } from 'drizzle-orm';
import type { Step } from '../turn.ts';
import { compileIndicators, indicatorColumns } from './compile.ts';
import type { IndicatorCatalogue } from './definition.ts';
import { prepareScope } from './scope.ts';

export const computeIndicators: Step<{ book: { catalogue: { indicators: IndicatorCatalogue } } }> = async (turn) => {
  const { tx, asOf, dataMonths, gaps, book } = turn;
  await prepareScope(turn);
  const indicators = book.catalogue.indicators;
  await tx.execute(
    sql`create temporary table computed on commit drop as ${compileIndicators(indicators, { asOf, dataMonths, gaps }, { everything: turn.touchedBy === 'everything' })}`,
  );
  const columns = indicatorColumns(indicators);
  const places = ['county_code', 'area_code', 'settlement'];
  const all = [...places, ...columns];
  const row = (of: (column: string) => string) => sql.raw(all.map(of).join(', '));
  const now = (column: string) => (places.includes(column) ? `s.${column}` : `c.${column}`);
  // Unchanged rows are left out before the insert: a conflict writes a lock into its row even where the update then does nothing.
  const changed = await tx.execute(sql`insert into household_indicators (household_id, ${row((column) => column)})
    select household_id, ${row(now)}
    from scope_households s join computed c using (household_id) left join household_indicators h using (household_id)
    where h.household_id is null or (${row((column) => `h.${column}`)}) is distinct from (${row(now)})
    on conflict (household_id) do update set ${row((column) => `${column} = excluded.${column}`)}`);
  return changed.count;
};
