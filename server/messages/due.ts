// Messages that are due, taken for sending: each by one process, with its reader and what of it still holds.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Role } from '../access/model.ts';
import type { Keys } from '../kernel/keys.ts';
import type { Due } from './decide.ts';
import { countsAs, HOLDS } from './events.ts';
import type { ChannelName, MessageKind } from './model.ts';

type Stored = {
  [column: string]: unknown;
  id: string;
  kind: MessageKind;
  is_urgent: boolean;
  is_frozen: boolean;
  channel: ChannelName | null;
  counts: Record<string, number>;
  role: Role;
  is_active: boolean;
  phone: Buffer | null;
  webhook: Buffer | null;
  prefers: ChannelName | null;
  language: 'zh' | 'en' | null;
  takes_gathered: boolean | null;
  place: string | null;
};

/** Locks the next messages that are due, red ones first; those that another process has locked are its own to send. */
export async function lockDue(tx: Executor, of: { keys: Keys; now: Date; limit: number }): Promise<Due[]> {
  const { keys, now, limit } = of;
  const rows = await tx.execute<Stored>(sql`
    select m.id, m.kind, m.is_urgent, m.is_frozen, m.channel, m.counts, u.role, u.is_active and u.blocked_at is null as is_active,
      c.phone_cipher as phone, c.webhook_cipher as webhook, c.channel as prefers, c.language, c.takes_gathered, b.name as place
    from messages m join users u on u.id = m.user_id left join contacts c on c.user_id = m.user_id left join bodies b on b.key = u.body_key
    where m.state in ('gathered', 'waiting') and m.next_at <= ${now.toISOString()}
    order by m.is_urgent desc, m.next_at, m.id limit ${limit} for update of m skip locked`);
  const holds = await countHolding(
    tx,
    rows.map(({ id }) => id),
    now,
  );
  const open = (cipher: Buffer | null) => (cipher === null ? null : keys.decrypt(Buffer.from(cipher)));
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, isUrgent: row.is_urgent, isFrozen: row.is_frozen },
    ...{ channel: row.channel, counts: row.counts, holds: holds.get(row.id) ?? {} },
    reader: {
      ...{ role: row.role, isActive: row.is_active, phone: open(row.phone), webhookId: open(row.webhook) },
      ...{ prefers: row.prefers ?? 'sms', language: row.language ?? 'zh', takesGathered: row.takes_gathered ?? true },
      place: row.place ?? '',
    },
  }));
}

/** What of each message still holds: how many tasks or surveys, by what they count as. */
async function countHolding(
  tx: Executor,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, Record<string, number>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<{ id: string; what: string; count: number }>(sql`
    select e.message_id as id, ${countsAs(now)} as what, count(distinct coalesce(e.task_id, e.campaign_id))::int as count
    from message_events e left join tasks t on t.id = e.task_id left join campaigns c on c.id = e.campaign_id
    where e.message_id = any(${sql.param([...ids])}::uuid[]) and ${HOLDS} group by 1, 2`);
  const holds = new Map<string, Record<string, number>>();
  for (const { id, what, count } of rows) holds.set(id, { ...holds.get(id), [what]: count });
  return holds;
}
