// What each warning turned out to be: one outcome a closed alert; and the visit comes back as a fact, with its origin.
import { sql } from 'drizzle-orm';
import { dayOf } from '../../kernel/clock.ts';
import { type OwnFact, recordOwnFacts } from '../ingest/store.ts';
import type { Step } from '../turn.ts';

export const learn: Step = async ({ tx, now, confirms }) => {
  const told = JSON.stringify([...confirms].map(([code, is]) => ({ code, is })));
  // The source: whose rows stood behind the alert most often.
  const kept = await tx.execute<{ visit: string | null; household: number; code: string; visited: string }>(sql`
    with kept as (
      insert into outcomes (alert_id, task_id, visit_id, rule_id, rule_version, dataset, county_code, area_code, outcome_code, is_confirmed, cause, closed_at)
      select a.id, t.id, v.id, a.rule_id, rv.version,
        (select b.dataset from alert_evidence e join batches b on b.id = e.batch_id where e.alert_id = a.id group by 1 order by count(*) desc, 1 limit 1),
        a.county_code, a.area_code, t.outcome_code, c."is", coalesce(v.cause, a.cause), t.closed_at
      from tasks t join task_alerts ta on ta.task_id = t.id join alerts a on a.id = ta.alert_id and a.state = 'closed'
      left join rule_versions rv on rv.id = a.rule_version_id
      left join lateral (select * from visits v where v.task_id = t.id order by submitted_at desc limit 1) v on true
      left join jsonb_to_recordset(${told}::jsonb) as c(code text, "is" boolean) on c.code = t.outcome_code
      where t.state = 'closed' and t.outcome_code is not null
      on conflict (alert_id) do nothing returning visit_id)
    select distinct on (v.id) v.id as visit, v.household_id as household, v.outcome_code as code, v.visited_at::text as visited
    from kept k join visits v on v.id = k.visit_id`);
  const facts = kept
    .filter((row) => row.household !== null)
    .map(({ visit, household, code, visited }): OwnFact => {
      const onDate = dayOf(new Date(visited));
      const about = { subjectKind: 'household' as const, subjectId: household, onDate, code };
      return { kind: 'visit.outcome', ...about, attributes: { visit: visit! }, key: `visit ${visit}` };
    });
  return kept.length + (await recordOwnFacts(tx, 'visit', facts, now));
};
