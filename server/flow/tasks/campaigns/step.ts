// Campaigns in a turn: disasters open them, their households get one survey each, the clocks of what else is to be done there stand
// still, and when a campaign ends they go on.
import { sql } from 'drizzle-orm';
import { recordSet } from '../../../audit/record-set.ts';
import { addDays, instantAt } from '../../../kernel/clock.ts';
import { closeAlerts } from '../../alerts/close.ts';
import type { AreaRule } from '../../rules/area-rule.ts';
import type { RuleBook } from '../../rules/load.ts';
import type { Turn } from '../../turn.ts';
import { countFrame, makeFrame } from './draw.ts';
import { GRACE_DAYS } from './model.ts';

export interface CampaignNeeds {
  book: RuleBook;
  areaRules: readonly AreaRule[];
}

/** States in which somebody still has to walk there. */
const TO_WALK = sql.raw(`('waiting', 'dispatched', 'assigned', 'accepted', 'returned')`);
const CLOSING_TIME = '17:30';

/** Opens campaigns and their tasks, brings alerts of a disaster to its survey, ends what is done. Before other tasks are opened. */
export async function runCampaigns(turn: Turn & CampaignNeeds): Promise<number> {
  const opened = await openSurveys(turn);
  const swept = await openSweeps(turn);
  const ended = await endCampaigns(turn);
  return opened + swept + ended;
}

async function openSurveys(turn: Turn & CampaignNeeds): Promise<number> {
  const { tx, now, asOf, hint, areaRules } = turn;
  const at = now.toISOString();
  let rows = 0;
  for (const rule of areaRules) {
    const due = instantAt(addDays(asOf, rule.campaign.survey_days), CLOSING_TIME).toISOString();
    const opened = await tx.execute<{ id: string; area: string }>(sql`
      insert into campaigns (id, kind, name, county_code, area_code, alert_id, reason, began_at, due_at)
      select new_id(${at}::timestamptz), 'disaster', p.name || '受灾排查', a.county_code, a.area_code, a.id, a."values" -> 'said' ->> 'zh', ${at}, ${due}
      from alerts a join areas p on p.code = a.area_code where a.state = 'open' and a.subject_kind = 'area' and a.rule_id = ${rule.id}
        and not exists (select 1 from campaigns c where c.alert_id = a.id) returning id, area_code as area`);
    await recordSet(tx, now, 'campaign.open', 'campaign', [...opened]);
    for (const { area } of opened) hint('campaign.open', area);
    rows += opened.length + (await surveyStruck(turn, rule)) + (await bringAlerts(turn, rule));
  }
  return rows;
}

/**
 * One survey for each household of the rows, not of the whole township: the rows name who was struck, and who else lives there is a
 * sweep's business. Not where somebody is on the way, or was, for that disaster: nobody is visited twice for one hardship.
 */
async function surveyStruck({ tx, now, hint }: Turn, rule: AreaRule): Promise<number> {
  const at = now.toISOString();
  const opened = await tx.execute<{ id: string; area: string; campaign: string }>(sql`
    insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, county_code, area_code, severity, state,
      opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at)
    select new_id(${at}::timestamptz), 'sweep', 'household', s.household_id, s.household_id, 'campaign', s.campaign, s.county_code, s.area_code,
      ${rule.severity}, 'waiting', ${at}, ${at}::timestamptz + (s.due_at - ${at}::timestamptz) / 3, s.due_at, s.due_at + interval '2 days', ${at}
    from (select distinct on (h.id) h.id as household_id, c.id as campaign, h.county_code, h.area_code, greatest(c.due_at, ${at}) as due_at
      from campaigns c join alerts a on a.id = c.alert_id and a.state = 'open' and a.rule_id = ${rule.id}
      join facts f on f.kind = ${rule.kind} and f.subject_kind = 'household' and f.retracted_at is null
        and f.on_date between (a."values" ->> 'first_on')::date and (a."values" ->> 'last_on')::date
      join households h on h.id = f.subject_id and h.area_code ^@ c.area_code
      where c.ended_at is null
        and not exists (select 1 from tasks t where t.origin_id = c.id and t.household_id = h.id)
        and not exists (select 1 from tasks t join task_alerts ta on ta.task_id = t.id join alerts d on d.id = ta.alert_id
          where t.household_id = h.id and d.cause = ${rule.cause} and (t.state in ('assigned', 'accepted', 'submitted', 'confirmed')
            or (t.state = 'closed' and t.closed_at >= (a."values" ->> 'first_on')::date)))
      order by h.id, c.began_at) s
    on conflict (subject_kind, subject_id, kind) where state not in ('submitted', 'confirmed', 'closed', 'cancelled') do nothing
    returning id, area_code as area, origin_id as campaign`);
  if (opened.length === 0) return 0;
  await tx.execute(sql`update campaigns c set picked = t.n, population = t.n, version = c.version + 1
    from (select origin_id, count(*) as n from tasks where origin_kind = 'campaign' group by 1) t
    where t.origin_id = c.id and c.id = any(${sql.param(opened.map((row) => row.campaign))}::uuid[])`);
  await tellOpened({ tx, now, hint }, opened);
  return opened.length;
}

/** Alerts of the disaster go to the survey; a help task that was only for them and that nobody holds is called off. Unlike ones stay. */
async function bringAlerts({ tx, now, hint }: Turn, rule: AreaRule): Promise<number> {
  const at = now.toISOString();
  const surveyed = sql`from alerts a join tasks s on s.household_id = a.household_id and s.kind = 'sweep' and s.state in ${TO_WALK}
    join campaigns c on c.id = s.origin_id and c.kind = 'disaster' and c.ended_at is null
    join alerts p on p.id = c.alert_id and p.rule_id = ${rule.id}`;
  const joined = await tx.execute(sql`insert into task_alerts (task_id, alert_id, joined_at)
    select s.id, a.id, ${at} ${surveyed} where a.state = 'open' and a.cause = ${rule.cause} on conflict (alert_id) do nothing`);
  const moved = await tx.execute<{ task: string }>(sql`with moving as (
      select a.id as alert, s.id as survey, t.id as task ${surveyed}
      join task_alerts o on o.alert_id = a.id join tasks t on t.id = o.task_id and t.kind = 'help' and t.state in ('waiting', 'dispatched', 'returned')
      where a.state = 'open' and a.cause = ${rule.cause})
    update task_alerts ta set task_id = m.survey, joined_at = ${at} from moving m where ta.alert_id = m.alert returning m.task`);
  const called = await tx.execute<{ id: string; area: string }>(sql`
    update tasks t set state = 'cancelled', state_at = ${at}, closed_at = ${at}, version = t.version + 1
    where t.id = any(${sql.param(moved.map((row) => row.task))}::uuid[])
      and not exists (select 1 from task_alerts ta where ta.task_id = t.id) returning t.id, t.area_code as area`);
  const items = called.map(({ id, area }) => ({ id, area, details: { reason: 'survey' } }));
  await recordSet(tx, now, 'task.cancel', 'task', items);
  for (const { area } of called) hint('task.cancel', area);
  return joined.count + moved.length + called.length;
}

/** The tasks of sweeps that people have begun and nobody has drawn yet. A sweep that finds nobody is over at once. */
async function openSweeps(turn: Turn & CampaignNeeds): Promise<number> {
  const { tx, now, book } = turn;
  const at = now.toISOString();
  const begun = await tx.execute<{
    id: string;
    area: string;
    condition: string | null;
    seed: string | null;
    share: number | null;
    size: number;
    began: Date;
  }>(sql`select id, area_code as area, condition, draw_seed as seed, draw_share as share, picked as size, began_at as began from campaigns c
    where kind = 'sweep' and ended_at is null and not exists (select 1 from tasks t where t.origin_id = c.id) order by began_at, id`);
  let rows = 0;
  for (const { id, area, condition, seed, share, size, began } of begun) {
    const draw = seed === null ? null : { seed, share, size };
    await makeFrame(tx, { area, condition, draw, at: new Date(began) }, book);
    const { population, picked } = await countFrame(tx);
    await tx.execute(sql`update campaigns set population = ${population}, picked = ${picked}, version = version + 1,
      ended_at = case when ${picked}::int = 0 then ${at}::timestamptz end where id = ${id}::uuid`);
    const opened = await tx.execute<{ id: string; area: string; campaign: string }>(sql`
      insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, county_code, area_code, severity, state,
        opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at)
      select new_id(${at}::timestamptz), 'sweep', 'household', f.household_id, f.household_id, 'campaign', c.id, f.county_code, f.area_code, 'blue',
        'waiting', ${at}, ${at}::timestamptz + (c.due_at - ${at}::timestamptz) / 3, c.due_at, c.due_at + interval '3 days', ${at}
      from frame f join campaigns c on c.id = ${id}::uuid where f.is_picked
      on conflict (subject_kind, subject_id, kind) where state not in ('submitted', 'confirmed', 'closed', 'cancelled') do nothing
      returning id, area_code as area, origin_id as campaign`);
    await tellOpened(turn, opened);
    rows += 1 + opened.length;
  }
  return rows;
}

async function tellOpened(
  { tx, now, hint }: Pick<Turn, 'tx' | 'now' | 'hint'>,
  opened: readonly { id: string; area: string; campaign: string }[],
): Promise<void> {
  const items = opened.map(({ id, area, campaign }) => ({ id, area, details: { campaign } }));
  await recordSet(tx, now, 'task.open', 'task', items);
  for (const { area } of opened) hint('task.open', area);
}

/**
 * Ends what is done: every task closed or called off; GRACE_DAYS past its due date; or its alert ended by the data. Then, of what has
 * ended however (a person may have): tasks that nobody was given and no alert needs are called off, and the area's alert is closed.
 */
async function endCampaigns({ tx, now, hint, areaRules }: Turn & CampaignNeeds): Promise<number> {
  const at = now.toISOString();
  const ended = await tx.execute<{
    id: string;
    area: string;
  }>(sql`update campaigns c set ended_at = ${at}, version = version + 1
    where c.ended_at is null and (c.due_at + make_interval(days => ${GRACE_DAYS}) < ${at}
      or exists (select 1 from alerts a where a.id = c.alert_id and a.state in ('resolved', 'cancelled'))
      or (exists (select 1 from tasks t where t.origin_id = c.id) and not exists (select 1 from tasks t where t.origin_id = c.id
        and t.state not in ('closed', 'cancelled'))))
    returning c.id, c.area_code as area`);
  await recordSet(tx, now, 'campaign.end', 'campaign', [...ended]);
  for (const { area } of ended) hint('campaign.end', area);
  const called = await tx.execute<{ id: string; area: string }>(sql`
    update tasks t set state = 'cancelled', state_at = ${at}, closed_at = ${at}, version = t.version + 1
    from campaigns c where c.id = t.origin_id and t.origin_kind = 'campaign' and c.ended_at is not null and t.state in ('waiting', 'dispatched', 'returned')
      and not exists (select 1 from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id and a.state = 'open')
    returning t.id, t.area_code as area`);
  const items = called.map(({ id, area }) => ({ id, area, details: { reason: 'campaign-ended' } }));
  await recordSet(tx, now, 'task.cancel', 'task', items);
  for (const { area } of called) hint('task.cancel', area);
  const over = await tx.execute<{ id: string; area: string }>(sql`select a.id, a.area_code as area from alerts a
    join campaigns c on c.alert_id = a.id where a.state = 'open' and c.ended_at is not null`);
  const closed = await closeAlerts(
    tx,
    over.map((row) => row.id),
    Object.fromEntries(areaRules.map((rule) => [rule.id, 0])),
    now,
  );
  await recordSet(
    tx,
    now,
    'alert.close',
    'alert',
    over.map(({ id, area }) => ({ id, area, details: { reason: 'campaign-ended' } })),
  );
  for (const { area } of over) hint('alert.close', area);
  return ended.length + called.length + closed.length;
}

/**
 * Lets the clocks of help tasks stand still while their household is surveyed, and go on afterwards: each deadline moves by the time it
 * stood. Red ones never stand: who must be seen within a day is not asked to wait for a survey. After other tasks are opened.
 */
export async function suspendTasks({ tx, now, hint }: Turn): Promise<number> {
  const at = now.toISOString();
  const running = sql`exists (select 1 from campaigns c where c.id = t.campaign_id and c.ended_at is null)`;
  const stood = sql`(${at}::timestamptz - t.suspended_at)`;
  const resumed = await tx.execute<{
    id: string;
    area: string;
  }>(sql`update tasks t set suspended_at = null, campaign_id = null,
      dispatch_due_at = t.dispatch_due_at + ${stood}, visit_due_at = t.visit_due_at + ${stood}, confirm_due_at = t.confirm_due_at + ${stood},
      version = t.version + 1
    where t.suspended_at is not null and (t.severity = 'red' or t.state not in ${TO_WALK} or not ${running})
    returning t.id, t.area_code as area`);
  const suspended = await tx.execute<{
    id: string;
    area: string;
  }>(sql`update tasks t set suspended_at = ${at}, campaign_id = c.id,
      version = t.version + 1
    from campaigns c join tasks s on s.origin_id = c.id and s.origin_kind = 'campaign'
    where c.kind = 'disaster' and c.ended_at is null and t.household_id = s.household_id and t.kind = 'help' and t.state in ${TO_WALK}
      and t.severity <> 'red' and t.suspended_at is null
    returning t.id, t.area_code as area`);
  await recordSet(tx, now, 'task.resume', 'task', [...resumed]);
  await recordSet(tx, now, 'task.suspend', 'task', [...suspended]);
  for (const { area } of [...resumed, ...suspended]) hint('task.notice', area);
  return resumed.length + suspended.length;
}
