// Who carries how much: coordinators with what they have in hand, what is due and late, against what they can carry at once.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Scope } from '../../access/scope.ts';
import { dayOf } from '../../kernel/clock.ts';
import { findPlace, listDivisions } from '../divisions.ts';
import type { WorkloadBoard } from './model.ts';

type Person = WorkloadBoard['people'][number];
interface Found extends Omit<Person, 'place'>, Record<string, unknown> {
  areas: string[];
}

const SOON_HOURS = 48;
const MOST_PEOPLE = 300;

/** Names are told where `withNames` says so. Work is counted where its household lives, people where their villages are. */
export async function readWorkload(
  tx: Executor,
  scope: Scope,
  { area: code, now, withNames }: { area: string | undefined; now: Date; withNames: boolean },
): Promise<WorkloadBoard | undefined> {
  const found = await findPlace(tx, scope, code);
  if (!found) return undefined;
  const area = { code: found.code, name: found.name, level: found.level };
  const today = dayOf(now);
  const soon = new Date(now.getTime() + SOON_HOURS * 3600_000).toISOString();
  const at = now.toISOString();
  const people = await tx.execute<Found>(sql`
    with held as (
      select user_id, array_agg(area_code order by area_code) as areas from user_areas
      where area_code >= ${area.code} and area_code < ${`${area.code}:`} and area_code ^@ any(${sql.param([...scope.areas])}::text[])
        and from_on <= ${today}::date
        and (until_on is null or until_on >= ${today}::date) group by 1),
    work as (
      select assignee_id as user_id, (count(*) filter (where state <> 'submitted'))::int as in_hand,
        (count(*) filter (where state <> 'submitted' and visit_due_at >= ${at} and visit_due_at < ${soon}))::int as due_soon,
        (count(*) filter (where state <> 'submitted' and visit_due_at < ${at} and suspended_at is null))::int as overdue,
        (count(*) filter (where state = 'submitted'))::int as to_confirm
      from tasks where state in ('assigned', 'accepted', 'submitted') and kind <> 'routine' and assignee_id in (select user_id from held) group by 1)
    select u.id, ${withNames ? sql`u.name` : sql`null::text`} as name, h.areas, cardinality(h.areas) as villages, u.capacity,
      coalesce(w.in_hand, 0) as "inHand", coalesce(w.due_soon, 0) as "dueSoon", coalesce(w.overdue, 0) as overdue,
      coalesce(w.to_confirm, 0) as "toConfirm",
      exists (select 1 from absences b where b.user_id = u.id and b.ended_at is null and b.from_on <= ${today}::date and b.until_on >= ${today}::date) as "isAway"
    from held h join users u on u.id = h.user_id and u.role = 'village-coordinator' and u.is_active and u.visitor_kind is distinct from 'volunteer'
    left join work w on w.user_id = u.id
    order by coalesce(w.overdue, 0) desc, coalesce(w.in_hand, 0)::float8 / u.capacity desc, u.id`);
  const divisions = await listDivisions(tx, scope, area.code);
  const isOf = (one: Found, place: string) => one.areas.some((own) => own.startsWith(place));
  const isNarrow = area.code.length >= 6;
  const places = isNarrow ? await placesOf(tx, people.slice(0, MOST_PEOPLE)) : new Map<string, string>();
  const whole = addUp(people);
  return {
    total: whole.inHand,
    area,
    at,
    whole,
    rows: divisions
      .map(({ code: place, name, level }) => ({
        code: place,
        name,
        level,
        ...addUp(people.filter((one) => isOf(one, place))),
      }))
      .filter((row) => row.coordinators > 0 || area.code.length < 9),
    people: isNarrow
      ? people
          .slice(0, MOST_PEOPLE)
          .map(({ areas, ...one }) => ({ ...one, place: places.get(areas[0]!.slice(0, 9)) ?? '' }))
      : [],
  };
}

/** The townships in which people have their first village. */
async function placesOf(tx: Executor, people: readonly Found[]): Promise<Map<string, string>> {
  const codes = [...new Set(people.map((one) => one.areas[0]!.slice(0, 9)))];
  const rows = await tx.execute<{ code: string; name: string }>(
    sql`select code, name from areas where code = any(${sql.param(codes)}::text[])`,
  );
  return new Map(rows.map((row) => [row.code, row.name]));
}

function addUp(people: readonly Found[]): WorkloadBoard['whole'] {
  const sum = (pick: 'inHand' | 'dueSoon' | 'overdue' | 'toConfirm' | 'capacity') =>
    people.reduce((total, one) => total + one[pick], 0);
  return {
    coordinators: people.length,
    full: people.filter((one) => one.inHand >= one.capacity).length,
    inHand: sum('inHand'),
    dueSoon: sum('dueSoon'),
    overdue: sum('overdue'),
    toConfirm: sum('toConfirm'),
    capacity: sum('capacity'),
  };
}
