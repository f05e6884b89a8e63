// The map's confirmation rate: of the alerts closed within a year and verified, how many were right, by child division.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { filterSql, resolveFilter } from '../flow/alerts/filter.ts';
import type { AlertFilter } from '../flow/alerts/model.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { childLength, findPlace, widest } from './divisions.ts';
import { hideFew, hideFewIn } from './few.ts';
import type { AlertConfirmed } from './model.ts';

const DAYS_BACK = 364;

/** The state of the filter does not narrow it: whatever has an outcome is over. Up to `filter.day`, by default to now. */
export async function readConfirmed(
  tx: Executor,
  scope: Scope,
  question: { filter: AlertFilter; catalogue: Catalogue; now: Date; hidesFew?: boolean },
): Promise<AlertConfirmed | undefined> {
  const { catalogue, now, hidesFew = false } = question;
  const area = await findPlace(tx, scope, question.filter.area ?? widest(scope));
  if (!area) return undefined;
  const { day = dayOf(now), ...filter } = await resolveFilter(tx, { ...question.filter, area: area.code }, catalogue);
  const from = addDays(day, -DAYS_BACK);
  const rows = await tx.execute<{ code: string; verified: number; confirmed: number }>(sql`
    select left(a.area_code, ${childLength(area.code)}::int) as code, count(*)::int as verified,
      (count(*) filter (where o.is_confirmed))::int as confirmed
    from outcomes o join alerts a on a.id = o.alert_id
    where ${within(scope, sql`o.county_code`, sql`o.area_code`)} and o.is_confirmed is not null
      and o.closed_at >= ${instantAt(from).toISOString()} and o.closed_at < ${instantAt(addDays(day, 1)).toISOString()}
      and ${filterSql(scope, { ...filter, state: 'all' })} group by 1 order by 1`);
  const sum = (pick: 'verified' | 'confirmed') => rows.reduce((total, row) => total + row[pick], 0);
  const whole = [sum('verified'), sum('confirmed')];
  const [verified, confirmed] = hidesFew ? whole.map((one) => hideFew([one])[0]!) : whole;
  const children = [...rows];
  const told = hidesFew ? hideFewIn(hideFewIn(children, 'verified'), 'confirmed') : children;
  return { from, total: verified!, verified: verified!, confirmed: confirmed!, children: told };
}
