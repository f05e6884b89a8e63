// The value of a part of an expression for one row. Whole conditions are CEL's (evaluate.ts); a part has no text of its own to give to it.
import type { Tree, Vocabulary } from './expression.ts';

/** Values by name, money in fen; absent or null is unknown. */
export type Values = Readonly<Record<string, number | null | undefined>>;

/** A number of a row, as SQL and CEL would have it; undefined when something it needs is unknown. A flag is 1 or 0. */
export function numberOf(tree: Tree, values: Values, vocabulary: Vocabulary): number | undefined {
  const of = (part: Tree) => numberOf(part, values, vocabulary);
  switch (tree.op) {
    case 'number':
      return tree.value;
    case 'flag':
      return tree.value ? 1 : 0;
    case 'name': {
      const meaning = vocabulary.get(tree.name);
      return meaning?.of === 'params' ? meaning.value : (values[tree.name] ?? undefined);
    }
    case 'has':
      return (values[tree.name] ?? null) === null ? 0 : 1;
    case 'not': {
      const part = of(tree.of);
      return part === undefined ? undefined : 1 - part;
    }
    case 'negate': {
      const part = of(tree.of);
      return part === undefined ? undefined : -part;
    }
    case 'and':
    case 'or':
      return logic(tree.op, of(tree.left), of(tree.right));
    case 'compare': {
      const side = (part: Tree) => roundedIf(tree.money, of(part));
      return compared(tree.by, side(tree.left), side(tree.right));
    }
    case 'calculate':
      return calculated(tree.by, of(tree.left), of(tree.right));
    case 'choose': {
      const when = of(tree.when);
      return when === undefined ? undefined : of(when ? tree.yes : tree.no);
    }
  }
}

const roundedIf = (money: boolean, value: number | undefined) =>
  money && value !== undefined ? Math.floor(value + 0.5) : value;

function logic(op: 'and' | 'or', left: number | undefined, right: number | undefined): number | undefined {
  const decides = op === 'and' ? 0 : 1;
  if (left === decides || right === decides) return decides;
  return left === undefined || right === undefined ? undefined : 1 - decides;
}

function compared(by: string, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const holds = {
    '<': left < right,
    '<=': left <= right,
    '>': left > right,
    '>=': left >= right,
    '==': left === right,
    '!=': left !== right,
  }[by];
  return holds ? 1 : 0;
}

function calculated(by: string, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (by === '/') return right === 0 ? undefined : left / right;
  return by === '+' ? left + right : by === '-' ? left - right : left * right;
}
