// A test of whether somebody can be told: a message of its own kind, which holds no figures and goes at once.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { messages } from '../../db/schema/messages.ts';
import { newId } from '../kernel/id.ts';
import { placeOf } from './gather.ts';

/** Adds a test message to an account, due now; returns its id. */
export async function addTestMessage(tx: Executor, userId: string, now: Date): Promise<string> {
  const id = newId(now);
  const [place] = await tx.execute<{ area: string | null }>(placeOf(sql`${userId}::uuid`, now));
  const areaCode = place?.area ?? '22';
  const times = { madeAt: now, dueAt: now, nextAt: now };
  const of = { kind: 'test', isUrgent: true, state: 'waiting', countyCode: areaCode.slice(0, 6), areaCode };
  await tx.insert(messages).values({ id, userId, ...of, ...times });
  return id;
}
