// The third belt: what PostgreSQL itself lets the web role see and do, when every line of our own code has forgotten to ask.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../db/client.ts';
import { users } from '../../db/schema/access.ts';
import { auditEntries } from '../../db/schema/audit.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Role } from '../../server/access/model.ts';
import { enterScope, type Scope } from '../../server/access/scope.ts';
import { scopeOf } from '../../server/access/scope-of.ts';
import { recordAct } from '../../server/audit/record.ts';
import { declareAttachments } from '../../server/flow/visits/attachments/declare.ts';
import { newId } from '../../server/kernel/id.ts';
import { PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import {
  countRows,
  makeAttempt,
  makeLead,
  makeOutcome,
  makePhone,
  makeReject,
  makeTask,
  makeVisit,
} from '../support/makers.ts';
import { declare, makeJpeg } from '../support/pictures.ts';
import { makeAgreement, makeMember, makeRound, makeStart } from '../support/routine-makers.ts';

let database: TestDatabase;
let task: Awaited<ReturnType<typeof makeTask>>;
beforeAll(async () => {
  database = await openDatabase();
  task = await makeTask(database.flow);
  const visit = await makeVisit(database.flow, { task });
  await declareAttachments(
    database.flow,
    { visitId: visit.id, senderId: visit.visitorId, county: task.countyCode, area: task.areaCode, now: PRESENT },
    [declare(makeJpeg())],
  );
  await makeAttempt(database.flow, { task });
  await makeOutcome(database.flow, task);
  await makeLead(database.flow);
  await makeStart(database.flow);
  await makeMember(database.flow);
  await makeRound(database.flow);
  await makeAgreement(database.flow);
  await makePhone(database.flow);
  await makeReject(database.flow, { batchId: task.household.batch.id });
});
afterAll(() => database?.close());

/** Tables of rows with persons behind them: each shows its maker's row at home and nothing next door. */
const PLACED = ['households', 'persons', 'memberships', 'facts', 'findings', 'household_indicators', 'alerts'].concat([
  'alert_evidence',
  'alert_figures',
  'household_figures',
  'open_work',
  'tasks',
  'task_alerts',
  'visits',
  'visit_attempts',
  'outcomes',
  'leads',
  'attachments',
  'routine_starts',
  'routine_members',
  'routine_rounds',
  'care_agreements',
  'phones',
]);

/** Public knowledge, or knowledge without persons. */
const PUBLIC = [
  'areas',
  'bodies',
  'body_areas',
  'departments',
  'rule_versions',
  'parameters',
  'categories',
  'cycles',
].concat(['cycle_steps', 'batch_months', 'settings', 'sources', 'layouts', 'draws']);

async function scopeFor(username: string): Promise<Scope> {
  const [account] = await database.flow.select().from(users).where(eq(users.username, username));
  return scopeOf(database.flow, { ...account!, role: account!.role as Role }, '2026-10-15');
}

/** What the web role does inside a scope (none: nothing was set), rolled back. */
async function asWeb<T>(username: string | undefined, act: (tx: Executor) => Promise<T>): Promise<T> {
  const scope = username === undefined ? undefined : await scopeFor(username);
  let result: T | undefined;
  const undo = new Error('undo');
  await database.web
    .transaction(async (tx) => {
      if (scope) await enterScope(tx, scope);
      result = await act(tx);
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return result as T;
}

async function countAll(username: string | undefined): Promise<Record<string, number>> {
  return asWeb(username, async (tx) => {
    const counts: Record<string, number> = {};
    for (const table of PLACED) {
      const [row] = await tx.execute<{ count: number }>(
        sql`select count(*)::int as count from ${sql.identifier(table)}`,
      );
      counts[table] = row!.count;
    }
    return counts;
  });
}

/** The SQLSTATE a statement is refused with. */
async function refusalOf(act: Promise<unknown>): Promise<string | undefined> {
  return act.then(
    () => undefined,
    (error: { code?: string; cause?: { code?: string } }) => error.cause?.code ?? error.code,
  );
}
const FORBIDDEN = '42501';

describe('row-level security, without any other belt', () => {
  it('shows a county its own rows', async () => {
    const counts = await countAll('longjing');
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  });

  it.each([
    'dunhua',
    'dunhua-dashitou',
    'dunhua-dashitou-village',
    'changchun',
    'longjing-sanhe',
    'longjing-sanhe-village',
    'tax',
    'auditor',
    'administrator',
  ])('shows %s nothing of Zhixin', async (username) => {
    expect(Object.entries(await countAll(username)).filter(([, count]) => count > 0)).toEqual([]);
  });

  it('shows nothing when nobody said who asks', async () => {
    expect(Object.entries(await countAll(undefined)).filter(([, count]) => count > 0)).toEqual([]);
  });

  it('forgets who asked when the transaction ends', async () => {
    const scope = await scopeFor('longjing');
    await database.web.transaction(async (tx) => enterScope(tx, scope));
    const rows = await Promise.all(Array.from({ length: 8 }, () => countRows(database.web, 'tasks')));
    expect(rows).toEqual(Array(8).fill(0));
  });

  it('shows a liaison the rejects of their own department only', async () => {
    const seen = (username: string) => asWeb(username, (tx) => tx.execute(sql`select 1 from rejects`));
    expect([(await seen('police')).length, (await seen('tax')).length]).toEqual([1, 0]);
    expect([(await seen('longjing')).length, (await seen('province')).length]).toEqual([0, 1]);
  });

  it('lets nobody change a neighbour’s row, or push their own over the border', async () => {
    const update = (username: string, to: object) =>
      asWeb(username, (tx) => tx.update(tasks).set(to).where(eq(tasks.id, task.id)).returning({ id: tasks.id }));
    expect(await update('dunhua', { state: 'cancelled' })).toEqual([]);
    expect(await update('longjing', { state: 'cancelled' })).toHaveLength(1);
    expect(await refusalOf(update('longjing', { countyCode: '222403', areaCode: '222403100200' }))).toBe(FORBIDDEN);
  });
});

describe('the web role', () => {
  it('owns nothing and cannot rise', async () => {
    const [row] = await database.web.execute(sql`
      select (select count(*)::int from pg_class where relowner = r.oid) as tables, (select count(*)::int from pg_proc where proowner = r.oid) as functions,
        rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as rises, has_schema_privilege('public', 'create') as creates
      from pg_roles r where rolname = current_user`);
    expect(row).toEqual({ tables: 0, functions: 0, rises: false, creates: false });
  });

  it('can be shown only tables that have a policy for it; those open to all are the public ones', async () => {
    const rows = await database.owner.execute<{ name: string; secured: boolean; open: boolean; scoped: boolean }>(sql`
      select c.relname as name, c.relrowsecurity as secured,
        exists (select 1 from pg_policies p where p.tablename = c.relname and 'shouwang_web' = any(p.roles) and p.qual = 'true') as open,
        exists (select 1 from pg_policies p where p.tablename = c.relname and 'shouwang_web' = any(p.roles) and p.qual <> 'true') as scoped
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (has_table_privilege('shouwang_web', c.oid, 'select') or has_any_column_privilege('shouwang_web', c.oid, 'select'))`);
    expect(rows.filter((row) => !row.secured || row.open === row.scoped)).toEqual([]);
    expect(
      rows
        .filter((row) => row.open)
        .map((row) => row.name)
        .sort(),
    ).toEqual([...PUBLIC].sort());
  });

  it('writes the audit log, and can neither read, change nor remove it', async () => {
    const entry = {
      at: PRESENT,
      actor: 'system',
      action: 'task.dispatch',
      subjectKind: 'task',
      subjectId: newId(),
    } as const;
    await database.web.transaction((tx) => recordAct(tx, entry));
    expect(await countRows(database.flow, 'audit_entries')).toBeGreaterThan(0);
    expect(await refusalOf(database.web.select().from(auditEntries))).toBe(FORBIDDEN);
    expect(await refusalOf(database.web.update(auditEntries).set({ actor: 'x' }))).toBe(FORBIDDEN);
    expect(await refusalOf(database.web.delete(auditEntries))).toBe(FORBIDDEN);
    expect(await refusalOf(database.web.execute(sql`truncate audit_entries`))).toBe(FORBIDDEN);
    expect(await refusalOf(database.web.execute(sql`select * from audit_seals`))).toBe(FORBIDDEN);
  });

  it('reads neither password hashes nor sessions', async () => {
    expect(await refusalOf(database.web.execute(sql`select password_hash from users`))).toBe(FORBIDDEN);
    expect(await refusalOf(database.web.execute(sql`select * from sessions`))).toBe(FORBIDDEN);
  });

  it('deletes nothing anywhere', async () => {
    const rows =
      await database.owner.execute(sql`select relname from pg_class c where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p') and has_table_privilege('shouwang_web', c.oid, 'delete, truncate')`);
    expect(rows).toHaveLength(0);
  });
});

describe('the flow role', () => {
  it('cannot change or remove what was logged, sealed or told either', async () => {
    expect(await refusalOf(database.flow.execute(sql`update audit_entries set actor = actor`))).toBe(FORBIDDEN);
    expect(await refusalOf(database.flow.execute(sql`update audit_seals set hash = hash`))).toBe(FORBIDDEN);
    for (const table of ['audit_entries', 'audit_seals', 'facts', 'visits', 'alerts', 'tasks'])
      expect(await refusalOf(database.flow.execute(sql`delete from ${sql.identifier(table)}`)), table).toBe(FORBIDDEN);
  });
});
