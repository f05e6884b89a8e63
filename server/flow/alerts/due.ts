// Which findings nobody has been told of and somebody should be: neither answered, nor silenced, nor implied by a stronger alert.
// One reading for the step that raises, the figures of what waits, and the preview of a silence.
import { type SQL, sql } from 'drizzle-orm';
import { inhibitionsOf } from '../rules/inhibitions.ts';
import type { RuleBook } from '../rules/load.ts';

export interface DueOn {
  book: RuleBook;
  now: Date;
  asOf: string;
}

/** SQL: silence `s` holds at that instant. */
export function isHolding(now: Date, s = sql`s`): SQL {
  const at = now.toISOString();
  return sql`(${s}.from_at <= ${at} and ${s}.until_at > ${at} and (${s}.ended_at is null or ${s}.ended_at > ${at}))`;
}

/**
 * SQL: silence `s` speaks of a finding or alert, given its rule, household and place. Over a whole place it never speaks of a red
 * rule: what strikes one household within hours, no reason known of the place foresees.
 */
export function isSpokenOf(of: { rule: SQL; household: SQL; area: SQL; severity: SQL }, s = sql`s`): SQL {
  return sql`((${s}.rule_id is null or ${s}.rule_id = ${of.rule}) and (${s}.household_id is null or ${s}.household_id = ${of.household})
    and ${of.area} ^@ ${s}.area_code and (${s}.household_id is not null or ${of.severity} <> 'red'))`;
}

/** The rules as a row source: id, for_days, class, severity, cause. */
export function rulesSql({ rules }: RuleBook): SQL {
  const rows = rules.map(({ id, definition: d }) => ({
    ...{ id, for_days: d.for, class: d.class, severity: d.severity, cause: d.cause },
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, for_days int, class text, severity text, cause text)`;
}

/** The inhibitions as a row source: strong, weak. */
export function inhibitionsSql({ rules }: RuleBook): SQL {
  return sql`jsonb_to_recordset(${JSON.stringify(inhibitionsOf(rules))}::jsonb) as i(strong text, weak text)`;
}

/**
 * A select of the findings due, one row each, with class, severity and cause of their rule and the household's place; `is_waiting`:
 * stood when its rule was first run, and no alert of it was ever raised.
 *
 * An event that was known before an alert of its rule was closed was seen at that visit; a later one opens a new episode whatever the
 * cool-down says. An alert that the data itself ended (resolved, cancelled) was seen by nobody: when the data takes it back, it is
 * raised again. A stronger rule's alert answers what it implies in the same way: while it stands nobody is told; its visit saw what
 * was known by then, for good when it was an event, else for the stronger one's cool-down; ended by the data, it answers nothing.
 */
export function dueFindings({ book, now, asOf }: DueOn): SQL {
  const at = now.toISOString();
  const spoken = isSpokenOf({
    ...{ rule: sql`f.rule_id`, household: sql`f.household_id`, area: sql`h.area_code`, severity: sql`r.severity` },
  });
  const same = sql`a.rule_id = f.rule_id and a.subject_kind = f.subject_kind and a.subject_id = f.subject_id`;
  return sql`select f.id as finding_id, f.rule_id, f.rule_version_id, f.subject_kind, f.subject_id, f.event_key, f.household_id, f."values",
      f.since_on, f.found_at, h.county_code, h.area_code, r.class, r.severity, r.cause,
      f.is_backlog and not exists (select 1 from alerts a where ${same}) as is_waiting
    from findings f join households h on h.id = f.household_id join ${rulesSql(book)} on r.id = f.rule_id
    where f.ended_at is null and f.since_on + r.for_days <= ${asOf}::date
      and not exists (select 1 from alerts a where ${same} and (a.state = 'open'
        or (f.event_key = '' and a.cool_until > ${at})
        or (f.event_key <> '' and a.state = 'closed' and (a.event_key = f.event_key or a.ended_at >= f.found_at))))
      and not exists (select 1 from alerts a join ${inhibitionsSql(book)} on i.strong = a.rule_id and i.weak = f.rule_id
        where a.household_id = f.household_id and (a.state = 'open'
          or (a.state = 'closed' and a.ended_at >= f.found_at and (f.event_key <> '' or a.cool_until > ${at}))))
      and not exists (select 1 from silences s where ${isHolding(now)} and ${spoken})`;
}
