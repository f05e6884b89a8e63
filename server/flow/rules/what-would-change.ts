// What would have to be otherwise for a rule not to speak: of each number the smallest change that makes its condition false. Pure.
import { evaluate } from './evaluate.ts';
import type { CheckedExpression, Tree } from './expression.ts';
import { numberOf, type Values } from './number.ts';

export interface Change {
  /** An indicator of the expression; all other values stay as they are. */
  name: string;
  /** What it is now; null: unknown, and knowing it to be `to` would do. */
  from: number | null;
  to: number;
}

/** The smallest step of a unit: a fen, one, a tenth of a per cent. */
const STEPS = { fen: 1, count: 1, ratio: 0.001, flag: 1 } as const;
/** Steps beyond which nobody's number goes: ten thousand million yuan. */
const FARTHEST = 1e12;

/**
 * One change a number, in the order in which the expression names them; none where no value of it alone would do, or the condition does not
 * hold. Standards are no household's and stay. Each comparison is taken to turn once on the way up and once on the way down, as sums do.
 */
export function whatWouldChange(expression: CheckedExpression, values: Values): Change[] {
  if (evaluate(expression, values) !== true) return [];
  return expression.names.flatMap((name): Change[] => {
    const meaning = expression.vocabulary.get(name);
    if (meaning?.of !== 'indicator') return [];
    const from = values[name] ?? null;
    const step = STEPS[meaning.unit];
    const candidates = meaning.unit === 'flag' ? [0, 1] : turnsOf(expression, values, { name, step, from: from ?? 0 });
    const silent = candidates.filter((to) => to !== from && evaluate(expression, { ...values, [name]: to }) === false);
    const [nearest] = silent.sort((a, b) => Math.abs(a - (from ?? 0)) - Math.abs(b - (from ?? 0)));
    return nearest === undefined ? [] : [{ name, from, to: nearest }];
  });
}

interface Asked {
  name: string;
  step: number;
  from: number;
}

/** The values nearest to the present one at which a comparison turns: the first on either side of it. */
function turnsOf(expression: CheckedExpression, values: Values, { name, step, from }: Asked): number[] {
  const found = [0];
  for (const node of comparisonsWith(expression.tree, name)) {
    const at = (index: number) => numberOf(node, { ...values, [name]: valueAt(index, step) }, expression.vocabulary);
    const [below, above] = [Math.floor(from / step + 1e-9), Math.ceil(from / step - 1e-9)];
    const now = numberOf(node, { ...values, [name]: from }, expression.vocabulary);
    for (const [start, direction] of [
      [above, 1],
      [below, -1],
    ] as const) {
      const index = firstTurn((one) => at(one) !== now, start, direction);
      if (index !== undefined) found.push(valueAt(index, step));
    }
  }
  return [...new Set(found)];
}

// 661 × 0.001 is 0.661 only after rounding.
const valueAt = (index: number, step: number) => (step === 1 ? index : Number((index * step).toFixed(6)));

/** The first index from `start` on at which the test holds: strides that double, then halves. Nothing goes below zero. */
function firstTurn(turned: (index: number) => boolean, start: number, direction: 1 | -1): number | undefined {
  if (turned(start)) return start;
  let stood = start;
  for (let stride = 1; Math.abs(stood - start) < FARTHEST; stride *= 2) {
    const next = direction === 1 ? stood + stride : Math.max(0, stood - stride);
    if (turned(next)) return halve(turned, stood, next);
    if (next === 0 && direction === -1) return undefined;
    stood = next;
  }
  return undefined;
}

function halve(turned: (index: number) => boolean, stands: number, turns: number): number {
  let [no, yes] = [stands, turns];
  while (Math.abs(yes - no) > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (turned(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** The comparisons of an expression that speak of a name. */
function comparisonsWith(tree: Tree, name: string): Tree[] {
  switch (tree.op) {
    case 'compare':
      return mentions(tree, name) ? [tree] : [];
    case 'and':
    case 'or':
      return [...comparisonsWith(tree.left, name), ...comparisonsWith(tree.right, name)];
    case 'not':
      return comparisonsWith(tree.of, name);
    case 'choose':
      return [tree.when, tree.yes, tree.no].flatMap((part) => comparisonsWith(part, name));
    default:
      return [];
  }
}

function mentions(tree: Tree, name: string): boolean {
  switch (tree.op) {
    case 'name':
    case 'has':
      return tree.name === name;
    case 'not':
    case 'negate':
      return mentions(tree.of, name);
    case 'and':
    case 'or':
    case 'compare':
    case 'calculate':
      return mentions(tree.left, name) || mentions(tree.right, name);
    case 'choose':
      return [tree.when, tree.yes, tree.no].some((part) => mentions(part, name));
    default:
      return false;
  }
}
