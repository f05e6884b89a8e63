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
  const [view] = await tx.execute<Pick<MessagesView, 'days' | 'errors' | 'places'> & Record<string, unknown>>(sql`
    with told as materialized (${toldSql(asking, of.now)}), people as (${placesOf(asking, of)}),
    reached as (select left(area, ${digitsOf(asking)}) as code, count(*)::int as people, (count(*) filter (where not is_reachable))::int as unreachable
      from people group by 1),
    there as (select code, sum(messages)::int as messages, (sum(messages) filter (where state = 'delivered'))::int as delivered,
      (sum(messages) filter (where state = 'failed'))::int as failed from told group by 1)
    select
      (select coalesce(jsonb_agg(d order by d.day desc, d.channel, d.kind, d.state), '[]')
        from (select day, channel, kind, state, sum(messages)::int as messages from told group by 1, 2, 3, 4) d) as days,
      (select coalesce(jsonb_agg(e order by e.messages desc), '[]') from (select error, sum(messages)::int as messages from told
        where state in ('failed', 'none', 'waiting') and error is not null group by 1) e) as errors,
      (select coalesce(jsonb_agg(p order by p.code), '[]') from (
        select code, coalesce(a.name, code) as name, coalesce(t.messages, 0) as messages, coalesce(t.delivered, 0) as delivered,
          coalesce(t.failed, 0) as failed, coalesce(r.people, 0) as people, coalesce(r.unreachable, 0) as unreachable
        from reached r full join there t using (code) left join areas a using (code)) p) as places`);
  const { days, errors, places } = view!;
  const channels = await readHealth(tx, of.configured);
  return { total: days.reduce((sum, one) => sum + one.messages, 0), days, errors, channels, places };
}

/** Counties where several are seen, else townships. */
const digitsOf = ({ user, scope }: Asking) => (user.role === 'administrator' || scope.counties.length > 1 ? 6 : 9);

/**
 * SQL: the messages of the last fourteen days by all that the view tells them apart by. One scan for its three tables: of 400,000
 * messages each table of its own took a third of a second. Days are bins of one length, since the clock here is never changed.
 */
function toldSql(asking: Asking, now: Date): SQL {
  return sql`select (day at time zone 'Asia/Shanghai')::date::text as day, channel, kind, state, error, code, messages
    from (select date_bin('1 day', m.made_at, timestamptz '2020-01-01 00:00:00+08') as day, m.channel, m.kind, m.state, m.last_error as error,
        left(m.area_code, ${digitsOf(asking)}) as code, count(*)::int as messages
      from messages m where ${here(asking)} and ${madeSince(now)} group by 1, 2, 3, 4, 5, 6) days`;
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
