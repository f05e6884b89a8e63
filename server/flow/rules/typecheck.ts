// Reads an expression with CEL's parser and checks it against the names a rule may use: a typed tree, or every fault with its place.
import { parse } from '@bufbuild/cel';
import type { Bilingual } from '../indicators/definition.ts';
import type {
  Arithmetic,
  CheckedExpression,
  Comparison,
  ExpressionFault,
  ParsedExpression,
  Tree,
  ValueType,
  Vocabulary,
} from './expression.ts';
import { faults } from './faults.ts';
import { nearestName } from './nearest.ts';

const MAX_LENGTH = 4000;
/** Keeps the arithmetic of double precision far from overflow, at which PostgreSQL would refuse the whole pass. */
const MAX_NUMBER = 1e15;

type Expr = NonNullable<ParsedExpression['expr']>;
type Typed = { readonly tree: Tree; readonly type: ValueType };

export type Checked = { readonly ok: CheckedExpression } | { readonly faults: readonly ExpressionFault[] };

/** Checks an expression that must be a condition (`flag`) or a number of any kind. Never throws; reports every fault it can place. */
export function checkExpression(source: string, vocabulary: Vocabulary, wanted: 'flag' | 'number' = 'flag'): Checked {
  if (source.length > MAX_LENGTH) return { faults: [{ message: faults.tooLong(MAX_LENGTH), line: 1, column: 1 }] };
  let parsed: ParsedExpression;
  try {
    parsed = parse(source);
  } catch (error) {
    return { faults: [syntaxFault(error, source)] };
  }
  const checker = new Checker(source, parsed, vocabulary);
  const root = parsed.expr ? checker.check(parsed.expr) : undefined;
  if (root && parsed.expr) {
    if (wanted === 'flag') checker.demand('flag', root, parsed.expr);
    else if (root.type === 'flag') checker.fault(parsed.expr, faults.wanted('plain', 'flag'));
  }
  if (!root || checker.found.length > 0) return { faults: checker.found };
  const { names, moneyComparisons } = checker;
  return { ok: { source, type: root.type, tree: root.tree, names: [...names], parsed, moneyComparisons, vocabulary } };
}

const LOGIC: Record<string, 'and' | 'or'> = { '_&&_': 'and', '_||_': 'or' };
const COMPARISONS: Record<string, Comparison> = {
  '_<_': '<',
  '_<=_': '<=',
  '_>_': '>',
  '_>=_': '>=',
  '_==_': '==',
  '_!=_': '!=',
};
const ARITHMETIC: Record<string, Arithmetic> = { '_+_': '+', '_-_': '-', '_*_': '*', '_/_': '/' };

class Checker {
  readonly found: ExpressionFault[] = [];
  readonly names = new Set<string>();
  readonly moneyComparisons = new Set<bigint>();

  constructor(
    private readonly source: string,
    private readonly parsed: ParsedExpression,
    private readonly vocabulary: Vocabulary,
  ) {}

  /** The typed tree, or undefined when a fault below has been noted. */
  check(expr: Expr): Typed | undefined {
    const { exprKind } = expr;
    switch (exprKind.case) {
      case 'constExpr':
        return this.constant(expr);
      case 'identExpr':
        return this.name(expr);
      case 'selectExpr':
        return exprKind.value.testOnly ? this.has(expr) : this.name(expr);
      case 'callExpr':
        return this.call(expr, exprKind.value.function, exprKind.value.args);
      case 'comprehensionExpr':
        return this.fault(expr, faults.notAllowed('all/exists/map'));
      default:
        return this.fault(expr, faults.notAllowed(exprKind.case === 'listExpr' ? '[ ]' : '{ }'));
    }
  }

  demand(wanted: 'flag', typed: Typed, expr: Expr): boolean {
    if (typed.type === wanted) return true;
    this.fault(expr, faults.wanted(wanted, typed.type));
    return false;
  }

  fault(expr: Expr, message: Bilingual, nearest?: string): undefined {
    const offset = this.parsed.sourceInfo?.positions[String(leftmost(expr).id)] ?? 0;
    this.found.push({ message, ...placeOf(this.source, offset), ...(nearest ? { nearest } : {}) });
  }

  private constant(expr: Expr): Typed | undefined {
    const constant = expr.exprKind.case === 'constExpr' ? expr.exprKind.value.constantKind : undefined;
    if (constant?.case === 'boolValue') return { tree: { op: 'flag', value: constant.value }, type: 'flag' };
    if (constant?.case !== 'int64Value' && constant?.case !== 'doubleValue') {
      return this.fault(expr, faults.notAllowed(constant?.case?.replace(/64Value|Value/, '') ?? 'null'));
    }
    const value = Number(constant.value);
    if (!(Math.abs(value) <= MAX_NUMBER)) return this.fault(expr, faults.number());
    return { tree: { op: 'number', value }, type: value === 0 ? 'zero' : 'plain' };
  }

  private name(expr: Expr): Typed | undefined {
    const name = dotted(expr);
    if (name === undefined) return this.fault(expr, faults.notAllowed('( ).name'));
    const meaning = this.vocabulary.get(name);
    if (!meaning) {
      const nearest = nearestName(name, this.vocabulary.keys());
      return this.fault(expr, faults.unknownName(name, nearest), nearest);
    }
    if (meaning.of !== 'params') this.names.add(name);
    const type = { fen: 'money', flag: 'flag', count: 'plain', ratio: 'plain' } as const;
    return { tree: { op: 'name', name, flag: meaning.unit === 'flag' }, type: type[meaning.unit] };
  }

  private has(expr: Expr): Typed | undefined {
    const name = dotted(expr);
    const meaning = name === undefined ? undefined : this.vocabulary.get(name);
    if (name === undefined || meaning?.of === 'params') return this.fault(expr, faults.has());
    if (!meaning) return this.name(expr);
    this.names.add(name);
    return { tree: { op: 'has', name }, type: 'flag' };
  }

  private call(expr: Expr, name: string, args: readonly Expr[]): Typed | undefined {
    const hasTarget = expr.exprKind.case === 'callExpr' && expr.exprKind.value.target !== undefined;
    const [first, second, third] = args;
    if (hasTarget || !first) return this.fault(expr, faults.notAllowed(`${name}()`));
    if (name === 'has') return this.fault(expr, faults.has());
    if (name === '!_') return this.not(first);
    if (name === '-_') return this.negate(first);
    if (name === '_?_:_' && second && third) return this.choose(first, second, third);
    const [logic, by, calculation] = [LOGIC[name], COMPARISONS[name], ARITHMETIC[name]];
    if (!second || !(logic || by || calculation)) {
      return this.fault(expr, faults.notAllowed(name.replaceAll(/[_@]/g, '') || name));
    }
    const left = this.check(first);
    const right = this.check(second);
    if (!left || !right) return undefined;
    if (logic) {
      const sound = [this.demand('flag', left, first), this.demand('flag', right, second)];
      return sound.every(Boolean)
        ? { tree: { op: logic, left: left.tree, right: right.tree }, type: 'flag' }
        : undefined;
    }
    return by ? this.compare(expr, by, left, right) : calculation && this.calculate(expr, calculation, left, right);
  }

  private not(of: Expr): Typed | undefined {
    const typed = this.check(of);
    if (!typed || !this.demand('flag', typed, of)) return undefined;
    return { tree: { op: 'not', of: typed.tree }, type: 'flag' };
  }

  private negate(of: Expr): Typed | undefined {
    const typed = this.check(of);
    if (typed?.type === 'flag') return this.fault(of, faults.wanted('plain', 'flag'));
    return typed && { tree: { op: 'negate', of: typed.tree }, type: typed.type };
  }

  private choose(condition: Expr, first: Expr, second: Expr): Typed | undefined {
    const [when, yes, no] = [this.check(condition), this.check(first), this.check(second)];
    if (!when || !yes || !no || !this.demand('flag', when, condition)) return undefined;
    const type = together(yes.type, no.type);
    if (!type) return this.fault(second, faults.mixed(yes.type, no.type));
    return { tree: { op: 'choose', when: when.tree, yes: yes.tree, no: no.tree }, type };
  }

  private compare(expr: Expr, by: Comparison, left: Typed, right: Typed): Typed | undefined {
    const type = together(left.type, right.type);
    if (!type) return this.fault(expr, faults.mixed(left.type, right.type));
    if (type === 'flag' && by !== '==' && by !== '!=') return this.fault(expr, faults.wanted('plain', 'flag'));
    if (type === 'money') this.moneyComparisons.add(expr.id);
    return { tree: { op: 'compare', by, money: type === 'money', left: left.tree, right: right.tree }, type: 'flag' };
  }

  private calculate(expr: Expr, by: Arithmetic, left: Typed, right: Typed): Typed | undefined {
    if (left.type === 'flag' || right.type === 'flag') return this.fault(expr, faults.wanted('plain', 'flag'));
    const [a, b] = [left.type, right.type];
    let type: ValueType | undefined;
    if (by === '*') {
      if (a === 'money' && b === 'money') return this.fault(expr, faults.moneyTimesMoney());
      type = a === 'money' || b === 'money' ? 'money' : 'plain';
    } else if (by === '/') {
      if (b === 'zero') return this.fault(expr, faults.dividedByZero());
      if (a === 'plain' && b === 'money') return this.fault(expr, faults.dividedByMoney());
      type = a === 'money' && b !== 'money' ? 'money' : 'plain';
    } else {
      type = together(a, b);
      if (!type) return this.fault(expr, faults.mixed(a, b));
    }
    return { tree: { op: 'calculate', by, left: left.tree, right: right.tree }, type };
  }
}

function together(left: ValueType, right: ValueType): ValueType | undefined {
  if (left === right) return left;
  if (left === 'zero' && right !== 'flag') return right;
  return right === 'zero' && left !== 'flag' ? left : undefined;
}

function dotted(expr: Expr): string | undefined {
  if (expr.exprKind.case === 'identExpr') return expr.exprKind.value.name.replace(/^\./, '');
  if (expr.exprKind.case !== 'selectExpr' || !expr.exprKind.value.operand) return undefined;
  const family = dotted(expr.exprKind.value.operand);
  return family === undefined ? undefined : `${family}.${expr.exprKind.value.field}`;
}

// CEL places `a.b` at its dot; people look for it at its first letter.
function leftmost(expr: Expr): Expr {
  if (expr.exprKind.case !== 'selectExpr' || !expr.exprKind.value.operand) return expr;
  return leftmost(expr.exprKind.value.operand);
}

function placeOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

// The parser throws errors with `location` and, for a syntax error, `found`; its own text is not for readers.
function syntaxFault(error: unknown, source: string): ExpressionFault {
  const { location, found, rawMessage } = error as {
    location?: { start?: { offset?: number } };
    found?: unknown;
    rawMessage?: string;
  };
  const offset = location?.start?.offset ?? 0;
  const reserved = rawMessage?.startsWith('reserved') ? rawMessage : undefined;
  const text = typeof found === 'string' ? found : source.slice(offset, offset + 1);
  return { message: reserved ? faults.reserved(reserved) : faults.syntax(text), ...placeOf(source, offset) };
}
