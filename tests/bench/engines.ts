// The same rules over the same rows by two rule engines, one household at a time: what people use who do not compile to SQL.
// Both get the rules translated from our own tree, unknown as null; how often each agrees with the pass is told beside its time.
import { ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';
import type { Rule } from '../../server/flow/rules/check.ts';
import { evaluate, type Row } from '../../server/flow/rules/evaluate.ts';
import type { Arithmetic, Comparison, Tree } from '../../server/flow/rules/expression.ts';

export interface EngineResult {
  seconds: number;
  rows: number;
  /** By row and rule: `<row index> <rule id>`. */
  hits: Set<string>;
}

/** One decision graph with an expression a rule; unknown comparisons are false, so a few rules differ where they negate. */
export async function runZen(rules: readonly Rule[], rows: readonly Row[]): Promise<EngineResult> {
  const expressions = rules.map((rule, index) => ({
    id: `e${index}`,
    key: `r${index}`,
    value: zen(rule.when.tree, rule),
  }));
  const content = {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } },
      { id: 'rules', type: 'expressionNode', name: 'rules', position: { x: 1, y: 0 }, content: { expressions } },
      { id: 'out', type: 'outputNode', name: 'out', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  };
  const engine = new ZenEngine();
  const decision = engine.createDecision(Buffer.from(JSON.stringify(content)));
  const hits = new Set<string>();
  const from = performance.now();
  for (const [at, row] of rows.entries()) {
    const { result } = await decision.evaluate(flat(row));
    for (const [index, rule] of rules.entries()) if (result[`r${index}`] === true) hits.add(`${at} ${rule.id}`);
  }
  return { seconds: (performance.now() - from) / 1000, rows: rows.length, hits };
}

/** A rule of conditions each; what JSON cannot say (a product, a quotient) is a fact that a closure answers. */
export async function runJsonRules(rules: readonly Rule[], rows: readonly Row[]): Promise<EngineResult> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator('holds', (value: unknown) => value === true);
  for (const rule of rules) {
    const holds = closure(rule.when.tree, rule);
    engine.addFact(rule.id, async (_params, almanac) => holds(await almanac.factValue<Row>('row')), { cache: false });
    engine.addRule({
      conditions: { all: [{ fact: rule.id, operator: 'holds', value: true }] },
      event: { type: rule.id },
    });
  }
  const hits = new Set<string>();
  const from = performance.now();
  for (const [at, row] of rows.entries()) {
    const { events } = await engine.run({ row });
    for (const event of events) hits.add(`${at} ${event.type}`);
  }
  return { seconds: (performance.now() - from) / 1000, rows: rows.length, hits };
}

/** CEL's evaluator, which the tests hold the SQL against: not an engine, but the same work row by row. */
export function runCel(rules: readonly Rule[], rows: readonly Row[]): EngineResult {
  const hits = new Set<string>();
  const from = performance.now();
  for (const [at, row] of rows.entries())
    for (const rule of rules) if (evaluate(rule.when, row)) hits.add(`${at} ${rule.id}`);
  return { seconds: (performance.now() - from) / 1000, rows: rows.length, hits };
}

const flat = (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name.replaceAll('.', '__'), value ?? null]));

function zen(tree: Tree, rule: Rule): string {
  const of = (part: Tree) => zen(part, rule);
  switch (tree.op) {
    case 'number':
      return String(tree.value);
    case 'flag':
      return String(tree.value);
    case 'name': {
      const meaning = rule.when.vocabulary.get(tree.name);
      if (meaning?.of === 'params') return String(meaning.value);
      const name = tree.name.replaceAll('.', '__');
      return tree.flag ? `(${name} != null and ${name} != 0)` : name;
    }
    case 'has':
      return `(${tree.name.replaceAll('.', '__')} != null)`;
    case 'not':
      return `(not (${of(tree.of)}))`;
    case 'negate':
      return `(-${of(tree.of)})`;
    case 'and':
    case 'or':
      return `(${of(tree.left)} ${tree.op} ${of(tree.right)})`;
    case 'compare': {
      // An unknown side makes the comparison unknown; here it is false.
      const known = namesOf(tree)
        .filter((name) => rule.when.vocabulary.get(name)?.of !== 'params')
        .map((name) => `${name.replaceAll('.', '__')} != null and `);
      const side = (part: Tree) => (tree.money ? `floor(${of(part)} + 0.5)` : of(part));
      return `(${known.join('')}(${side(tree.left)} ${tree.by} ${side(tree.right)}))`;
    }
    case 'calculate':
      return `(${of(tree.left)} ${tree.by} ${of(tree.right)})`;
    case 'choose':
      return `((${of(tree.when)}) ? (${of(tree.yes)}) : (${of(tree.no)}))`;
  }
}

/** What a condition is worked out to: null is unknown. */
type Value = number | boolean | null;

/** The tree as closures: what a rule costs in JavaScript without any engine around it. */
function closure(tree: Tree, rule: Rule): (row: Row) => Value {
  const of = (part: Tree) => closure(part, rule);
  switch (tree.op) {
    case 'number':
    case 'flag':
      return () => tree.value;
    case 'name': {
      const meaning = rule.when.vocabulary.get(tree.name);
      if (meaning?.of === 'params') return () => meaning.value;
      const { name, flag } = tree;
      return (row) => (row[name] == null ? null : flag ? row[name] !== 0 : row[name]);
    }
    case 'has':
      return (row) => row[tree.name] != null;
    case 'not': {
      const one = of(tree.of);
      return (row) => negated(one(row));
    }
    case 'negate': {
      const one = of(tree.of);
      return (row) => both(one(row), 0, (a) => -a);
    }
    case 'and':
    case 'or': {
      const [left, right, end] = [of(tree.left), of(tree.right), tree.op === 'or'];
      return (row) => {
        const first = left(row);
        if (first === end) return end;
        const second = right(row);
        return second === end ? end : first === null || second === null ? null : !end;
      };
    }
    case 'compare': {
      const [left, right, by] = [of(tree.left), of(tree.right), COMPARE[tree.by]];
      const whole = (value: number) => (tree.money ? Math.floor(value + 0.5) : value);
      return (row) => both(left(row), right(row), (a, b) => by(whole(a), whole(b)));
    }
    case 'calculate': {
      const [left, right, by] = [of(tree.left), of(tree.right), CALCULATE[tree.by]];
      return (row) => both(left(row), right(row), by);
    }
    case 'choose': {
      const [when, yes, no] = [of(tree.when), of(tree.yes), of(tree.no)];
      return (row) => {
        const chosen = when(row);
        return chosen === null ? null : chosen ? yes(row) : no(row);
      };
    }
  }
}

const COMPARE: Record<Comparison, (a: number, b: number) => Value> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};
const CALCULATE: Record<Arithmetic, (a: number, b: number) => Value> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? null : a / b),
};

function both(left: Value, right: Value, of: (a: number, b: number) => Value): Value {
  return left === null || right === null ? null : of(Number(left), Number(right));
}

function negated(value: Value): Value {
  return value === null ? null : !value;
}

function namesOf(tree: Tree): string[] {
  switch (tree.op) {
    case 'name':
    case 'has':
      return [tree.name];
    case 'not':
    case 'negate':
      return namesOf(tree.of);
    case 'and':
    case 'or':
    case 'compare':
    case 'calculate':
      return [...namesOf(tree.left), ...namesOf(tree.right)];
    case 'choose':
      return [...namesOf(tree.when), ...namesOf(tree.yes), ...namesOf(tree.no)];
    default:
      return [];
  }
}
