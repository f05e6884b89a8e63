// Messages as their pages show them, as the flow role with the caller's place in every statement.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { within } from '../access/scope.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { type Asking, seesPlace } from './asking.ts';
import {
  CHANNELS,
  type ChannelHealth,
  type ChannelName,
  type DayCount,
  type MessageFilter,
  type MessageRow,
  type MessagesView,
  type TaskMessage,
} from './model.ts';
import { placesOf } from './people.ts';

export const DAYS = 14;

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
const here = (asking: Asking) => seesPlace(asking, sql`m.county_code`, sql`m.area_code`);
const madeSince = (now: Date) =>
  sql`m.made_at >= ${instantAt(addDays(dayOf(now), 1 - DAYS)).toISOString()}::timestamptz`;

/** One page of messages, newest first; `after` is the making and id of the last row seen. */
export async function listMessages(
  tx: Executor,
  asking: Asking,
  filter: Omit<MessageFilter, 'after'> & { after: [string, string] | undefined },
): Promise<(MessageRow & { key: string })[]> {
  const { state, channel, day, limit, after } = filter;
  const rows = await tx.execute<MessageRow & { key: string; name: string; role: string; place: string | null }>(sql`
    select m.id, m.kind, m.state, m.channel, m.counts, m.tries, m.last_error as error, m.made_at::text as key, ${iso(sql`m.made_at`)} as "madeAt",
      ${iso(sql`m.due_at`)} as "dueAt", case when m.state in ('gathered', 'waiting') then ${iso(sql`m.next_at`)} end as "nextAt",
      ${iso(sql`m.sent_at`)} as "sentAt", ${iso(sql`m.delivered_at`)} as "deliveredAt", u.name, u.role, coalesce(b.name, a.name) as place
    from messages m join users u on u.id = m.user_id left join bodies b on b.key = u.body_key left join areas a on a.code = left(m.area_code, 9)
    where ${here(asking)} ${state ? sql`and m.state = ${state}` : sql``} ${channel ? sql`and m.channel = ${channel}` : sql``}
      ${day ? sql`and m.made_at >= ${instantAt(day).toISOString()} and m.made_at < ${instantAt(addDays(day, 1)).toISOString()}` : sql``}
      ${after ? sql`and (m.made_at, m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by m.made_at desc, m.id desc limit ${limit}`);
  return rows.map(({ name, role, place, ...row }) => ({ ...row, to: { name, role, place: place ?? '' } }));
}

/** How the last fourteen days went, where, and how each channel does. */
export async function readView(
  tx: Executor,
  asking: Asking,
  of: { now: Date; configured: readonly ChannelName[]; roles: readonly string[] },
): Promise<Omit<MessagesView, 'isRehearsal'>> {
  const { now, configured, roles } = of;
  const counted = await tx.execute<DayCount & Record<string, unknown>>(sql`
    select day::text, channel, kind, state, messages from (
      select (m.made_at at time zone 'Asia/Shanghai')::date as day, m.channel, m.kind, m.state, count(*)::int as messages
      from messages m where ${here(asking)} and ${madeSince(now)} group by 1, 2, 3, 4) counted order by 1 desc, 2, 3, 4`);
  const errors = await tx.execute<MessagesView['errors'][number] & Record<string, unknown>>(sql`
    select m.last_error as error, count(*)::int as messages from messages m
    where ${here(asking)} and ${madeSince(now)} and m.state in ('failed', 'none', 'waiting') and m.last_error is not null group by 1 order by 2 desc`);
  return {
    total: counted.reduce((sum, one) => sum + one.messages, 0),
    days: [...counted],
    errors: [...errors],
    channels: await readHealth(tx, configured),
    places: await readPlaces(tx, asking, { now, configured, roles }),
  };
}

async function readHealth(tx: Executor, configured: readonly ChannelName[]): Promise<ChannelHealth[]> {
  const rows = await tx.execute<ChannelHealth & Record<string, unknown>>(sql`
    select channel, ${iso(sql`open_since`)} as "openSince", case when open_since is not null then ${iso(sql`probe_at`)} end as "probeAt",
      last_error as "lastError", ${iso(sql`last_error_at`)} as "lastErrorAt", ${iso(sql`last_sent_at`)} as "lastSentAt" from message_channels`);
  const known = new Map(rows.map((row) => [row.channel, row]));
  const none = { openSince: null, probeAt: null, lastError: null, lastErrorAt: null, lastSentAt: null };
  return CHANNELS.map((channel) => ({
    ...none,
    ...known.get(channel),
    channel,
    isConfigured: configured.includes(channel),
  }));
}

/** Counties where several are seen, else townships: what was told there, and who cannot be told. */
async function readPlaces(
  tx: Executor,
  asking: Asking,
  of: { now: Date; configured: readonly ChannelName[]; roles: readonly string[] },
): Promise<MessagesView['places']> {
  const isWide = asking.user.role === 'administrator' || asking.scope.counties.length > 1;
  const digits = isWide ? 6 : 9;
  return [
    ...(await tx.execute<MessagesView['places'][number] & Record<string, unknown>>(sql`
    with people as (${placesOf(asking, of)}),
    reached as (select left(area, ${digits}) as code, count(*)::int as people, (count(*) filter (where not is_reachable))::int as unreachable from people group by 1),
    told as (select left(m.area_code, ${digits}) as code, count(*)::int as messages, (count(*) filter (where m.state = 'delivered'))::int as delivered,
        (count(*) filter (where m.state = 'failed'))::int as failed
      from messages m where ${here(asking)} and ${madeSince(of.now)} group by 1)
    select code, coalesce(a.name, code) as name, coalesce(t.messages, 0) as messages, coalesce(t.delivered, 0) as delivered,
      coalesce(t.failed, 0) as failed, coalesce(r.people, 0) as people, coalesce(r.unreachable, 0) as unreachable
    from reached r full join told t using (code) left join areas a using (code) order by code`)),
  ];
}

/** What became of telling people of one task; undefined for a task that is not the caller's to see. */
export async function listTaskMessages(
  tx: Executor,
  asking: Asking,
  taskId: string,
): Promise<TaskMessage[] | undefined> {
  const seen = within(asking.scope, sql`t.county_code`, sql`t.area_code`);
  const [task] = await tx.execute(sql`select 1 from tasks t where t.id = ${taskId}::uuid and ${seen}`);
  if (!task) return undefined;
  const rows = await tx.execute<TaskMessage & Record<string, unknown>>(sql`
    select m.id, e.kind as event, u.name as to, m.state, m.channel, ${iso(sql`m.due_at`)} as "dueAt", ${iso(sql`m.sent_at`)} as "sentAt",
      ${iso(sql`m.delivered_at`)} as "deliveredAt", m.last_error as error
    from message_events e join messages m on m.id = e.message_id join users u on u.id = e.user_id
    where e.task_id = ${taskId}::uuid order by m.made_at desc, e.kind limit 20`);
  return [...rows];
}
