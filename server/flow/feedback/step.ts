// What each warning turned out to be: one outcome a closed alert; the departments whose rows were wrong are asked; and the visit
// comes back as a fact, with its origin.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { type OwnFact, recordOwnFacts } from '../ingest/store.ts';
import { readHeld } from '../tasks/held/read.ts';
import type { Step } from '../turn.ts';
import { openTickets, type TicketNeeds } from './tickets.ts';

interface Learnt extends Record<string, unknown> {
  alert: string;
  visit: string | null;
  household: number | null;
  code: string | null;
  /** The province's day of the visit, as the database says it: no date that was ever stored may stop a turn. */
  onDate: string | null;
}

export const learn: Step<TicketNeeds> = async (turn) => {
  const { tx, now, confirms } = turn;
  const told = JSON.stringify([...confirms].map(([code, is]) => ({ code, is })));
  const causes = JSON.stringify(await readHeldCauses(tx));
  // The source: the department's dataset whose rows stood behind the alert most often; what our own work stated is none.
  const kept = await tx.execute<Learnt>(sql`
    with kept as (
      insert into outcomes (alert_id, task_id, visit_id, rule_id, rule_version, dataset, county_code, area_code, outcome_code, is_confirmed, cause, closed_at)
      select a.id, t.id, v.id, a.rule_id, rv.version,
        (select b.dataset from alert_evidence e join batches told on told.id = e.batch_id
            join batches b on b.id = coalesce(told.adds_to, told.id) and b.origin in ('delivery', 'push')
          where e.alert_id = a.id group by 1 order by count(*) desc, 1 limit 1),
        a.county_code, a.area_code, t.outcome_code, c."is", coalesce(held.cause, v.cause, a.cause), t.closed_at
      from tasks t join task_alerts ta on ta.task_id = t.id join alerts a on a.id = ta.alert_id and a.state = 'closed'
      left join rule_versions rv on rv.id = a.rule_version_id
      left join lateral (select * from visits v where v.task_id = t.id order by v.submitted_at desc, v.id desc limit 1) v on true
      left join jsonb_to_recordset(${told}::jsonb) as c(code text, "is" boolean) on c.code = t.outcome_code
      left join jsonb_to_recordset(${causes}::jsonb) as held(task uuid, cause text) on held.task = t.id
      where t.state = 'closed' and t.outcome_code is not null
      on conflict (alert_id) do nothing returning alert_id, visit_id, outcome_code)
    select k.alert_id as alert, v.id as visit, v.household_id as household, k.outcome_code as code,
      (v.visited_at at time zone 'Asia/Shanghai')::date::text as "onDate"
    from kept k left join visits v on v.id = k.visit_id order by v.id, k.alert_id`);
  const opened = await openTickets(
    turn,
    kept.map((row) => row.alert),
  );
  return kept.length + opened + (await recordOwnFacts(tx, 'visit', factsOf(kept), now));
};

/** The causes that hold where a visit stands beside the one that answered: of the few tasks that have one and were not learnt from yet. */
async function readHeldCauses(tx: Transaction): Promise<{ task: string; cause: string }[]> {
  const tasks = await tx.execute<{ id: string }>(sql`
    select distinct t.id from field_changes c join tasks t on t.id = c.task_id and t.state = 'closed' and t.outcome_code is not null
    where c.visit is not null and not exists (
      select 1 from task_alerts ta join outcomes o on o.alert_id = ta.alert_id where ta.task_id = t.id)`);
  const held = await readHeld(
    tx,
    tasks.map(({ id }) => id),
  );
  return [...held].flatMap(([task, { values }]) =>
    typeof values.cause === 'string' ? [{ task, cause: values.cause }] : [],
  );
}

/** One fact a visit to a household, however many alerts it answered. */
function factsOf(kept: readonly Learnt[]): OwnFact[] {
  const visits = new Map(kept.map((row) => [row.visit, row]));
  return [...visits.values()].flatMap(({ visit, household, code, onDate }): OwnFact[] => {
    if (visit === null || household === null || code === null || onDate === null) return [];
    const about = { subjectKind: 'household' as const, subjectId: household, onDate, code };
    return [{ kind: 'visit.outcome', ...about, attributes: { visit }, key: `visit ${visit}` }];
  });
}
