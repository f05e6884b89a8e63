// Brings published versions into force on their day: the only way by which a version that people publish becomes what a turn runs.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { recordSet } from '../../audit/record-set.ts';
import { dayOf } from '../../kernel/clock.ts';
import { checkDefinition } from './check-definition.ts';
import type { RuleBook } from './load.ts';

/**
 * Puts each scheduled version that is due in the place of the one in force; returns how many. One that today's catalogue no longer
 * understands stays scheduled and is told in the log: the version before it goes on watching.
 */
export async function bringIntoForce(tx: Transaction, base: RuleBook, now: Date): Promise<number> {
  const due = await tx.execute<{ id: number; rule_id: string; version: number; day: string; definition: unknown }>(sql`
    select id, rule_id, version, in_force_from::text as day, definition from rule_versions
    where status = 'scheduled' and in_force_from <= ${dayOf(now)}::date order by in_force_from, version for update`);
  let came = 0;
  for (const { id, rule_id: ruleId, version, day, definition } of due) {
    if (!('ok' in checkDefinition(definition, base))) {
      console.error(JSON.stringify({ level: 'error', rule: ruleId, version, error: 'due, and not understood' }));
      continue;
    }
    await tx.execute(sql`update rule_versions set status = 'retired', retired_at = ${now.toISOString()}
      where rule_id = ${ruleId} and status = 'published'`);
    await tx.execute(sql`update rule_versions set status = 'published' where id = ${id}`);
    await recordSet(tx, now, 'rule.come-into-force', 'rule', [
      { id: ruleId, area: '22', details: { version, from: day } },
    ]);
    came += 1;
  }
  return came;
}
