// The words of a rule's expression: the tree the checker makes of CEL, the names it may use, and what it says of a fault.
import type { parse } from '@bufbuild/cel';
import type { Bilingual, IndicatorCatalogue, Unit } from '../indicators/definition.ts';
import type { RuleParameter } from './definition.ts';
import type { ParameterCatalogue } from './parameters.ts';

/** A flag is true or false; money is in fen; zero is the literal 0, which is money or a plain number as needed. */
export type ValueType = 'flag' | 'money' | 'plain' | 'zero';

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';
export type Arithmetic = '+' | '-' | '*' | '/';

export type Tree =
  | { readonly op: 'number'; readonly value: number }
  | { readonly op: 'flag'; readonly value: boolean }
  | { readonly op: 'name'; readonly name: string; readonly flag: boolean }
  | { readonly op: 'has'; readonly name: string }
  | { readonly op: 'not' | 'negate'; readonly of: Tree }
  | { readonly op: 'and' | 'or'; readonly left: Tree; readonly right: Tree }
  | {
      readonly op: 'compare';
      readonly by: Comparison;
      readonly money: boolean;
      readonly left: Tree;
      readonly right: Tree;
    }
  | { readonly op: 'calculate'; readonly by: Arithmetic; readonly left: Tree; readonly right: Tree }
  | { readonly op: 'choose'; readonly when: Tree; readonly yes: Tree; readonly no: Tree };

export type ParsedExpression = ReturnType<typeof parse>;

/** An expression that was found sound. */
export interface CheckedExpression {
  readonly source: string;
  readonly type: ValueType;
  readonly tree: Tree;
  /** The indicators and standards it names, each once, in order of appearance. */
  readonly names: readonly string[];
  /** CEL's own reading, for the evaluator: not made from `tree`, so that a slip in either shows. */
  readonly parsed: ParsedExpression;
  /** The calls in `parsed` that compare money. */
  readonly moneyComparisons: ReadonlySet<bigint>;
  readonly vocabulary: Vocabulary;
}

/** What a name stands for. Parameters carry their value: they are part of the rule's version, not of the household. */
export type Meaning =
  | { readonly of: 'indicator' | 'standard'; readonly unit: Unit }
  | { readonly of: 'params'; readonly unit: Unit; readonly value: number };

/** The names an expression may use, in full: income.per_head_month, standard.dibao, params.drop. */
export type Vocabulary = ReadonlyMap<string, Meaning>;

export interface Catalogue {
  readonly indicators: IndicatorCatalogue;
  readonly parameters: ParameterCatalogue;
}

export function vocabularyOf(
  { indicators, parameters }: Catalogue,
  params: Readonly<Record<string, RuleParameter>> = {},
): Vocabulary {
  const words = new Map<string, Meaning>();
  for (const [id, { unit }] of indicators) words.set(id, { of: 'indicator', unit });
  for (const [key, { unit }] of parameters) words.set(`standard.${key}`, { of: 'standard', unit });
  for (const [name, { unit, value }] of Object.entries(params))
    words.set(`params.${name}`, { of: 'params', unit, value });
  return words;
}

/** What is wrong, where (counted from 1), and the nearest known name when the fault is an unknown one. */
export interface ExpressionFault {
  readonly message: Bilingual;
  readonly line: number;
  readonly column: number;
  readonly nearest?: string;
}
