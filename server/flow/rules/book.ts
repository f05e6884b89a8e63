// The rules in force: the published versions in the database, on the shipped catalogue of indicators, standards and causes.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { areaRule } from './area-rule.ts';
import type { Rule, RuleFault } from './check.ts';
import { checkDefinition } from './check-definition.ts';
import type { RuleBook } from './load.ts';
import { sourceRule } from './source-rule.ts';

/** A published version that today's catalogue does not understand: it is not run, and what it found stands untouched. */
export interface LeftOut {
  readonly id: number;
  readonly ruleId: string;
  readonly version: number;
  readonly faults: readonly RuleFault[];
}

export interface PublishedBook extends RuleBook {
  readonly leftOut: readonly LeftOut[];
}

/** The newest reading of each base book, under a digest of the versions it was made of. */
const known = new WeakMap<RuleBook, { digest: string; book: PublishedBook }>();

/**
 * The base book with the published versions, shipped and local, in place of its files' rules. Checks each once a set of versions; one
 * that is not understood is told in the log and left out, and never stops the others. Warnings about sources are not among them.
 */
export async function readBook(tx: Executor, base: RuleBook): Promise<PublishedBook> {
  const [row] = await tx.execute<{ digest: string }>(sql`
    select coalesce(md5(string_agg(id || ' ' || hash, ',' order by id)), '') as digest from rule_versions where status = 'published'`);
  const digest = row?.digest ?? '';
  const newest = known.get(base);
  if (newest?.digest === digest) return newest.book;
  const rows = await tx.execute<{ id: number; rule_id: string; version: number; definition: unknown }>(sql`
    select id, rule_id, version, definition from rule_versions where status = 'published' order by rule_id collate "C"`);
  const rules: Rule[] = [];
  const leftOut: LeftOut[] = [];
  for (const { id, rule_id: ruleId, version, definition } of rows) {
    if (sourceRule.safeParse(definition).success || areaRule.safeParse(definition).success) continue;
    const checked = checkDefinition(definition, base);
    if ('ok' in checked) rules.push(checked.ok);
    else leftOut.push({ id, ruleId, version, faults: checked.faults });
  }
  for (const one of leftOut) {
    const faults = one.faults.map(({ pointer, message }) => `${pointer} ${message.en}`);
    console.error(
      JSON.stringify({ level: 'error', rule: one.ruleId, version: one.version, error: 'left out', faults }),
    );
  }
  const book = { ...base, rules, leftOut };
  known.set(base, { digest, book });
  return book;
}

/** SHA-256 of a definition as it is written; equal definitions in another order differ, so compare jsonb where that matters. */
export function hashDefinition(definition: unknown): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('hex');
}
