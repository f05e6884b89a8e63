// Compiles the catalogue into one statement: a household in, its row of numbers out. It reads the step's temporary tables
// scope_households and current_members (which should hold the people of those households and no others) and facts.
import { type SQL, sql } from 'drizzle-orm';
import { columnOf, type FactIndicator, type IndicatorCatalogue, type IndicatorDefinition } from './definition.ts';
import { type Extent, familiesOf, familySql, namedColumn, readingOf } from './families.ts';
import { agesSql, FORMULAS, MEMBER_COUNTS, type Part } from './named.ts';
import type { AsOf } from './windows.ts';

/** The columns of household_indicators that the statement fills besides household_id, in its order. */
export function indicatorColumns(catalogue: IndicatorCatalogue): string[] {
  return [...catalogue.keys()].map(columnOf);
}

export interface CompileOptions {
  /** Same rows, another plan (families.ts). */
  readonly extent?: Extent;
  /** Columns of scope_households to carry along, after household_id. */
  readonly beside?: readonly string[];
}

/**
 * A select of one row for each household in scope_households: household_id and a float8 column an indicator, NULL where
 * unknown. Each family of fact kinds is read once. Writes nothing, so a second run gives the same rows.
 *
 * One statement with a subquery a family, not a temporary table a family: nothing to drop, nothing to analyse.
 */
export function compileIndicators(
  catalogue: IndicatorCatalogue,
  day: AsOf,
  { extent = 'many', beside = [] }: CompileOptions = {},
): SQL {
  const families = familiesOf(catalogue);
  const named = new Map(
    families.flatMap((family) =>
      family.indicators.flatMap((one) =>
        one.zero === 'named' && 'source' in one.window
          ? [[one.id, `coalesce(${family.name}.${namedColumn(one.window.source)}, false)`] as const]
          : [],
      ),
    ),
  );
  const homes = new Map(families.flatMap((family) => family.indicators.map((one) => [one.id, family.name] as const)));
  const values = new Map<string, string>();
  for (const one of catalogue.values()) {
    values.set(one.id, rounded(one, valueSql(one, { values, named, home: homes.get(one.id), day })));
  }
  const columns = [...values].map(([id, value]) => `${value} as ${columnOf(id)}`);
  const tables = [
    'scope_households s',
    `left join (${membersSql(catalogue, day)}) as members on members.household_id = s.household_id`,
    ...families.flatMap((family) => {
      const facts = familySql(family, day, extent);
      return facts ? [`left join (${facts}) as ${family.name} on ${family.name}.household_id = s.household_id`] : [];
    }),
  ];
  return sql.raw(
    `select ${['household_id', ...beside]
      .map((column) => `s.${column}`)
      .concat(columns)
      .join(',\n  ')}\nfrom ${tables.join('\n')}`,
  );
}

interface Context {
  /** The SQL of the indicators before this one. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether the indicator's source has named one of the household's people. */
  readonly named: ReadonlyMap<string, string>;
  readonly home: string | undefined;
  readonly day: AsOf;
}

function valueSql(one: IndicatorDefinition, context: Context): string {
  if (one.from === 'members') return `coalesce(members.${columnOf(one.id)}, 0)::float8`;
  if (one.from === 'facts') return factValue(one, context);
  const formula = FORMULAS[one.named];
  if (!formula) throw new Error(`${one.id}: no formula is named ${one.named}`);
  const parts = one.parts.map((id): Part => {
    const value = context.values.get(id);
    if (!value) throw new Error(`${one.id}: its part ${id} does not come before it`);
    return { value, named: context.named.get(id) ?? null };
  });
  return `(${formula(parts)})::float8`;
}

// Zero or unknown (samples/README.md): too late is unknown; otherwise nothing found is zero if that is how the source reports.
function factValue(one: FactIndicator, { named, home, day }: Context): string {
  if (!readingOf(one, day)) return 'null::float8';
  const column = `${home}.${columnOf(one.id)}`;
  if (one.aggregation === 'latest' && one.people !== 'number') return column;
  return one.zero === 'named'
    ? `(case when ${named.get(one.id)} then coalesce(${column}, 0) end)`
    : `coalesce(${column}, 0)::float8`;
}

// Half a fen goes up, as in the rules' own reading (rules/to-sql.ts).
function rounded(one: IndicatorDefinition, value: string): string {
  return one.rounding === 'fen' ? `floor(${value} + 0.5::float8)` : value;
}

function membersSql(catalogue: IndicatorCatalogue, day: AsOf): string {
  const counts = [...catalogue.values()].flatMap((one) => {
    if (one.from !== 'members') return [];
    const condition = MEMBER_COUNTS[one.named];
    if (!condition) throw new Error(`${one.id}: no count of members is named ${one.named}`);
    const who = [condition(day), ...(one.ages ? [agesSql(one.ages, day)] : [])].join(' and ');
    return [`count(*) filter (where ${who}) as ${columnOf(one.id)}`];
  });
  return `select ${['m.household_id', ...counts].join(', ')} from current_members m where not m.is_alias group by 1`;
}
