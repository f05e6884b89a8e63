// The list of rules as it is filtered and sorted; what a version says of itself. Pure.
import type { RuleFigures, RuleTerms } from '../../../server/insight/rules/model.ts';
import type { RuleRow, RuleVersion } from '../../../server/studio/model.ts';
import type { Language } from '../../ui/language.tsx';
import type { Sort } from './queries.ts';

type Figure = RuleFigures['items'][number];

export interface Wanted {
  class: string;
  status: string;
  sort: Sort;
}

const SEVERITIES = ['red', 'orange', 'yellow', 'blue'];

/** New alerts of thirteen weeks; a week that is not told counts nothing. */
export const newOf = (figure: Figure | undefined) =>
  (figure?.raised ?? []).reduce<number>((sum, one) => sum + (one ?? 0), 0);

/** The rules of a class and status; ties stand strongest first, then by name. */
export function arrangeRules(
  rows: readonly RuleRow[],
  figures: ReadonlyMap<string, Figure>,
  wanted: Wanted & { language: Language },
): RuleRow[] {
  const { sort, language } = wanted;
  const rank = (row: RuleRow): number => {
    if (sort === 'open') return -row.openAlerts;
    if (sort === 'new') return -newOf(figures.get(row.id));
    if (sort === 'precision') return figures.get(row.id)?.share ?? 2;
    return 0;
  };
  const level = (row: RuleRow) => SEVERITIES.indexOf(row.severity ?? '') + 1 || SEVERITIES.length + 1;
  return rows
    .filter((row) => (!wanted.class || row.class === wanted.class) && (!wanted.status || row.status === wanted.status))
    .sort(
      (a, b) =>
        rank(a) - rank(b) || level(a) - level(b) || a.names[language].localeCompare(b.names[language], language),
    );
}

/** What the condition is read out with: names by their labels; standards differ by county, so their values stand apart. */
export function explainable(terms: RuleTerms) {
  return {
    rule: { condition: terms.condition ?? '', params: terms.params },
    values: terms.names.map((name) => ({ ...name, kind: 'indicator' as const, value: null })),
  };
}

/** The parameters that a version changed against the one before it: name, from, to. */
export function changedParams(
  version: Pick<RuleVersion, 'definition'>,
  before: Pick<RuleVersion, 'definition'> | undefined,
): { name: string; from: number; to: number }[] {
  const valuesOf = (one: Pick<RuleVersion, 'definition'> | undefined) =>
    (one?.definition.params ?? {}) as Record<string, { value?: number }>;
  const old = valuesOf(before);
  return Object.entries(valuesOf(version)).flatMap(([name, { value }]) => {
    const from = old[name]?.value;
    return from !== undefined && value !== undefined && from !== value ? [{ name, from, to: value }] : [];
  });
}
