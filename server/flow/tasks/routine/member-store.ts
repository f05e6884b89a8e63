// Members of groups as officers see them, add them by hand, change and end them.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor, Transaction } from '../../../../db/client.ts';
import { type Scope, within } from '../../../access/scope.ts';
import { newId } from '../../../kernel/id.ts';
import { Problem } from '../../../kernel/problem.ts';
import { placeSql } from '../../alerts/store.ts';
import type { CarerRow, MemberChange, MemberFilter, MemberInput, MemberRow } from './model.ts';
import { findGroup, type RoutineGroup, type RoutinePolicy } from './policy.ts';

export const MemberCursor = z.tuple([z.string(), z.uuid()]);
export type MemberCursor = z.infer<typeof MemberCursor>;
/** The most people offered as the one who goes. */
const MOST_CARERS = 200;

const HOUSEHOLD = sql`jsonb_build_object('id', h.public_id, 'number', h.registry_number, 'head', p.name)`;
/** SQL: the household `h` of a row with its head `p`, as lists name it. */
export const householdSql = { columns: HOUSEHOLD, joined: sql`left join persons p on p.id = h.head_person_id` };

const wrong = (pointer: string, detail: string) => new Problem('wrong-input', undefined, [{ pointer, detail }]);

/** One page of who is or was in groups, by place. */
export async function listMembers(
  tx: Executor,
  scope: Scope,
  query: Omit<z.output<typeof MemberFilter>, 'after'> & { after: MemberCursor | undefined; unseen: readonly string[] },
): Promise<{ items: MemberRow[]; next: MemberCursor | null }> {
  const { area, group, ended, after, limit } = query;
  const rows = await tx.execute<MemberRow & Record<string, unknown>>(sql`
    select m.id, m.group_id as "groupId", ${HOUSEHOLD} as household, m.area_code as "areaCode", ${placeSql(sql`m.area_code`)} as place, m.risk, m.origin,
      case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as carer, m.since_on::text as since, m.until_on::text as until,
      m.why, m.ended_why as "endedWhy", (select (max(v.visited_at) at time zone 'Asia/Shanghai')::date::text from visits v
        where v.household_id = m.household_id and not v.outcome_code = any(${sql.param([...query.unseen])}::text[])) as "lastSeenOn",
      (select r.due_on::text from tasks t join routine_rounds r on r.task_id = t.id where t.household_id = m.household_id and t.kind = 'routine'
        and t.state not in ('submitted', 'confirmed', 'closed', 'cancelled') limit 1) as "dueOn"
    from (select * from routine_members m where ${within(scope, sql`m.county_code`, sql`m.area_code`)}
        and ${ended === 'yes' ? sql`m.until_on is not null` : sql`m.until_on is null`} ${area ? sql`and m.area_code ^@ ${area}` : sql``}
        ${group ? sql`and m.group_id = ${group}` : sql``} ${after ? sql`and (m.area_code, m.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
        order by m.area_code, m.id limit ${limit + 1}) m
    join households h on h.id = m.household_id ${householdSql.joined} left join users u on u.id = m.carer_id order by m.area_code, m.id`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: [...items], next: rows.length > limit && last ? [last.areaCode, last.id] : null };
}

/** A household of the scope by its number, with its place; absent or elsewhere is 404. */
export async function findHousehold(
  tx: Executor,
  scope: Scope,
  number: string,
): Promise<{ id: number; county: string; area: string }> {
  const [found] = await tx.execute<{ id: number; county: string; area: string }>(sql`
    select h.id, h.county_code as county, h.area_code as area from households h
    where (h.registry_number = ${number} or h.public_id::text = ${number}) and ${within(scope, sql`h.county_code`, sql`h.area_code`)}
    order by h.id limit 1`);
  if (found) return found;
  throw new Problem('not-found', '本辖区没有这个户编号。 / No household of this number in your area.');
}

/** Puts a household into a group, with the reason. In it already is 409. */
export async function addMember(
  tx: Transaction,
  scope: Scope,
  of: { input: z.output<typeof MemberInput>; by: string; now: Date; today: string; policy: RoutinePolicy },
): Promise<{ id: string; area: string }> {
  const { groupId, household, risk, carerId, why } = of.input;
  const group = findGroup(of.policy, groupId);
  if (!group) throw wrong('/groupId', '没有这一类对象。 / There is no such group.');
  const home = await findHousehold(tx, scope, household);
  if (carerId !== null) await checkCarer(tx, { group, carerId, area: home.area, today: of.today });
  const id = newId();
  const added =
    await tx.execute(sql`insert into routine_members (id, group_id, household_id, county_code, area_code, risk, origin, carer_id, since_on, why,
      made_by, made_at, changed_at)
    values (${id}::uuid, ${groupId}, ${home.id}, ${home.county}, ${home.area}, ${risk}, 'hand', ${carerId}::uuid, ${of.today}::date, ${why},
      ${of.by}::uuid, ${of.now.toISOString()}, ${of.now.toISOString()})
    on conflict (group_id, household_id) where until_on is null do nothing`);
  if (added.count === 0)
    throw new Problem('state-conflict', '这户已在这一类里。 / The household is in this group already.');
  return { id, area: home.area };
}

/**
 * Changes who goes, and of whom was entered by hand the risk. A visit that is out and not taken on yet is given out anew with the next
 * turn. The risk of who is in a group by the data follows the data.
 */
export async function changeMember(
  tx: Transaction,
  scope: Scope,
  of: { id: string; input: MemberChange; today: string; now: Date; policy: RoutinePolicy },
): Promise<{ area: string }> {
  const row = await findMember(tx, scope, of.id);
  const { risk = row.risk, carerId = row.carerId } = of.input;
  if (risk !== row.risk && row.origin === 'data')
    throw wrong('/risk', '风险由数据判定。 / The risk follows from the data.');
  const group = findGroup(of.policy, row.groupId);
  if (carerId !== null && carerId !== row.carerId && group)
    await checkCarer(tx, { group, carerId, area: row.area, today: of.today });
  await tx.execute(
    sql`update routine_members set risk = ${risk}, carer_id = ${carerId}::uuid, changed_at = ${of.now.toISOString()} where id = ${of.id}::uuid`,
  );
  if (carerId !== row.carerId)
    await tx.execute(sql`update tasks t set state = 'waiting', assignee_id = null, state_at = ${of.now.toISOString()}, version = t.version + 1
      where t.kind = 'routine' and t.household_id = ${row.householdId} and t.state = 'assigned'`);
  return { area: row.area };
}

/** Ends a membership that an officer entered, with the reason; that of the data ends when the data say so, which is told as 409. */
export async function endMember(
  tx: Transaction,
  scope: Scope,
  of: { id: string; reason: string; by: string; today: string; now: Date },
): Promise<{ area: string }> {
  const row = await findMember(tx, scope, of.id);
  if (row.origin === 'data')
    throw new Problem(
      'state-conflict',
      '名单来自数据，数据变了才退出；不要探访可停用这一类。 / The data put them here, and take them out; to stop, stop the group.',
    );
  await tx.execute(sql`update routine_members set until_on = ${of.today}::date, ended_why = ${of.reason}, ended_by = ${of.by}::uuid,
      changed_at = ${of.now.toISOString()}
    where id = ${of.id}::uuid`);
  return { area: row.area };
}

interface Stored extends Record<string, unknown> {
  groupId: string;
  householdId: number;
  risk: MemberRow['risk'];
  origin: MemberRow['origin'];
  carerId: string | null;
  until: string | null;
  area: string;
}

async function findMember(tx: Transaction, scope: Scope, id: string): Promise<Stored> {
  const [row] =
    await tx.execute<Stored>(sql`select m.group_id as "groupId", m.household_id as "householdId", m.risk, m.origin, m.carer_id as "carerId",
      m.until_on::text as until, m.area_code as area
    from routine_members m where m.id = ${id}::uuid and ${within(scope, sql`m.county_code`, sql`m.area_code`)} for update`);
  if (!row) throw new Problem('not-found');
  if (row.until !== null) throw new Problem('state-conflict', '它已结束。 / It is over.');
  return row;
}

/** Who goes to doors at this place today, volunteers among them. */
export async function listCarers(tx: Executor, of: { area: string; today: string }): Promise<CarerRow[]> {
  const rows = await tx.execute<CarerRow & Record<string, unknown>>(sql`
    select distinct u.id, u.name, coalesce(u.visitor_kind, 'coordinator') as "visitorKind" from user_areas a join users u on u.id = a.user_id
    where (a.area_code in (left(${of.area}, 12), left(${of.area}, 9), left(${of.area}, 6)) or (length(${of.area}::text) < 12 and a.area_code ^@ ${of.area}))
      and a.from_on <= ${of.today}::date and (a.until_on is null or a.until_on >= ${of.today}::date)
      and u.role = 'village-coordinator' and u.is_active order by u.name, u.id limit ${MOST_CARERS}`);
  return [...rows];
}

async function checkCarer(
  tx: Transaction,
  of: { group: RoutineGroup; carerId: string; area: string; today: string },
): Promise<void> {
  const one = (await listCarers(tx, of)).find(({ id }) => id === of.carerId);
  if (!one) throw wrong('/carerId', '此人不在岗，或不负责这个村。 / Not on duty, or not responsible for this village.');
  if (!of.group.visitors.some((kind) => kind === one.visitorKind))
    throw wrong('/carerId', `这一类不由这种身份的人探访。 / Visitors of this kind do not go to this group.`);
}
