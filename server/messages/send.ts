// Sends what is due. What will be done is written before a gateway is asked and what became of it after, so that a process that dies
// between the two leaves a message that is sent again under the same key, and told once.
import { sql } from 'drizzle-orm';
import type { Database, Executor } from '../../db/client.ts';
import type { Workdays } from '../flow/tasks/workdays.ts';
import type { Keys } from '../kernel/keys.ts';
import type { Attempt, Channel, Outgoing } from './channel.ts';
import type { Circuits } from './circuit.ts';
import { noteAttempt, readCircuits } from './circuit.ts';
import { type Decision, type Due, decide } from './decide.ts';
import { lockDue } from './due.ts';
import { type MessagePolicy, retryAt } from './policy.ts';

/** What telling people needs. */
export interface Post {
  db: Database;
  keys: Keys;
  policy: MessagePolicy;
  workdays: Workdays;
  channels: readonly Channel[];
  /** The people are invented: nothing leaves this machine. */
  isRehearsal: boolean;
}

interface Claimed {
  id: string;
  channel: Channel;
  outgoing: Outgoing;
  tries: number;
  isProbe: boolean;
}

const A_TIME = 50;
const AT_ONCE = 8;
const MOST_ROUNDS = 100;
/** Much longer than any gateway is waited for: who took it is gone. */
const ABANDONED_SECONDS = 300;

/** Sends every message that is due; returns how many gateways took. Two processes may do it side by side. */
export async function sendDue(post: Post, now: Date): Promise<number> {
  await takeUpAbandoned(post.db, now);
  let taken = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { found, claimed } = await post.db.transaction((tx) => claim(tx, post, now));
    if (found === 0) break;
    const waiting = [...claimed];
    const work = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) if (await sendOne(post, one, now)) taken++;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return taken;
}

/** Whoever had taken these is gone, and nobody knows whether a gateway has them. */
async function takeUpAbandoned(db: Executor, now: Date): Promise<void> {
  const before = new Date(now.getTime() - ABANDONED_SECONDS * 1000).toISOString();
  await db.execute(sql`update messages set state = 'waiting', is_frozen = true, last_error = 'no-answer', next_at = ${now.toISOString()}
    where state = 'sending' and claimed_at < ${before}`);
}

/** Takes messages that are due and writes down what is going to be done with each. */
async function claim(tx: Executor, post: Post, now: Date): Promise<{ found: number; claimed: Claimed[] }> {
  const due = await lockDue(tx, { keys: post.keys, now, limit: A_TIME });
  if (due.length === 0) return { found: 0, claimed: [] };
  const circuits = await readCircuits(tx, post.policy, now);
  const claimed: Claimed[] = [];
  for (const one of due) {
    const { decision, isProbe } = decideOne(one, post, circuits, now);
    const tries = await write(tx, one, decision, now);
    if (decision.kind === 'send') {
      const { channel, outgoing } = decision;
      claimed.push({ id: one.id, channel, outgoing, tries, isProbe });
    }
  }
  return { found: due.length, claimed };
}

/** Decides with the circuits as they are: of a gateway that is to be tried, the first message tries it and the others wait. */
function decideOne(
  due: Due,
  { channels, isRehearsal, policy }: Post,
  { closedUntil, probing }: Circuits,
  now: Date,
): { decision: Decision; isProbe: boolean } {
  const ways = { channels, isRehearsal, policy, now };
  const free = new Map([...closedUntil].filter(([name]) => !probing.has(name)));
  const decision = decide(due, { ...ways, closedUntil: free });
  const isProbe = decision.kind === 'send' && probing.delete(decision.channel.name);
  return { decision, isProbe };
}

async function write(tx: Executor, { id }: Due, decision: Decision, now: Date): Promise<number> {
  const at = now.toISOString();
  if (decision.kind === 'hold')
    await tx.execute(
      sql`update messages set state = 'waiting', next_at = ${decision.until.toISOString()} where id = ${id}::uuid`,
    );
  else if (decision.kind === 'none')
    await tx.execute(
      sql`update messages set state = 'none', last_error = ${decision.error}, next_at = ${at} where id = ${id}::uuid`,
    );
  else if (decision.kind === 'dropped')
    await tx.execute(sql`update messages set state = 'dropped', counts = '{}', next_at = ${at} where id = ${id}::uuid`);
  else {
    const [row] = await tx.execute<{ tries: number }>(sql`update messages set state = 'sending', claimed_at = ${at},
      channel = ${decision.channel.name}, counts = ${JSON.stringify(decision.counts)}::jsonb, tries = tries + 1 where id = ${id}::uuid returning tries`);
    return row!.tries;
  }
  return 0;
}

async function sendOne(post: Post, claimed: Claimed, now: Date): Promise<boolean> {
  const { channel, outgoing } = claimed;
  const attempt = await channel.send(outgoing, post.policy.retry.timeout_seconds * 1000);
  await post.db.transaction(async (tx) => {
    await settle(tx, post.policy, { ...claimed, attempt, now });
    await noteAttempt(tx, { channel: channel.name, attempt, policy: post.policy, now });
  });
  return attempt.kind === 'taken';
}

/** Writes what became of it, unless a receipt was faster and knows better. */
async function settle(
  tx: Executor,
  policy: MessagePolicy,
  of: Claimed & { attempt: Attempt; now: Date },
): Promise<void> {
  const { id, tries, isProbe, attempt, now } = of;
  const at = now.toISOString();
  const mine = sql`where id = ${id}::uuid and state = 'sending'`;
  if (attempt.kind === 'taken')
    await tx.execute(
      sql`update messages set state = 'sent', sent_at = ${at}, last_error = null, gateway_id = coalesce(${attempt.gatewayId}, gateway_id) ${mine}`,
    );
  else if (attempt.kind === 'refused' || (!isProbe && tries >= policy.retry.most))
    await tx.execute(
      sql`update messages set state = 'failed', last_error = ${attempt.error}, is_frozen = is_frozen or ${attempt.kind === 'later' && attempt.isUnsure} ${mine}`,
    );
  else {
    // The trial of a gateway that is down is not held against its message; but the next trial is another's.
    const wait = retryAt(policy, { now, tries: isProbe ? policy.retry.most : tries, random: Math.random() });
    const asked = new Date(now.getTime() + (attempt.afterSeconds ?? 0) * 1000);
    await tx.execute(sql`update messages set state = 'waiting', last_error = ${attempt.error}, tries = ${isProbe ? tries - 1 : tries},
      is_frozen = is_frozen or ${attempt.isUnsure}, next_at = ${(wait > asked ? wait : asked).toISOString()} ${mine}`);
  }
}
