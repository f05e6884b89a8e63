// What an indicator is: the shape of rules/indicators/*.yaml. How it becomes SQL is compile.ts's and named.ts's business.
import { z } from 'zod';

export const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof bilingual>;

export const unit = z.enum(['fen', 'count', 'ratio', 'flag']);
export type Unit = z.infer<typeof unit>;

/** Two words, so that a rule reads `wages.last_3_months`; short enough for a PostgreSQL column. */
export const indicatorId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'family.name in lower case')
  .max(60);

const source = z.string().regex(/^[a-z][a-z0-9-]*$/);
const kind = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9_-]*$/);

/**
 * Which facts count by their date. Month windows end at the data month of their source (the last complete month it has
 * delivered), day windows at the as-of day. `term`: the newest school term a source has delivered, or one before it.
 */
const window = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('months'),
    source,
    count: z.int().min(1).max(24),
    skip: z.int().min(0).max(23).default(0),
  }),
  z.strictObject({ type: z.literal('days'), count: z.int().min(1).max(3660) }),
  z.strictObject({ type: z.literal('year-to-date') }),
  z.strictObject({ type: z.literal('data-month'), source }),
  z.strictObject({ type: z.literal('up-to-data-month'), source }),
  z.strictObject({ type: z.literal('term'), source, skip: z.int().min(0).max(3).default(0) }),
  z.strictObject({ type: z.literal('as-of') }),
]);
export type Window = z.infer<typeof window>;

const plain = z.union([z.string(), z.number(), z.boolean()]);
const filter = z.strictObject({
  code: z.array(z.string()).min(1).optional(),
  attributes: z
    .record(z.string(), z.union([plain, z.strictObject({ not: z.union([plain, z.array(plain).min(1)]) })]))
    .optional(),
});
export type Filter = z.infer<typeof filter>;

/** Whole years on the as-of day, both ends included; without `to`, that age or older. */
const ages = z
  .strictObject({ from: z.int().min(0).max(120), to: z.int().min(0).max(120).optional() })
  .refine(({ from, to }) => to === undefined || from <= to, { message: 'ages run from the younger to the older' });
export type Ages = z.infer<typeof ages>;

const common = {
  id: indicatorId,
  label: bilingual,
  unit,
  rounding: z.enum(['none', 'fen']).default('none'),
};

const fromFacts = z
  .strictObject({
    ...common,
    from: z.literal('facts'),
    kinds: z.array(kind).min(1),
    also: z.array(kind).default([]),
    subject: z.enum(['person', 'household']).default('person'),
    filter: filter.optional(),
    /** A measure of named.ts in the place of the fact's amount. */
    named: z.string().optional(),
    /**
     * `latest` is the amount of the newest fact; with a filter and a flag or a number of people, whether the newest passes it.
     * `overlap`: months in which facts of both kinds run for one person.
     */
    aggregation: z.enum(['sum', 'count', 'max', 'latest', 'overlap']),
    window,
    /** `number` counts the people for whom the aggregate is not zero. */
    people: z.enum(['total', 'worst', 'number']),
    of: z.enum(['everybody', 'living']).default('everybody'),
    ages: ages.optional(),
    /** Whoever has such a fact, too, is not counted. */
    without: z
      .array(z.strictObject({ window, filter: filter.optional() }))
      .min(1)
      .optional(),
    /** When nothing found means zero: the source has named one of the people, the data month is known, or always. */
    zero: z.enum(['named', 'delivered', 'always']),
  })
  .refine((one) => one.subject === 'person' || (one.people === 'total' && one.of === 'everybody' && !one.ages), {
    message: 'facts of a household have no people to add up',
  })
  .refine((one) => !one.without || (one.subject === 'person' && one.people === 'number'), {
    message: 'without leaves people out of a number of people',
  })
  .refine((one) => one.aggregation !== 'overlap' || (one.subject === 'person' && one.kinds.length === 2), {
    message: 'overlap is of two kinds of facts about a person',
  })
  .refine((one) => !(one.aggregation === 'latest' && one.subject === 'person' && one.people === 'total'), {
    message: 'latest needs people: worst or number, or facts of a household',
  })
  .refine((one) => one.zero === 'always' || 'source' in one.window, {
    message: 'zero: named or delivered needs a window with a source',
  })
  .refine((one) => new Set(one.kinds.map((name) => name.split('.')[0])).size === 1, {
    message: 'the kinds of one indicator share their first word; add up several with from: row',
  });

const fromMembers = z.strictObject({
  ...common,
  from: z.literal('members'),
  kinds: z.array(kind).default([]),
  named: z.string(),
  ages: ages.optional(),
});

const fromRow = z.strictObject({
  ...common,
  from: z.literal('row'),
  named: z.string(),
  parts: z.array(indicatorId).min(1),
});

export const indicatorDefinition = z.discriminatedUnion('from', [fromFacts, fromMembers, fromRow]);
export type IndicatorDefinition = z.infer<typeof indicatorDefinition>;
export type FactIndicator = z.infer<typeof fromFacts>;
export type MemberIndicator = z.infer<typeof fromMembers>;
export type RowIndicator = z.infer<typeof fromRow>;

/** All indicators by id; the order is that of the columns. */
export type IndicatorCatalogue = ReadonlyMap<string, IndicatorDefinition>;

/** The column that caches a name: `wages.last_3_months` is `wages__last_3_months`. */
export function columnOf(name: string): string {
  return name.replaceAll('.', '__');
}

/** The leaves under an indicator: itself, or what a `from: row` indicator is computed from, each once. */
export function leavesOf(catalogue: IndicatorCatalogue, id: string): (FactIndicator | MemberIndicator)[] {
  const definition = catalogue.get(id);
  if (!definition) throw new Error(`no indicator ${id}`);
  if (definition.from !== 'row') return [definition];
  return [...new Set(definition.parts.flatMap((part) => leavesOf(catalogue, part)))];
}

/** Every window an indicator over facts looks through. */
export function windowsOf(one: FactIndicator): Window[] {
  return [one.window, ...(one.without ?? []).map((other) => other.window)];
}

/** The monthly sources an indicator rests on: with one of them late it is blind. */
export function sourcesOf(catalogue: IndicatorCatalogue, id: string): string[] {
  const sources = leavesOf(catalogue, id).flatMap((leaf) =>
    leaf.from === 'facts' ? windowsOf(leaf).flatMap((window) => ('source' in window ? [window.source] : [])) : [],
  );
  return [...new Set(sources)];
}

/** The fact kinds an indicator rests on. */
export function kindsOf(catalogue: IndicatorCatalogue, id: string): string[] {
  const kinds = leavesOf(catalogue, id).flatMap((leaf) => [...leaf.kinds, ...(leaf.from === 'facts' ? leaf.also : [])]);
  return [...new Set(kinds)];
}
