// The first reading of an expression: SQL in double precision. CEL's errors and SQL's NULL are both "unknown".
import { columnOf } from '../indicators/definition.ts';
import type { CheckedExpression, Comparison, Tree, Vocabulary } from './expression.ts';

/** The aliases under which the statement knows its two tables. */
export interface Aliases {
  readonly indicators: string;
  readonly standards: string;
}

/**
 * The expression as SQL text: a boolean or a float8, NULL when unknown. Everything is float8, since one literal `0.5` would
 * drag the pass into numeric, four times as slow; there is nothing to quote in it but names from the catalogue and numbers.
 */
export function toSql(expression: CheckedExpression, aliases: Aliases): string {
  return write(expression.tree, expression.vocabulary, aliases);
}

/** The column a name stands for: h.wages__last_3_months, s.standard__dibao. */
export function columnSql(name: string, vocabulary: Vocabulary, aliases: Aliases): string {
  return `${vocabulary.get(name)?.of === 'standard' ? aliases.standards : aliases.indicators}.${columnOf(name)}`;
}

const OPERATORS: Record<Comparison, string> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=', '==': '=', '!=': '<>' };

function write(tree: Tree, vocabulary: Vocabulary, aliases: Aliases): string {
  const sql = (part: Tree) => write(part, vocabulary, aliases);
  switch (tree.op) {
    case 'number':
      return numberSql(tree.value);
    case 'flag':
      return String(tree.value);
    case 'name': {
      const meaning = vocabulary.get(tree.name);
      if (meaning?.of === 'params') return numberSql(meaning.value);
      const column = columnSql(tree.name, vocabulary, aliases);
      return tree.flag ? `(${column} <> 0::float8)` : column;
    }
    case 'has':
      return `(${columnSql(tree.name, vocabulary, aliases)} is not null)`;
    case 'not':
      return `(not ${sql(tree.of)})`;
    case 'negate':
      return `(- ${sql(tree.of)})`;
    case 'and':
    case 'or':
      return `(${sql(tree.left)} ${tree.op} ${sql(tree.right)})`;
    case 'compare': {
      const side = (part: Tree) => (tree.money ? wholeFen(sql(part)) : sql(part));
      return `(${side(tree.left)} ${OPERATORS[tree.by]} ${side(tree.right)})`;
    }
    case 'calculate':
      return tree.by === '/'
        ? `(${sql(tree.left)} / nullif(${sql(tree.right)}, 0::float8))`
        : `(${sql(tree.left)} ${tree.by} ${sql(tree.right)})`;
    case 'choose':
      // An unknown condition chooses neither: `else` would take it for a no.
      return `(case when ${sql(tree.when)} then ${sql(tree.yes)} when not ${sql(tree.when)} then ${sql(tree.no)} end)`;
  }
}

// 0.7 × 700 fen is 489.99… in doubles. Not round(): PostgreSQL's rounds halves to even, JavaScript's up.
function wholeFen(value: string): string {
  return `floor(${value} + 0.5::float8)`;
}

function numberSql(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`not a number for SQL: ${value}`);
  return value < 0 ? `(${value}::float8)` : `${value}::float8`;
}
