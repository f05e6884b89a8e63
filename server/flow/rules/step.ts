// What is true: one pass of all published rules over household_indicators, compared with the findings that stand.
import { type SQL, sql } from 'drizzle-orm';
import { type FactIndicator, leavesOf, type MemberIndicator, windowsOf } from '../indicators/definition.ts';
import { compileEvidence } from '../indicators/evidence.ts';
import { MEMBER_AGES } from '../indicators/named.ts';
import { prepareScope } from '../indicators/scope.ts';
import type { Step, Turn } from '../turn.ts';
import type { Rule } from './check.ts';
import { rulesOnFirstRun } from './first-run.ts';
import type { RuleBook } from './load.ts';
import { compilePass, compileVerdicts } from './pass.ts';
import { inlineStandards, prepareStandards } from './standards.ts';

/** Findings that begin, change their values, or end with a named reason: contradicted, retracted, expired, rule-changed, rule-retired. */
export const judge: Step<{ book: RuleBook }> = async (turn) => {
  const { tx, asOf, book } = turn;
  await prepareScope(turn);
  await prepareStandards(tx, book.catalogue.parameters, asOf);
  const sound = await passAll(turn);
  await keyEvents(turn, sound);
  return (await compareFindings(turn, sound)) + (await endRetired(turn));
};

/** Makes `hits` in one pass. When that fails, rule by rule in savepoints, so that one bad rule stops only itself. */
async function passAll(turn: Turn & { book: RuleBook }): Promise<Rule[]> {
  const { tx, asOf, dataMonths, touchedBy, book } = turn;
  // The day's data months and year go with the values: what an end means depends on whether the window has moved on since.
  const beside = (rule: Rule) => ({
    ...Object.fromEntries(rule.sources.map((source) => [`month.${source}`, dataMonths[source] ?? null])),
    as_of: asOf,
  });
  const standards = await inlineStandards(tx, book.catalogue.parameters);
  const scoped = touchedBy !== 'everything';
  const pass = (rules: readonly Rule[]) => compilePass(rules, { scoped, beside, standards });
  const make = sql`create temporary table hits (household_id, rule_id, "values", event_key, event_on) on commit drop as
    select household_id, rule_id, "values", ''::text, null::date from`;
  try {
    await tx.transaction((inner) => inner.execute(sql`${make} (${pass(book.rules)}) h`));
    return [...book.rules];
  } catch {
    await tx.execute(sql`${make} (${pass([])}) h`);
    const sound: Rule[] = [];
    for (const rule of book.rules) {
      try {
        await tx.transaction((inner) => inner.execute(sql`insert into hits select *, '' from (${pass([rule])}) h`));
        sound.push(rule);
      } catch (error) {
        console.error(
          JSON.stringify({ level: 'error', rule: rule.id, error: String((error as Error).cause ?? error) }),
        );
      }
    }
    return sound;
  }
}

/** Event rules are keyed by the newest fact that set them off: one fact never opens two episodes. */
async function keyEvents(
  { tx, asOf, dataMonths, gaps, book }: Turn & { book: RuleBook },
  rules: readonly Rule[],
): Promise<void> {
  await tx.execute(sql`create temporary table evidence_households (household_id bigint) on commit drop`);
  for (const rule of rules) {
    const { event } = rule.definition;
    if (!event) continue;
    await tx.execute(sql`truncate evidence_households`);
    const hit = await tx.execute(
      sql`insert into evidence_households select household_id from hits where rule_id = ${rule.id}`,
    );
    if (hit.count === 0) continue;
    await tx.execute(sql`analyze evidence_households`);
    await tx.execute(sql`update hits h set event_key = e.natural_key::text, event_on = e.on_date,
        "values" = h."values" || jsonb_build_object('event.on_date', e.on_date)
      from (select distinct on (v.household_id) v.household_id, f.natural_key, f.on_date
        from (${compileEvidence(book.catalogue.indicators, event.indicator, { asOf, dataMonths, gaps })}) v
        join facts f on f.id = v.fact_id and f.kind = any(${sql.param([event.kind].flat())}::text[])
        order by v.household_id, f.on_date desc, f.id desc) e
      where h.rule_id = ${rule.id} and h.household_id = e.household_id`);
  }
}

async function compareFindings(turn: Turn & { book: RuleBook }, rules: readonly Rule[]): Promise<number> {
  const { tx, now, asOf } = turn;
  const at = now.toISOString();
  const ids = sql.param(rules.map((rule) => rule.id));
  await tx.execute(sql`analyze hits (household_id, rule_id, event_key)`);
  const changed =
    await tx.execute(sql`update findings f set "values" = h."values", rule_version_id = v.id, since_on = least(f.since_on, ${asOf}::date)
    from hits h join rule_versions v on v.rule_id = h.rule_id and v.status = 'published'
    where f.ended_at is null and f.rule_id = h.rule_id and f.subject_kind = 'household' and f.subject_id = h.household_id and f.event_key = h.event_key
      and (f."values" - 'as_of', f.rule_version_id) is distinct from (h."values" - 'as_of', v.id)`);

  await tx.execute(sql`create temporary table standing_findings on commit drop as
    select f.id, f.household_id, f.rule_id from findings f join scope_households s using (household_id)
    where f.ended_at is null and f.rule_id = any(${ids}::text[]) and not exists (select 1 from hits h
      where h.rule_id = f.rule_id and h.household_id = f.household_id and h.event_key = f.event_key)`);
  await tx.execute(sql`analyze standing_findings`);
  const ended = await tx.execute(sql`update findings f set ended_at = ${at}, end_reason = ${endReason(turn, rules)}
    from (select distinct on (household_id, rule_id) * from (${compileVerdicts(rules)}) as told) as t
    where f.id in (select id from standing_findings) and t.household_id = f.household_id and t.rule_id = f.rule_id`);

  // Looked for before the first is written: with both in one statement, and a table that had just been counted empty, each of the first
  // 53,000 findings of 200,000 households was looked for among those written before it, 29 s in all.
  await tx.execute(sql`create temporary table begun on commit drop as select h.* from hits h
    where not exists (select 1 from findings f where f.ended_at is null and f.rule_id = h.rule_id and f.subject_kind = 'household'
      and f.subject_id = h.household_id and f.event_key = h.event_key)`);
  const first = sql.param(await rulesOnFirstRun(tx, rules));
  const begun =
    await tx.execute(sql`insert into findings (rule_id, rule_version_id, household_id, subject_kind, subject_id, event_key,
      "values", since_on, is_backlog, found_at)
    select h.rule_id, v.id, h.household_id, 'household', h.household_id, h.event_key, h."values", coalesce(h.event_on, ${asOf}::date),
      h.rule_id = any(${first}::text[]), ${at}
    from begun h join rule_versions v on v.rule_id = h.rule_id and v.status = 'published'`);
  return changed.count + ended.count + begun.count;
}

/**
 * Ends what rules found that nobody publishes any more, everywhere at once. Not by the data, so their alerts stay open: somebody
 * was told, and looks. A version that is published and not understood ends nothing.
 */
async function endRetired({ tx, now }: Turn): Promise<number> {
  const ended = await tx.execute(sql`update findings f set ended_at = ${now.toISOString()}, end_reason = 'rule-retired'
    where f.ended_at is null and f.subject_kind = 'household'
      and f.rule_id in (select rule_id from rule_versions group by 1 having not bool_or(status = 'published'))`);
  return ended.count;
}

/** What of a rule can become false merely because time passes: month windows, the year, its event's age, day windows, birthdays, standards. */
function slideOf(rule: Rule, { book, dataMonths }: Turn & { book: RuleBook }) {
  const { indicators } = book.catalogue;
  const leaves = rule.names.filter((name) => indicators.has(name)).flatMap((name) => leavesOf(indicators, name));
  const windows = leaves.flatMap((leaf) => (leaf.from === 'facts' ? windowsOf(leaf) : []));
  // A window up to the data month only grows: a later month cannot empty it.
  const sources = windows.flatMap((w) =>
    w.type === 'months' || w.type === 'data-month' || w.type === 'term' ? [w.source] : [],
  );
  return {
    months: Object.fromEntries(sources.map((source) => [source, dataMonths[source] ?? null])),
    year: windows.some((w) => w.type === 'year-to-date'),
    days: !rule.definition.event && windows.some((w) => w.type === 'days'),
    within: rule.definition.event?.within_days ?? null,
    kinds: [...new Set(leaves.flatMap((leaf) => leaf.kinds))],
    birthdays: [...new Set(leaves.flatMap(birthdaysOf))],
    standards: rule.names.filter((name) => name.startsWith('standard.')),
  };
}

function birthdaysOf(leaf: FactIndicator | MemberIndicator): number[] {
  const { from = 0, to } = leaf.ages ?? {};
  const named = leaf.from === 'members' ? (MEMBER_AGES[leaf.named] ?? []) : [];
  return [...named, ...(from > 0 ? [from] : []), ...(to === undefined ? [] : [to + 1])];
}

/**
 * Why a finding `f` ended, given the verdict `t` on it now. A fact that set it off and is no longer in force on this household:
 * retracted when its batch is not either, else corrected (contradicted). Not true by a condition it was not
 * found by: rule-changed, since the rule has spoken and not the data. True or unknown: another event took over, or nothing can
 * be said: expired, unless that follows from a batch that was taken back. False: contradicted, unless the windows have moved on since (or
 * the turn went back in time): expired.
 */
function endReason(turn: Turn & { book: RuleBook }, rules: readonly Rule[]) {
  const { asOf } = turn;
  const slides = JSON.stringify(Object.fromEntries(rules.map((rule) => [rule.id, slideOf(rule, turn)])));
  const slide = sql`(${slides}::jsonb -> f.rule_id)`;
  const key = sql`f.event_key <> ''`;
  // Compared as what it is: as text no index answered, and every finding that ended read all facts, five seconds each of thirty million.
  const factKey = sql`case when ${key} then f.event_key::uuid end`;
  const on = (subject: SQL, id: SQL) => sql`case ${subject} when 'household' then ${id} = f.household_id
    else ${id} in (select person_id from current_members m where m.household_id = f.household_id) end`;
  const inForce = sql`exists (select 1 from facts e where e.natural_key = ${factKey} and e.retracted_at is null
    and ${on(sql`e.subject_kind`, sql`e.subject_id`)})`;
  const withdrawn = sql`exists (select 1 from facts e join batches b on b.id = e.batch_id where e.natural_key = ${factKey}
    and e.retracted_at is not null and b.in_force_until is not null)`;
  const day = sql`(f."values" ->> 'as_of')::date`;
  const event = sql`(f."values" ->> 'event.on_date')::date`;
  // A source that was too late and has come did not move on: what it says now is news. A birthday and a new year's standard do, though:
  // neither says that the household is better off.
  const movedOn = sql`(${asOf}::date < ${day} or ${event} > ${asOf}::date
    or ${event} + (${slide} ->> 'within')::int <= ${asOf}::date
    or ((${slide} ->> 'year')::boolean and left(f."values" ->> 'as_of', 4) <> ${asOf.slice(0, 4)})
    or ((${slide} ->> 'days')::boolean and ${day} <> ${asOf}::date)
    or exists (select 1 from jsonb_each(${slide} -> 'months') n where f."values" -> ('month.' || n.key) <> n.value
      and f."values" -> ('month.' || n.key) <> 'null'::jsonb)
    or exists (select 1 from jsonb_array_elements_text(${slide} -> 'standards') n where f."values" -> n.value is distinct from t."values" -> n.value)
    or exists (select 1 from jsonb_array_elements_text(${slide} -> 'birthdays') n join current_members m on m.household_id = f.household_id
      where m.born_on > ${day} - make_interval(years => n.value::int) and m.born_on <= ${asOf}::date - make_interval(years => n.value::int)))`;
  // Whose batch, in what the rule rests on, was taken back since the turn before: a row about these people, or the months it had
  // delivered. What was taken back earlier did not end it then, and does not end it when the year turns.
  const since = sql`greatest(f.found_at, (select c.now from cycles c where c.status = 'done' order by c.id desc limit 1))`;
  const people = sql`(select m.person_id from memberships m where m.household_id = f.household_id)`;
  const takenBack = sql`(${asOf}::date >= ${day} and (
    exists (select 1 from jsonb_each_text(${slide} -> 'months') n where f."values" ->> ('month.' || n.key) > n.value
      or (n.value is null and exists (select 1 from batches b where b.dataset = n.key and b.status = 'withdrawn'
        and b.in_force_until >= ${since})))
    or exists (select 1 from facts x join batches b on b.id = x.batch_id where b.status = 'withdrawn' and b.in_force_until >= ${since}
      and ${slide} -> 'kinds' ? x.kind and (case x.subject_kind when 'household' then x.subject_id = f.household_id else x.subject_id in ${people} end))
    or exists (select 1 from memberships m join batches b on b.id = m.batch_id where m.household_id = f.household_id
      and b.status = 'withdrawn' and b.in_force_until >= ${since})))`;
  // A clerk has just decided, or taken back, who counts here: what no longer follows from that was not so.
  const relinked = sql`exists (select 1 from touched_households q where q.household_id = f.household_id and q.cause = 'identity'
    and q.cycle_id is not null)`;
  const changed = sql`exists (select 1 from rule_versions o join rule_versions v on v.rule_id = o.rule_id and v.status = 'published'
    where o.id = f.rule_version_id and (o.definition -> 'when', o.definition -> 'params', o.definition -> 'event')
      is distinct from (v.definition -> 'when', v.definition -> 'params', v.definition -> 'event'))`;
  return sql`case when coalesce(${takenBack}, false) then 'retracted'
    when t.verdict is not true and ${relinked} then 'contradicted'
    when ${key} and not ${inForce} then case when ${withdrawn} then 'retracted' else 'contradicted' end
    when t.verdict is not true and ${changed} then 'rule-changed'
    when t.verdict is not false or coalesce(${movedOn}, false) then 'expired' else 'contradicted' end`;
}
