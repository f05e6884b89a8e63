// Groups indicators into families, each of which reads its facts once: one aggregate a household with a `filter` an indicator.
import { columnOf, type FactIndicator, type Filter, type IndicatorCatalogue, windowsOf } from './definition.ts';
import { agesSql, MEASURES } from './named.ts';
import {
  type AsOf,
  dateSql,
  inForce,
  inSpan,
  monthNumberSql,
  namedSpan,
  type Span,
  spanOf,
  textSql,
} from './windows.ts';

export interface Family {
  readonly name: string;
  readonly subject: FactIndicator['subject'];
  readonly kinds: readonly string[];
  readonly indicators: readonly FactIndicator[];
}

/** The facts an indicator looks at: the condition on `f` (on `m`, too, of a named measure), the number each gives. */
export interface Reading {
  readonly condition: string;
  readonly value: string;
  readonly span: Span;
}

/**
 * Families of indicators that share a kind of facts, or a source whose naming somebody decides between zero and unknown. As few kinds
 * to a family as that allows: wages and pensions as one took 2.4 s of processor time for 4.7 million facts, each alone 1.8 s in sum,
 * since every filter asked every fact for its kind.
 */
export function familiesOf(catalogue: IndicatorCatalogue): Family[] {
  const families: { subject: FactIndicator['subject']; kinds: string[]; indicators: FactIndicator[] }[] = [];
  for (const one of catalogue.values()) {
    if (one.from !== 'facts') continue;
    const family = { subject: one.subject, kinds: [...one.kinds], indicators: [one] };
    for (const other of families.filter((other) => belongs(one, other.indicators))) {
      family.kinds = [...new Set([...other.kinds, ...family.kinds])];
      family.indicators = [...other.indicators, ...family.indicators];
      families.splice(families.indexOf(other), 1);
    }
    families.push(family);
  }
  return families.map((family) => ({
    name: `${family.kinds[0]?.replace(/[^a-z0-9]/g, '_')}_of_${family.subject}`,
    ...family,
  }));
}

function belongs(one: FactIndicator, family: readonly FactIndicator[]): boolean {
  const word = (kinds: readonly string[]) => kinds[0]?.split('.')[0];
  const naming = ({ zero, window }: FactIndicator) =>
    zero === 'named' && 'source' in window ? window.source : undefined;
  return family.some(
    (other) =>
      other.subject === one.subject &&
      (other.kinds.some((kind) => one.kinds.includes(kind)) ||
        (word(other.kinds) === word(one.kinds) && naming(one) !== undefined && naming(other) === naming(one))),
  );
}

/** What a family's statement says of every fact before a filter asks: its kinds, and the days between which it begins. */
interface Around {
  readonly kinds: readonly string[];
  readonly span: Span;
}

/**
 * What an indicator reads; undefined when the source of one of its windows is too late to say anything. What `around` says already is
 * left out of the condition, which may then be empty.
 */
export function readingOf(one: FactIndicator, day: AsOf, around?: Around): Reading | undefined {
  const span = spanOf(one.window, day);
  if (!span || !windowsOf(one).every((window) => spanOf(window, day))) return undefined;
  const conditions = [...ofOtherKinds(one.kinds, around), ...narrower(span, around)];
  let value = 'f.amount::float8';
  if (one.named) {
    const measure = MEASURES[one.named];
    if (!measure) throw new Error(`${one.id}: no measure is named ${one.named}`);
    const { value: measured, condition } = measure(span.to);
    value = measured;
    conditions.push(condition);
  }
  if (one.filter && one.aggregation === 'latest' && (one.unit === 'flag' || one.people === 'number')) {
    value = `(case when ${filterSql(one.filter, 'f')} then 1 else 0 end)::float8`;
  } else if (one.filter) {
    conditions.push(filterSql(one.filter, 'f'));
  }
  return { condition: conditions.join(' and '), value, span };
}

function ofOtherKinds(kinds: readonly string[], around: Around | undefined): string[] {
  return around?.kinds.every((kind) => kinds.includes(kind)) ? [] : [ofKinds(kinds)];
}

function narrower(span: Span, around: Around | undefined): string[] {
  if (!around) return [inSpan(span, 'f')];
  const { from, to } = around.span;
  const left: Partial<Span> = {
    ...(to > span.to ? { to: span.to } : {}),
    ...(span.from && (span.touches || !from || from < span.from) ? { from: span.from, touches: span.touches } : {}),
  };
  return [inSpan(left, 'f')].filter((condition) => condition !== '');
}

/** The facts that leave a person out of a number of people: a condition on `fact` each. Only of an indicator with a reading. */
export function withoutOf(one: FactIndicator, day: AsOf, fact: string): string[] {
  return (one.without ?? []).flatMap(({ window, filter }) => {
    const span = spanOf(window, day);
    if (!span) return [];
    return [[ofKinds(one.kinds, fact), inSpan(span, fact), ...(filter ? [filterSql(filter, fact)] : [])].join(' and ')];
  });
}

/** Which people of the household count: a condition on `m`, undefined for all of them, the dead included. */
export function peopleOf({ of, ages }: Pick<FactIndicator, 'of' | 'ages'>, day: AsOf): string | undefined {
  const conditions = [...(of === 'living' ? ['m.is_living'] : []), ...(ages ? [agesSql(ages, day)] : [])];
  return conditions.length === 0 ? undefined : conditions.join(' and ');
}

/** How many of all households are looked at: all there are, so many that reading all facts is cheaper, or so few that looking up is. */
export type Extent = 'all' | 'many' | 'few';

/**
 * One row a household that has any such fact: a column an indicator, and `named__<source>` for the monthly sources.
 * Undefined when every source of the family is too late: nothing to read.
 *
 * `everything` says that the households in scope are all there are: then facts are added up by person before people are
 * joined to them, not after. With 2.7 million facts of 200,000 households the whole statement took 2.4 s instead of 3.6 s.
 * A few touched households are found the other way round, from their people by index.
 */
export function familySql(family: Family, day: AsOf, extent: Extent): string | undefined {
  const everything = extent === 'all';
  const around = { kinds: family.kinds, span: spanAround(family, day) };
  const columns = [...indicatorColumns(family, day, around), ...namedColumns(family, day, around)];
  if (columns.length === 0) return undefined;
  const condition = [ofKinds(around.kinds), inForce(day, 'f'), inSpan(around.span, 'f')].join(' and ');
  const inner = columns.flatMap(({ parts }) => parts.map((part) => `${part.sql} as ${part.name}`)).join(', ');
  const outer = columns.map((column) => `${column.outer} as ${column.name}`).join(', ');
  if (everything && family.subject === 'household')
    return `select f.subject_id as household_id, ${inner} from facts f where f.subject_kind = 'household' and ${condition} group by 1`;
  if (family.subject === 'household' || (!everything && columns.every((column) => column.isPlain))) {
    const household = `${family.subject === 'person' ? 'm' : 'h'}.household_id`;
    return `select ${household} as household_id, ${inner} from ${factsOf(family.subject, condition, extent)} group by 1`;
  }
  if (everything && !family.indicators.some((one) => one.named)) {
    const people = `select f.subject_id, false as is_linked, ${inner} from facts f
      where f.subject_kind = 'person' and ${condition} group by 1
      union all select m.identity_id, true, ${inner} from ${scopeSql('person')} where m.is_linked and ${condition} group by 1`;
    return `select m.household_id, ${outer} from (${people}) as person join current_members m
      on m.person_id = person.subject_id and m.is_linked = person.is_linked and not m.is_alias group by 1`;
  }
  const person = 'm.household_id, m.identity_id, m.is_living, m.born_on';
  const people = `select ${person}, ${inner} from ${factsOf('person', condition, extent)} group by ${person}`;
  return `select m.household_id, ${outer} from (${people}) as m group by 1`;
}

/**
 * Of a few, the facts are looked up one by one: `offset 0` keeps the planner from joining. Left to itself it read all 7.5 million
 * contributions in the order of their index for 10,000 households of a million, 2.9 s where looking them up takes 0.2 s.
 */
function factsOf(subject: FactIndicator['subject'], condition: string, extent: Extent): string {
  if (extent !== 'few') return `${scopeSql(subject)} where ${condition}`;
  const [scope, id] =
    subject === 'person' ? ['current_members m', 'm.person_id'] : ['scope_households h', 'h.household_id'];
  return `${scope} cross join lateral (select * from facts f where f.subject_kind = '${subject}' and f.subject_id = ${id}
    and ${condition} offset 0) f`;
}

/** Where a family's facts are found: by the household's people, dead ones included, or by the household itself. */
export function scopeSql(subject: FactIndicator['subject']): string {
  return subject === 'person'
    ? `current_members m join facts f on f.subject_kind = 'person' and f.subject_id = m.person_id`
    : `scope_households h join facts f on f.subject_kind = 'household' and f.subject_id = h.household_id`;
}

export function ofKinds(kinds: readonly string[], fact = 'f'): string {
  return kinds.length === 1
    ? `${fact}.kind = ${textSql(kinds[0] ?? '')}`
    : `${fact}.kind in (${kinds.map(textSql).join(', ')})`;
}

/** The sources of a family whose naming somebody decides between zero and unknown, with the kinds they deliver. */
export function namingSources(family: Family): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const one of family.indicators) {
    if (one.zero !== 'named' || !('source' in one.window)) continue;
    sources.set(one.window.source, [...new Set([...(sources.get(one.window.source) ?? []), ...one.kinds])]);
  }
  return sources;
}

export function namedColumn(source: string): string {
  return `named__${source.replaceAll('-', '_')}`;
}

interface Column {
  readonly name: string;
  /** Over the facts of one person, or of the household itself. */
  readonly parts: readonly { readonly name: string; readonly sql: string }[];
  /** Over the people of a household, each with the parts. */
  readonly outer: string;
  /** Its one part may be taken over the facts of all the household's people at once. */
  readonly isPlain: boolean;
}

function indicatorColumns(family: Family, day: AsOf, around: Around): Column[] {
  return family.indicators.flatMap((one) => {
    const reading = readingOf(one, day, around);
    if (!reading) return [];
    const name = columnOf(one.id);
    const without = withoutOf(one, day, 'f').map((condition, index) => ({
      name: `${name}__without_${index + 1}`,
      sql: `count(*) filter (where ${condition})`,
    }));
    const who = peopleOf(one, day);
    const isPlain = one.people === 'total' && !who && ['sum', 'count', 'max'].includes(one.aggregation);
    return [{ name, parts: [...partsOf(one, name, reading), ...without], outer: outerSql(one, name, who), isPlain }];
  });
}

function outerSql(one: FactIndicator, name: string, who: string | undefined): string {
  const value = one.aggregation === 'overlap' ? overlapSql(`${name}__1`, `${name}__2`) : name;
  const filter = who ? ` filter (where ${who})` : '';
  if (one.people === 'worst') return `max(${value})${filter}`;
  if (one.people === 'total') return `${one.aggregation === 'max' ? 'max' : 'sum'}(${value})${filter}`;
  const none = (one.without ?? []).map((_, index) => `${name}__without_${index + 1} = 0`);
  const conditions = [`${value} <> 0`, ...none, ...(who ? [who] : [])];
  return `(count(*) filter (where ${conditions.join(' and ')}))::float8`;
}

function partsOf(one: FactIndicator, name: string, { condition, value, span }: Reading): Column['parts'] {
  switch (one.aggregation) {
    case 'count':
      return [{ name, sql: `(${filtered('count(*)', condition)})::float8` }];
    case 'latest': {
      const newest = filtered(`array_agg(${value} order by f.on_date desc, f.id desc)`, condition);
      return [{ name, sql: `(${newest})[1]` }];
    }
    case 'overlap':
      return one.kinds.map((kind, index) => ({
        name: `${name}__${index + 1}`,
        sql: filtered(`range_agg(${monthsSql('f', span)})`, [ofKinds([kind]), condition].filter(Boolean).join(' and ')),
      }));
    default:
      return [{ name, sql: filtered(`${one.aggregation}(${value})`, condition) }];
  }
}

function filtered(aggregate: string, condition: string): string {
  return condition ? `${aggregate} filter (where ${condition})` : aggregate;
}

/** The months a fact runs through, up to the end of the span. */
export function monthsSql(fact: string, { to }: Span): string {
  const last = `least(coalesce(${fact}.until_date, ${dateSql(to)}), ${dateSql(to)})`;
  const first = monthNumberSql(`${fact}.on_date`);
  return `int4range(${first}::int, greatest(${first}, ${monthNumberSql(last)})::int, '[]')`;
}

function overlapSql(one: string, other: string): string {
  return `(select sum(upper(months) - lower(months))::float8 from unnest(${one} * ${other}) as months)`;
}

function namedColumns(family: Family, day: AsOf, around: Around): Column[] {
  return [...namingSources(family)].map(([source, kinds]) => {
    const name = namedColumn(source);
    const condition = [...ofOtherKinds(kinds, around), ...narrower(namedSpan(source, day), around)].join(' and ');
    const sql = condition ? `bool_or(${condition})` : 'true';
    return { name, parts: [{ name, sql }], outer: `bool_or(${name})`, isPlain: true };
  });
}

// The widest dates any column needs, so that the statement does not read a decade for three months.
function spanAround(family: Family, day: AsOf): Span {
  const spans = [
    ...family.indicators.flatMap((one) => windowsOf(one).flatMap((window) => spanOf(window, day) ?? [])),
    ...[...namingSources(family).keys()].map((source) => namedSpan(source, day)),
  ];
  const to =
    spans
      .map((span) => span.to)
      .sort()
      .at(-1) ?? day.asOf;
  const from = spans.map((span) => (span.touches ? undefined : span.from));
  const earliest = from.every((date) => date !== undefined) ? from.sort()[0] : undefined;
  return earliest ? { from: earliest, to } : { to };
}

function filterSql(filter: Filter, fact: string): string {
  const conditions: string[] = [];
  if (filter.code) conditions.push(`${fact}.code in (${filter.code.map(textSql).join(', ')})`);
  for (const [key, wanted] of Object.entries(filter.attributes ?? {})) {
    const attribute = `${fact}.attributes ->> ${textSql(key)}`;
    if (typeof wanted === 'object') {
      const not = [wanted.not].flat().map((one) => textSql(String(one)));
      conditions.push(`coalesce((${attribute}) not in (${not.join(', ')}), true)`);
    } else {
      conditions.push(`${attribute} = ${textSql(String(wanted))}`);
    }
  }
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}
