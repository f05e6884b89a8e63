// One turn of telling people: what happened is found and gathered by one process at a time, what is due is sent by any.
import { sql } from 'drizzle-orm';
import { isWorkday } from '../flow/tasks/workdays.ts';
import { dayOf } from '../kernel/clock.ts';
import { findEvents } from './events.ts';
import { gatherEvents } from './gather.ts';
import { nextGathering } from './policy.ts';
import { type Post, sendDue } from './send.ts';

/** Finds, gathers and sends as of `now`. Run twice it finds nothing twice and sends nothing twice. */
export async function tellPeople(post: Post, now: Date): Promise<{ events: number; messages: number; taken: number }> {
  const made = await post.db.transaction(async (tx) => {
    const [row] = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext('shouwang.messages')) as mine`,
    );
    if (!row?.mine) return { events: 0, messages: 0 };
    const { policy, workdays } = post;
    const events = await findEvents(tx, policy, now, isWorkday(dayOf(now), workdays));
    const gathering = nextGathering(policy, now, workdays);
    return { events, messages: await gatherEvents(tx, { now, gathering, holdSeconds: policy.hold_seconds }) };
  });
  return { ...made, taken: await sendDue(post, now) };
}
