// What gateways tell us later: that a message is on the phone, or that the phone was not reached. A receipt only moves forward.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { ChannelName, Receipts } from './model.ts';

/**
 * Takes receipts in; returns how many changed something. One that comes twice, late or out of order changes nothing; one for a message
 * whose answer was lost says that the gateway has it, so it is not sent again.
 */
export async function takeReceipts(
  tx: Executor,
  channel: ChannelName,
  { receipts }: Receipts,
  now: Date,
): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`;
  // Of two for one message the better one.
  const changed = await tx.execute(sql`with told as (
      select distinct on (r.key) r.key, r.status, r.id from jsonb_to_recordset(${JSON.stringify(receipts)}::jsonb) as r(key uuid, status text, id text)
      order by r.key, (r.status = 'delivered') desc)
    update messages m set state = case when told.status = 'delivered' then 'delivered' else 'failed' end,
      delivered_at = case when told.status = 'delivered' then ${at} end, sent_at = coalesce(m.sent_at, ${at}),
      last_error = case when told.status = 'delivered' then null else 'undelivered' end, gateway_id = coalesce(m.gateway_id, told.id)
    from told where m.id = told.key and m.channel = ${channel} and m.tries > 0
      and (m.state in ('waiting', 'sending', 'sent') or (m.state = 'failed' and told.status = 'delivered'))`);
  return changed.count;
}
