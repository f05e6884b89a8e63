// Published rules as they were: an alert is explained by the version that raised it, not by today's.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { type AreaRule, areaRule } from './area-rule.ts';
import { checkRule, type Rule } from './check.ts';
import { ruleDefinition } from './definition.ts';
import type { RuleBook } from './load.ts';
import { type SourceRule, sourceRule } from './source-rule.ts';

export interface RuleVersion {
  id: number;
  ruleId: string;
  version: number;
  publishedAt: string | null;
  /** Absent when today's catalogue no longer knows what the old rule named. */
  rule: Rule | undefined;
  /** Of a warning about a source, which has no expressions. */
  sourceRule: SourceRule | undefined;
  /** Of a warning about an area, which has none either. */
  areaRule: AreaRule | undefined;
}

export type RuleVersions = (tx: Executor, ids: number[]) => Promise<Map<number, RuleVersion>>;

/** Reads versions by id, each once: they never change. */
export function readRuleVersions(book: RuleBook): RuleVersions {
  const known = new Map<number, RuleVersion>();
  const causes = new Set(book.causes.map((cause) => cause.id));
  return async (tx, ids) => {
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    if (missing.length > 0) {
      const rows = await tx.execute<{
        id: number;
        rule_id: string;
        version: number;
        published: string | null;
        definition: unknown;
      }>(sql`
        select id, rule_id, version, published_at::text as published, definition from rule_versions where id = any(${sql.param(missing)}::bigint[])`);
      for (const row of rows) {
        const parsed = ruleDefinition.safeParse(row.definition);
        const checked = parsed.success ? checkRule(parsed.data, book.catalogue, causes) : { faults: [] };
        const rule = 'ok' in checked ? checked.ok : undefined;
        const { id, version, rule_id: ruleId, published: publishedAt } = row;
        known.set(id, {
          id,
          ruleId,
          version,
          publishedAt,
          rule,
          sourceRule: sourceRule.safeParse(row.definition).data,
          areaRule: areaRule.safeParse(row.definition).data,
        });
      }
    }
    return known;
  };
}
