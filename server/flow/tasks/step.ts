// Who goes: open alerts become tasks, one a household for help and one for what may take aid away; later signals join.
import { sql } from 'drizzle-orm';
import { recordSet } from '../../audit/record-set.ts';
import { SEVERITIES } from '../alerts/model.ts';
import type { Step, Turn } from '../turn.ts';
import { type CampaignNeeds, runCampaigns, suspendTasks } from './campaigns/step.ts';
import { coverAbsences } from './cover.ts';
import { type Deadlines, dueOf } from './deadlines.ts';
import { drawSecondLooks } from './draw.ts';
import { escalateLate } from './escalate.ts';
import { type RoutineNeeds, runRoutine } from './routine/step.ts';

/** So many new rows change how a table is best joined. */
const MANY = 1000;

interface Needs extends CampaignNeeds, RoutineNeeds {
  deadlines: Deadlines;
}

export const openTasks: Step<Needs> = async (turn) => {
  const called = await callOff(turn);
  const surveyed = await runCampaigns(turn);
  const opened = await joinAndOpen(turn);
  const raised = await stackSeverity(turn);
  const routine = await runRoutine(turn);
  const stood = await suspendTasks(turn);
  const covered = await coverAbsences(turn);
  const drawn = await drawSecondLooks(turn);
  const late = await escalateLate(turn);
  return called + surveyed + opened + raised + routine + stood + covered + drawn + late;
};

/** Nobody has gone and every cause has ended: cancelled. Somebody holds it: they are told, and decide at the door. */
async function callOff({ tx, now, hint }: Turn): Promise<number> {
  const at = now.toISOString();
  const causeless = sql`not exists (select 1 from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id and a.state = 'open')
    and exists (select 1 from task_alerts ta where ta.task_id = t.id)`;
  const cancelled = await tx.execute<{
    id: string;
    area: string;
  }>(sql`update tasks t set state = 'cancelled', state_at = ${at}, closed_at = ${at},
    version = version + 1 where t.state = 'waiting' and ${causeless} returning t.id, t.area_code as area`);
  await recordSet(
    tx,
    now,
    'task.cancel',
    'task',
    cancelled.map(({ id, area }) => ({ id, area })),
  );
  for (const { area } of cancelled) hint('task.cancel', area);
  const told = await tx.execute<{ area: string }>(sql`update tasks t set notice = 'cause-ended', version = version + 1
    where t.state in ('dispatched', 'assigned', 'accepted', 'returned') and t.notice is distinct from 'cause-ended' and ${causeless} returning t.area_code as area`);
  for (const { area } of told) hint('task.notice', area);
  return cancelled.length + told.length;
}

/** An alert joins the household's open task of its kind until that is submitted; after that it opens a follow-up. */
async function joinAndOpen({ tx, now, deadlines, book, hint }: Turn & Needs): Promise<number> {
  const at = now.toISOString();
  const exits = book.rules.filter((rule) => rule.definition.negative).map((rule) => rule.id);
  await tx.execute(sql`create temporary table homeless on commit drop as
    select a.id as alert_id, a.subject_kind, a.household_id, a.case_id, a.county_code, a.area_code, a.severity,
      case when a.rule_id = any(${sql.param(exits)}::text[]) then 'exit'
        when exists (select 1 from tasks t where t.household_id = a.household_id and t.kind = 'help' and t.state in ('submitted', 'confirmed'))
        then 'follow-up' else 'help' end as kind
    from alerts a where a.state = 'open' and a.household_id is not null and not exists (select 1 from task_alerts ta where ta.alert_id = a.id)`);
  await tx.execute(sql`analyze homeless`);
  const due = SEVERITIES.flatMap((severity) =>
    [false, true].map((isExit) => ({ severity, is_exit: isExit, ...dueOf(deadlines, severity, isExit, now) })),
  );
  const opened = await tx.execute<{ id: string; area: string }>(sql`
    insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, case_id, county_code, area_code, severity,
      state, opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at)
    select new_id(${at}::timestamptz), n.kind, 'household', n.household_id, n.household_id, 'alert', n.alert_id, n.case_id, n.county_code,
      n.area_code, n.severity, 'waiting', ${at}, d.dispatch, d.visit, d.confirm, ${at}
    from (select distinct on (household_id, kind) * from homeless
      order by household_id, kind, array_position(${sql.param([...SEVERITIES])}::text[], severity), alert_id) n
    join jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d(severity text, is_exit boolean, dispatch timestamptz, visit timestamptz, confirm timestamptz)
      on d.severity = n.severity and d.is_exit = (n.kind = 'exit')
    on conflict (subject_kind, subject_id, kind) where state not in ('submitted', 'confirmed', 'closed', 'cancelled') do nothing
    returning id, area_code as area`);
  // Nobody has counted the tasks just opened: on a first night, 86,000 of them were looked through for each of 112,000 alerts, here or in
  // a trigger that had been planned before there were any. For the rest of the step.
  if (opened.length > MANY) {
    await tx.execute(sql`set local enable_nestloop = off`);
    await tx.execute(sql`discard plans`);
  }
  await tx.execute(sql`insert into task_alerts (task_id, alert_id, joined_at)
    select t.id, n.alert_id, ${at} from homeless n join tasks t on t.subject_kind = 'household' and t.subject_id = n.household_id
      and t.kind = n.kind and t.state not in ('submitted', 'confirmed', 'closed', 'cancelled')`);
  await recordSet(
    tx,
    now,
    'task.open',
    'task',
    opened.map(({ id, area }) => ({ id, area })),
  );
  for (const { area } of opened) hint('task.open', area);
  return opened.length;
}

/** A task is as urgent as its strongest open alert, one level more when unlike causes stack; deadlines only come nearer. */
async function stackSeverity({ tx, now, deadlines }: Turn & Needs): Promise<number> {
  const due = SEVERITIES.flatMap((severity) =>
    [false, true].map((isExit) => ({ severity, is_exit: isExit, ...dueOf(deadlines, severity, isExit, now) })),
  );
  const levels = sql.param([...SEVERITIES]);
  const changed = await tx.execute(sql`with strength as (
      select ta.task_id, (${levels}::text[])[greatest(1, min(array_position(${levels}::text[], a.severity))
        - (case when min(a.cause) <> max(a.cause) then 1 else 0 end))] as severity
      from task_alerts ta join alerts a on a.id = ta.alert_id and a.state = 'open' group by 1)
    update tasks t set severity = s.severity, dispatch_due_at = least(t.dispatch_due_at, d.dispatch), visit_due_at = least(t.visit_due_at, d.visit),
      confirm_due_at = least(t.confirm_due_at, d.confirm), version = version + 1
    from strength s, jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d(severity text, is_exit boolean, dispatch timestamptz, visit timestamptz, confirm timestamptz)
    where t.id = s.task_id and d.severity = s.severity and d.is_exit = (t.kind = 'exit')
      and t.state in ('waiting', 'dispatched', 'assigned', 'accepted', 'returned')
      and array_position(${levels}::text[], s.severity) < array_position(${levels}::text[], t.severity)`);
  return changed.count;
}
