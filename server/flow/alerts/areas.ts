// Alerts whose subject is a place: many households of one division struck within a few days. One alert an episode; it opens a campaign.
import { type SQL, sql } from 'drizzle-orm';
import { recordSet } from '../../audit/record-set.ts';
import { addDays } from '../../kernel/clock.ts';
import type { AreaRule } from '../rules/area-rule.ts';
import type { Turn } from '../turn.ts';
import { isHolding, isSpokenOf } from './due.ts';

const CODE_LENGTH = { county: 6, township: 9, village: 12 } as const;

/** How far back episodes are told apart: an open one older than this is left to people. */
const LOOKS_BACK = 180;

/**
 * Raises an alert for each division and episode, tells open ones anew, ends those that the data no longer bears. An episode is a run
 * of days on which somebody was struck, without a pause longer than the rule's days: rows that come late, before its first day or
 * after its last, belong to it. Rows that grow old end nothing. Looks only in whole turns and after deliveries.
 */
export async function raiseAreaAlerts(turn: Turn & { areaRules: readonly AreaRule[] }): Promise<number> {
  const { tx, touchedBy, areaRules } = turn;
  if (areaRules.length === 0) return 0;
  if (touchedBy !== 'everything') {
    const [came] = await tx.execute<{ some: boolean }>(
      sql`select exists (select 1 from touched_households where cycle_id = ${touchedBy} and batch_id is not null) as some`,
    );
    if (!came?.some) return 0;
  }
  await tx.execute(
    sql`create temporary table struck (rule_id text, code text, on_date date, household_id bigint, fact_id bigint) on commit drop`,
  );
  await tx.execute(sql`create temporary table episodes (rule_id text, code text, first_on date, last_on date, households int, most int,
    losses int, gap int) on commit drop`);
  for (const rule of areaRules) await findEpisodes(turn, rule);
  const ended = await endAreaAlerts(turn);
  const told = await tellAnew(turn);
  const raised = await raiseNewAreas(turn);
  return ended + told + raised;
}

/** Fills `struck` with the rows that count, and `episodes` with the runs of days that bear an alert: `most` households within the days. */
async function findEpisodes({ tx, asOf }: Turn, rule: AreaRule): Promise<void> {
  await tx.execute(sql`insert into struck select ${rule.id}, left(h.area_code, ${CODE_LENGTH[rule.level]}), f.on_date, h.id, f.id
    from facts f join households h on h.id = f.subject_id
    where f.kind = ${rule.kind} and f.subject_kind = 'household' and f.retracted_at is null
      and f.on_date > ${addDays(asOf, -LOOKS_BACK)}::date and f.on_date <= ${asOf}::date`);
  await tx.execute(sql`insert into episodes
    with days as (select distinct code, on_date from struck where rule_id = ${rule.id}),
    runs as (select code, on_date, count(*) filter (where pause) over (partition by code order by on_date) as run
      from (select code, on_date, on_date - lag(on_date) over (partition by code order by on_date) > ${rule.days} as pause from days) p),
    windows as (select r.code, r.run, r.on_date, count(distinct s.household_id) as households from runs r
      join struck s on s.rule_id = ${rule.id} and s.code = r.code and s.on_date between r.on_date and r.on_date + ${rule.days - 1}::int
      group by 1, 2, 3),
    told as (select code, run, min(on_date) as first_on, max(on_date) as last_on, max(households) as most from windows group by 1, 2)
    select ${rule.id}, t.code, t.first_on, t.last_on, count(distinct s.household_id), t.most, count(*), ${rule.days}::int
    from told t join struck s on s.rule_id = ${rule.id} and s.code = t.code and s.on_date between t.first_on and t.last_on
    where t.most >= ${rule.households} group by t.code, t.first_on, t.last_on, t.most`);
}

/** SQL: alert `a` is of episode `e`, however its first day has moved since. */
const SAME = sql`a.rule_id = e.rule_id and a.subject_kind = 'area' and a.area_code = e.code
  and a.event_key::date between e.first_on - e.gap and e.last_on + e.gap`;

/** What no run of days bears any longer: its rows were corrected, or their batch was taken back. */
async function endAreaAlerts({
  tx,
  now,
  asOf,
  hint,
  areaRules,
}: Turn & { areaRules: readonly AreaRule[] }): Promise<number> {
  const at = now.toISOString();
  const ids = areaRules.map((rule) => rule.id);
  const ended = await tx.execute<{ id: string; area: string; reason: string }>(sql`
    with gone as (select a.id, exists (select 1 from alert_evidence v join batches b on b.id = v.batch_id
        where v.alert_id = a.id and b.in_force_until is not null) as is_retracted
      from alerts a where a.state = 'open' and a.subject_kind = 'area' and a.rule_id = any(${sql.param(ids)}::text[])
        and a.event_key::date > ${addDays(asOf, -LOOKS_BACK + 31)}::date and a.event_key::date <= ${asOf}::date
        and not exists (select 1 from episodes e where ${SAME}))
    update alerts a set state = case when g.is_retracted then 'cancelled' else 'resolved' end, ended_at = ${at},
      end_reason = case when g.is_retracted then 'retracted' else 'contradicted' end, version = version + 1
    from gone g where a.id = g.id returning a.id, a.area_code as area, a.end_reason as reason`);
  const items = ended.map(({ id, area, reason }) => ({ id, area, details: { reason } }));
  await recordSet(tx, now, 'alert.end', 'alert', items);
  for (const { area } of ended) hint('alert.end', area);
  return ended.length;
}

const count = (of: SQL) => sql`(${of})::text`;
/** The values of an alert on a place, with its sentence in both languages. */
const VALUES = sql`jsonb_build_object('households', e.households, 'losses', e.losses, 'first_on', e.first_on, 'last_on', e.last_on,
  'said', jsonb_build_object(
    'zh', ${count(sql`e.first_on`)} || '至' || ${count(sql`e.last_on`)} || '，' || ${count(sql`e.households`)} || '户受灾，其中' || ${count(sql`e.gap`)} || '天内最多' || ${count(sql`e.most`)} || '户；逐户排查。',
    'en', ${count(sql`e.households`)} || ' households struck from ' || ${count(sql`e.first_on`)} || ' to ' || ${count(sql`e.last_on`)} || ', up to ' || ${count(sql`e.most`)} || ' of them within ' || ${count(sql`e.gap`)} || ' days; each is to be surveyed.'))`;

async function tellAnew({ tx }: Turn): Promise<number> {
  const told = await tx.execute<{
    id: string;
  }>(sql`update alerts a set "values" = ${VALUES}, version = version + 1 from episodes e
    where a.state = 'open' and ${SAME} and a."values" is distinct from ${VALUES} returning a.id`);
  await keepEvidence(
    tx,
    told.map((row) => row.id),
  );
  return told.length;
}

async function raiseNewAreas({
  tx,
  now,
  asOf,
  hint,
  areaRules,
}: Turn & { areaRules: readonly AreaRule[] }): Promise<number> {
  const at = now.toISOString();
  const rules = areaRules.map(({ id, class: kind, severity, cause, recent_days: recent }) => ({
    ...{ id, class: kind, severity, cause, since: addDays(asOf, -recent) },
  }));
  const spoken = isSpokenOf({
    ...{ rule: sql`e.rule_id`, household: sql`null::bigint`, area: sql`e.code`, severity: sql`r.severity` },
  });
  const raised = await tx.execute<{ id: string; area: string }>(sql`
    insert into alerts (id, rule_version_id, rule_id, subject_kind, subject_id, event_key, county_code, area_code, class, severity, cause,
      state, raised_at, "values")
    select distinct on (e.rule_id, e.code) new_id(${at}::timestamptz), v.id, e.rule_id, 'area', e.code::bigint, e.first_on::text,
      left(e.code, 6), e.code, r.class, r.severity, r.cause, 'open', ${at}, ${VALUES}
    from episodes e join jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as r(id text, class text, severity text, cause text, since date)
      on r.id = e.rule_id
    join rule_versions v on v.rule_id = e.rule_id and v.status = 'published'
    where e.last_on > r.since
      and not exists (select 1 from alerts a where a.rule_id = e.rule_id and a.subject_kind = 'area' and a.area_code = e.code
        and (a.state = 'open' or (a.state = 'closed' and ${SAME})))
      and not exists (select 1 from silences s where ${isHolding(now)} and ${spoken})
    order by e.rule_id, e.code, e.first_on desc
    returning id, area_code as area`);
  await keepEvidence(
    tx,
    raised.map((row) => row.id),
  );
  await recordSet(tx, now, 'alert.raise', 'alert', [...raised]);
  for (const { area } of raised) hint('alert.raise', area);
  return raised.length;
}

/** Copies the rows of an episode that its alert does not keep yet. */
async function keepEvidence(tx: Turn['tx'], ids: string[]): Promise<void> {
  await tx.execute(sql`insert into alert_evidence (alert_id, county_code, area_code, indicator, kind, batch_id, line, on_date, until_date,
      amount, code)
    select a.id, a.county_code, h.area_code, f.kind, f.kind, f.batch_id, f.line, f.on_date, f.until_date, f.amount, f.code
    from alerts a join episodes e on ${SAME} join struck s on s.rule_id = e.rule_id and s.code = e.code
      and s.on_date between e.first_on and e.last_on
    join facts f on f.id = s.fact_id and f.on_date = s.on_date join households h on h.id = s.household_id
    where a.id = any(${sql.param(ids)}::uuid[]) and not exists (select 1 from alert_evidence k
      where k.alert_id = a.id and k.batch_id = f.batch_id and k.line = f.line and k.kind = f.kind)`);
}
