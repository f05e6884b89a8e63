// A personal number in full, to whoever says why. The answer has it once; the log has who asked, whose and why, and never the number.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Keys } from '../kernel/keys.ts';
import { Problem } from '../kernel/problem.ts';
import type { RevealInput } from './model.ts';

/** So many in an hour is work; more is a list. */
const AN_HOUR = 30;

/** The number of somebody who is or was registered in the household; undefined when they never were, or no such number is kept. */
export async function readNumber(
  tx: Executor,
  householdId: number,
  { personId, field }: Pick<RevealInput, 'personId' | 'field'>,
  keys: Keys,
): Promise<string | undefined> {
  const column = sql.raw(field === 'id' ? 'p.id_cipher' : 'p.phone_cipher');
  const [row] = await tx.execute<{ cipher: Buffer | null }>(sql`select ${column} as cipher from persons p
    where p.id = ${personId} and exists (select 1 from memberships m
      where m.person_id = p.id and m.household_id = ${householdId} and m.retracted_at is null)`);
  return row?.cipher ? keys.decrypt(Buffer.from(row.cipher)) : undefined;
}

/** Refuses (429) whoever has asked for as many numbers in the hour before `now` as one hour's work can need. */
export async function checkPace(tx: Executor, userId: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 3600_000).toISOString();
  const [row] = await tx.execute<{ asked: number }>(sql`select count(*)::int as asked from audit_entries
    where actor_id = ${userId}::uuid and action = 'person.reveal' and at > ${since}::timestamptz`);
  if ((row?.asked ?? 0) >= AN_HOUR)
    throw new Problem(
      'too-many-requests',
      `一小时内已看了${AN_HOUR}个全号，请稍后再看。 / ${AN_HOUR} numbers in one hour: wait before the next.`,
    );
}
