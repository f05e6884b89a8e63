// Indicators of one household month by month, by the very definitions the rules read, each with the lines the rules hold it against.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { compileIndicators } from '../flow/indicators/compile.ts';
import { columnOf, type IndicatorCatalogue, kindsOf, sourcesOf } from '../flow/indicators/definition.ts';
import type { AsOf } from '../flow/indicators/windows.ts';
import type { RuleBook } from '../flow/rules/load.ts';
import type { Values } from '../flow/rules/number.ts';
import type { ParameterCatalogue } from '../flow/rules/parameters.ts';
import { monthEnd } from '../kernel/clock.ts';
import { everMembers, type FoundHousehold } from './find.ts';
import type { Chart, Series } from './model.ts';
import { monthsUntil, readToldMonths } from './months.ts';
import { type Held, heldAgainst } from './thresholds.ts';

interface Asked {
  book: RuleBook;
  today: string;
}

/**
 * What each indicator that a rule holds against a line was at the end of each of 24 months, as the data say today; the running month as of
 * today. A month in which a source it rests on has told nothing is unknown. People count as they were registered then, before the first
 * register as in the first.
 */
export async function readSeries(tx: Executor, household: FoundHousehold, { book, today }: Asked): Promise<Series> {
  const { indicators, parameters } = book.catalogue;
  const held = heldAgainst(book.rules, indicators);
  const wanted = [...new Set(held.flatMap((one) => [one.indicator, ...one.needs]))].filter((name) =>
    indicators.has(name),
  );
  const months = monthsUntil(today);
  const told = await readToldMonths(tx, months, today);
  const catalogue = partOf(indicators, wanted);
  const standards = await readStandards(tx, household, { parameters, months });
  const days = months.map(
    (month): AsOf => ({
      asOf: month.slice(0, 7) === today.slice(0, 7) ? today : monthEnd(month),
      ...dataMonthsAt(month, catalogue, told),
    }),
  );
  const computed = await readMonths(tx, household, { catalogue, days });
  const rows = months.map((_, index): Values => ({ ...computed[index], ...standards[index] }));
  return { id: household.publicId, months, charts: chartsOf(held, rows, indicators) };
}

/** What the sources had told up to a month; one that says nothing of that very month is unknown, and so are windows across a gap. */
function dataMonthsAt(
  month: string,
  catalogue: IndicatorCatalogue,
  told: Map<string, Set<string>>,
): Pick<AsOf, 'dataMonths' | 'gaps'> {
  const sources = [...new Set([...catalogue.keys()].flatMap((id) => sourcesOf(catalogue, id)))];
  const known = (source: string) => told.get(source) ?? new Set<string>();
  // Months before a source's first are gaps too: half a window drawn as a sum would look like a fall.
  const gapsOf = (source: string) => monthsUntil(month).filter((one) => !known(source).has(one));
  return {
    dataMonths: Object.fromEntries(sources.map((source) => [source, known(source).has(month) ? month : null])),
    gaps: Object.fromEntries(sources.map((source) => [source, gapsOf(source)])),
  };
}

/** The definitions wanted and all they are computed from, in the catalogue's order. */
function partOf(indicators: IndicatorCatalogue, wanted: readonly string[]): IndicatorCatalogue {
  const names = new Set<string>();
  const add = (name: string): void => {
    const one = indicators.get(name);
    if (!one || names.has(name)) return;
    names.add(name);
    if (one.from === 'row') one.parts.forEach(add);
  };
  wanted.forEach(add);
  return new Map([...indicators].filter(([name]) => names.has(name)));
}

/**
 * The indicators of each day, all in one statement: the facts of everybody who counts here or did are read once, and stand under the name of
 * their table for what the definitions compile to. Month by month it was 24 statements, each planned anew over every kind's partition: 1.1 s
 * on a busy machine where this takes 0.4 s, most of it planning.
 */
async function readMonths(
  tx: Executor,
  { id, area, county, settlement }: FoundHousehold,
  { catalogue, days }: { catalogue: IndicatorCatalogue; days: readonly AsOf[] },
): Promise<Values[]> {
  const kinds = [...new Set(['life.death', ...[...catalogue.keys()].flatMap((name) => kindsOf(catalogue, name))])];
  const months = days.map(
    (day, index) => sql`select ${sql.raw(String(index))}::int as month, c.* from (
      with home as (select distinct on (identity_id) identity_id, person_id, household_id from stays
        order by identity_id, (person_id <> identity_id), (from_on <= ${day.asOf}::date) desc,
          case when from_on <= ${day.asOf}::date then from_on end desc nulls last, from_on, batch_id desc, line desc),
      deaths as (select i.identity_id, min(f.on_date) as died_on from ids i join facts f on f.kind = 'life.death' and f.subject_kind = 'person'
        and f.subject_id = i.person_id and f.on_date <= ${day.asOf}::date group by 1),
      current_members as (select i.person_id, h.household_id, p.born_on, d.died_on, d.died_on is null as is_living, i.identity_id,
          i.person_id <> h.person_id as is_alias, i.person_id <> i.identity_id as is_linked
        from ids i join home h using (identity_id) join people p on p.id = i.identity_id left join deaths d using (identity_id)
        where h.household_id = ${id} and not exists (select 1 from gone g where g.person_id = h.person_id))
      ${compileIndicators(catalogue, day)}) c`,
  );
  const rows = await tx.execute<Record<string, number | null> & { month: number }>(sql`
    with recursive reach as (select person_id as root, person_id from ${everMembers(id)} m
      union select r.root, case when l.person_id = r.person_id then l.same_as_id else l.person_id end
        from reach r join identity_links l on l.retracted_at is null and r.person_id in (l.person_id, l.same_as_id)),
    kept as (select distinct on (root) root, person_id as identity_id from reach
      order by root, (person_id in (select person_id from identity_links where retracted_at is null)), person_id),
    ids as materialized (select distinct r.person_id, k.identity_id from reach r join kept k using (root)),
    people as materialized (select p.id, p.born_on from persons p where p.id in (select identity_id from ids)),
    stays as materialized (select i.identity_id, i.person_id, m.household_id, m.from_on, m.batch_id, m.line
      from ids i join memberships m on m.person_id = i.person_id and m.retracted_at is null),
    gone as materialized (select person_id from ids where left_household(person_id, ${id}) is not null),
    facts as materialized (select f.* from ids i join public.facts f on f.subject_kind = 'person' and f.subject_id = i.person_id
        where f.retracted_at is null and f.kind = any(${sql.param(kinds)}::text[])
      union all select f.* from public.facts f where f.subject_kind = 'household' and f.subject_id = ${id}
        and f.retracted_at is null and f.kind = any(${sql.param(kinds)}::text[])),
    scope_households as materialized (select ${id}::bigint as household_id, ${county}::text as county_code, ${area}::text as area_code,
      ${settlement}::text as settlement)
    ${sql.join(months, sql` union all `)}`);
  return days.map((_, index) => {
    const row = rows.find((one) => one.month === index);
    return Object.fromEntries([...catalogue.keys()].map((name) => [name, row?.[columnOf(name)] ?? null]));
  });
}

/** The local standards of the household's county at each month's end: the narrowest area, urban or rural before both, the newest. */
async function readStandards(
  tx: Executor,
  { county, settlement }: FoundHousehold,
  { parameters, months }: { parameters: ParameterCatalogue; months: readonly string[] },
): Promise<Values[]> {
  const rows = await tx.execute<{ month: string; name: string; value: number }>(sql`
    select m.month, n.name, (select p.value::float8 from parameters p where p.name = n.name and p.retracted_at is null
        and p.status = 'in-force' and ${county}::text ^@ p.area_code and (p.settlement is null or p.settlement = ${settlement})
        and p.from_on <= m.ending::date and (p.until_on is null or p.until_on >= m.ending::date)
        order by length(p.area_code) desc, p.settlement nulls last, p.from_on desc limit 1) as value
    from unnest(${sql.param([...months])}::text[], ${sql.param(months.map(monthEnd))}::text[]) as m(month, ending)
      cross join unnest(${sql.param([...parameters.values()].map((one) => one.name))}::text[]) as n(name)`);
  return months.map((month) =>
    Object.fromEntries(
      [...parameters].map(([key, { name }]) => [
        `standard.${key}`,
        rows.find((row) => row.month === month && row.name === name)?.value ?? null,
      ]),
    ),
  );
}

/** One chart an indicator, with a line a rule. An indicator that was never known, or never anything but nothing, has no chart. */
function chartsOf(held: readonly Held[], rows: readonly Values[], indicators: IndicatorCatalogue): Chart[] {
  return [...new Set(held.map((one) => one.indicator))].flatMap((id) => {
    const values = rows.map((row) => row[id] ?? null);
    const one = indicators.get(id);
    if (!one || values.every((value) => value === null || value === 0)) return [];
    const thresholds = held
      .filter((other) => other.indicator === id)
      .map(({ rule, by, part, line }) => ({
        ...{ ruleId: rule.id, rule: rule.definition.names, by, part },
        values: rows.map((row) => line(row) ?? null),
      }));
    return [{ indicator: id, label: one.label, unit: one.unit, values, thresholds }];
  });
}
