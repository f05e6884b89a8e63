// What the log tells the security officer: refused sign-ins, roles given, and who uncovered personal numbers how often. As the flow role.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import type { SecurityView } from './model.ts';
import { usualLimit } from './unusual.ts';

const REFUSED_DAYS = 7;
const SHOWN_DAYS = 30;
const MOST = 50;

export async function readSecurity(tx: Executor, now: Date): Promise<SecurityView> {
  const today = dayOf(now);
  const since = (days: number) => instantAt(addDays(today, 1 - days)).toISOString();
  const refused = await tx.execute<SecurityView['refused'][number] & Record<string, unknown>>(sql`
    select e.actor, max(u.name) as name, e.details ->> 'address' as address, count(*)::int as tries, to_json(max(e.at)) #>> '{}' as "lastAt"
    from audit_entries e left join users u on u.id = e.actor_id
    where e.action = 'session.refuse' and e.at >= ${since(REFUSED_DAYS)}::timestamptz
    group by e.actor, e.details ->> 'address' order by tries desc, max(e.at) desc limit ${MOST}`);
  const granted = await tx.execute<SecurityView['granted'][number] & Record<string, unknown>>(sql`
    select to_json(e.at) #>> '{}' as at, e.actor as by, coalesce(e.details ->> 'username', u.username, '') as username,
      e.details #>> '{changed,role,from}' as "from", coalesce(e.details #>> '{changed,role,to}', e.details ->> 'role', u.role, '') as "to"
    from audit_entries e left join users u on u.id::text = e.subject_id
    where e.action in ('user.create', 'user.change') and e.at >= ${since(SHOWN_DAYS)}::timestamptz
      and (e.action = 'user.create' or e.details #> '{changed,role}' is not null)
    order by e.id desc limit ${MOST}`);
  return { refused: [...refused], granted: [...granted], reveals: await readReveals(tx, today) };
}

/** By person and day. A reveal is whatever action has that verb, so that a new kind of number is counted too. */
async function readReveals(tx: Executor, today: string): Promise<SecurityView['reveals']> {
  const first = addDays(today, 1 - SHOWN_DAYS);
  const rows = await tx.execute<{
    actor: string;
    name: string | null;
    role: string | null;
    day: string;
    count: number;
  }>(sql`
    select e.actor, max(u.name) as name, max(u.role) as role, (e.at at time zone 'Asia/Shanghai')::date::text as day, count(*)::int as count
    from audit_entries e left join users u on u.id = e.actor_id
    where e.action in (select distinct action from audit_entries where action like '%.reveal') and e.at >= ${instantAt(first).toISOString()}::timestamptz
    group by e.actor, day`);
  const days = Array.from({ length: SHOWN_DAYS }, (_, index) => addDays(first, index));
  const people = [...new Set(rows.map((row) => row.actor))].map((actor) => {
    const own = rows.filter((row) => row.actor === actor);
    const byDay = days.map((day) => own.find((row) => row.day === day)?.count ?? 0);
    const total = byDay.reduce((sum, count) => sum + count, 0);
    return { actor, name: own[0]!.name, role: own[0]!.role, total, byDay };
  });
  people.sort((left, right) => right.total - left.total || (left.actor < right.actor ? -1 : 1));
  return { days, usual: usualLimit(rows.map((row) => row.count)), people: people.slice(0, MOST) };
}
