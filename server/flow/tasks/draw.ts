// Second looks: a drawn share of what was closed by a visit is looked at again, by lot, so that nobody chooses which.
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { recordSet } from '../../audit/record-set.ts';
import { addDays, dayOf, instantAt } from '../../kernel/clock.ts';
import { newId } from '../../kernel/id.ts';
import type { Turn } from '../turn.ts';
import { type Deadlines, dueOf } from './deadlines.ts';

/** SQL: a task that a visit closed and that can be looked at again. */
export const CLOSED_BY_VISIT = sql`t.state = 'closed' and t.kind not in ('second-look', 'routine') and t.household_id is not null and t.outcome_code is not null
  and exists (select 1 from visits v where v.task_id = t.id)`;

/**
 * Draws when the days since the last draw are over (the first: since the first task was closed), from what was closed up to midnight,
 * so that nothing still being committed is missed. A task is drawn when sha256(seed ':' id), read as a share, lies below the drawn
 * share; a county in which nothing was drawn though enough was closed gives the one with the smallest. The seed is made at the draw,
 * so nobody knows beforehand, and kept, so anybody can draw again.
 */
export async function drawSecondLooks({
  tx,
  now,
  asOf,
  deadlines,
  hint,
}: Turn & { deadlines: Deadlines }): Promise<number> {
  const { share, every_days, sure_from } = deadlines.second_look;
  const [last] = await tx.execute<{
    from: string | null;
  }>(sql`select to_json(coalesce((select max(until_at) from draws),
    (select min(t.closed_at) from tasks t where ${CLOSED_BY_VISIT}))) #>> '{}' as from`);
  if (!last?.from) return 0;
  const from = instantAt(dayOf(new Date(last.from)));
  const until = instantAt(asOf);
  if (addDays(dayOf(from), every_days) > asOf) return 0;
  const draw = { id: newId(), seed: randomBytes(16).toString('hex'), at: now.toISOString() };
  const due = dueOf(deadlines, 'blue', false, now);
  await tx.execute(sql`create temporary table lots on commit drop as
    select t.id, t.household_id, t.county_code, t.area_code,
      ('x' || left(encode(sha256(convert_to(${`${draw.seed}:`} || t.id, 'UTF8')), 'hex'), 13))::bit(52)::bigint / 4503599627370496.0::float8 as lot
    from tasks t where ${CLOSED_BY_VISIT} and t.closed_at >= ${from.toISOString()} and t.closed_at < ${until.toISOString()}`);
  const opened = await tx.execute<{ id: string; area: string; looksAt: string }>(sql`
    insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, looks_at_id, county_code, area_code, severity,
      state, opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at)
    select new_id(${draw.at}::timestamptz), 'second-look', 'household', l.household_id, l.household_id, 'draw', ${draw.id}::uuid, l.id, l.county_code,
      l.area_code, 'blue', 'waiting', ${draw.at}, ${due.dispatch.toISOString()}, ${due.visit.toISOString()}, ${due.confirm.toISOString()}, ${draw.at}
    from (select *, row_number() over (partition by county_code order by lot, id) as place, count(*) over (partition by county_code) as among from lots) l
    where l.lot < ${share}::float8 or (l.place = 1 and l.among >= ${sure_from}) order by l.lot, l.id
    on conflict (subject_kind, subject_id, kind) where state not in ('submitted', 'confirmed', 'closed', 'cancelled') do nothing
    returning id, area_code as area, looks_at_id as "looksAt"`);
  await tx.execute(sql`insert into draws (id, seed, share, from_at, until_at, population, picked, drawn_at)
    select ${draw.id}::uuid, ${draw.seed}, ${share}, ${from.toISOString()}, ${until.toISOString()}, count(*), ${opened.length}, ${draw.at} from lots`);
  await recordSet(
    tx,
    now,
    'task.open',
    'task',
    opened.map(({ id, area, looksAt }) => ({ id, area, details: { looksAt, draw: draw.id } })),
  );
  for (const { area } of opened) hint('task.open', area);
  return 1 + opened.length;
}
