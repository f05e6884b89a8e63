// Reads of alerts made for a person: every one takes the person's scope.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../../db/client.ts';
import { visitorRights } from '../../access/model.ts';
import type { SignedIn } from '../../access/route.ts';
import { type Scope, within } from '../../access/scope.ts';
import type { Names } from '../../kernel/names.ts';
import { InstantKey } from '../../kernel/page.ts';
import type { Rule } from '../rules/check.ts';
import { renderMessage } from '../rules/messages.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { filterSql, type Wanted } from './filter.ts';
import { type AlertRow, LEAD_NAMES, type LeadChannel, SEVERITIES } from './model.ts';

/** SQL of a place in words: county, township and village of a code, as far as it goes. */
export function placeSql(area: SQL): SQL {
  return sql`(select string_agg(p.name, ' ' order by length(p.code)) from areas p where p.code in (left(${area}, 6), left(${area}, 9), left(${area}, 12)))`;
}

interface Stored extends Record<string, unknown> {
  id: string;
  rule_id: string | null;
  rule_version_id: number | null;
  class: AlertRow['class'];
  severity: AlertRow['severity'];
  cause: string | null;
  state: AlertRow['state'];
  raised: string;
  ended: string | null;
  area_code: string;
  place: string;
  number: string | null;
  head: string | null;
  members: number | null;
  household_id: number | null;
  lead_channel: LeadChannel | null;
  lead_head: string | null;
  lead_people: number | null;
  values: Record<string, number | string | Names | null>;
  task_id: string | null;
  task_state: string | null;
}

const COLUMNS = sql`a.id, a.rule_id, a.rule_version_id, a.class, a.severity, a.cause, a.state, to_json(a.raised_at) #>> '{}' as raised,
  to_json(a.ended_at) #>> '{}' as ended, a.area_code, ${placeSql(sql`a.area_code`)} as place, h.registry_number as number, hp.name as head,
  hi.members__living::int as members, a.household_id, a."values", t.id as task_id, t.state as task_state,
  ld.channel as lead_channel, ld.head_name as lead_head, ld.people as lead_people`;
const JOINED = sql`left join households h on h.id = a.household_id left join persons hp on hp.id = h.head_person_id
  left join household_indicators hi on hi.household_id = a.household_id
  left join task_alerts ta on ta.alert_id = a.id left join tasks t on t.id = ta.task_id left join leads ld on ld.id = a.lead_id`;
const RANK = sql`array_position(${sql.param([...SEVERITIES])}::text[], a.severity)`;

/** The cursor of a page: severity's rank, instant, id of its last row. */
export const AlertCursor = z.tuple([z.int().min(1).max(SEVERITIES.length), InstantKey, z.uuid()]);
export type AlertCursor = z.infer<typeof AlertCursor>;

interface Page {
  limit: number;
  after: AlertCursor | undefined;
  only?: SQL;
}

/**
 * SQL: the rows of one page. The index has each county's alerts of one severity newest first, so of each county and severity that the
 * filter allows one page is read, and the best of these are the whole's: a page costs a page, however many alerts stand.
 */
function pageSql(scope: Scope, filter: Wanted, { limit, after, only }: Page): SQL {
  const first = after?.[0] ?? 1;
  const severities = SEVERITIES.filter(
    (one, at) => at + 1 >= first && (filter.severity.length === 0 || filter.severity.includes(one)),
  );
  const behind = after
    ? sql`and (a.raised_at, a.id) < (case when s.name = ${SEVERITIES[first - 1]} then ${after[1]} else 'infinity' end::timestamptz, ${after[2]}::uuid)`
    : sql``;
  return sql`select a.* from unnest(${sql.param([...scope.counties])}::text[]) as c(code), unnest(${sql.param(severities)}::text[]) as s(name)
    cross join lateral (select a.* from alerts a where a.county_code = c.code and a.severity = s.name and ${filterSql(scope, filter)}
      and ${only ?? sql`true`} ${behind} order by a.raised_at desc, a.id desc limit ${limit + 1}) a
    order by ${RANK}, a.raised_at desc, a.id desc limit ${limit + 1}`;
}

/** One page, strongest first, newest first; `next` is the cursor behind its last row. */
export async function listAlerts(
  tx: Executor,
  scope: Scope,
  filter: Wanted,
  versions: RuleVersions,
  page: Page,
): Promise<{ items: AlertRow[]; next: AlertCursor | null }> {
  const rows = await tx.execute<
    Stored & { rank: number; exact: string }
  >(sql`select ${COLUMNS}, ${RANK} as rank, a.raised_at::text as exact
    from (${pageSql(scope, filter, page)}) a ${JOINED} order by ${RANK}, a.raised_at desc, a.id desc`);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: await present(tx, shown, versions),
    next: rows.length > page.limit && last ? [last.rank, last.exact, last.id] : null,
  };
}

/** One alert by id, absent when it is not there or out of scope. */
export async function findAlert(
  tx: Executor,
  scope: Scope,
  id: string,
  versions: RuleVersions,
  only = sql`true`,
): Promise<AlertRow | undefined> {
  const rows = await tx.execute<Stored>(sql`select ${COLUMNS} from alerts a ${JOINED}
    where a.id = ${id}::uuid and ${only} and ${within(scope, sql`a.county_code`, sql`a.area_code`)}`);
  return (await present(tx, rows, versions))[0];
}

/** Narrows a read to what one person is sent to look at: a coordinator sees the alerts of their own tasks only, a volunteer none. */
export function sentTo({ id, role, visitorKind }: SignedIn): SQL {
  if (role === 'village-coordinator' && !visitorRights(visitorKind).alerts) return sql`false`;
  return role === 'village-coordinator'
    ? sql`exists (select 1 from task_alerts sa join tasks st on st.id = sa.task_id where sa.alert_id = a.id and st.assignee_id = ${id}::uuid)`
    : sql`true`;
}

/** The alerts of a task, strongest first, with the reason in plain words. */
export async function alertsOfTask(
  tx: Executor,
  scope: Scope,
  taskId: string,
  versions: RuleVersions,
): Promise<(AlertRow & { plain: Names })[]> {
  const rows = await tx.execute<Stored>(sql`select ${COLUMNS} from alerts a ${JOINED}
    where ta.task_id = ${taskId}::uuid and ${within(scope, sql`a.county_code`, sql`a.area_code`)} order by ${RANK}, a.raised_at, a.id`);
  const known = await versions(tx, idsOf(rows));
  return (await present(tx, rows, versions)).map((alert, index) => ({
    ...alert,
    plain: known.get(rows[index]?.rule_version_id ?? -1)?.rule?.definition.plain ?? alert.message,
  }));
}

/** Every alert of a household, whatever its state, newest first; at most a hundred. */
export async function alertsOfHousehold(
  tx: Executor,
  scope: Scope,
  householdId: number,
  versions: RuleVersions,
): Promise<AlertRow[]> {
  const rows = await tx.execute<Stored>(sql`select ${COLUMNS} from alerts a ${JOINED}
    where a.household_id = ${householdId} and ${within(scope, sql`a.county_code`, sql`a.area_code`)} order by a.raised_at desc, a.id limit 100`);
  return await present(tx, rows, versions);
}

async function present(tx: Executor, rows: Stored[], versions: RuleVersions): Promise<AlertRow[]> {
  const known = await versions(tx, idsOf(rows));
  return rows.map((row) => {
    const version = known.get(row.rule_version_id ?? -1);
    const rule = version?.rule;
    const names = rule?.definition.names ??
      version?.sourceRule?.names ??
      version?.areaRule?.names ??
      namesOfLead(row.lead_channel) ?? { zh: row.rule_id ?? '线索', en: row.rule_id ?? 'lead' };
    return {
      id: row.id,
      ruleId: row.rule_id,
      rule: names,
      class: row.class,
      severity: row.severity,
      cause: row.cause,
      state: row.state,
      raisedAt: row.raised,
      endedAt: row.ended,
      areaCode: row.area_code,
      place: row.place,
      household: householdOf(row),
      message: rule ? messageOf(rule, row.values) : ((row.values.said as Names | undefined) ?? names),
      taskId: row.task_id,
      taskState: row.task_state,
    };
  });
}

/** What an alert is called that a lead raised; undefined for one of a rule. */
export function namesOfLead(channel: LeadChannel | null): Names | undefined {
  return channel === null ? undefined : LEAD_NAMES[channel];
}

/** Of a household that no registry knows yet, what the lead told. */
function householdOf(row: Stored): AlertRow['household'] {
  if (row.household_id !== null) return { number: row.number, head: row.head, members: row.members ?? 0 };
  return row.lead_channel === null ? null : { number: null, head: row.lead_head, members: row.lead_people ?? 0 };
}

function messageOf(rule: Rule, values: Stored['values']): Names {
  const numbers = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value !== 'string')) as Record<
    string,
    number | null
  >;
  const dataMonths = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith('month.') ? [[name.slice(6), value as string | null]] : [],
    ),
  );
  const eventOn = values['event.on_date'];
  const context = {
    values: numbers,
    asOf: String(values.as_of ?? ''),
    dataMonths,
    ...(typeof eventOn === 'string' ? { eventOn } : {}),
  };
  const shape = { params: rule.definition.params, thresholds: rule.thresholds };
  const say = (language: 'zh' | 'en') => renderMessage(rule.definition.messages[language], shape, context, language);
  return { zh: say('zh'), en: say('en') };
}

function idsOf(rows: Stored[]): number[] {
  return rows.flatMap((row) => (row.rule_version_id === null ? [] : [row.rule_version_id]));
}
