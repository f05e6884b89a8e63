// Who visits in an area and the phones they have: one by one, counted by the areas below, and the visits that came too late. All
// within a scope; everything starts from the villages that people hold, so a county is a few hundred rows whatever the province has.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import { placeSql } from '../flow/alerts/store.ts';
import { CLOCK_WRONG, type KeptRow, type PhoneCount, type PhoneRow, type PhoneState, SHORT_OF } from './model.ts';

interface Asked {
  area: string | undefined;
  days: number;
  now: Date;
  today: string;
  /** The version that is served; null: not known. */
  present: string | null;
}

const iso = (column: string) => sql.raw(`to_json(${column}) #>> '{}'`);

/** The villages that active coordinators hold today inside an area and the scope: `user_id`, `area_code`. */
const heldSql = (scope: Scope, { area, today }: Pick<Asked, 'area' | 'today'>) => sql`
  select h.user_id, h.area_code from user_areas h join users u on u.id = h.user_id and u.role = 'village-coordinator' and u.is_active
  where h.from_on <= ${today}::date and (h.until_on is null or h.until_on >= ${today}::date)
    and ${within(scope, sql`left(h.area_code, 6)`, sql`h.area_code`)}
    ${area ? sql`and h.area_code >= ${area} collate "C" and h.area_code < ${`${area}:`} collate "C"` : sql``}`;

const isLive = sql`p.id is not null and p.ended_at is null`;

/** What each state asks of a person's phone `p`, which may be absent. */
const stateSql = ({ now, days, present }: Asked): Record<PhoneState, SQL> => {
  const since = new Date(now.getTime() - days * 86_400_000).toISOString();
  return {
    all: sql`true`,
    unsent: sql`(${isLive} and p.unsent > 0)`,
    stuck: sql`(${isLive} and p.stuck > 0)`,
    silent: sql`(${isLive} and p.lost_at is null and coalesce(p.synced_at, p.first_seen_at) < ${since}::timestamptz)`,
    none: sql`(p.id is null)`,
    old: sql`(${isLive} and p.app_version <> ${present ?? ''} and ${present !== null})`,
    full: sql`(${isLive} and p.storage_quota - p.storage_used < ${SHORT_OF})`,
    clock: sql`(${isLive} and abs(p.clock_ahead) > ${CLOCK_WRONG})`,
    lost: sql`(p.lost_at is not null)`,
  };
};

export type PhoneKey = [since: string, userId: string, phoneId: string];
/** Behind all: who has neither a phone nor work in hand. */
const LAST = '9999-01-01T00:00:00Z';
const NONE = '00000000-0000-0000-0000-000000000000';

/** One page and the key of the next: whoever has work and no phone, then the silent longest first (of the unsent: whose work waits longest). */
export async function listPhones(
  tx: Executor,
  scope: Scope,
  asked: Asked & { state: PhoneState; limit: number; after: PhoneKey | undefined },
): Promise<{ items: PhoneRow[]; next: PhoneKey | null }> {
  const { state, after, limit, now } = asked;
  const since = state === 'unsent' ? sql`p.unsent_since` : sql`coalesce(p.synced_at, p.first_seen_at)`;
  // Whose phone has ended stays in sight for a while, with how it ended.
  const recent = new Date(now.getTime() - 90 * 86_400_000).toISOString();
  const rows = await tx.execute<StoredRow & Record<string, unknown>>(sql`
    with held as (${heldSql(scope, asked)}),
    rows as (select m.user_id as holder, m.townships, p.*, coalesce(${since}, case when w.is_waited_for then timestamptz 'epoch' else ${LAST}::timestamptz end) as since
      from (select user_id, array_agg(distinct left(area_code, 9)) as townships from held group by user_id) m
      left join phones p on p.user_id = m.user_id and (p.ended_at is null or (p.ended_at > ${recent}::timestamptz and ${state !== 'none'}))
      cross join lateral (select exists (select 1 from tasks t where t.assignee_id = m.user_id and t.state in ('assigned', 'accepted')) as is_waited_for) w
      where ${stateSql(asked)[state]}),
    shown as (select * from rows ${after ? sql`where (since, holder, coalesce(id, ${NONE}::uuid)) > (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::uuid)` : sql``}
      order by since, holder, coalesce(id, ${NONE}::uuid) limit ${limit + 1})
    select u.id as "userId", u.name, u.visitor_kind as kind, p.since::text as key,
      (select json_agg(json_build_object('code', a.code, 'name', a.name) order by a.code) from areas a where a.code = any(p.townships)) as places,
      (select count(*)::int from tasks t where t.assignee_id = u.id and t.state in ('assigned', 'accepted')) as "inHand",
      p.id, ${iso('p.first_seen_at')} as "firstSeenAt", ${iso('p.seen_at')} as "seenAt", ${iso('p.synced_at')} as "syncedAt", p.app_version as version,
      p.unsent, ${iso('p.unsent_since')} as "unsentSince", p.stuck, p.photos, p.storage_used::float8 as "storageUsed",
      p.storage_quota::float8 as "storageQuota", p.clock_ahead as "clockAhead",
      case when p.lost_at is not null then json_build_object('at', p.lost_at, 'by', coalesce(l.name, ''), 'reason', coalesce(p.lost_reason, '')) end as lost,
      case when p.ended_at is not null then json_build_object('at', p.ended_at, 'because', p.ended_because) end as ended
    from shown p join users u on u.id = p.holder left join users l on l.id = p.lost_by
    order by p.since, p.holder, coalesce(p.id, ${NONE}::uuid)`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => rowOf(row, asked.present)),
    next: rows.length > shown.length && last ? [last.key, last.userId, last.id ?? NONE] : null,
  };
}

type StoredPhone = Omit<NonNullable<PhoneRow['phone']>, 'isOld' | 'id'>;
interface StoredRow extends StoredPhone {
  userId: string;
  name: string;
  kind: string | null;
  key: string;
  places: PhoneRow['places'] | null;
  inHand: number;
  id: string | null;
}

function rowOf(
  { userId, name, kind, key: _, places, inHand, id, ...phone }: StoredRow,
  present: string | null,
): PhoneRow {
  const isOld = present !== null && phone.version !== present && phone.ended === null;
  return {
    user: { id: userId, name, kind },
    ...{ places: places ?? [], inHand },
    phone: id === null ? null : { id, ...phone, isOld },
  };
}

/** How things stand in each area one level below `area` that has anybody who visits. */
export async function countPhones(tx: Executor, scope: Scope, asked: Asked): Promise<PhoneCount[]> {
  const { area = '' } = asked;
  const digits = { 0: 4, 2: 4, 4: 6, 6: 9, 9: 12 }[area.length] ?? 12;
  const is = stateSql(asked);
  const people = (state: PhoneState) => sql`count(distinct m.user_id) filter (where ${is[state]})::int`;
  const rows = await tx.execute<Omit<PhoneCount, 'area'> & { code: string; name: string; level: string }>(sql`
    with held as (${heldSql(scope, asked)}),
    m as (select distinct left(area_code, ${digits}) as code, user_id from held),
    counted as (select m.code, count(distinct m.user_id)::int as people, count(p.id) filter (where p.ended_at is null)::int as phones,
        count(distinct m.user_id) filter (where p.id is null)::int as "none", ${people('unsent')} as unsent, ${people('silent')} as silent,
        ${people('old')} as old, ${people('full')} as "full", ${people('clock')} as clock,
        count(p.id) filter (where p.lost_at is not null and p.ended_at is null)::int as lost
      from m left join phones p on p.user_id = m.user_id and (p.ended_at is null) group by m.code)
    select c.*, coalesce(a.name, c.code) as name, coalesce(a.level, 'county') as level
    from counted c left join areas a on a.code = c.code order by c.code limit 400`);
  return rows.map(({ code, name, level, ...counts }) => ({ area: { code, name, level }, ...counts }));
}

export type KeptKey = [receivedAt: string, id: string];

/** Visits of the last 90 days that came when their task had gone on without them, the newest first; and the key of the next page. */
export async function listKept(
  tx: Executor,
  scope: Scope,
  asked: { area: string | undefined; now: Date; limit: number; after: KeptKey | undefined },
): Promise<{ items: KeptRow[]; next: KeptKey | null }> {
  const { area, now, limit, after } = asked;
  const rows = await tx.execute<Omit<KeptRow, 'user'> & { userId: string; name: string; key: string }>(sql`
    select c.id, c.task_id as "taskId", u.id as "userId", u.name, ${placeSql(sql`c.area_code`)} as place, c.kept_because as because,
      ${iso('c.received_at')} as "receivedAt", t.state as "taskState", c.received_at::text as key
    from field_changes c join users u on u.id = c.user_id left join tasks t on t.id = c.task_id
    where c.visit is not null and ${within(scope, sql`c.county_code`, sql`c.area_code`)} ${area ? sql`and c.area_code ^@ ${area}` : sql``}
      and c.received_at > ${new Date(now.getTime() - 90 * 86_400_000).toISOString()}::timestamptz
      ${after ? sql`and (c.received_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by c.received_at desc, c.id desc limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ userId, name, key: _, ...row }) => ({ ...row, user: { id: userId, name } })),
    next: rows.length > shown.length && last ? [last.key, last.id] : null,
  };
}
