// Precision: of the warnings that were verified, how many were right, with the interval that so few or many allow. Read-only.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import {
  FEW,
  type Precision,
  type PrecisionBy,
  type PrecisionFilter,
  type PrecisionRow,
} from '../flow/feedback/model.ts';
import { addDays, instantAt } from '../kernel/clock.ts';
import type { Names } from '../kernel/names.ts';

/** The standard normal quantile of a two-sided 95 %. */
const Z = 1.959963984540054;

/** The Wilson score interval of a share (E. B. Wilson, 1927): within 0 and 1, and honest where nothing, or all, was confirmed. */
export function wilson(confirmed: number, verified: number): { low: number; high: number } | null {
  if (verified === 0) return null;
  const share = confirmed / verified;
  const spread = Z * Math.sqrt((share * (1 - share)) / verified + (Z * Z) / (4 * verified * verified));
  const middle = share + (Z * Z) / (2 * verified);
  const scale = 1 + (Z * Z) / verified;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/** What a warning is counted under; `o` is its outcome, `a` itself. A cause is the one its rule supposed. */
const KEYS: Record<PrecisionBy, SQL> = {
  rule: sql`o.rule_id`,
  version: sql`o.rule_id || ' ' || coalesce(o.rule_version::text, '?')`,
  // What a person told has no dataset: leads are a source of their own.
  dataset: sql`case when a.lead_id is not null then 'lead' else o.dataset end`,
  cause: sql`a.cause`,
  county: sql`o.county_code`,
  month: sql`to_char(o.closed_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
};

interface Counted extends Record<string, unknown> {
  key: string | null;
  isWhole: boolean;
  ruleId: string | null;
  version: number | null;
  area: string | null;
  ruleNames: Names | null;
  closed: number;
  confirmed: number;
  refuted: number;
  causeChanged: number;
  daysToVisit: number | null;
  daysToClose: number | null;
}

/** One statement: the groups and, as the empty grouping set, the whole. What somebody may not see is not in either. */
export async function readPrecision(
  tx: Executor,
  scope: Scope,
  filter: PrecisionFilter,
  catalogue: Catalogue,
): Promise<Precision> {
  const isOfRule = filter.by === 'rule' || filter.by === 'version';
  const rows = await tx.execute<Counted>(sql`
    with closed as (
      select ${KEYS[filter.by]} as key, o.rule_id, o.rule_version, o.is_confirmed,
        o.cause is not null and a.cause is not null and o.cause <> a.cause as is_other_cause,
        greatest(0, extract(epoch from v.visited_at - a.raised_at) / 86400)::float8 as to_visit,
        greatest(0, extract(epoch from o.closed_at - a.raised_at) / 86400)::float8 as to_close
      from outcomes o join alerts a on a.id = o.alert_id left join visits v on v.id = o.visit_id
      where ${whereOf(scope, filter)}),
    counted as (
      select key, grouping(key) = 1 as is_whole, max(rule_id) as rule_id, max(rule_version) as version, count(*)::int as closed,
        (count(*) filter (where is_confirmed))::int as confirmed, (count(*) filter (where not is_confirmed))::int as refuted,
        (count(*) filter (where is_other_cause))::int as cause_changed,
        percentile_cont(0.5) within group (order by to_visit) as to_visit,
        percentile_cont(0.5) within group (order by to_close) as to_close
      from closed group by grouping sets ((key), ()))
    select c.key, c.is_whole as "isWhole", c.rule_id as "ruleId", c.version, c.closed, c.confirmed, c.refuted,
      c.cause_changed as "causeChanged", c.to_visit as "daysToVisit", c.to_close as "daysToClose",
      (select p.name from areas p where p.code = c.key and not c.is_whole) as area,
      (select r.definition -> 'names' from rule_versions r where ${isOfRule} and r.rule_id = c.rule_id
        order by r.version desc limit 1) as "ruleNames"
    from counted c order by c.closed desc, c.key`);
  const whole = rows.find((row) => row.isWhole);
  const items = rows
    .filter((row) => !row.isWhole)
    .map((row): PrecisionRow => {
      const ruleId = isOfRule ? row.ruleId : null;
      return { key: row.key, names: namesOf(row, filter.by, catalogue), ruleId, ...figuresOf(row) };
    });
  if (filter.by === 'month') items.sort((left, right) => (right.key ?? '').localeCompare(left.key ?? ''));
  return { total: whole?.closed ?? 0, whole: figuresOf(whole), items };
}

function whereOf(scope: Scope, { area, rule, from, until }: PrecisionFilter): SQL {
  const parts = [within(scope, sql`o.county_code`, sql`o.area_code`)];
  if (area) parts.push(sql`o.area_code ^@ ${area}`);
  if (rule) parts.push(sql`o.rule_id = ${rule}`);
  if (from) parts.push(sql`o.closed_at >= ${instantAt(from).toISOString()}`);
  if (until) parts.push(sql`o.closed_at < ${instantAt(addDays(until, 1)).toISOString()}`);
  return sql.join(parts, sql` and `);
}

function figuresOf(row: Counted | undefined): Precision['whole'] {
  const {
    closed = 0,
    confirmed = 0,
    refuted = 0,
    causeChanged = 0,
    daysToVisit = null,
    daysToClose = null,
  } = row ?? {};
  const verified = confirmed + refuted;
  const interval = wilson(confirmed, verified);
  return {
    ...{ closed, confirmed, refuted, unverified: closed - verified },
    ...{
      share: verified === 0 ? null : confirmed / verified,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    },
    ...{ isFew: verified < FEW, causeChanged, daysToVisit, daysToClose },
  };
}

/** The source of what no file told. */
const LEADS = 'lead';

const NOTHING: Record<PrecisionBy, Names> = {
  rule: { zh: '线索', en: 'Leads' },
  version: { zh: '线索', en: 'Leads' },
  dataset: { zh: '没有部门的行', en: 'No department’s row' },
  cause: { zh: '没有推定原因', en: 'No supposed cause' },
  county: { zh: '未知', en: 'Unknown' },
  month: { zh: '未知', en: 'Unknown' },
};

/** The words for a group: today's, else those of the newest version known, else its code. */
function namesOf(row: Counted, by: PrecisionBy, { book, contracts }: Catalogue): Names {
  const { key, ruleId, version, area, ruleNames } = row;
  if (key === null) return NOTHING[by];
  const itself = { zh: key, en: key };
  if (by === 'dataset' && key === LEADS) return { zh: '主动发现和线索', en: 'Leads, found or told' };
  if (by === 'dataset') return contracts.find((one) => one.dataset === key)?.title ?? itself;
  if (by === 'cause') return book.causes.find((one) => one.id === key)?.label ?? itself;
  if (by === 'county') return area ? { zh: area, en: area } : itself;
  if (by === 'month') return itself;
  const known = book.rules.find((one) => one.id === ruleId)?.definition.names ?? ruleNames;
  const names = known ?? { zh: ruleId ?? key, en: ruleId ?? key };
  if (by === 'rule') return names;
  return { zh: `${names.zh} 第 ${version ?? '?'} 版`, en: `${names.en}, version ${version ?? '?'}` };
}
