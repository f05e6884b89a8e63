// Why a task does not move: of one task in plain code, of all in SQL; both say the same. Worked out from who is there today.
import { type SQL, sql } from 'drizzle-orm';
import type { SignedIn } from '../../access/route.ts';
import type { Candidate } from './assign.ts';
import type { Block, TaskKind, TaskState } from './model.ts';
import type { Team } from './team.ts';

interface Standing {
  kind: TaskKind;
  state: TaskState;
  notice: string | null;
  isSuspended: boolean;
}

const WAITING: readonly TaskState[] = ['waiting', 'dispatched', 'returned'];
const OUT: readonly TaskState[] = ['assigned', 'accepted'];

/** The first reason that holds, by the candidates of a waiting task; null when it can move. A coordinator learns of the clock only. */
export function whyBlocked(task: Standing, candidates: readonly Candidate[], user: SignedIn): Block | null {
  if (task.state === 'closed' || task.state === 'cancelled') return null;
  if (task.isSuspended) return 'suspended';
  if (user.role === 'village-coordinator') return null;
  if (OUT.includes(task.state)) return task.notice === 'assignee-away' ? 'holder-away' : null;
  if (!WAITING.includes(task.state)) return null;
  if (task.kind === 'second-look' && user.role === 'township-officer') return 'second-look';
  const able = candidates.filter((one) => !one.isBarred);
  if (able.length === 0) return 'no-coordinator';
  const present = able.filter((one) => !one.isAway);
  if (present.length === 0) return 'all-away';
  const fit = present.filter((one) => !one.hadPart);
  if (fit.length === 0) return 'second-look';
  return fit.every((one) => one.inHand >= one.capacity) ? 'at-capacity' : null;
}

/** SQL: an open task `t` that does not move, by who there is (`readTeam`). */
export function blockedSql({ openPlaces, free }: Team, user: SignedIn): SQL {
  const waiting = sql`t.state in ('waiting', 'dispatched', 'returned')`;
  const looks = user.role === 'township-officer' ? sql`false` : someoneWithoutPart(free);
  return sql`(t.suspended_at is not null or (t.state in ('assigned', 'accepted') and coalesce(t.notice, '') = 'assignee-away')
    or (${waiting} and case when t.kind = 'second-look' then not ${looks} else not ${isServed(openPlaces)} end))`;
}

/** SQL: the place of `t`, its township or its county is among these. Each list is hashed once; `= any` would walk it for every row. */
function isServed(places: ReadonlySet<string>): SQL {
  const lists = [12, 9, 6].flatMap((length) => {
    const codes = [...places].filter((code) => code.length === length);
    const place = length === 12 ? sql`t.area_code` : sql`left(t.area_code, ${sql.raw(String(length))})`;
    return codes.length > 0 ? [sql`${place} in (select unnest(${sql.param(codes)}::text[]))`] : [];
  });
  return lists.length > 0 ? sql`(${sql.join(lists, sql` or `)})` : sql`false`;
}

/** SQL: somebody of the task's county is free, and had no part in what the second look `t` looks at. */
function someoneWithoutPart(free: Team['free']): SQL {
  return sql`exists (select 1 from jsonb_to_recordset(${JSON.stringify(free)}::jsonb) as f(id uuid, county text)
    where f.county = t.county_code and not exists (select 1 from visits v where v.task_id = t.looks_at_id and v.visitor_id = f.id)
      and not exists (select 1 from tasks o where o.id = t.looks_at_id and o.assignee_id = f.id))`;
}
