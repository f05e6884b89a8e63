// What stood already when its rule was first run: such findings form a backlog, which the alerts release as villages have room.
import { type SQL, sql } from 'drizzle-orm';
import type { Rule } from './check.ts';

/**
 * SQL: a hit of `rule` that begins now is backlog. True until the rule has found something and a whole turn has looked at everybody
 * since: the first load comes in over days, file by file, and an empty start is no first run. Never of a red rule, nor of one on
 * events that grow old: it counts recent ones only, and they do not wait.
 */
export function isBacklogSql(rules: readonly Rule[], rule: SQL): SQL {
  const waits = rules.filter(({ definition: d }) => d.severity !== 'red' && d.event?.within_days === undefined);
  const ids = sql.param(waits.map(({ id }) => id));
  return sql`(${rule} = any(${ids}::text[]) and ${rule} not in (select f.rule_id from findings f
    where f.found_at <= (select max(c.now) from cycles c join cycle_steps p on p.cycle_id = c.id and p.stage = 'rules' and p.status = 'done'
      where c.extent = 'whole')))`;
}
