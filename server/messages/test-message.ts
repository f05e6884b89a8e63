// A test of whether somebody can be told: a message of its own kind, which holds no figures and goes at once.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { messages } from '../../db/schema/messages.ts';
import { newId } from '../kernel/id.ts';
import { Problem } from '../kernel/problem.ts';
import { placeOf } from './gather.ts';

/** A second test within so many seconds is refused (429): whoever may enter a number would else ring it without end. */
const APART = 60;

/** Adds a test message to an account, due now; returns its id. */
export async function addTestMessage(tx: Executor, userId: string, now: Date): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.test-message'), hashtext(${userId}))`);
  const since = new Date(now.getTime() - APART * 1000).toISOString();
  const [earlier] = await tx.execute(sql`select 1 from messages
    where user_id = ${userId}::uuid and kind = 'test' and made_at > ${since}::timestamptz limit 1`);
  if (earlier) throw new Problem('too-many-requests');
  const id = newId(now);
  const [place] = await tx.execute<{ area: string | null }>(placeOf(sql`${userId}::uuid`, now));
  const areaCode = place?.area ?? '22';
  const times = { madeAt: now, dueAt: now, nextAt: now };
  const of = { kind: 'test', isUrgent: true, state: 'waiting', countyCode: areaCode.slice(0, 6), areaCode };
  await tx.insert(messages).values({ id, userId, ...of, ...times });
  return id;
}
