// Facts in, numbers out, against the definitions of the sample deliveries (zero or unknown, data month, last n days).
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compileIndicators, indicatorColumns } from '../../server/flow/indicators/compile.ts';
import type { IndicatorDefinition } from '../../server/flow/indicators/definition.ts';
import { compileEvidence } from '../../server/flow/indicators/evidence.ts';
import { catalogueOf, loadIndicators } from '../../server/flow/indicators/load.ts';
import { type AsOf, spanOf } from '../../server/flow/indicators/windows.ts';
import { type ScratchDatabase, startScratchDatabase } from './scratch-database.ts';

const catalogue = loadIndicators('rules/indicators');
const MONTH = '2026-09-01';
const OCTOBER: AsOf = { asOf: '2026-10-15', dataMonths: { wages: MONTH, pensions: MONTH, 'aid-roster': MONTH } };

let database: ScratchDatabase;
let run: (statement: SQL) => Promise<Record<string, unknown>[]>;

beforeAll(async () => {
  database = await startScratchDatabase();
  const db = drizzle(database.client);
  run = async (statement) => [...(await db.execute(statement))];
  await run(sql`create table facts (id bigint generated always as identity, kind text, subject_kind text, subject_id bigint,
    on_date date, until_date date, amount bigint, code text, attributes jsonb default '{}',
    recorded_at timestamptz default '2026-10-01', retracted_at timestamptz)`);
  await run(
    sql`create temp table current_members (person_id bigint primary key, household_id bigint, born_on date, died_on date, is_living boolean,
      identity_id bigint generated always as (person_id) stored, is_alias boolean default false, is_linked boolean default false)`,
  );
  await run(
    sql`create temp table scope_households (household_id bigint primary key, county_code text, area_code text, settlement text)`,
  );
  await run(sql`create temp table evidence_households (household_id bigint)`);
});
afterAll(() => database.stop());

// Household 1: a couple in their forties (11, 12), a child (13), a grandmother (14). Household 2: nobody.
beforeEach(async () => {
  await run(sql`truncate facts restart identity`);
  await run(sql`truncate current_members, scope_households, evidence_households`);
  await run(
    sql`insert into scope_households values (1, '222405', '222405001001', 'rural'), (2, '222405', '222405001001', 'rural')`,
  );
  await run(sql`insert into evidence_households values (1)`);
  await run(sql`insert into current_members values (11, 1, '1980-05-05', null, true), (12, 1, '1982-05-05', null, true),
    (13, 1, '2015-05-05', null, true), (14, 1, '1950-05-05', null, true)`);
});

interface FactShape {
  kind: string;
  of: number;
  on: string;
  until?: string;
  fen?: number;
  attributes?: Record<string, unknown>;
}

async function state(...facts: FactShape[]): Promise<void> {
  for (const { kind, of, on, until = null, fen = null, attributes = {} } of facts) {
    await run(sql`insert into facts (kind, subject_kind, subject_id, on_date, until_date, amount, attributes)
      values (${kind}, ${of < 10 ? 'household' : 'person'}, ${of}, ${on}, ${until}, ${fen}, ${JSON.stringify(attributes)}::text::jsonb)`);
  }
}

async function indicators(day: AsOf = OCTOBER, household = 1): Promise<Record<string, unknown>> {
  const rows = await run(compileIndicators(catalogue, day));
  expect(rows).toHaveLength(2);
  expect(await run(compileIndicators(catalogue, day, { extent: 'all' }))).toEqual(rows);
  expect(await run(compileIndicators(catalogue, day, { extent: 'few' }))).toEqual(rows);
  return rows.find((row) => Number(row.household_id) === household) ?? {};
}

async function evidence(id: string, day: AsOf = OCTOBER): Promise<number[]> {
  const rows = await run(compileEvidence(catalogue, id, day));
  expect(rows.every((row) => row.indicator === id && row.household_id === '1')).toBe(true);
  return rows.map((row) => Number(row.fact_id)).sort((left, right) => left - right);
}

const wage = (of: number, month: string, fen: number): FactShape => ({
  kind: 'income.wage',
  of,
  on: `${month}-01`,
  fen,
});
const pension = (of: number, month: string, fen: number): FactShape => ({
  kind: 'income.pension',
  of,
  on: `${month}-01`,
  fen,
});

test('every household in scope has one row with every column; without facts money is unknown and events are zero', async () => {
  const row = await indicators(OCTOBER, 2);
  expect(Object.keys(row)).toEqual(['household_id', ...indicatorColumns(catalogue)]);
  expect(row).toMatchObject({
    members__living: 0,
    members__dependants: 0,
    wages__last_3_months: null,
    income__last_3_months: null,
    income__per_head_month: null,
    medical__self_paid_year_worst: 0,
    aid__listed: 0,
    aid__months_paid_after_death: 0,
    disaster__losses_90_days: 0,
    deaths__breadwinner_90_days: 0,
  });
});

test('month windows end at the data month, the data month included', async () => {
  await state(
    wage(11, '2026-10', 1),
    wage(11, '2026-09', 10),
    wage(12, '2026-07', 100),
    wage(11, '2026-06', 1000),
    wage(11, '2026-04', 10000),
    wage(11, '2026-03', 100000),
  );
  expect(await indicators()).toMatchObject({ wages__last_3_months: 110, wages__prior_3_months: 11000 });
  expect(await evidence('wages.last_3_months')).toEqual([2, 3]);
});

test('whoever a source named in 24 months has zero in a month without a line; a person it never named adds nothing', async () => {
  await state(wage(11, '2024-10', 500));
  expect(await indicators()).toMatchObject({
    wages__last_3_months: 0,
    wages__prior_3_months: 0,
    pensions__last_3_months: null,
  });
  await run(sql`update facts set on_date = '2024-09-01'`);
  expect(await indicators()).toMatchObject({ wages__last_3_months: null, income__last_3_months: null });
});

test('income is known by either source, per head by the living, in whole fen', async () => {
  await state(pension(14, '2026-08', 100000));
  expect(await indicators()).toMatchObject({
    income__last_3_months: 100000,
    income__per_head_month: 8333,
    wages__last_3_months: null,
  });
  await state(wage(11, '2026-08', 20000));
  expect(await indicators()).toMatchObject({ income__last_3_months: 120000, income__per_head_month: 10000 });
  expect(await evidence('income.per_head_month')).toEqual([1, 2]);
});

test('a source that is too late makes what it says unknown, and income with it when it has named one of the people', async () => {
  const late = { ...OCTOBER, dataMonths: { ...OCTOBER.dataMonths, pensions: null } };
  await state(wage(11, '2026-08', 20000));
  expect(await indicators(late)).toMatchObject({ wages__last_3_months: 20000, income__last_3_months: 20000 });
  await state(pension(14, '2026-05', 100000));
  expect(await indicators(late)).toMatchObject({ wages__last_3_months: 20000, income__last_3_months: null });
  expect(await evidence('pensions.last_3_months', late)).toEqual([]);
});

test('a month a source has skipped is unknown, not a month without income', async () => {
  await state(wage(11, '2026-08', 20000), wage(11, '2026-05', 20000));
  const skipped = { ...OCTOBER, gaps: { wages: ['2026-05-01'] } };
  expect(await indicators(skipped)).toMatchObject({ wages__last_3_months: 20000, wages__prior_3_months: null });
});

test('retracted facts are gone, and a back-test sees what was known then', async () => {
  await state(wage(11, '2026-08', 20000), wage(11, '2026-09', 5));
  await run(sql`update facts set retracted_at = '2026-10-05' where id = 1`);
  await run(sql`update facts set recorded_at = '2026-10-06' where id = 2`);
  expect(await indicators()).toMatchObject({ wages__last_3_months: 5 });
  expect(await indicators({ ...OCTOBER, knownAt: '2026-10-04T00:00:00Z' })).toMatchObject({
    wages__last_3_months: 20000,
  });
});

test('medical costs are those of the worst-hit person in the calendar year up to the day', async () => {
  const bill = (of: number, on: string, fen: number) => ({ kind: 'medical.self_paid', of, on, fen });
  await state(
    bill(11, '2026-01-01', 300),
    bill(11, '2026-10-15', 300),
    bill(12, '2026-05-01', 500),
    bill(12, '2025-12-31', 900),
    bill(12, '2026-10-16', 900),
  );
  expect(await indicators()).toMatchObject({ medical__self_paid_year_worst: 600 });
  expect(await evidence('medical.self_paid_year_worst')).toEqual([1, 2]);
});

test('ages turn on the birthday: under 18 and at least 60 depend on others', async () => {
  await run(sql`update current_members set born_on = '2008-10-15' where person_id = 13`);
  await run(sql`update current_members set born_on = '1966-10-15' where person_id = 14`);
  expect(await indicators()).toMatchObject({ members__living: 4, members__dependants: 1 });
  expect(await indicators({ ...OCTOBER, asOf: '2026-10-14' })).toMatchObject({ members__dependants: 1 });
  await run(sql`update current_members set born_on = '2008-10-16' where person_id = 13`);
  expect(await indicators()).toMatchObject({ members__dependants: 2 });
});

test('a breadwinner died in the last 90 days, aged 18-59 on the day of death', async () => {
  const die = async (on: string, born: string) => {
    await run(
      sql`update current_members set died_on = ${on}, born_on = ${born}, is_living = false where person_id = 11`,
    );
    return (await indicators()).deaths__breadwinner_90_days;
  };
  expect(await die('2026-07-18', '1980-05-05')).toBe(1);
  expect(await die('2026-07-17', '1980-05-05')).toBe(0);
  expect(await die('2026-10-16', '1980-05-05')).toBe(0);
  expect(await die('2026-08-01', '1966-08-02')).toBe(1);
  expect(await die('2026-08-01', '1966-08-01')).toBe(0);
  expect(await die('2026-08-01', '2008-08-02')).toBe(0);
  expect(await die('2026-08-01', '2008-08-01')).toBe(1);
  await state({ kind: 'life.death', of: 11, on: '2026-08-01' }, { kind: 'life.death', of: 14, on: '2020-08-01' });
  expect(await evidence('deaths.breadwinner_90_days')).toEqual([1]);
});

test('listed is aid in the data month to anybody, or a monitored household; with the roster late only the latter is known', async () => {
  const late = { ...OCTOBER, dataMonths: { wages: MONTH, pensions: MONTH } };
  expect(await indicators()).toMatchObject({ aid__listed: 0 });
  expect(await indicators(late)).toMatchObject({ aid__listed: null, aid__months_paid_after_death: null });
  await state({ kind: 'benefit.marginal', of: 13, on: '2026-01-01', until: '2026-08-31' });
  expect(await indicators()).toMatchObject({ aid__listed: 0 });
  await state({ kind: 'benefit.tekun', of: 14, on: '2026-09-01' });
  expect(await indicators()).toMatchObject({ aid__listed: 1 });
  await run(sql`truncate facts restart identity`);
  await state({ kind: 'monitored.household', of: 1, on: '2026-03-15', attributes: { removed: true } });
  expect(await indicators()).toMatchObject({ aid__listed: 0 });
  await state({ kind: 'monitored.household', of: 1, on: '2026-03-15', attributes: { removed: false } });
  expect(await indicators()).toMatchObject({ aid__listed: 1 });
  expect(await indicators(late)).toMatchObject({ aid__listed: 1 });
  expect(await evidence('aid.listed')).toEqual([2]);
});

test('months paid after death count from the month after, up to the data month', async () => {
  await run(sql`update current_members set died_on = '2026-06-30', is_living = false where person_id = 14`);
  await state(
    { kind: 'life.death', of: 14, on: '2026-06-30' },
    { kind: 'benefit.dibao', of: 14, on: '2025-01-01', until: '2026-06-30' },
  );
  expect(await indicators()).toMatchObject({ aid__months_paid_after_death: 0 });
  await run(sql`update facts set until_date = null where id = 2`);
  await state(
    { kind: 'benefit.marginal', of: 14, on: '2025-01-01' },
    { kind: 'benefit.dibao', of: 11, on: '2025-01-01' },
  );
  expect(await indicators()).toMatchObject({ aid__months_paid_after_death: 3 });
  expect(await evidence('aid.months_paid_after_death')).toEqual([1, 2]);
});

test('a disaster of the household counts for 90 days, without a living member too', async () => {
  await state(
    { kind: 'disaster.loss', of: 2, on: '2026-07-18', fen: 100 },
    { kind: 'disaster.loss', of: 2, on: '2026-07-17' },
  );
  expect(await indicators(OCTOBER, 2)).toMatchObject({ disaster__losses_90_days: 1, members__living: 0 });
});

test('the latest fact decides, people can be counted, and only the living if so asked', async () => {
  const base = {
    label: { zh: '试', en: 'test' },
    from: 'facts',
    rounding: 'none',
    also: [] as string[],
    window: { type: 'as-of' },
    zero: 'always',
    of: 'everybody',
  } as const;
  const own = catalogueOf([
    {
      ...base,
      id: 'house.unsafe',
      unit: 'flag',
      kinds: ['housing.assessment'],
      subject: 'household',
      aggregation: 'latest',
      people: 'total',
      filter: { attributes: { grade: 'D' } },
    },
    {
      ...base,
      id: 'disability.severe',
      unit: 'count',
      kinds: ['disability.certificate'],
      subject: 'person',
      aggregation: 'count',
      people: 'number',
      of: 'living',
      filter: { code: ['1', '2'] },
    },
  ] satisfies IndicatorDefinition[]);
  await state(
    { kind: 'housing.assessment', of: 1, on: '2026-01-01', attributes: { grade: 'D' } },
    { kind: 'housing.assessment', of: 1, on: '2026-02-01', attributes: { grade: 'B' } },
    ...[11, 11, 12, 13].map((of) => ({ kind: 'disability.certificate', of, on: '2026-01-01' })),
  );
  await run(sql`update facts set code = case subject_id when 13 then '3' else '1' end`);
  await run(sql`update current_members set is_living = false where person_id = 12`);
  expect(await run(compileIndicators(own, OCTOBER))).toContainEqual({
    household_id: '1',
    house__unsafe: 0,
    disability__severe: 1,
  });
});

test('dates are worked out before the statement, strictly', () => {
  expect(spanOf({ type: 'months', source: 'wages', count: 3, skip: 3 }, OCTOBER)).toEqual({
    from: '2026-04-01',
    to: '2026-06-30',
  });
  expect(spanOf({ type: 'days', count: 90 }, OCTOBER)).toEqual({ from: '2026-07-18', to: '2026-10-15' });
  expect(() => spanOf({ type: 'days', count: 90 }, { asOf: "2026-10-15'; --", dataMonths: {} })).toThrow('not a date');
  expect(() => spanOf({ type: 'days', count: 90 }, { asOf: '2026-02-30', dataMonths: {} })).toThrow('not a date');
});

test('an indicator that rests on itself or on nothing is refused', () => {
  const row = {
    label: { zh: '试', en: 'test' },
    from: 'row',
    unit: 'count',
    rounding: 'none',
    named: 'any-of',
  } as const;
  expect(() => catalogueOf([{ ...row, id: 'a.a', parts: ['a.b'] }])).toThrow('no indicator');
  expect(() => catalogueOf([{ ...row, id: 'a.a', parts: ['a.a'] }])).toThrow('rests on itself');
});
