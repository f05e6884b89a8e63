// Entries of the log under a filter, newest first, each with the words for who, whom and where. As the flow role.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { addDays, instantAt } from '../kernel/clock.ts';
import type { AuditRow, AuditWanted, ChainState } from './model.ts';

/** Entries whose subject is a list: which of its rows were seen stands in their details. */
const LISTS = ['alert-list', 'task-list', 'household-list', 'visit-list'];

/** Up to `limit` entries older than the entry `before`. */
export async function listEntries(
  tx: Executor,
  wanted: AuditWanted,
  page: { before?: number | undefined; limit: number },
): Promise<AuditRow[]> {
  const parts = await conditionsOf(tx, wanted);
  if (page.before !== undefined) parts.push(sql`e.id < ${page.before}`);
  const where = parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`;
  const rows = await tx.execute<AuditRow & Record<string, unknown>>(sql`
    select e.id, to_json(e.at) #>> '{}' as at, e.actor, u.name as "actorName", e.action, e.subject_kind as "subjectKind", e.subject_id as "subjectId",
      case when e.subject_kind = 'user' then (select s.name from users s where s.id::text = e.subject_id) end as "subjectName",
      e.area_code as "areaCode", a.name as "areaName", e.details, l.sequence
    from (select * from audit_entries e where ${where} order by e.id desc limit ${page.limit}) e
      left join users u on u.id = e.actor_id left join areas a on a.code = e.area_code left join audit_seals l on l.entry_id = e.id
    order by e.id desc`);
  return [...rows];
}

async function conditionsOf(tx: Executor, wanted: AuditWanted): Promise<SQL[]> {
  const { actor, action, subjectKind, subjectId, area, from, until } = wanted;
  const parts: SQL[] = [];
  if (actor) parts.push(await byActor(tx, actor));
  if (action)
    parts.push(
      action.includes('.') ? sql`e.action = ${action}` : sql`e.action = any(${await verbsOf(tx, action)}::text[])`,
    );
  if (subjectKind === 'household' && subjectId) parts.push(await ofHousehold(tx, subjectId));
  else {
    if (subjectKind) parts.push(sql`e.subject_kind = ${subjectKind}`);
    if (subjectId) parts.push(sql`e.subject_id = ${subjectId}`);
  }
  if (area) parts.push(sql`e.area_code ^@ ${area}`);
  if (from) parts.push(sql`e.at >= ${instantAt(from).toISOString()}::timestamptz`);
  if (until) parts.push(sql`e.at < ${instantAt(addDays(until, 1)).toISOString()}::timestamptz`);
  return parts;
}

/** An account's entries are found by its id, which has an index; whoever has none (the system, a key, a stranger) by name. */
async function byActor(tx: Executor, actor: string): Promise<SQL> {
  const [account] = await tx.execute<{ id: string }>(sql`select id from users where username = ${actor}`);
  return account
    ? sql`e.actor_id = ${account.id}`
    : sql`(e.actor_id is null or e.actor like 'sw\\_%') and e.actor = ${actor}`;
}

async function verbsOf(tx: Executor, noun: string): Promise<SQL> {
  const actions = await listActions(tx);
  return sql`${sql.param(actions.filter((one) => one.startsWith(`${noun}.`)))}`;
}

/** The actions that stand in the log, from the index alone: each is jumped to, however many entries it has. */
export async function listActions(tx: Executor): Promise<string[]> {
  const rows = await tx.execute<{ action: string }>(sql`
    with recursive found as (
      (select action from audit_entries order by action limit 1)
      union all select (select e.action from audit_entries e where e.action > f.action order by e.action limit 1) from found f where f.action is not null)
    select action from found where action is not null`);
  return rows.map((row) => row.action);
}

/**
 * Whatever was done to one household, or seen of it: itself, its alerts, tasks and visits, and the lists in which one of them stood.
 * Who looked at a list of fifty saw this family too.
 */
async function ofHousehold(tx: Executor, id: string): Promise<SQL> {
  const [found] = await tx.execute<{ alerts: string[]; tasks: string[]; visits: string[] }>(sql`
    with h as (select id from households where public_id::text = ${id})
    select coalesce((select array_agg(a.id::text) from alerts a join h on h.id = a.household_id), '{}') as alerts,
      coalesce((select array_agg(t.id::text) from tasks t join h on h.id = t.household_id), '{}') as tasks,
      coalesce((select array_agg(v.id::text) from visits v join tasks t on t.id = v.task_id join h on h.id = t.household_id), '{}') as visits`);
  const { alerts = [], tasks = [], visits = [] } = found ?? {};
  const of = (kind: string, ids: string[]) =>
    sql`(e.subject_kind = ${kind} and e.subject_id = any(${sql.param(ids)}::text[]))`;
  const seen = (key: string, ids: string[]) => sql`e.details -> ${key} ?| ${sql.param(ids)}::text[]`;
  return sql`(${of('household', [id])} or ${of('alert', alerts)} or ${of('task', tasks)} or ${of('visit', visits)}
    or (e.subject_kind = any(${sql.param(LISTS)}::text[]) and (${seen('households', [id])} or ${seen('alerts', alerts)}
      or ${seen('tasks', tasks)} or ${seen('visits', visits)})))`;
}

/** How far the chain is, and when somebody last walked it. */
export async function readChain(tx: Executor): Promise<ChainState> {
  const [chain] = await tx.execute<ChainState & Record<string, unknown>>(sql`
    with last as (select sequence, entry_id, sealed_at from audit_seals order by sequence desc limit 1)
    select coalesce((select max(id) from audit_entries), 0)::int as entries, coalesce((select sequence from last), 0)::int as sealed,
      (select to_json(sealed_at) #>> '{}' from last) as "lastSealedAt",
      (select count(*) from audit_entries where id > coalesce((select max(entry_id) from audit_seals), 0))::int as unsealed,
      (select json_build_object('at', e.at, 'by', e.actor, 'ok', (e.details ->> 'ok')::boolean, 'sealed', (e.details ->> 'sealed')::int, 'head', e.details ->> 'head')
        from audit_entries e where e.subject_kind = 'audit' and e.subject_id = 'chain' order by e.id desc limit 1) as verified`);
  return chain!;
}
