// Which indicators the rules hold against a line, and what that line is: read out of the rules' own expressions. Pure.
import type { IndicatorCatalogue } from '../flow/indicators/definition.ts';
import type { Rule } from '../flow/rules/check.ts';
import type { Comparison, Tree } from '../flow/rules/expression.ts';
import { numberOf, type Values } from '../flow/rules/number.ts';

export interface Held {
  /** The indicator on the one side of the comparison. */
  indicator: string;
  rule: Rule;
  by: Comparison;
  /** Which of the parts that must all hold it stands in. */
  part: number;
  /** The line of a month, in the indicator's unit; undefined where something it needs is unknown. */
  line(values: Values): number | undefined;
  /** Indicators and standards that the line needs. */
  needs: string[];
}

const TURNED: Record<Comparison, Comparison> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

/** Comparisons of an amount or a share with something else than nothing, of each rule; the same line twice in a rule counts once. */
export function heldAgainst(rules: readonly Rule[], indicators: IndicatorCatalogue): Held[] {
  return rules.flatMap((rule) => {
    const found = partsOf(rule.when.tree).flatMap((tree, part) =>
      comparisonsOf(tree).flatMap(({ by, left, right }) => [
        ...heldBy(rule, indicators, { name: left, by, line: right, part }),
        ...heldBy(rule, indicators, { name: right, by: TURNED[by], line: left, part }),
      ]),
    );
    return found.filter((one, index) => found.findIndex((other) => isSame(one, other)) === index);
  });
}

function heldBy(
  rule: Rule,
  indicators: IndicatorCatalogue,
  { name, by, line, part }: { name: Tree; by: Comparison; line: Tree; part: number },
): (Held & { source: Tree })[] {
  if (name.op !== 'name' || line.op === 'number') return [];
  const unit = indicators.get(name.name)?.unit;
  if (unit !== 'fen' && unit !== 'ratio') return [];
  const needs = namesIn(line).filter((one) => !one.startsWith('params.'));
  return [
    {
      indicator: name.name,
      rule,
      by,
      part,
      source: line,
      needs,
      line: (values) => numberOf(line, values, rule.when.vocabulary),
    },
  ];
}

const isSame = (one: Held & { source: Tree }, other: Held & { source: Tree }) =>
  one.indicator === other.indicator && JSON.stringify(one.source) === JSON.stringify(other.source);

type Compare = Extract<Tree, { op: 'compare' }>;

/** What must all hold. */
function partsOf(tree: Tree): Tree[] {
  return tree.op === 'and' ? [...partsOf(tree.left), ...partsOf(tree.right)] : [tree];
}

/** Every comparison in an expression, in order. */
export function comparisonsOf(tree: Tree): Compare[] {
  switch (tree.op) {
    case 'compare':
      return [tree];
    case 'and':
    case 'or':
      return [...comparisonsOf(tree.left), ...comparisonsOf(tree.right)];
    case 'not':
      return comparisonsOf(tree.of);
    case 'choose':
      return [tree.when, tree.yes, tree.no].flatMap(comparisonsOf);
    default:
      return [];
  }
}

/** The names an expression's part uses, parameters included, each once. */
export function namesIn(tree: Tree): string[] {
  switch (tree.op) {
    case 'name':
    case 'has':
      return [tree.name];
    case 'not':
    case 'negate':
      return namesIn(tree.of);
    case 'and':
    case 'or':
    case 'compare':
    case 'calculate':
      return [...new Set([...namesIn(tree.left), ...namesIn(tree.right)])];
    case 'choose':
      return [...new Set([tree.when, tree.yes, tree.no].flatMap(namesIn))];
    default:
      return [];
  }
}
