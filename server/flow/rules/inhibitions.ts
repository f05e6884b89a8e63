// Which rules say less of the same hardship than another: the pairs of `inhibits`, followed to their ends.
import type { Rule } from './check.ts';
import { SEVERITIES } from './definition.ts';

/** While an alert of `strong` stands open on a household, `weak` raises none there. */
export interface Inhibition {
  strong: string;
  weak: string;
}

/**
 * Every pair, those by way of a third rule included: what the strongest implies, it implies without asking whether the middle one
 * stands. Two rules that imply each other (a draft of each may say so) inhibit neither: better twice than not at all.
 */
export function inhibitionsOf(rules: readonly Rule[]): Inhibition[] {
  const pairs = followed(rules);
  const told = new Set(pairs.map(({ strong, weak }) => `${strong} ${weak}`));
  return pairs.filter(({ strong, weak }) => !told.has(`${weak} ${strong}`));
}

function followed(rules: readonly Rule[]): Inhibition[] {
  const direct = new Map(rules.map((rule) => [rule.id, rule.definition.inhibits ?? []]));
  return rules.flatMap((rule) => {
    const found = new Set<string>();
    for (const open = [...(direct.get(rule.id) ?? [])]; open.length > 0; ) {
      const weak = open.pop()!;
      if (found.has(weak)) continue;
      found.add(weak);
      open.push(...(direct.get(weak) ?? []));
    }
    return [...found].map((weak) => ({ strong: rule.id, weak }));
  });
}

/**
 * Throws when a rule inhibits one that is not there, itself (by whatever way: both would fall silent), a more severe one, or one of
 * the other kind: help and what may take something away are never one visit.
 */
export function checkInhibitions(rules: readonly Rule[]): void {
  const known = new Map(rules.map((rule) => [rule.id, rule.definition]));
  const fault = (rule: Rule | undefined, told: string) => new Error(`rule ${rule?.id}: inhibits ${told}`);
  for (const rule of rules)
    for (const id of rule.definition.inhibits ?? []) {
      const weak = known.get(id);
      if (!weak) throw fault(rule, `${id}, and there is no such rule`);
      if (SEVERITIES.indexOf(weak.severity) < SEVERITIES.indexOf(rule.definition.severity))
        throw fault(rule, `${id}, which is more severe`);
      if (weak.negative !== rule.definition.negative)
        throw fault(rule, `${id}: only one of the two may take something away`);
    }
  for (const { strong, weak } of followed(rules))
    if (strong === weak)
      throw fault(
        rules.find((rule) => rule.id === strong),
        'itself, by way of others',
      );
}
