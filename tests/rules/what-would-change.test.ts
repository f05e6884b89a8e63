// What would have to change: applied, the proposed change silences the rule; a step less does not.

import { describe, expect, it } from 'vitest';
import { evaluate } from '../../server/flow/rules/evaluate.ts';
import type { CheckedExpression } from '../../server/flow/rules/expression.ts';
import { vocabularyOf } from '../../server/flow/rules/expression.ts';
import { numberOf } from '../../server/flow/rules/number.ts';
import { checkExpression } from '../../server/flow/rules/typecheck.ts';
import { whatWouldChange } from '../../server/flow/rules/what-would-change.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import fc from '../support/property.ts';

const { rules, catalogue } = CATALOGUE.book;
const STEPS = { fen: 1, count: 1, ratio: 0.001, flag: 1 } as const;

const unitOf = (expression: CheckedExpression, name: string) => expression.vocabulary.get(name)!.unit;

/** Values near what rules speak of, so that many of them fire. */
function rowsOf(expression: CheckedExpression) {
  const value = (name: string) => {
    const unit = unitOf(expression, name);
    if (unit === 'flag') return fc.constantFrom(0, 1, null);
    if (unit === 'count')
      return fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 6 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      );
    if (unit === 'ratio') return fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), fc.constant(null));
    return fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 5_000_000 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    );
  };
  return fc.record(Object.fromEntries(expression.names.map((name) => [name, value(name)])));
}

describe('what would have to change', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('silences %s, and a step less does not', (_id, rule) => {
    let fired = 0;
    fc.assert(
      fc.property(rowsOf(rule.when), (row) => {
        if (evaluate(rule.when, row) !== true) return;
        fired++;
        for (const { name, from, to } of whatWouldChange(rule.when, row)) {
          expect(evaluate(rule.when, { ...row, [name]: to })).toBe(false);
          if (from === null) continue;
          const unit = unitOf(rule.when, name);
          const nearer = Number((to + (to > from ? -1 : 1) * STEPS[unit]).toFixed(6));
          const isBeyond = to > from ? nearer <= from : nearer >= from;
          if (!isBeyond) expect(evaluate(rule.when, { ...row, [name]: nearer })).not.toBe(false);
        }
      }),
      { numRuns: 400, seed: 20261015 },
    );
    for (const example of rule.definition.examples.fires) {
      expect(whatWouldChange(rule.when, example).length).toBeGreaterThan(0);
      fired++;
    }
    expect(fired).toBeGreaterThan(0);
  });

  it('tells income-collapse’s way out in the rule’s own numbers', () => {
    const rule = rules.find((one) => one.id === 'income-collapse')!;
    const row = {
      ...{ 'members.living': 4, 'wages.prior_3_months': 1_035_000, 'wages.last_3_months': 238_000 },
      ...{ 'income.per_head_month': 23_375, 'standard.dibao': 53_000 },
    };
    const told = Object.fromEntries(whatWouldChange(rule.when, row).map(({ name, to }) => [name, to]));
    expect(told).toMatchObject({ 'wages.last_3_months': 517_501, 'income.per_head_month': 106_000 });
  });

  it('says nothing of a rule that does not hold', () => {
    const rule = rules.find((one) => one.id === 'income-collapse')!;
    expect(whatWouldChange(rule.when, rule.definition.examples.silent[0]!)).toEqual([]);
  });
});

describe('a part of an expression', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('of %s is worth what CEL says', (_id, rule) => {
    fc.assert(
      fc.property(rowsOf(rule.when), (row) => {
        const said = evaluate(rule.when, row);
        const own = numberOf(rule.when.tree, row, rule.when.vocabulary);
        expect(own === undefined ? undefined : own === 1).toBe(said);
      }),
      { numRuns: 200, seed: 20261015 },
    );
  });

  it('divides by nothing into what nobody knows, and chooses by what is known', () => {
    const words = vocabularyOf(catalogue);
    const checked = checkExpression('wages.last_3_months / wages.prior_3_months > 1.0 ? 2.0 : 3.0', words, 'number');
    if (!('ok' in checked)) throw new Error(JSON.stringify(checked.faults));
    const value = (last: number, prior: number) =>
      numberOf(checked.ok.tree, { 'wages.last_3_months': last, 'wages.prior_3_months': prior }, words);
    expect([value(2, 1), value(1, 2), value(1, 0)]).toEqual([2, 3, undefined]);
  });
});
