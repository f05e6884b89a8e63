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
  const changed = await tx.execute(sql`insert into household_indicators (household_id, ${sql.raw(all.join(', '))})
    select household_id, ${sql.raw(all.map((column) => (places.includes(column) ? `s.${column}` : `c.${column}`)).join(', '))}
    from scope_households s join computed c using (household_id)
    on conflict (household_id) do update set ${sql.raw(all.map((column) => `${column} = excluded.${column}`).join(', '))}
    where ${sql.raw(`(${all.map((column) => `household_indicators.${column}`).join(', ')})`)}
      is distinct from ${sql.raw(`(${all.map((column) => `excluded.${column}`).join(', ')})`)}`);
  return changed.count;
};
