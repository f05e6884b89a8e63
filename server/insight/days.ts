// New alerts a day over the last ninety days, for the slider: under the map's filter, whatever their state says by now.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Scope } from '../access/scope.ts';
import { filterSql, type Wanted } from '../flow/alerts/filter.ts';
import { SEVERITIES } from '../flow/alerts/model.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { hideFew } from './few.ts';
import { type AlertDays, SLIDER_DAYS } from './model.ts';

/** The days shown, oldest first, today last. */
export function sliderDays(now: Date): string[] {
  const today = dayOf(now);
  return Array.from({ length: SLIDER_DAYS }, (_, index) => addDays(today, index + 1 - SLIDER_DAYS));
}

/** Filtered by all levels where none is named, so that the index by county, level and day answers. */
export async function readDays(
  tx: Executor,
  scope: Scope,
  { filter, now, hidesFew = false }: { filter: Wanted; now: Date; hidesFew?: boolean },
): Promise<AlertDays> {
  const days = sliderDays(now);
  const { day: _, ...rest } = filter;
  const severity = filter.severity.length > 0 ? filter.severity : [...SEVERITIES];
  const start = sql`${instantAt(days[0]!).toISOString()}::timestamptz`;
  const rows = await tx.execute<{ at: number; raised: number }>(sql`
    select floor(extract(epoch from a.raised_at - ${start}) / 86400)::int as at, count(*)::int as raised
    from alerts a where ${filterSql(scope, { ...rest, state: 'all', severity })} and a.raised_at >= ${start} group by 1`);
  const raised = days.map((_, index) => rows.find((row) => row.at === index)?.raised ?? 0);
  const told = hidesFew ? hideFew(raised) : raised;
  const sum = raised.reduce((all, one) => all + one, 0);
  const total = hidesFew ? hideFew([sum])[0]! : sum;
  return { hidesFew, total, days: days.map((day, index) => ({ day, raised: told[index]! })) };
}
