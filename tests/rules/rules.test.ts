import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkRule } from '../../server/flow/rules/check.ts';
import { type RuleDefinition, ruleDefinition } from '../../server/flow/rules/definition.ts';
import { evaluate } from '../../server/flow/rules/evaluate.ts';
import { loadRuleBook } from '../../server/flow/rules/load.ts';
import { renderMessage } from '../../server/flow/rules/messages.ts';

const { catalogue, causes, rules } = loadRuleBook('rules');
const knownCauses = new Set(causes.map((cause) => cause.id));
const seed = (file: string) => readFileSync(`rules/seeds/${file}`, 'utf8').replace(/\s/g, '');
const ruleOf = (id: string) => {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
};
const faultsOf = (changes: Partial<RuleDefinition>, id = 'income-collapse') => {
  const checked = checkRule({ ...ruleOf(id).definition, ...changes }, catalogue, knownCauses);
  return 'ok' in checked ? [] : checked.faults;
};

describe.each(rules)('rule $id', ({ definition, when, names }) => {
  test.each(definition.examples.fires)('fires on %j', (row) => {
    expect(evaluate(when, row)).toBe(true);
  });

  test.each(definition.examples.silent)('is silent on %j', (row) => {
    expect(evaluate(when, row)).not.toBe(true);
  });

  test('quotes its policy verbatim, white space aside', () => {
    const text = seed(definition.policy.seed);
    expect(text).toContain(definition.policy.quote.replace(/\s/g, ''));
    expect(text).toContain(definition.policy.document.replace(/\s/g, ''));
  });

  test('keeps its parameters within bounds that leave room to move', () => {
    for (const { value, min, max } of Object.values(definition.params)) {
      expect(min).toBeLessThan(max);
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }
  });

  test('says in both languages what it saw, and says so when that is unknown', () => {
    const context = { asOf: '2026-10-15', dataMonths: { wages: '2026-09-01' }, values: {} };
    for (const language of ['zh', 'en'] as const) {
      const rule = { params: definition.params, thresholds: {} };
      const message = renderMessage(definition.messages[language], rule, context, language);
      expect(message).not.toMatch(/[{}]|undefined|null|NaN/);
      if (names.length > 0) expect(message).toContain(language === 'zh' ? '未知' : 'unknown');
    }
  });
});

describe('the rule book', () => {
  test('has the fifteen rules of the samples; those that may take something away are negative, of their own class, and name a review', () => {
    const truth = JSON.parse(readFileSync('tests/fixtures/truth.json', 'utf8')) as Record<string, object>;
    for (const day of Object.values(truth)) expect(Object.keys(day).sort()).toEqual(rules.map((rule) => rule.id));
    const negative = rules.filter((rule) => rule.definition.negative);
    expect(negative.map((rule) => rule.id)).toEqual([
      'deceased-still-paid',
      'duplicate-benefit',
      'income-over-line',
      'vehicle-owner-on-aid',
    ]);
    for (const { definition } of rules) expect(definition.class === 'change').toBe(definition.negative);
    for (const { definition } of negative) {
      expect(definition.measures).toContain('payment-review');
      expect(definition.plain.zh).toContain('由有权的人决定');
    }
  });

  test('quotes only seeds that are kept beside it', () => {
    expect(readdirSync('rules/seeds')).toEqual(
      expect.arrayContaining(rules.map((rule) => rule.definition.policy.seed)),
    );
  });

  test('knows on which monthly sources a rule rests, whatever indicators lie between', () => {
    expect(ruleOf('income-collapse').sources.toSorted()).toEqual(['pensions', 'wages']);
    expect(ruleOf('breadwinner-death').sources.toSorted()).toEqual(['aid-roster', 'pensions', 'wages']);
    expect(ruleOf('disaster-household').sources).toEqual([]);
  });
});

describe('unknown inputs', () => {
  const collapse = {
    'members.living': 2,
    'wages.last_3_months': 0,
    'wages.prior_3_months': 900000,
    'income.per_head_month': 50000,
    'standard.dibao': 70000,
  };

  test('unknown income leaves an income collapse unknown, not refuted: nothing open is ended by it', () => {
    expect(evaluate(ruleOf('income-collapse').when, { ...collapse, 'income.per_head_month': null })).toBeUndefined();
    expect(evaluate(ruleOf('income-collapse').when, { ...collapse, 'wages.last_3_months': null })).toBeUndefined();
  });

  test('a county without a standard shuts nobody out, but income must be known even there', () => {
    const { when } = ruleOf('income-collapse');
    expect(evaluate(when, { ...collapse, 'standard.dibao': null })).toBe(true);
    expect(evaluate(when, { ...collapse, 'standard.dibao': null, 'income.per_head_month': null })).toBeUndefined();
  });

  test('of a gate let the household pass: with the roster late, the lower medical line warns, and a death does', () => {
    const ill = {
      'members.living': 1,
      'medical.self_paid_year_worst': 1085001,
      'standard.rural_disposable_income_last_year': 2170000,
    };
    expect(evaluate(ruleOf('heavy-medical-spending').when, ill)).toBe(true);
    expect(evaluate(ruleOf('heavy-medical-spending').when, { ...ill, 'aid.listed': 0 })).toBe(false);
    const bereft = { 'deaths.breadwinner_90_days': 1, 'members.dependants': 1, 'income.per_head_month': 900000 };
    expect(evaluate(ruleOf('breadwinner-death').when, { ...bereft, 'standard.dibao': 70000 })).toBe(true);
  });

  test('of what may take something away keep the rule silent, and refute nothing', () => {
    const above = {
      'members.living': 2,
      'aid.dibao': 1,
      'wages.last_3_months': 500000,
      'income.per_head_month': 83333,
      'standard.dibao': 70000,
    };
    const { when } = ruleOf('income-over-line');
    expect(evaluate(when, above)).toBe(true);
    for (const name of ['aid.dibao', 'wages.last_3_months', 'income.per_head_month', 'standard.dibao'])
      expect(evaluate(when, { ...above, [name]: null })).toBeUndefined();
    expect(evaluate(ruleOf('vehicle-owner-on-aid').when, { 'vehicles.cars': 1 })).toBeUndefined();
    expect(evaluate(ruleOf('new-unemployment').when, { 'unemployment.registered_60_days': 1 })).toBeUndefined();
    expect(evaluate(ruleOf('monitored-without-aid').when, { 'monitored.open': 1 })).toBeUndefined();
  });

  test('unknown income never shuts out a household that lost its breadwinner', () => {
    const row = { 'deaths.breadwinner_90_days': 1, 'members.dependants': 1 };
    expect(evaluate(ruleOf('breadwinner-death').when, row)).toBe(true);
  });
});

describe('a definition', () => {
  test('whose parameter leaves its bounds is refused', () => {
    const { definition } = ruleOf('income-collapse');
    const drop = { value: 0.95, min: 0.2, max: 0.9, unit: 'ratio', label: { zh: '降', en: 'drop' } };
    expect(ruleDefinition.safeParse({ ...definition, params: { drop } }).success).toBe(false);
  });

  test('with an unknown cause, indicator or event is told each with the nearest name', () => {
    expect(faultsOf({ cause: 'bad-luck' })[0]).toMatchObject({ pointer: '/cause' });
    expect(faultsOf({ when: 'income.per_head > 0' })[0]).toMatchObject({ pointer: '/when', line: 1, column: 1 });
    const event = { kind: 'life.death', indicator: 'deaths.breadwinner_90_day' };
    expect(faultsOf({ event }, 'breadwinner-death')[0]).toMatchObject({ nearest: 'deaths.breadwinner_90_days' });
    const wrongKind = { kind: 'life.birth', indicator: 'deaths.breadwinner_90_days' };
    expect(faultsOf({ event: wrongKind }, 'breadwinner-death')[0]).toMatchObject({ pointer: '/event/kind' });
  });

  test('whose messages name what it does not know, or not the same in both languages, is refused', () => {
    const said = (zh: string, en: string) => faultsOf({ messages: { zh, en } }).map((fault) => fault.message.en);
    expect(said('{wages.last_3_month|yuan}', '{wages.last_3_month|yuan}')[0]).toContain('wages.last_3_months');
    expect(said('{as_of|moon}', '{as_of|moon}')[0]).toContain('no format moon');
    expect(said('{as_of|date}', 'today')).toEqual(['the two languages do not name the same values']);
    expect(said('{as_of|date', 'today')[0]).toContain('brace');
  });

  test('whose example names no indicator is refused: a slip there would prove nothing', () => {
    const examples = { fires: [{ 'wages.last_moon': 1 }], silent: [{}] };
    expect(faultsOf({ examples }).map((fault) => fault.pointer)).toContain('/examples/fires/0');
  });
});

test('a message tells value, line, source and month in the reader’s own units', () => {
  const { definition, thresholds } = ruleOf('income-collapse');
  const context = {
    asOf: '2026-10-15',
    dataMonths: { wages: '2026-09-01' },
    values: {
      'wages.last_3_months': 450050,
      'wages.prior_3_months': 1234567,
      'income.per_head_month': 50000,
      'standard.dibao': 70000,
    },
  };
  const rule = { params: definition.params, thresholds };
  expect(renderMessage(definition.messages.zh, rule, context, 'zh')).toMatch(
    /截至2026年9月.*4,500\.50元.*12,345\.67元.*50%.*6,172\.84元.*500元.*2倍低保标准（1,400元）/s,
  );
  expect(renderMessage(definition.messages.en, rule, context, 'en')).toContain('2026-09');
});
