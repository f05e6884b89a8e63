// How each gateway does, told by every process to every other: after failures in a row it is left alone, then one message tries it.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Attempt } from './channel.ts';
import type { ChannelName } from './model.ts';
import type { MessagePolicy } from './policy.ts';

export interface Circuits {
  /** Channels to leave alone, and until when. */
  closedUntil: Map<ChannelName, Date>;
  /** Channels whose term is over: one message may try each. */
  probing: Set<ChannelName>;
}

/** Reads the circuits, and takes the trial of those whose term is over: nobody else tries them before the next term. */
export async function readCircuits(tx: Executor, policy: MessagePolicy, now: Date): Promise<Circuits> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const next = new Date(now.getTime() + policy.circuit.open_seconds * 1000);
  const probing = await tx.execute<{
    channel: ChannelName;
  }>(sql`update message_channels set probe_at = ${next.toISOString()}
    where open_since is not null and probe_at <= ${at} returning channel`);
  const closed = await tx.execute<{ channel: ChannelName; until: string }>(sql`
    select channel, to_json(probe_at) #>> '{}' as until from message_channels where open_since is not null`);
  return {
    closedUntil: new Map(closed.map(({ channel, until }) => [channel, new Date(until)])),
    probing: new Set(probing.map(({ channel }) => channel)),
  };
}

/** Notes how an attempt went. A gateway that answers at all does well, even where it refuses a message or asks to wait. */
export async function noteAttempt(
  tx: Executor,
  of: { channel: ChannelName; attempt: Attempt; policy: MessagePolicy; now: Date },
): Promise<void> {
  const { channel, attempt, now } = of;
  const { failures, open_seconds } = of.policy.circuit;
  const at = sql`${now.toISOString()}::timestamptz`;
  const probe = sql`${new Date(now.getTime() + open_seconds * 1000).toISOString()}::timestamptz`;
  if (attempt.kind === 'taken')
    await tx.execute(sql`insert into message_channels as c (channel, last_sent_at) values (${channel}, ${at})
      on conflict (channel) do update set failures = 0, open_since = null, probe_at = null, last_sent_at = excluded.last_sent_at`);
  else {
    const isFault = attempt.kind === 'later' && attempt.error !== 'busy';
    await tx.execute(sql`insert into message_channels as c (channel, failures, last_error, last_error_at)
      values (${channel}, ${isFault ? 1 : 0}, ${attempt.error}, ${at})
      on conflict (channel) do update set last_error = excluded.last_error, last_error_at = excluded.last_error_at,
        failures = ${isFault ? sql`c.failures + 1` : sql`0`},
        open_since = ${isFault ? sql`case when c.failures + 1 >= ${failures} then coalesce(c.open_since, ${at}) end` : sql`null`},
        probe_at = ${isFault ? sql`case when c.failures + 1 >= ${failures} then ${probe} end` : sql`null`}`);
  }
}
