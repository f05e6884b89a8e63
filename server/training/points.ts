// What each named check asks of the database. All speak of one act of one person: `e` is its entry in the log, `t` the task, `v` the
// visit (of an act on a task: the last one before it), `started` when the person began the scene.
import { type SQL, sql } from 'drizzle-orm';
import { type Scope, within } from '../access/scope.ts';
import type { Act, Check } from './scene.ts';

interface Asked {
  /** The person's areas: what counts as their waiting list. */
  scope: Scope;
  started: Date;
}

/** The actions under which an act stands in the log. */
export const ACTIONS_OF: Record<Act, readonly string[]> = {
  dispatch: ['task.dispatch'],
  'ask-again': ['task.return'],
  extend: ['task.extend'],
  acknowledge: ['task.acknowledge'],
  confirm: ['task.confirm'],
  visit: ['visit.submit'],
  'decide-pair': ['pair.link', 'pair.dismiss'],
};

/** SQL: the tables behind an act's entry `e`, one row an entry; entries that only look like the act have none. */
export function tablesOf(act: Act): SQL {
  if (act === 'decide-pair') return sql`candidate_pairs p where p.id = e.subject_id::uuid`;
  if (act === 'visit')
    // A visit sent twice is logged twice; the second entry is no act.
    return sql`visits v join tasks t on t.id = v.task_id where v.id = e.subject_id::uuid and e.details->>'again' is null`;
  const asked = act === 'ask-again' ? sql`and e.details->>'move' = 'ask-again'` : sql``;
  return sql`tasks t left join lateral (select * from visits v where v.task_id = t.id and v.submitted_at <= e.at
    order by v.submitted_at desc limit 1) v on true where t.id = e.subject_id::uuid ${asked}`;
}

/** SQL: the person looked at something between the scene's start and the act. */
function readBefore(action: string, subject: SQL, { started }: Asked): SQL {
  return sql`exists (select 1 from audit_entries r where r.subject_kind = ${action.split('.')[0]} and r.subject_id in (${subject})
    and r.action = ${action} and r.actor_id = e.actor_id and r.id < e.id and r.at >= ${started.toISOString()})`;
}

const inGroups = (groups: readonly string[]) => sql`left(v.outcome_code, 1) = any(${sql.param([...groups])}::text[])`;
const isAsLong = (text: SQL, least: number) => sql`char_length(btrim(coalesce(${text}, ''))) >= ${least}::int`;

/** SQL of one check; true, false or unknown, and unknown is not done. */
export function pointSql(check: Check, asked: Asked): SQL {
  switch (check.is) {
    case 'acted':
      return sql`true`;
    case 'task-kind':
      return sql`t.kind = ${check.kind}`;
    case 'task-read':
      return readBefore('task.read', sql`select t.id::text`, asked);
    case 'why-read':
      return readBefore('alert.read', sql`select ta.alert_id::text from task_alerts ta where ta.task_id = t.id`, asked);
    case 'most-urgent':
      // Of those that still wait: who has been given out meanwhile cannot be asked any more.
      return sql`not exists (select 1 from tasks w where w.kind <> 'routine' and ${within(asked.scope, sql`w.county_code`, sql`w.area_code`)}
        and w.state in ('waiting', 'dispatched', 'returned') and w.opened_at <= e.at and w.state_at <= e.at
        and w.dispatch_due_at < t.dispatch_due_at and w.id <> t.id)`;
    case 'reason-said':
      return isAsLong(sql`coalesce(e.details->>'reason', e.details->>'note')`, check.least);
    case 'before-due':
      return sql`e.at <= (e.details->>'before')::timestamptz`;
    case 'thin-visit':
      return sql`(${inGroups(check.groups)} or char_length(btrim(v.note)) < ${check.below}::int)`;
    case 'outcome-group':
      return inGroups(check.groups);
    case 'outcome':
      return sql`v.outcome_code = any(${sql.param([...check.codes])}::text[])`;
    case 'accepted-before':
      return sql`exists (select 1 from audit_entries r where r.subject_kind = 'task' and r.subject_id = t.id::text
        and r.action = 'task.accept' and r.actor_id = e.actor_id and r.id < e.id)`;
    case 'cause-named':
      return sql`v.cause is not null`;
    case 'cause-open':
      return sql`v.cause is null`;
    case 'note-written':
      return isAsLong(sql`v.note`, check.least);
    case 'help-noted':
      return isAsLong(sql`v.assistance_note`, 2);
    case 'ticket-opened':
      return sql`exists (select 1 from tickets k where k.visit_id = v.id)`;
    case 'effects-read':
      return sql`exists (select 1 from audit_entries r where r.subject_kind = 'pair' and r.subject_id = e.subject_id
        and r.action = 'pair.read' and r.details ? 'rehearsed' and r.actor_id = e.actor_id and r.id < e.id
        and r.at >= ${asked.started.toISOString()})`;
  }
}
