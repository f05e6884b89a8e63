// What a visit by the calendar is about: for whom, how often, when they were last seen, who cares for them by agreement.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import { asHeld, readHeld } from '../flow/tasks/held/read.ts';
import { findGroup, type RoutinePolicy } from '../flow/tasks/routine/policy.ts';
import type { Answers } from '../flow/visits/forms/model.ts';
import { seenVisit } from './households.ts';
import type { FieldTask } from './model.ts';

export type Routine = NonNullable<FieldTask['routine']>;

interface Stored extends Record<string, unknown> {
  id: string;
  groups: string[];
  risk: Routine['risk'];
  dueOn: string;
  lastSeenOn: string | null;
  agreement: Routine['agreement'];
  last: { id: string; taskId: string; on: string; outcomeCode: string; answers: Answers } | null;
}

/** The rounds behind these tasks; of several agreements that run today the one that ends last. */
export async function readRounds(
  tx: Executor,
  taskIds: readonly string[],
  { policy, today, user }: { policy: RoutinePolicy; today: string; user: SignedIn },
): Promise<Map<string, Routine>> {
  if (taskIds.length === 0) return new Map();
  const rows = await tx.execute<Stored>(sql`
    select r.task_id as id, r.groups, r.risk, r.due_on::text as "dueOn", (select max((v.visited_at at time zone 'Asia/Shanghai')::date)::text from visits v
        where v.household_id = r.household_id and v.task_id <> r.task_id ${seenVisit(user, sql`v.task_id`)} and not v.outcome_code = any(${sql.param([...policy.unseen])}::text[])) as "lastSeenOn",
      (select jsonb_build_object('carer', a.carer, 'terms', a.terms, 'from', a.from_on, 'until', a.until_on) from care_agreements a
        where a.household_id = r.household_id and a.ended_on is null and a.from_on <= ${today}::date and a.until_on >= ${today}::date
        order by a.until_on desc, a.id limit 1) as agreement,
      (select jsonb_build_object('id', v.id, 'taskId', v.task_id, 'on', (v.visited_at at time zone 'Asia/Shanghai')::date,
          'outcomeCode', v.outcome_code, 'answers', v.answers)
        from visits v join tasks vt on vt.id = v.task_id and vt.kind = 'routine'
        where v.household_id = r.household_id and v.task_id <> r.task_id and not v.outcome_code = any(${sql.param([...policy.unseen])}::text[])
        order by v.visited_at desc, v.id desc limit 1) as last
    from routine_rounds r where r.task_id = any(${sql.param([...taskIds])}::uuid[])`);
  const held = await readHeld(
    tx,
    rows.flatMap(({ last }) => last?.taskId ?? []),
  );
  return new Map(
    rows.map(({ id, groups, last, ...round }) => {
      const known = groups.flatMap((group) => findGroup(policy, group) ?? []);
      const needsAgreement = known.some((group) => group.agreement);
      const shown = last && asHeld(last, held.get(last.taskId));
      const { form, values = {} } = shown?.answers ?? {};
      const lastTime = shown && form ? { on: shown.on, outcomeCode: shown.outcomeCode, form, values } : null;
      return [id, { ...round, groups: known.map(({ names }) => names), needsAgreement, last: lastTime }];
    }),
  );
}
