import { describe, expect, test } from 'vitest';
import { evaluate, evaluateNumber } from '../../server/flow/rules/evaluate.ts';
import type { CheckedExpression, ExpressionFault, Vocabulary } from '../../server/flow/rules/expression.ts';
import { toSql } from '../../server/flow/rules/to-sql.ts';
import { checkExpression } from '../../server/flow/rules/typecheck.ts';

const vocabulary: Vocabulary = new Map([
  ['income.last_3_months', { of: 'indicator', unit: 'fen' }],
  ['income.per_head_month', { of: 'indicator', unit: 'fen' }],
  ['members.living', { of: 'indicator', unit: 'count' }],
  ['aid.listed', { of: 'indicator', unit: 'flag' }],
  ['standard.dibao', { of: 'standard', unit: 'fen' }],
  ['params.drop', { of: 'params', unit: 'ratio', value: 0.3 }],
  ['params.floor', { of: 'params', unit: 'fen', value: 200000 }],
]);
const ALIASES = { indicators: 'h', standards: 's' };

function sound(source: string, wanted: 'flag' | 'number' = 'flag'): CheckedExpression {
  const checked = checkExpression(source, vocabulary, wanted);
  if ('ok' in checked) return checked.ok;
  throw new Error(JSON.stringify(checked.faults));
}

function faultsOf(source: string): readonly ExpressionFault[] {
  const checked = checkExpression(source, vocabulary);
  return 'ok' in checked ? [] : checked.faults;
}

describe('checking', () => {
  test('an unknown name is told with its place and the nearest known name', () => {
    const [fault, ...rest] = faultsOf('members.living > 0\n  && incme.last_3_months > 0');
    expect(rest).toEqual([]);
    expect(fault).toMatchObject({ line: 2, column: 6, nearest: 'income.last_3_months' });
    expect(fault?.message.zh).toContain('income.last_3_months');
    expect(fault?.message.en).toContain('did you mean');
  });

  test('swapped letters, a forgotten family and has() find their nearest name too', () => {
    expect(faultsOf('members.lviing > 0')[0]?.nearest).toBe('members.living');
    expect(faultsOf('drop > 0.1')[0]?.nearest).toBe('params.drop');
    expect(faultsOf('has(standard.diabo)')[0]?.nearest).toBe('standard.dibao');
    expect(faultsOf('weather.rain > 0')[0]).not.toHaveProperty('nearest');
  });

  test('every fault is told at once', () => {
    expect(faultsOf('a.b > 0 && c.d > 0 || size(members.living) > 0')).toHaveLength(3);
  });

  test.each([
    ['members.living &&', 1, 16],
    ['members.living > > 0', 1, 16],
    ['(members.living > 0', 1, 20],
    ['', 1, 1],
    ['aid.in > 0', 1, 5],
    ['members.living > 0\n  # why', 2, 3],
  ])('a syntax error is placed: %j', (source, line, column) => {
    const found = faultsOf(source);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ line, column });
  });

  test.each([
    ['size(members.living) > 0', 'size'],
    ['members.living.size() > 0', 'size'],
    ['members.living in [1]', 'in'],
    ['[1, 2].all(x, x > 1)', 'all'],
    ['members.living % 2 == 0', '%'],
    ['aid.listed == "yes"', 'string'],
    ['members.living > 1u', 'uint'],
    ['aid.listed == null', 'null'],
    ['{}', '{ }'],
  ])('what is outside the rule language is refused with its name: %s', (source, name) => {
    const found = faultsOf(source);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.message.en).toContain(`"${name}`);
  });

  test.each(['has(params.drop)', 'has(3)', 'has(members.living > 1)', 'has(members.living, aid.listed)'])(
    'has() takes one indicator or standard: %s',
    (source) => {
      expect(faultsOf(source).length).toBeGreaterThan(0);
    },
  );

  test.each([
    ['members.living', 'a yes-or-no value is wanted'],
    ['members.living + 1 && aid.listed', 'a yes-or-no value is wanted'],
    ['!members.living', 'a yes-or-no value is wanted'],
    ['aid.listed > 0', 'does not go together'],
    ['aid.listed < aid.listed', 'a number is wanted'],
    ['aid.listed + 1 > 0', 'a number is wanted'],
    ['-aid.listed == 1', 'a number is wanted'],
    ['members.living ? true : false', 'a yes-or-no value is wanted'],
    ['aid.listed ? true : 1', 'does not go together'],
    ['income.last_3_months > 5000', 'unit is fen'],
    ['income.last_3_months > members.living', 'does not go together'],
    ['income.last_3_months + 1 > params.floor', 'does not go together'],
    ['income.last_3_months * standard.dibao > 0', 'money times money'],
    ['members.living / standard.dibao > 0', 'divided by money'],
    ['members.living / 0 > 0', 'division by zero'],
    ['members.living > 1e16', 'too large'],
  ])('kinds of values are kept apart: %s', (source, said) => {
    expect(
      faultsOf(source)
        .map((fault) => fault.message.en)
        .join(),
    ).toContain(said);
  });

  test('money goes with money, with zero and with multiples of itself', () => {
    for (const source of [
      'income.last_3_months > 0',
      'income.last_3_months >= params.floor',
      'income.last_3_months / standard.dibao > 2',
      'income.last_3_months / 3 / members.living < (1 - params.drop) * standard.dibao',
      'income.last_3_months == (aid.listed ? 0 : standard.dibao)',
    ]) {
      expect(faultsOf(source)).toEqual([]);
    }
  });

  test('an expression too long to be somebody’s is refused before it is parsed', () => {
    expect(faultsOf(`${'('.repeat(5000)}aid.listed`)[0]?.message.en).toContain('too long');
  });
});

describe('two readings', () => {
  test('SQL is double precision throughout and asks for an unknown condition twice', () => {
    expect(toSql(sound('aid.listed ? members.living > 2 : !has(standard.dibao)'), ALIASES)).toBe(
      '(case when (h.aid__listed <> 0::float8) then (h.members__living > 2::float8) when not (h.aid__listed <> 0::float8) then (not (s.standard__dibao is not null)) end)',
    );
    expect(toSql(sound('members.living / (members.living - 1) > params.drop'), ALIASES)).toBe(
      '((h.members__living / nullif((h.members__living - 1::float8), 0::float8)) > 0.3::float8)',
    );
  });

  test('money is compared in whole fen: 0.7 × 700 fen is 490, whatever doubles say', () => {
    expect((1 - 0.3) * 700).not.toBe(490);
    const rule = sound('income.last_3_months <= (1 - params.drop) * standard.dibao');
    expect(evaluate(rule, { 'income.last_3_months': 490, 'standard.dibao': 700 })).toBe(true);
    expect(evaluate(rule, { 'income.last_3_months': 491, 'standard.dibao': 700 })).toBe(false);
  });

  test('unknown is absorbed by && and || and passes through everything else', () => {
    const unknown = {};
    expect(evaluate(sound('members.living > 0'), unknown)).toBeUndefined();
    expect(evaluate(sound('!(members.living > 0)'), unknown)).toBeUndefined();
    expect(evaluate(sound('members.living > 0 || true'), unknown)).toBe(true);
    expect(evaluate(sound('members.living > 0 && false'), unknown)).toBe(false);
    expect(evaluate(sound('aid.listed ? true : true'), unknown)).toBeUndefined();
    expect(evaluate(sound('!has(aid.listed)'), unknown)).toBe(true);
    expect(evaluate(sound('has(aid.listed)'), { 'aid.listed': 0 })).toBe(true);
    expect(evaluate(sound('aid.listed'), { 'aid.listed': null })).toBeUndefined();
  });

  test('division by zero is unknown, and absorbed like any other', () => {
    const rule = 'income.last_3_months / members.living > params.floor';
    expect(evaluate(sound(rule), { 'income.last_3_months': 1, 'members.living': 0 })).toBeUndefined();
    expect(evaluate(sound(`${rule} || true`), { 'income.last_3_months': 1, 'members.living': 0 })).toBe(true);
  });

  test('whole numbers are read as doubles', () => {
    expect(evaluate(sound('members.living / 2 == 1.5'), { 'members.living': 3 })).toBe(true);
    expect(evaluateNumber(sound('2 * standard.dibao', 'number'), { 'standard.dibao': 700 })).toBe(1400);
    expect(evaluateNumber(sound('2 * standard.dibao', 'number'), {})).toBeUndefined();
  });
});
