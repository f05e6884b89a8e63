// SQL and CEL are two readings of one rule: whatever the household, they must say the same.
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnOf } from '../../server/flow/indicators/definition.ts';
import { evaluate, type Row } from '../../server/flow/rules/evaluate.ts';
import { type CheckedExpression, vocabularyOf } from '../../server/flow/rules/expression.ts';
import { loadRuleBook } from '../../server/flow/rules/load.ts';
import { compilePass, compileVerdicts } from '../../server/flow/rules/pass.ts';
import { toSql } from '../../server/flow/rules/to-sql.ts';
import { checkExpression } from '../../server/flow/rules/typecheck.ts';
import fc from '../support/property.ts';
import { type ScratchDatabase, startScratchDatabase } from './scratch-database.ts';

const { catalogue, rules } = loadRuleBook('rules');
const indicators = [...catalogue.indicators.values()];
const standards = [...catalogue.parameters.keys()].map((key) => `standard.${key}`);
let database: ScratchDatabase;
let run: (statement: SQL) => Promise<Record<string, unknown>[]>;

beforeAll(async () => {
  database = await startScratchDatabase();
  const db = drizzle(database.client);
  run = async (statement) => [...(await db.execute(statement))];
});
afterAll(() => database.stop());

// Each row is a county of its own, so that it has its own standards, too.
async function store(rows: readonly Row[]): Promise<void> {
  const columns = indicators.map(({ id }) => `${columnOf(id)} float8`).join(', ');
  const local = standards.map((name) => `${columnOf(name)} float8`).join(', ');
  const stored = rows.map((row, index) => ({
    household_id: index,
    county_code: String(index),
    settlement: 'rural',
    ...Object.fromEntries(Object.entries(row).map(([name, value]) => [columnOf(name), value])),
  }));
  await run(sql`drop table if exists household_indicators, local_standards`);
  await run(
    sql.raw(`create table household_indicators (household_id bigint, county_code text, settlement text, ${columns})`),
  );
  await run(sql.raw(`create table local_standards (county_code text, settlement text, ${local})`));
  for (const table of ['household_indicators', 'local_standards']) {
    const records = sql`jsonb_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(stored)}::text::jsonb)`;
    await run(sql`insert into ${sql.identifier(table)} select * from ${records}`);
  }
}

// Few and round values, so that thresholds are met exactly again and again.
const value = (unit: string) =>
  ({
    fen: fc.constantFrom(
      0,
      1,
      350,
      489,
      490,
      700,
      35000,
      69999,
      70000,
      70001,
      139999,
      140000,
      450000,
      900000,
      1085001,
      2170000,
      2170001,
    ),
    count: fc.constantFrom(0, 0, 1, 2, 3, 7),
    ratio: fc.constantFrom(0, 0.3, 0.5, 1, 1.5),
    flag: fc.constantFrom(0, 1),
  })[unit] ?? fc.constant(0);
const perhaps = (arbitrary: fc.Arbitrary<number>) => fc.option(arbitrary, { freq: 4, nil: null });
const someRow: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries([
    ...indicators.map(({ id, unit }) => [id, perhaps(value(unit))] as const),
    ['standard.dibao', perhaps(fc.constantFrom(350, 700, 53000, 70000))] as const,
    ['standard.rural_disposable_income_last_year', perhaps(fc.constantFrom(700, 1085001, 2170000))] as const,
  ]),
);

describe('published rules', () => {
  test('one pass over random households names those that CEL names, with the values it saw', async () => {
    const statement = compilePass(rules);
    await fc.assert(
      fc.asyncProperty(fc.array(someRow, { minLength: 400, maxLength: 400 }), async (rows) => {
        await store(rows);
        const found = await run(statement);
        const hits = new Map(found.map((hit) => [`${hit.household_id} ${hit.rule_id}`, hit.values]));
        const expected = new Map(
          rules.flatMap((rule) =>
            rows.flatMap((row, index) =>
              evaluate(rule.when, row) === true
                ? [
                    [
                      `${index} ${rule.id}`,
                      Object.fromEntries(rule.names.map((name) => [name, row[name] ?? null])),
                    ] as const,
                  ]
                : [],
            ),
          ),
        );
        expect(hits.size).toBe(found.length);
        expect(new Map([...hits].sort())).toEqual(new Map([...expected].sort()));
        for (const rule of rules) expect(found.some((hit) => hit.rule_id === rule.id)).toBe(true);
      }),
      { numRuns: 4 },
    );
  });

  test('a standing finding is true, contradicted or unknown as CEL says', async () => {
    const rows = fc.sample(someRow, 300);
    await store(rows);
    await run(sql`drop table if exists standing_findings`);
    await run(sql`create temp table standing_findings as select household_id, rule_id from household_indicators,
      unnest(${sql.param([...rules.map((rule) => rule.id), 'retired-rule'])}::text[]) as rule_id`);
    const verdicts = await run(compileVerdicts(rules));
    expect(verdicts).toHaveLength(300 * (rules.length + 1));
    for (const { household_id, rule_id, verdict } of verdicts) {
      const rule = rules.find((one) => one.id === rule_id);
      const row = rows[Number(household_id)] ?? {};
      expect(verdict).toBe(rule ? (evaluate(rule.when, row) ?? null) : null);
    }
  });

  test('only the households in scope are passed over when asked so; no rules find nothing', async () => {
    await store([{ 'disaster.losses_90_days': 1 }, { 'disaster.losses_90_days': 1 }]);
    await run(sql`drop table if exists scope_households`);
    await run(sql`create temp table scope_households as select 1::bigint as household_id`);
    expect(await run(compilePass(rules, { scoped: true }))).toMatchObject([{ household_id: '1' }]);
    expect(await run(compilePass([]))).toEqual([]);
  });
});

describe('random expressions', () => {
  const vocabulary = vocabularyOf(catalogue, {
    share: { value: 0.3, min: 0, max: 1, unit: 'ratio', label: { zh: '比', en: 'share' } },
    floor: { value: 490, min: 0, max: 1000, unit: 'fen', label: { zh: '线', en: 'floor' } },
  });
  const known = [...vocabulary].filter(([, { of }]) => of !== 'params').map(([name]) => name);
  const named = (unit: string) => [...vocabulary].filter(([, meaning]) => meaning.unit === unit).map(([name]) => name);

  const { flag } = fc.letrec<{ flag: string; money: string; plain: string }>((tie) => ({
    flag: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom(...named('flag'), 'true', 'false'),
      fc.constantFrom(...known).map((name) => `has(${name})`),
      fc.tuple(tie('money'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('money')).map(inBrackets),
      fc.tuple(tie('plain'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('plain')).map(inBrackets),
      fc.tuple(tie('flag'), fc.constantFrom('&&', '||', '==', '!='), tie('flag')).map(inBrackets),
      tie('flag').map((inner) => `!${inner}`),
      fc.tuple(tie('flag'), tie('flag'), tie('flag')).map(choice),
    ),
    money: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom(...named('fen')),
      fc.tuple(tie('money'), fc.constantFrom('+', '-'), tie('money')).map(inBrackets),
      fc.tuple(tie('money'), fc.constantFrom('*', '/'), tie('plain')).map(inBrackets),
      tie('money').map((inner) => `(-${inner})`),
      fc.tuple(tie('flag'), tie('money'), tie('money')).map(choice),
    ),
    plain: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom(...named('count'), ...named('ratio'), '1', '2', '0.1', '0.7', '3.0', '-1'),
      fc.tuple(tie('plain'), fc.constantFrom('+', '-', '*', '/'), tie('plain')).map(inBrackets),
      fc.tuple(tie('money'), fc.constant('/'), tie('money')).map(inBrackets),
      fc.tuple(tie('flag'), tie('plain'), tie('plain')).map(choice),
    ),
  }));

  test('5,000 expressions, twelve households each: true, false and unknown alike', async () => {
    const said = { true: 0, false: 0, undefined: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(flag, { minLength: 200, maxLength: 200 }),
        fc.array(someRow, { minLength: 12, maxLength: 12 }),
        async (sources, rows) => {
          const expressions = sources.map((source) => {
            const checked = checkExpression(source, vocabulary);
            if ('faults' in checked) throw new Error(`${source}: ${checked.faults[0]?.message.en}`);
            return checked.ok;
          });
          await store(rows);
          const answers = await run(allOf(expressions));
          for (const { household_id, answer } of answers) {
            const row = rows[Number(household_id)] ?? {};
            for (const [index, expression] of expressions.entries()) {
              const celSays = evaluate(expression, row);
              said[String(celSays) as keyof typeof said]++;
              const sqlSays = (answer as (boolean | null)[])[index] ?? undefined;
              if (celSays !== sqlSays)
                throw new Error(`${expression.source} of ${JSON.stringify(row)}: CEL ${celSays}, SQL ${sqlSays}`);
            }
          }
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
    expect(Math.min(said.true, said.false, said.undefined)).toBeGreaterThan(2000);
  });

  function allOf(expressions: readonly CheckedExpression[]): SQL {
    const texts = expressions.map((one) => toSql(one, { indicators: 'h', standards: 's' })).join(', ');
    // As json: postgres.js reads a NULL in a boolean[] as false.
    return sql.raw(`select h.household_id, to_jsonb(array[${texts}]::boolean[]) as answer
      from household_indicators h join local_standards s using (county_code, settlement)`);
  }
});

function inBrackets([left, operator, right]: [string, string, string]): string {
  return `(${left} ${operator} ${right})`;
}

function choice([when, yes, no]: [string, string, string]): string {
  return `(${when} ? ${yes} : ${no})`;
}
