// Everything that speaks against a draft: its definition, the measures it suggests, its name. And its own examples, as a hint.
import type { Catalogue } from '../catalogue.ts';
import type { Rule } from '../flow/rules/check.ts';
import { checkDefinition } from '../flow/rules/check-definition.ts';
import { evaluate } from '../flow/rules/evaluate.ts';
import { checkInhibitions } from '../flow/rules/inhibitions.ts';
import { nearestName } from '../flow/rules/nearest.ts';
import type { FieldError } from '../kernel/problem.ts';
import type { RuleFault } from './model.ts';

export type CheckedDraft =
  | { rule: Rule; faults: []; examples: RuleFault[] }
  | { rule: undefined; faults: RuleFault[]; examples: [] };

/**
 * Checks a definition against today's policy data and the other rules in force. Faults keep it from being published; examples that
 * fail do not.
 */
export function checkDraft(
  definition: unknown,
  { book, measures }: Pick<Catalogue, 'book' | 'measures'>,
  inForce: readonly Rule[],
): CheckedDraft {
  const checked = checkDefinition(definition, book);
  const rule = 'ok' in checked ? checked.ok : undefined;
  const faults = [
    ...('ok' in checked ? inhibitionFaults(checked.ok, inForce) : checked.faults),
    ...measureFaults(definition, measures),
  ];
  return rule && faults.length === 0
    ? { rule, faults: [], examples: failing(rule) }
    : { rule: undefined, faults, examples: [] };
}

function measureFaults(definition: unknown, known: Catalogue['measures']): RuleFault[] {
  const named = (definition as { measures?: unknown } | null)?.measures;
  if (!Array.isArray(named)) return [];
  return named.flatMap((id, index): RuleFault[] => {
    if (typeof id !== 'string' || known.has(id)) return [];
    const nearest = nearestName(id, known.keys());
    const message = {
      zh: `measures.yaml 中没有措施“${id}”${nearest ? `，是否指“${nearest}”？` : ''}`,
      en: `measures.yaml has no measure "${id}"${nearest ? `: did you mean "${nearest}"?` : ''}`,
    };
    return [{ pointer: `/measures/${index}`, message, ...(nearest && { nearest }) }];
  });
}

/** What this rule's `inhibits` would break among those in force; what was broken before is not its fault. */
function inhibitionFaults(rule: Rule, inForce: readonly Rule[]): RuleFault[] {
  const others = inForce.filter((one) => one.id !== rule.id);
  const said = brokenBy([...others, rule]);
  if (said === undefined || (!said.startsWith(`rule ${rule.id}:`) && said === brokenBy(inForce))) return [];
  return [{ pointer: '/inhibits', message: { zh: `与其他规则的抑制关系不成立：${said}`, en: said } }];
}

function brokenBy(rules: readonly Rule[]): string | undefined {
  try {
    checkInhibitions(rules);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function failing(rule: Rule): RuleFault[] {
  const { examples } = rule.definition;
  return (['fires', 'silent'] as const).flatMap((list) =>
    examples[list].flatMap((row, index): RuleFault[] => {
      const fires = evaluate(rule.when, row) === true;
      if (fires === (list === 'fires')) return [];
      const message = fires
        ? { zh: '这个例子本不该触发，按此草案会触发', en: 'this example should be silent; by this draft it fires' }
        : { zh: '这个例子本该触发，按此草案不触发', en: 'this example should fire; by this draft it does not' };
      return [{ pointer: `/examples/${list}/${index}`, message }];
    }),
  );
}

/** Faults as a refusal tells them. */
export function toErrors(faults: readonly RuleFault[]): FieldError[] {
  return faults.map(({ pointer, message, line, column }) => {
    const place = line === undefined ? '' : `${line}:${column ?? 1} `;
    return { pointer, detail: `${place}${message.zh} / ${message.en}` };
  });
}
