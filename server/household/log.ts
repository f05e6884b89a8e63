// What the log holds of one household: how its work moved, and who has looked at it, when and why.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Entry, HouseholdLog } from './model.ts';

/** Entries read at most: the newest of a household that is spoken of more often. */
const READ = 400;
/** Acts that only look. */
const LOOKS = sql.raw(`(e.action like '%.read' or e.action in ('person.reveal', 'household.report'))`);

/** What is known of the household to the log: itself, its alerts, its tasks, its visits and the tries that met nobody. */
const subjects = (householdId: number) => sql`
  select 'household' as kind, public_id::text as id from households where id = ${householdId}
  union all select 'alert', id::text from alerts where household_id = ${householdId}
  union all select 'task', id::text from tasks where household_id = ${householdId}
  union all select 'visit', id::text from visits where household_id = ${householdId}
  union all select 'visit-attempt', id::text from visit_attempts where household_id = ${householdId}`;

const COLUMNS = sql`coalesce(u.name, e.actor) as actor, b.name as office, e.action, e.subject_kind as "subjectKind",
  e.subject_id as "subjectId", e.details ->> 'to' as "to", coalesce(e.details ->> 'reason', e.details ->> 'note') as reason,
  e.details ->> 'outcome' as "outcomeCode"`;

/**
 * Runs as the flow role, since nobody else may read the log: whoever calls has found the household in the reader's scope before. Lists in
 * which it stood among others are not counted; they are the auditor's. The parts of one page are one look.
 */
export async function readHouseholdLog(
  tx: Executor,
  householdId: number,
  { looks: limit }: { looks: number },
): Promise<HouseholdLog> {
  const entries = sql`from (${subjects(householdId)}) s
    join audit_entries e on e.subject_kind = s.kind and e.subject_id = s.id
    left join users u on u.id = e.actor_id left join bodies b on b.key = u.body_key`;
  const moves = await tx.execute<Entry & Record<string, unknown>>(sql`
    select to_json(e.at) #>> '{}' as at, 1 as times, ${COLUMNS} ${entries} where not ${LOOKS} order by e.at desc, e.id desc limit ${READ}`);
  const looks = await tx.execute<Entry & { all: number } & Record<string, unknown>>(sql`
    select *, (sum(times) over ())::int as all from (
      select distinct on (actor, day, kind, reason) to_json(at) #>> '{}' as at, "actor", office, action, "subjectKind", "subjectId", "to", reason,
        "outcomeCode", greatest(1, count(*) filter (where not is_part) over (partition by actor, day, kind, reason))::int as times, at as sorted
      from (select e.at, (e.at at time zone 'Asia/Shanghai')::date as day, ${COLUMNS},
          case when ${sql.raw("e.action like '%.read'")} then 'read' else e.action end as kind,
          e.details ? 'part' as is_part
        ${entries} where ${LOOKS} order by e.id desc limit ${READ}) e
      order by actor, day, kind, reason, at desc) found
    order by sorted desc limit ${limit}`);
  const rows = looks.map(({ all: _all, sorted: _sorted, ...entry }) => entry as Entry);
  return { moves, looks: rows, looksInAll: looks[0]?.all ?? 0 };
}
