// What waits: findings that stood when their rule was first run and that no village has had room for yet. Reads, for a person.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import { dayOf } from '../../kernel/clock.ts';
import type { RuleBook } from '../rules/load.ts';
import { dueFindings } from './due.ts';
import type { Wanted } from './filter.ts';
import type { BacklogRow } from './model.ts';
import { placeSql } from './store.ts';

/** SQL: what waits in the scope, under the filter of map and list, as rows `w`. */
function waiting(scope: Scope, of: { book: RuleBook; now: Date; filter: Partial<Wanted> }): SQL {
  const { book, now, filter } = of;
  const parts = [sql`w.is_waiting`, within(scope, sql`w.county_code`, sql`w.area_code`)];
  if (filter.area) parts.push(sql`w.area_code ^@ ${filter.area}`);
  if (filter.rule) parts.push(sql`w.rule_id = ${filter.rule}`);
  if (filter.cause) parts.push(sql`w.cause = ${filter.cause}`);
  if (filter.sourceRules) parts.push(sql`w.rule_id = any(${sql.param([...filter.sourceRules])}::text[])`);
  if (filter.severity?.length) parts.push(sql`w.severity = any(${sql.param(filter.severity)}::text[])`);
  if (filter.class?.length) parts.push(sql`w.class = any(${sql.param(filter.class)}::text[])`);
  if (filter.subject === 'source' || ['ended', 'closed', 'lapsed'].includes(filter.state ?? 'open'))
    parts.push(sql`false`);
  return sql`(${dueFindings({ book, now, asOf: dayOf(now) }, 'waiting')}) w where ${sql.join(parts, sql` and `)}`;
}

/** Each is asked for what silences or implies it, so the count stops here: a new rule's backlog of a whole province may be 300,000. */
const MOST_COUNTED = 10_000;

/** How many findings wait in the scope under the filter of the map; MOST_COUNTED stands for that many or more. */
export async function countWaiting(
  tx: Executor,
  scope: Scope,
  of: { book: RuleBook; now: Date; filter: Partial<Wanted> },
): Promise<number> {
  const [row] = await tx.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from (select 1 from ${waiting(scope, of)} limit ${MOST_COUNTED}) c`,
  );
  return row?.waiting ?? 0;
}

/** What waits by village and rule, most first; at most 1000 lines. */
export async function listBacklog(
  tx: Executor,
  scope: Scope,
  of: { book: RuleBook; now: Date; filter: Partial<Wanted> },
): Promise<BacklogRow[]> {
  const rows = await tx.execute<Omit<BacklogRow, 'rule'> & Record<string, unknown>>(sql`
    select "areaCode", ${placeSql(sql`"areaCode"`)} as place, "ruleId", severity, findings, households, "oldestOn" from (
      select w.area_code as "areaCode", w.rule_id as "ruleId", w.severity, count(*)::int as findings,
        count(distinct w.household_id)::int as households, min(w.since_on)::text as "oldestOn"
      from ${waiting(scope, of)} group by 1, 2, 3 order by 4 desc, 1, 2 limit 1000) b order by findings desc, 1, 3`);
  const names = new Map(of.book.rules.map((rule) => [rule.id, rule.definition.names]));
  return rows.map((row) => ({ ...row, rule: names.get(row.ruleId) ?? { zh: row.ruleId, en: row.ruleId } }));
}
