// What all rules raised in thirteen weeks and how often they were right in a year, each in one statement over the caller's area.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import type { Catalogue } from '../../catalogue.ts';
import { SEVERITIES } from '../../flow/alerts/model.ts';
import { addDays, dayOf, instantAt } from '../../kernel/clock.ts';
import { hideFew } from '../few.ts';
import { readPrecision } from '../precision.ts';
import { FIGURE_WEEKS, type RuleFigures } from './model.ts';

/** Figures of every rule that raised or closed anything; the weeks begin on Mondays of the province. */
export async function readRuleFigures(
  tx: Executor,
  scope: Scope,
  of: { catalogue: Catalogue; now: Date; hidesFew: boolean },
): Promise<RuleFigures> {
  const today = dayOf(of.now);
  const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  const since = addDays(monday, -7 * (FIGURE_WEEKS - 1));
  const start = sql`${instantAt(since).toISOString()}::timestamptz`;
  // Every severity is named so that a county's index, which has it before the day, is read from the day on.
  const rows = await tx.execute<{ rule: string; week: number; raised: number }>(sql`
    select a.rule_id as rule, (extract(epoch from a.raised_at - ${start})::int / 604800) as week, count(*)::int as raised
    from alerts a
    where ${within(scope, sql`a.county_code`, sql`a.area_code`)} and a.severity = any(${sql.param([...SEVERITIES])}::text[])
      and a.raised_at >= ${start} and a.rule_id is not null
    group by 1, 2`);
  const precision = await readPrecision(tx, scope, { by: 'rule', from: addDays(today, -365) }, of.catalogue);
  const ids = new Set([...rows.map((row) => row.rule), ...precision.items.flatMap((row) => row.ruleId ?? [])]);
  const items = [...ids].map((id) => {
    const raised = Array.from({ length: FIGURE_WEEKS }, () => 0);
    for (const row of rows) if (row.rule === id && row.week < FIGURE_WEEKS) raised[row.week]! += row.raised;
    const right = precision.items.find((row) => row.ruleId === id);
    const { confirmed = 0, refuted = 0, share = null, low = null, high = null } = right ?? {};
    const told: (number | null)[] = of.hidesFew ? hideFew(raised) : raised;
    return { id, raised: told, verified: confirmed + refuted, confirmed, share, low, high };
  });
  return { since, items };
}
