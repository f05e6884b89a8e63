// What stood already when its rule was first run: such findings form a backlog, which the alerts release as villages have room.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import type { Rule } from './check.ts';

/**
 * The rules whose hits that begin now are backlog. True of a rule until it has found something and a whole turn has looked at everybody
 * since: the first load comes in over days, file by file, and an empty start is no first run. Never of a red rule, nor of one on
 * events that grow old: it counts recent ones only, and they do not wait.
 */
export async function rulesOnFirstRun(tx: Transaction, rules: readonly Rule[]): Promise<string[]> {
  const waits = rules.filter(({ definition: d }) => d.severity !== 'red' && d.event?.within_days === undefined);
  const ran = await tx.execute<{ rule: string }>(sql`select distinct f.rule_id as rule from findings f
    where f.found_at <= (select max(c.now) from cycles c join cycle_steps p on p.cycle_id = c.id and p.stage = 'rules' and p.status = 'done'
      where c.extent = 'whole')`);
  const known = new Set(ran.map(({ rule }) => rule));
  return waits.map(({ id }) => id).filter((id) => !known.has(id));
}
