// Closing alerts with their task's outcome; they cool down afterwards, so that the next turn does not raise them again.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';

/** Closes the open ones among `alertIds`; `coolDays` gives each rule's cool-down. Returns the ids closed. */
export async function closeAlerts(
  tx: Transaction,
  alertIds: string[],
  coolDays: Record<string, number>,
  now: Date,
): Promise<string[]> {
  const at = now.toISOString();
  const closed = await tx.execute<{
    id: string;
  }>(sql`update alerts set state = 'closed', ended_at = ${at}, end_reason = 'visited', version = version + 1,
      cool_until = ${at}::timestamptz + make_interval(days => coalesce((${JSON.stringify(coolDays)}::jsonb ->> rule_id)::int, 90))
    where id = any(${sql.param(alertIds)}::uuid[]) and state = 'open' returning id`);
  return closed.map((row) => row.id);
}
