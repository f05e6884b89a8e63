// A rule's terms as they stand today: its parameters, the local standards of the caller's counties, and the sources it waits for.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Scope } from '../../access/scope.ts';
import type { Catalogue } from '../../catalogue.ts';
import { readBook } from '../../flow/rules/book.ts';
import type { Rule } from '../../flow/rules/check.ts';
import type { ParameterDefinition } from '../../flow/rules/parameters.ts';
import { dayOf } from '../../kernel/clock.ts';
import { readSources } from '../sources.ts';
import type { BlindMap, RuleTerms } from './model.ts';

interface Reader {
  catalogue: Catalogue;
  scope: Scope;
  now: Date;
}

const SETTLEMENTS = ['urban', 'rural'] as const;
const STANDARD = 'standard.';

interface Held extends Record<string, unknown> {
  county: string;
  settlement: (typeof SETTLEMENTS)[number];
  name: string;
  value: number | null;
}

/** Each standard asked for, in each county of the scope, for town and country: the narrowest and newest in force, as the flow takes it. */
async function readStandards(
  tx: Executor,
  { scope, now }: Reader,
  wanted: readonly ParameterDefinition[],
): Promise<Held[]> {
  if (wanted.length === 0) return [];
  const today = dayOf(now);
  const rows = await tx.execute<Held>(sql`
    select c.code as county, k.settlement, n.name, (select p.value::float8 from parameters p where p.name = n.name and p.retracted_at is null
      and p.status = 'in-force' and c.code ^@ p.area_code and (p.settlement is null or p.settlement = k.settlement)
      and p.from_on <= ${today}::date and (p.until_on is null or p.until_on >= ${today}::date)
      order by length(p.area_code) desc, p.settlement nulls last, p.from_on desc limit 1) as value
    from areas c, unnest(${sql.param([...SETTLEMENTS])}::text[]) as k(settlement), unnest(${sql.param(wanted.map((one) => one.name))}::text[]) as n(name)
    where c.level = 'county' and c.code = any(${sql.param([...scope.counties])}::text[])`);
  return [...rows];
}

const standardsOf = (rule: Rule, { book }: Catalogue): ParameterDefinition[] =>
  rule.names.flatMap((name) =>
    name.startsWith(STANDARD) ? (book.catalogue.parameters.get(name.slice(STANDARD.length)) ?? []) : [],
  );

/** The terms of one rule; undefined when there is none of that id in force or among the warnings about sources and places. */
export async function readTerms(tx: Executor, reader: Reader, id: string): Promise<RuleTerms | undefined> {
  const { catalogue, now } = reader;
  const rule = (await readBook(tx, catalogue.book)).rules.find((one) => one.id === id);
  if (!rule) return termsWithout(id, catalogue);
  const { definition } = rule;
  const indicators = catalogue.book.catalogue.indicators;
  const wanted = standardsOf(rule, catalogue);
  const held = await readStandards(tx, reader, wanted);
  const seen = await readSources(tx, catalogue, now);
  const departments = new Map(catalogue.departments.map((one) => [one.code, one.names]));
  return {
    condition: definition.when,
    params: Object.entries(definition.params).map(([name, param]) => ({ name, ...param })),
    names: rule.names.flatMap((name): RuleTerms['names'] => {
      const indicator = indicators.get(name);
      if (indicator) return [{ name, label: indicator.label, unit: indicator.unit, kind: 'indicator' }];
      const standard = catalogue.book.catalogue.parameters.get(name.slice(STANDARD.length));
      return standard ? [{ name, label: standard.label, unit: standard.unit, kind: 'standard' }] : [];
    }),
    standards: wanted.flatMap(({ name, key, label, unit, per }) =>
      SETTLEMENTS.map((settlement) => {
        const own = held.filter((row) => row.name === name && row.settlement === settlement);
        const values = own.flatMap((row) => row.value ?? []);
        return {
          ...{ name: `${STANDARD}${key}`, label, unit, per, settlement, counties: own.length },
          low: values.length > 0 ? Math.min(...values) : null,
          high: values.length > 0 ? Math.max(...values) : null,
          missing: own.length - values.length,
        };
      }),
    ),
    inputs: seen
      .filter((source) => source.rules.includes(id))
      .map(({ dataset, title, month, isBlind }) => {
        const code = catalogue.contracts.find((contract) => contract.dataset === dataset)?.department ?? '';
        // A monthly source is read by whole months, others up to a day.
        const until = catalogue.sources.includes(dataset) ? (month?.slice(0, 7) ?? null) : month;
        return { dataset, title, department: departments.get(code) ?? { zh: code, en: code }, month: until, isBlind };
      }),
    holds: definition.for,
    cooldown: definition.cooldown,
    cause: catalogue.book.causes.find((one) => one.id === definition.cause)?.label ?? null,
    measures: definition.measures.flatMap((measure) => catalogue.measures.get(measure) ?? []),
  };
}

/** Warnings about sources and places are few words and no expression. */
function termsWithout(id: string, { sourceRules, areaRules, book }: Catalogue): RuleTerms | undefined {
  const area = areaRules.find((one) => one.id === id);
  if (!area && !sourceRules.some((one) => one.id === id)) return undefined;
  const cause = book.causes.find((one) => one.id === area?.cause)?.label ?? null;
  return {
    condition: null,
    params: [],
    names: [],
    standards: [],
    inputs: [],
    holds: 0,
    cooldown: null,
    cause,
    measures: [],
  };
}

/** Every rule in force against the prefectures of the scope, or its counties where it has but one. */
export async function readBlindMap(tx: Executor, reader: Reader): Promise<BlindMap> {
  const { catalogue, scope, now } = reader;
  const { rules } = await readBook(tx, catalogue.book);
  const wanted = [
    ...new Map(rules.flatMap((rule) => standardsOf(rule, catalogue)).map((one) => [one.name, one])).values(),
  ];
  const held = await readStandards(tx, reader, wanted);
  const seen = (await readSources(tx, catalogue, now)).filter((source) => source.isBlind);
  const counties = await tx.execute<{ code: string; name: string; prefecture: string }>(sql`
    select c.code, c.name, p.name as prefecture from areas c join areas p on p.code = left(c.code, 4)
    where c.level = 'county' and c.code = any(${sql.param([...scope.counties])}::text[]) order by c.code`);
  const isWide = new Set(counties.map((row) => row.code.slice(0, 4))).size > 1;
  const areas: BlindMap['areas'] = [];
  for (const { code, name, prefecture } of counties) {
    const own = isWide ? code.slice(0, 4) : code;
    const area = areas.find((one) => one.code === own);
    if (area) area.counties += 1;
    else areas.push({ code: own, name: isWide ? prefecture : name, counties: 1 });
  }
  return {
    areas,
    rules: rules.map((rule) => {
      const needed = standardsOf(rule, catalogue).map((one) => one.name);
      const lacking = new Set(
        held.filter((row) => row.value === null && needed.includes(row.name)).map((row) => row.county),
      );
      return {
        id: rule.id,
        names: rule.definition.names,
        because: seen
          .filter((source) => source.rules.includes(rule.id))
          .map(({ dataset, title }) => ({ dataset, title })),
        missing: areas.map(({ code }) => [...lacking].filter((county) => county.startsWith(code)).length),
      };
    }),
  };
}
