// Checks whatever was saved as a definition: first its shape, then what check.ts asks. For drafts, and for versions of another day.
import { z } from 'zod';
import { checkRule, type RuleCheck, type RuleFault } from './check.ts';
import { ruleDefinition } from './definition.ts';
import type { RuleBook } from './load.ts';

const zh = z.locales.zhCN().localeError;
const en = z.locales.en().localeError;

/** The rule, or every fault with its JSON pointer in both languages; expressions are looked at once the shape is sound. Never throws. */
export function checkDefinition(definition: unknown, { catalogue, causes }: Omit<RuleBook, 'rules'>): RuleCheck {
  const parsed = ruleDefinition.safeParse(definition);
  if (!parsed.success) return { faults: shapeFaults(definition) };
  return checkRule(parsed.data, catalogue, new Set(causes.map((cause) => cause.id)));
}

/** Parsed once more a language: only the faulty pay for it. A message of our own is in both languages already. */
function shapeFaults(definition: unknown): RuleFault[] {
  const issuesIn = (error: typeof zh) =>
    ruleDefinition.safeParse(definition, { error, reportInput: false }).error?.issues ?? [];
  const english = issuesIn(en);
  return issuesIn(zh).map((issue, index) => {
    const [chinese = '', own] = issue.message.split(' / ');
    const pointer = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    return { pointer, message: { zh: chinese, en: own ?? english[index]?.message ?? chinese } };
  });
}
