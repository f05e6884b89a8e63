// Who must hear of it: findings become alerts, once an episode; alerts whose finding was contradicted or retracted end.
import { sql } from 'drizzle-orm';
import { recordSet } from '../../audit/record-set.ts';
import { kindsOf } from '../indicators/definition.ts';
import { compileEvidence } from '../indicators/evidence.ts';
import { prepareScope } from '../indicators/scope.ts';
import type { AreaRule } from '../rules/area-rule.ts';
import type { RuleBook } from '../rules/load.ts';
import type { Step, Turn } from '../turn.ts';
import { raiseAreaAlerts } from './areas.ts';
import { dueFindings, inhibitionsSql } from './due.ts';
import { holdBacklog } from './release.ts';
import type { Backlog } from './room.ts';
import { raiseSourceAlerts, type SourceNeeds } from './sources.ts';

export interface AlertNeeds extends SourceNeeds {
  book: RuleBook;
  areaRules: readonly AreaRule[];
  backlog: Backlog;
}
type AlertTurn = Turn & AlertNeeds;

export const raiseAlerts: Step<AlertNeeds> = async (turn) => {
  // Alerts whose facts are to be copied, with their household and place.
  await turn.tx.execute(sql`create temporary table to_prove (alert_id uuid, rule_id text, household_id bigint, county_code text,
    area_code text) on commit drop`);
  const moved = await restAnew(turn);
  const ended = await endAlerts(turn);
  const raised = await raiseNew(turn);
  await keepEvidence(turn);
  const areas = await raiseAreaAlerts(turn);
  const sources = await raiseSourceAlerts(turn);
  return moved + ended + raised + areas + sources;
};

/**
 * An open alert whose finding the data took back (contradicted, retracted) while another of its rule and subject stands goes on, and
 * rests on that one: its event, its values, its version, its evidence. Else it would go on saying what is no longer so, such as
 * the date of a file that was withdrawn.
 */
async function restAnew({ tx, now, hint }: Turn): Promise<number> {
  const moved = await tx.execute<{ id: string; area: string }>(sql`
    with moved as (
      update alerts a set finding_id = g.id, event_key = g.event_key, rule_version_id = g.rule_version_id, "values" = g."values",
        version = a.version + 1
      from findings f, findings g where a.state = 'open' and f.id = a.finding_id and f.end_reason in ('contradicted', 'retracted')
        and g.ended_at is null and g.rule_id = a.rule_id and g.subject_kind = a.subject_kind and g.subject_id = a.subject_id
      returning a.id, a.rule_id, a.household_id, a.county_code, a.area_code),
    proved as (insert into to_prove select * from moved)
    select id, area_code as area from moved`);
  if (moved.length === 0) return 0;
  await tx.execute(sql`delete from alert_evidence where alert_id in (select alert_id from to_prove)`);
  await recordSet(
    tx,
    now,
    'alert.rest',
    'alert',
    moved.map(({ id, area }) => ({ id, area })),
  );
  for (const { area } of moved) hint('alert.rest', area);
  return moved.length;
}

/** Contradicted: resolved. Retracted: cancelled. An expiry, or "unknown", never ends an alert: somebody still has to look. */
async function endAlerts({ tx, now, hint }: Turn): Promise<number> {
  const at = now.toISOString();
  const ended = await tx.execute<{ id: string; area: string; reason: string }>(sql`
    update alerts a set state = case f.end_reason when 'retracted' then 'cancelled' else 'resolved' end, ended_at = ${at},
      end_reason = f.end_reason, version = version + 1
    from findings f where a.state = 'open' and f.id = a.finding_id and f.end_reason in ('contradicted', 'retracted')
    returning a.id, a.area_code as area, f.end_reason as reason`);
  await recordSet(
    tx,
    now,
    'alert.end',
    'alert',
    ended.map(({ id, area, reason }) => ({ id, area, details: { reason } })),
  );
  for (const { area } of ended) hint('alert.end', area);
  return ended.length;
}

/** Raises what is due and need not wait, once an episode; what a stronger alert of the same turn implies is left to that. */
async function raiseNew(turn: AlertTurn): Promise<number> {
  const { tx, now, book, hint } = turn;
  const at = now.toISOString();
  await tx.execute(sql`create temporary table candidates on commit drop as ${dueFindings(turn)}`);
  // All columns but the values, which are wide and asked by nobody here.
  await tx.execute(
    sql`analyze candidates (finding_id, rule_id, household_id, area_code, severity, cause, since_on, is_waiting)`,
  );
  await holdBacklog(turn);
  await tx.execute(sql`delete from candidates c using candidates s, ${inhibitionsSql(book)}
    where s.household_id = c.household_id and i.strong = s.rule_id and i.weak = c.rule_id`);
  await tx.execute(sql`create temporary table raised on commit drop as
    select new_id(${at}::timestamptz) as alert_id, c.* from candidates c`);
  await tx.execute(sql`analyze raised (household_id, rule_id)`);
  await tx.execute(sql`insert into cases (id, household_id, county_code, area_code, opened_at)
    select distinct on (household_id) new_id(${at}::timestamptz), household_id, county_code, area_code, ${at}::timestamptz from raised
    where not exists (select 1 from cases c where c.household_id = raised.household_id and c.closed_at is null)`);
  const raised = await tx.execute<{ id: string; area: string; rule: string }>(sql`
    insert into alerts (id, rule_version_id, finding_id, rule_id, subject_kind, subject_id, event_key, household_id, case_id, county_code,
      area_code, class, severity, cause, state, raised_at, "values")
    select r.alert_id, r.rule_version_id, r.finding_id, r.rule_id, r.subject_kind, r.subject_id, r.event_key, r.household_id, c.id,
      r.county_code, r.area_code, r.class, r.severity, r.cause, 'open', ${at}, r."values"
    from raised r join cases c on c.household_id = r.household_id and c.closed_at is null
    returning id, area_code as area, rule_id as rule`);
  await tx.execute(
    sql`insert into to_prove select alert_id, rule_id, household_id, county_code, area_code from raised`,
  );
  await recordSet(
    tx,
    now,
    'alert.raise',
    'alert',
    raised.map(({ id, area, rule }) => ({ id, area, details: { rule } })),
  );
  for (const { area } of raised) hint('alert.raise', area);
  return raised.length;
}

/** Copies the facts behind each alert to prove: indicator by indicator, for all households at once. */
async function keepEvidence(turn: AlertTurn): Promise<void> {
  const { tx, asOf, dataMonths, gaps, book } = turn;
  const [any] = await tx.execute(sql`select 1 from to_prove limit 1`);
  if (!any) return;
  await tx.execute(sql`analyze to_prove`);
  await prepareScope(turn);
  await tx.execute(sql`create temporary table evidence_households (household_id bigint) on commit drop`);
  for (const indicator of [...new Set(book.rules.flatMap((rule) => rule.names))]) {
    if (!book.catalogue.indicators.has(indicator)) continue;
    const resting = book.rules.filter((rule) => rule.names.includes(indicator)).map((rule) => rule.id);
    await tx.execute(sql`truncate evidence_households`);
    await tx.execute(
      sql`insert into evidence_households select distinct household_id from to_prove where rule_id = any(${sql.param(resting)}::text[])`,
    );
    await tx.execute(sql`analyze evidence_households`);
    await tx.execute(sql`insert into alert_evidence (alert_id, county_code, area_code, indicator, kind, batch_id, line, on_date, until_date,
        amount, code, person_id)
      select r.alert_id, r.county_code, r.area_code, v.indicator, f.kind, f.batch_id, f.line, f.on_date, f.until_date, f.amount, f.code,
        case when f.subject_kind = 'person' then f.subject_id end
      from (${compileEvidence(book.catalogue.indicators, indicator, { asOf, dataMonths, gaps })}) v
      join to_prove r on r.household_id = v.household_id and r.rule_id = any(${sql.param(resting)}::text[])
      join facts f on f.id = v.fact_id and f.kind = any(${sql.param(kindsOf(book.catalogue.indicators, indicator))}::text[])`);
  }
}
