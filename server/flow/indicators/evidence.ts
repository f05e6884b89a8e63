// The facts behind an indicator's value: what an alert keeps as evidence, and what "why?" shows.
import { type SQL, sql } from 'drizzle-orm';
import { type FactIndicator, type IndicatorCatalogue, leavesOf, type MemberIndicator } from './definition.ts';
import { monthsSql, ofKinds, peopleOf, readingOf, withoutOf } from './families.ts';
import { agesSql, MEMBER_COUNTS } from './named.ts';
import { type AsOf, inForce, inSpan, textSql } from './windows.ts';

const NOTHING = 'select null::bigint, null::bigint where false';

/**
 * A select of (household_id, indicator, fact_id) over the households in the temporary table evidence_households, each fact
 * once; reads current_members and facts. For `people: worst` only the worst person's facts. No rows when the value is
 * unknown, or zero because nothing was reported: an absence has no line to show.
 */
export function compileEvidence(catalogue: IndicatorCatalogue, id: string, day: AsOf): SQL {
  const leaves = leavesOf(catalogue, id).map((leaf) =>
    leaf.from === 'facts' ? factEvidence(leaf, day) : memberEvidence(leaf, day),
  );
  return sql.raw(
    `select distinct household_id, ${textSql(id)}::text as indicator, fact_id
     from (${leaves.join('\nunion all\n')}) as found(household_id, fact_id)`,
  );
}

function factEvidence(one: FactIndicator, day: AsOf): string {
  const reading = readingOf(one, day);
  if (!reading) return NOTHING;
  const conditions = [reading.condition, inForce(day, 'f')];
  if (one.named) conditions.push(`${reading.value} > 0`);
  const who = peopleOf(one, day);
  if (who) conditions.push(who);
  // Asked person by person, by index, which is what `offset` holds it to: as a join of sets it compared each person with every fact of
  // the kind, 0.9 s for 92 households of five thousand.
  const other = (condition: string) => `exists (select 1 from facts x where x.subject_kind = 'person'
    and x.subject_id = any(array(select a.person_id from current_members a
      where a.household_id = m.household_id and a.identity_id = m.identity_id)) and ${inForce(day, 'x')} and ${condition} offset 0)`;
  conditions.push(...withoutOf(one, day, 'x').map((condition) => `not ${other(condition)}`));
  if (one.aggregation === 'overlap') {
    const both = `${monthsSql('x', reading.span)} && ${monthsSql('f', reading.span)}`;
    conditions.push(
      other(`${ofKinds(one.kinds, 'x')} and x.kind <> f.kind and ${inSpan(reading.span, 'x')} and ${both}`),
    );
  }
  if (one.subject === 'household') return latestOnly(one, householdFacts(conditions.join(' and ')), 'household_id');
  const person = one.people === 'total' ? 'household_id' : 'household_id, person_id';
  const found = latestOnly(one, personFacts(conditions.join(' and '), reading.value), person);
  const isTest = one.aggregation === 'latest' && one.people === 'number';
  const own = isTest ? `select * from (${found}) as newest where value <> 0` : found;
  const facts = one.people === 'worst' ? worstOnly(one, own) : own;
  const main = `select household_id, fact_id from (${facts}) as fact`;
  if (one.also.length === 0) return main;
  const beside = personFacts([ofKinds(one.also), inForce(day, 'f'), inSpan({ to: day.asOf }, 'f')].join(' and '));
  return `with main as materialized (${facts})
    select household_id, fact_id from main
    union all
    select beside.household_id, beside.fact_id from (${beside}) as beside
    where beside.person_id in (select main.person_id from main)`;
}

function memberEvidence(one: MemberIndicator, day: AsOf): string {
  const condition = MEMBER_COUNTS[one.named];
  if (one.kinds.length === 0 || !condition) return NOTHING;
  const who = one.ages ? [agesSql(one.ages, day)] : [];
  const conditions = [condition(day), ...who, ofKinds(one.kinds), inForce(day, 'f'), inSpan({ to: day.asOf }, 'f')];
  return `select household_id, fact_id from (${personFacts(conditions.join(' and '))}) as fact`;
}

function personFacts(condition: string, value = 'null::float8'): string {
  return `select m.household_id, m.identity_id as person_id, f.id as fact_id, f.on_date, ${value} as value
    from evidence_households e
    join current_members m on m.household_id = e.household_id
    join facts f on f.subject_kind = 'person' and f.subject_id = m.person_id
    where ${condition}`;
}

function householdFacts(condition: string): string {
  return `select h.household_id, f.id as fact_id, f.on_date
    from evidence_households h
    join facts f on f.subject_kind = 'household' and f.subject_id = h.household_id
    where ${condition}`;
}

function latestOnly(one: FactIndicator, facts: string, owner: string): string {
  if (one.aggregation === 'latest') {
    return `select distinct on (${owner}) * from (${facts}) as dated order by ${owner}, on_date desc, fact_id desc`;
  }
  return one.subject === 'household' ? `select household_id, fact_id from (${facts}) as dated` : facts;
}

function worstOnly(one: FactIndicator, facts: string): string {
  const total = {
    sum: 'sum(value) over person',
    max: 'max(value) over person',
    latest: 'max(value) over person',
    count: 'count(*) over person',
    overlap: 'count(*) over person',
  }[one.aggregation];
  return `select * from (
      select weighed.*, max(total) over (partition by household_id) as worst
      from (select facts.*, ${total} as total from (${facts}) as facts
            window person as (partition by household_id, person_id)) as weighed
    ) as ranked where total = worst`;
}
