// The second reading of an expression: CEL's own evaluator over CEL's own parse, independent of the tree SQL is made from.
import { CelScalar, celEnv, celFunc, plan } from '@bufbuild/cel';
import type { CheckedExpression, ParsedExpression } from './expression.ts';

/** Values by name (wages.last_3_months, standard.dibao), money in fen, a flag 1 or 0; absent or null is unknown. */
export type Row = Readonly<Record<string, number | null | undefined>>;

type Expr = NonNullable<ParsedExpression['expr']>;
type Evaluator = (bindings: Record<string, Record<string, number | boolean>>) => unknown;

const { DOUBLE } = CelScalar;

// What the rule language adds to CEL: whole fen, and a division by zero that is unknown where CEL says infinity.
const environment = celEnv({
  funcs: [
    celFunc('fen', [DOUBLE], DOUBLE, (value: number) => Math.floor(value + 0.5)),
    celFunc('_/_', [DOUBLE, DOUBLE], DOUBLE, (left: number, right: number) => {
      if (right === 0) throw new Error('division by zero');
      return left / right;
    }),
  ],
});

const plans = new WeakMap<CheckedExpression, Evaluator>();

/** Whether a condition holds for a row; undefined is unknown. */
export function evaluate(expression: CheckedExpression, row: Row): boolean | undefined {
  const value = run(expression, row);
  return typeof value === 'boolean' ? value : undefined;
}

/** The value of a numeric expression for a row, money in fen; undefined is unknown. */
export function evaluateNumber(expression: CheckedExpression, row: Row): number | undefined {
  const value = run(expression, row);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function run(expression: CheckedExpression, row: Row): unknown {
  let evaluator = plans.get(expression);
  if (!evaluator) {
    if (!expression.parsed.expr) return undefined;
    evaluator = plan(environment, adapt(expression.parsed.expr, expression.moneyComparisons)) as Evaluator;
    plans.set(expression, evaluator);
  }
  return evaluator(bind(expression, row));
}

// An unknown is left out, which CEL calls an error and `&&`, `||` absorb as SQL does NULL. Families are always there.
function bind({ vocabulary, names }: CheckedExpression, row: Row): Record<string, Record<string, number | boolean>> {
  const bindings: Record<string, Record<string, number | boolean>> = { params: {}, standard: {} };
  const put = (name: string, value: number | boolean | null | undefined) => {
    const [family = '', word = ''] = name.split('.');
    bindings[family] ??= {};
    if (value !== null && value !== undefined) bindings[family][word] = value;
  };
  for (const name of names) {
    const value = row[name];
    put(name, vocabulary.get(name)?.unit === 'flag' && value != null ? value !== 0 : value);
  }
  for (const [name, meaning] of vocabulary) if (meaning.of === 'params') put(name, meaning.value);
  return bindings;
}

// The only two changes to what the parser read: whole numbers become doubles, sides of a money comparison whole fen.
function adapt(expr: Expr, moneyComparisons: ReadonlySet<bigint>): Expr {
  const { exprKind } = expr;
  if (exprKind.case === 'constExpr' && exprKind.value.constantKind.case === 'int64Value') {
    const constantKind = { case: 'doubleValue' as const, value: Number(exprKind.value.constantKind.value) };
    return { ...expr, exprKind: { case: 'constExpr', value: { ...exprKind.value, constantKind } } };
  }
  if (exprKind.case !== 'callExpr') return expr;
  const args = exprKind.value.args.map((arg) => adapt(arg, moneyComparisons));
  const inFen = moneyComparisons.has(expr.id)
    ? args.map(
        (arg): Expr => ({
          ...expr,
          id: 0n,
          exprKind: { case: 'callExpr', value: { ...exprKind.value, function: 'fen', args: [arg] } },
        }),
      )
    : args;
  return { ...expr, exprKind: { case: 'callExpr', value: { ...exprKind.value, args: inFen } } };
}
