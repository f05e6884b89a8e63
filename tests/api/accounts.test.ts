// Accounts by the API: found, made, changed, disabled, given passwords; what an administrator cannot do to themselves or alone;
// sessions ended and accounts locked by the security officer; and what of all this the log tells.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountRow } from '../../server/access/model.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { CAST_PASSWORD, HOME } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeTask } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let admin: Browser;
let officer: Browser;
let auditor: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  const names = ['administrator', 'security-officer', 'auditor'];
  [admin, officer, auditor] = (await Promise.all(names.map((name) => signIn(service.app, name)))) as [
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const idOf = (username: string) => findUserId(database.flow, username);
const read = async (username: string): Promise<AccountRow> =>
  (await admin.get(`/api/users/${await idOf(username)}`)).json();
const listed = async (query: string): Promise<string[]> =>
  (await admin.get(`/api/users?limit=200&${query}`)).json().items.map((row: AccountRow) => row.username);
const make = async (body: object) => {
  const answer = await admin.post('/api/users', body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as { id: string; username: string; password: string; isBlocked: boolean };
};
const codeOf = async (username: string, password: string) =>
  (await browse(service.app).post('/api/session', { username, password })).json().code;
const lastEntry = async (action: string) => (await auditor.get(`/api/audit?action=${action}&limit=1`)).json().items[0];

describe('the list', () => {
  it('finds by part of a name, role, area and state, page by page in one order', async () => {
    expect(await listed('q=LONGJING-zhixin')).toEqual(
      ['', '-village', '-volunteer'].map((end) => `longjing-zhixin${end}`),
    );
    expect(await listed('q=%25')).toEqual([]);
    expect(await listed('role=auditor')).toEqual(['auditor']);
    const inZhixin = await listed(`area=${HOME.township}`);
    expect(inZhixin).toEqual(['', '-village', '-volunteer'].map((end) => `longjing-zhixin${end}`));
    expect(await listed('state=disabled')).toEqual([]);
    const first = (await admin.get('/api/users?limit=3&role=department-liaison')).json();
    const second = (await admin.get(`/api/users?limit=3&role=department-liaison&after=${first.next}`)).json();
    const names = [...first.items, ...second.items].map((row: AccountRow) => row.username);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toHaveLength(6);
  });

  it('is for administrators and security officers, and holds no password', async () => {
    expect((await signIn(service.app, 'province')).username).toBe('province');
    for (const name of ['province', HOME.dispatcher, 'auditor'])
      expect((await (await signIn(service.app, name)).get('/api/users')).json().code, name).toBe('not-allowed');
    expect((await officer.get('/api/users')).body).not.toMatch(/argon2|password_hash|passwordHash/);
  });
});

describe('a change', () => {
  it('is kept with what differed, and villages given up end where new ones begin', async () => {
    const { id } = await make({
      ...{ username: 'spring', name: '金春花', role: 'village-coordinator', visitorKind: 'coordinator' },
      villages: [HOME.village],
    });
    const other = '222405105203';
    const change = {
      name: '金春花',
      role: 'village-coordinator',
      visitorKind: 'cadre',
      villages: [other],
      capacity: 5,
    };
    const answer = await admin.put(`/api/users/${id}`, change, { version: 1 });
    expect(answer.json()).toMatchObject({ visitorKind: 'cadre', capacity: 5, version: 2, villages: [{ code: other }] });
    expect((await lastEntry('user.change')).details).toEqual({
      username: 'spring',
      changed: {
        visitorKind: { from: 'coordinator', to: 'cadre' },
        villages: { from: [HOME.village], to: [other] },
        capacity: { from: 8, to: 5 },
      },
    });
    const again = await admin.put(`/api/users/${id}`, { ...change, villages: [HOME.village, other] }, { version: 2 });
    expect(again.json().villages).toHaveLength(2);
    expect((await admin.put(`/api/users/${id}`, change, { version: 2 })).json().code).toBe('version-conflict');
  });

  it('is refused with its field where role and place do not fit', async () => {
    const id = await idOf('dunhua');
    const to = { name: '敦化市调度员', role: 'county-dispatcher', bodyKey: '2224' };
    const refused = (await admin.put(`/api/users/${id}`, to, { version: 1 })).json();
    expect(refused.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/bodyKey']);
  });

  it('of one’s own role, and whatever would lock oneself out, is for somebody else', async () => {
    const own = await read('administrator');
    const to = { name: '系统管理员', role: 'auditor' };
    const refused = (await admin.put(`/api/users/${own.id}`, to, { version: own.version })).json();
    expect(refused.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/role']);
    const renamed = { name: '系统管理员甲', role: 'administrator' };
    expect((await admin.put(`/api/users/${own.id}`, renamed, { version: own.version })).statusCode).toBe(200);
    for (const act of ['disable', 'enable', 'password', 'unlock', 'sessions/end'])
      expect((await admin.post(`/api/users/${own.id}/${act}`, { reason: '试一试' })).json().code, act).toBe(
        'wrong-input',
      );
    const self = await idOf('security-officer');
    expect((await officer.post(`/api/users/${self}/lock`, { reason: '试一试' })).json().code).toBe('wrong-input');
  });

  it('shows an administrator no family', async () => {
    const { alert, household } = await makeTask(database.flow);
    for (const url of [`/api/alerts/${alert.id}`, '/api/alerts', '/api/tasks', '/api/map', '/api/audit'])
      expect((await admin.get(url)).json().code, url).toMatch(/not-allowed|not-found/);
    expect(household.publicId).toBeTruthy();
  });
});

describe('disabling', () => {
  it('signs out whoever uses the account, and enabling lets them in again', async () => {
    const tax = await signIn(service.app, 'tax');
    const id = await idOf('tax');
    expect((await admin.post(`/api/users/${id}/disable`, { reason: '调离' })).json().isActive).toBe(false);
    expect((await tax.get('/api/session')).statusCode).toBe(401);
    expect(await codeOf('tax', CAST_PASSWORD)).toBe('wrong-credentials');
    expect((await lastEntry('user.disable')).details).toEqual({ username: 'tax', reason: '调离', sessions: 1 });
    await admin.post(`/api/users/${id}/enable`);
    expect(await codeOf('tax', CAST_PASSWORD)).toBeUndefined();
  });
});

describe('a password', () => {
  it('that was reset is told once, ends sessions, and must be changed first', async () => {
    const before = await signIn(service.app, 'housing');
    const answer = await admin.post(`/api/users/${await idOf('housing')}/password`);
    const { password } = answer.json();
    expect((await before.get('/api/session')).statusCode).toBe(401);
    expect(JSON.stringify(await lastEntry('user.reset'))).not.toContain(password);
    const after = await signIn(service.app, 'housing', password);
    expect((await after.get('/api/session')).json().mustChangePassword).toBe(true);
    expect((await after.get('/api/sources')).json().code).toBe('not-allowed');
    const changed = await after.put('/api/password', { oldPassword: password, newPassword: 'a new long one of mine' });
    expect(changed.statusCode).toBe(204);
    expect((await after.get('/api/sources')).statusCode).toBe(200);
  });

  it('tried five times too often is unlocked by hand', async () => {
    for (let i = 0; i < 5; i++) await codeOf('education', 'wrong');
    expect(await codeOf('education', CAST_PASSWORD)).toBe('locked-out');
    expect(await listed('state=locked')).toEqual(['education']);
    await admin.post(`/api/users/${await idOf('education')}/unlock`);
    expect(await codeOf('education', CAST_PASSWORD)).toBeUndefined();
  });
});

describe('officers', () => {
  it('made or changed by an administrator wait for the security officer', async () => {
    const { id, password, isBlocked } = await make({ username: 'auditor-two', name: '审计二', role: 'auditor' });
    expect(isBlocked).toBe(true);
    expect(await codeOf('auditor-two', password)).toBe('wrong-credentials');
    expect((await admin.post(`/api/users/${id}/enable`)).json().blocked).not.toBeNull();
    expect((await admin.post(`/api/users/${id}/release`, { reason: '试一试' })).json().code).toBe('not-allowed');
    expect((await officer.post(`/api/users/${id}/release`, { reason: '已见任命文件' })).json().blocked).toBeNull();
    expect(await codeOf('auditor-two', password)).toBeUndefined();
    // Or one who resets the auditor's password would become the auditor.
    const reset = (await admin.post(`/api/users/${id}/password`)).json();
    expect([reset.isBlocked, await codeOf('auditor-two', reset.password)]).toEqual([true, 'wrong-credentials']);
  });

  it('are never taken out of use to the last of a role, nor given a password by who could then act as they', async () => {
    const security = await read('security-officer');
    const refused = async (answer: Promise<{ json(): { code?: string } }>) => (await answer).json().code;
    const to = { name: '保密员', role: 'auditor' };
    const url = `/api/users/${security.id}`;
    expect(await refused(admin.post(`${url}/disable`, { reason: '试一试' }))).toBe('state-conflict');
    expect(await refused(admin.post(`${url}/password`))).toBe('state-conflict');
    expect(await refused(admin.put(url, to, { version: security.version }))).toBe('state-conflict');
    const administrator = await idOf('administrator');
    expect(await refused(officer.post(`/api/users/${administrator}/lock`, { reason: '试一试' }))).toBe(
      'state-conflict',
    );
    // Of two, one may go.
    const second = await make({ username: 'administrator-two', name: '管理二', role: 'administrator' });
    await officer.post(`/api/users/${second.id}/release`, { reason: '已见任命文件' });
    expect((await officer.post(`/api/users/${second.id}/lock`, { reason: '试一试' })).statusCode).toBe(200);
  });

  it('a first security officer waits for nobody', async () => {
    await database.flow.execute(sql`update users set is_active = false where username = 'security-officer'`);
    const made = await make({ username: 'security-two', name: '保密二', role: 'security-officer' });
    await database.flow.execute(sql`update users set is_active = true where username = 'security-officer'`);
    expect(made.isBlocked).toBe(false);
  });
});

describe('the security officer', () => {
  it('sees who is signed in from where, and ends one session', async () => {
    const police = await signIn(service.app, 'police');
    const { items } = (await officer.get('/api/sessions?q=police')).json();
    expect(items[0]).toMatchObject({ username: 'police', address: '127.0.0.1', isOwn: false });
    expect(JSON.stringify(items)).not.toContain(police.cookie.split('=')[1]);
    expect((await officer.post(`/api/sessions/${items[0].id}/end`)).statusCode).toBe(204);
    expect((await police.get('/api/session')).statusCode).toBe(401);
    expect((await officer.post(`/api/sessions/${items[0].id}/end`)).json().code).toBe('not-found');
    expect((await lastEntry('session.revoke')).details).toEqual({ username: 'police', sessions: 1 });
  });

  it('locks an account, which an administrator cannot undo', async () => {
    const id = await idOf('emergency');
    const emergency = await signIn(service.app, 'emergency');
    const locked = await officer.post(`/api/users/${id}/lock`, { reason: '夜间多次查阅' });
    expect(locked.json().blocked.reason).toBe('夜间多次查阅');
    expect((await emergency.get('/api/session')).statusCode).toBe(401);
    await admin.post(`/api/users/${id}/enable`);
    await admin.post(`/api/users/${id}/unlock`);
    expect(await codeOf('emergency', CAST_PASSWORD)).toBe('wrong-credentials');
    expect((await officer.post(`/api/users/${id}/lock`, { reason: '再锁一次' })).json().code).toBe('state-conflict');
    await officer.post(`/api/users/${id}/release`, { reason: '本人已说明' });
    expect(await codeOf('emergency', CAST_PASSWORD)).toBeUndefined();
  });

  it('sees refused sign-ins, roles given, and who reveals more than is usual', async () => {
    const at = service.now().toISOString();
    await database.flow.execute(sql`
      insert into audit_entries (at, actor_id, actor, action, subject_kind, subject_id)
      select ${at}::timestamptz - make_interval(days => d), u.id, u.username, 'number.reveal', 'person', 'x'
      from users u, generate_series(0, 9) d, generate_series(1, case when u.username = 'dunhua' and d = 1 then 40 else 3 end)
      where u.username in ('dunhua', 'longjing')`);
    const view = (await officer.get('/api/security')).json();
    expect(view.refused).toContainEqual(
      expect.objectContaining({ actor: 'education', tries: 5 + 1, address: '127.0.0.1' }),
    );
    expect(view.granted).toContainEqual(
      expect.objectContaining({ username: 'auditor-two', to: 'auditor', from: null }),
    );
    const { people, usual, days } = view.reveals;
    expect(people.map((one: { actor: string; total: number }) => [one.actor, one.total])).toEqual([
      ['dunhua', 67],
      ['longjing', 30],
    ]);
    const out = people.flatMap((one: { byDay: number[] }) => one.byDay.filter((count) => count > usual));
    expect([out, days.length]).toEqual([[40], 30]);
  });

  it('reads the rights of every role', async () => {
    const { items } = (await officer.get('/api/roles')).json();
    const rights = Object.fromEntries(items.map((one: { role: string; actions: string[] }) => [one.role, one.actions]));
    expect(rights.auditor).toContain('audit.read');
    expect(rights.administrator).not.toContain('alert.read');
  });
});
