// Events become messages: red ones a message at once, all others one message a person at the next time of gathering.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { dayOf } from '../kernel/clock.ts';

/** Puts events that stand in no message yet into one; returns how many messages are new. Who is told at night is red alone. */
export async function gatherEvents(
  tx: Executor,
  of: { now: Date; gathering: Date; holdSeconds: number },
): Promise<number> {
  const { now, gathering, holdSeconds } = of;
  const at = sql`${now.toISOString()}::timestamptz`;
  const next = sql`${gathering.toISOString()}::timestamptz`;
  // Not before the minute in which a dispatch can be taken back is over.
  const due = sql`greatest(${at}, max(e.at) filter (where e.kind = 'given') + make_interval(secs => ${holdSeconds}))`;
  const urgent = await tx.execute(sql`with made as (
      insert into messages (id, user_id, kind, is_urgent, county_code, area_code, state, made_at, due_at, next_at)
      select new_id(${at}), e.user_id, 'now', true, left(coalesce(max(p.area), '22'), 6), coalesce(max(p.area), '22'), 'waiting', ${at}, ${due}, ${due}
      from message_events e left join lateral ${placeOf(sql`e.user_id`, now)} p on true
      where e.message_id is null and e.is_urgent group by e.user_id returning id, user_id)
    update message_events e set message_id = made.id from made where made.user_id = e.user_id and e.message_id is null and e.is_urgent returning made.id`);
  const gathered = await tx.execute(sql`
    insert into messages (id, user_id, kind, is_urgent, county_code, area_code, state, made_at, due_at, next_at)
    select new_id(${at}), e.user_id, 'gathered', false, left(coalesce(max(p.area), '22'), 6), coalesce(max(p.area), '22'), 'gathered', ${at}, ${next}, ${next}
    from message_events e left join lateral ${placeOf(sql`e.user_id`, now)} p on true
    where e.message_id is null and not e.is_urgent group by e.user_id
    on conflict (user_id, due_at) where state = 'gathered' do nothing`);
  await tx.execute(sql`update message_events e set message_id = m.id from messages m
    where e.message_id is null and not e.is_urgent and m.user_id = e.user_id and m.state = 'gathered' and m.due_at = ${next}`);
  return new Set(urgent.map((row) => row.id)).size + gathered.count;
}

/** SQL: `area`, the first place somebody works in; a message stands there for those who look after its delivery. */
export function placeOf(userId: SQL, now: Date): SQL {
  const today = dayOf(now);
  return sql`(select min(code) as area from (
    select v.area_code as code from user_areas v where v.user_id = ${userId} and v.from_on <= ${today}::date and (v.until_on is null or v.until_on >= ${today}::date)
    union all select b.area_code from users w join body_areas b on b.body_key = w.body_key
      and b.from_on <= ${today}::date and (b.until_on is null or b.until_on >= ${today}::date) where w.id = ${userId}) codes)`;
}
