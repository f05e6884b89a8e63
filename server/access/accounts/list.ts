// Accounts as they are listed and found. As the flow role; who may look is the routes' business.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { addDays, dayOf, instantAt } from '../../kernel/clock.ts';
import type { AccountRow } from '../model.ts';
import { type AccountFilter, type AccountState, IDLE_DAYS, type Workplaces } from './model.ts';

type Stored = Omit<AccountRow, 'body' | 'blocked' | 'villages'> & {
  bodyKey: string | null;
  bodyName: string | null;
  blockedAt: string | null;
  blockedReason: string | null;
  villages: AccountRow['villages'] | null;
};

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;

/** Accounts that a condition on `u` allows, in the order of their usernames, with the villages they hold on that day. */
async function readAccounts(db: Executor, of: { only: SQL; today: string; limit: number }): Promise<AccountRow[]> {
  const rows = await db.execute<Stored & Record<string, unknown>>(sql`
    select u.id, u.username, u.name, u.role, u.visitor_kind as "visitorKind", u.body_key as "bodyKey", b.name as "bodyName",
      u.department, u.capacity, u.is_active as "isActive", ${iso(sql`u.locked_until`)} as "lockedUntil", ${iso(sql`u.created_at`)} as "createdAt",
      ${iso(sql`u.last_signed_in_at`)} as "lastSignedInAt", u.must_change_password as "mustChangePassword",
      ${iso(sql`u.blocked_at`)} as "blockedAt", u.blocked_reason as "blockedReason", u.version,
      (select json_agg(json_build_object('code', a.code, 'name', a.name) order by a.code)
        from user_areas h join areas a on a.code = h.area_code
        where h.user_id = u.id and h.from_on <= ${of.today}::date and (h.until_on is null or h.until_on >= ${of.today}::date)) as villages
    from users u left join bodies b on b.key = u.body_key
    where ${of.only} order by u.username limit ${of.limit}`);
  return rows.map(({ bodyKey, bodyName, blockedAt, blockedReason, villages, ...row }) => ({
    ...row,
    body: bodyKey && bodyName ? { key: bodyKey, name: bodyName } : null,
    villages: villages ?? [],
    blocked: blockedAt ? { at: blockedAt, reason: blockedReason ?? '' } : null,
  }));
}

/** One page of accounts under a filter, after a username. */
export async function listAccounts(
  db: Executor,
  filter: Omit<AccountFilter, 'after'> & { after: string },
  now: Date,
): Promise<AccountRow[]> {
  const { q, role, area, state, after } = filter;
  const today = dayOf(now);
  const parts: SQL[] = [sql`u.username > ${after}`];
  if (q) {
    const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    parts.push(sql`(u.username ilike ${part} or u.name ilike ${part})`);
  }
  if (role) parts.push(sql`u.role = ${role}`);
  if (area)
    parts.push(sql`(exists (select 1 from body_areas a where a.body_key = u.body_key and a.area_code ^@ ${area} and ${held(today)})
      or exists (select 1 from user_areas a where a.user_id = u.id and a.area_code ^@ ${area} and ${held(today)}))`);
  if (state) parts.push(whereState(state, now));
  return await readAccounts(db, { only: sql.join(parts, sql` and `), today, limit: filter.limit });
}

/** One account; absent when there is none of that id. */
export async function findAccount(db: Executor, id: string, today: string): Promise<AccountRow | undefined> {
  const [row] = await readAccounts(db, { only: sql`u.id = ${id}`, today, limit: 1 });
  return row;
}

const held = (today: string) =>
  sql`a.from_on <= ${today}::date and (a.until_on is null or a.until_on >= ${today}::date)`;

function whereState(state: AccountState, now: Date): SQL {
  const long = instantAt(addDays(dayOf(now), -IDLE_DAYS)).toISOString();
  const conditions: Record<AccountState, SQL> = {
    active: sql`u.is_active and u.blocked_at is null`,
    disabled: sql`not u.is_active`,
    locked: sql`u.locked_until > ${now.toISOString()}::timestamptz`,
    blocked: sql`u.blocked_at is not null`,
    'first-password': sql`u.is_active and u.must_change_password`,
    idle: sql`u.is_active and u.created_at < ${long}::timestamptz and coalesce(u.last_signed_in_at, u.created_at) < ${long}::timestamptz`,
  };
  return conditions[state];
}

/** Every body and department that an account may belong to. */
export async function listWorkplaces(db: Executor): Promise<Workplaces> {
  const bodies = await db.execute<Workplaces['bodies'][number] & Record<string, unknown>>(sql`
    select b.key, b.name, b.level, p.name as within from bodies b
    left join areas a on a.code = b.key left join areas p on p.code = a.parent_code and b.level = 'township'
    order by length(b.key), b.key`);
  const departments = await db.execute<{ code: string; zh: string; en: string }>(
    sql`select code, name_zh as zh, name_en as en from departments order by code`,
  );
  return { bodies: [...bodies], departments: departments.map(({ code, zh, en }) => ({ code, names: { zh, en } })) };
}
