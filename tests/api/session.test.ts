// Signing in, staying signed in, being shut out; the administrator's accounts.
import { readFileSync } from 'node:fs';
import { eq, sql } from 'drizzle-orm';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessions, users } from '../../db/schema/access.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { CAST_PASSWORD, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let service: TestApp;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const hoursOn = (hours: number) => new Date(PRESENT.getTime() + hours * 3600_000);
const tryPassword = (username: string, password: string) =>
  browse(service.app).post('/api/session', { username, password });

describe('signing in', () => {
  it('tells who I am, where I may look and what I may do', async () => {
    const longjing = await signIn(service.app, 'longjing');
    const me = (await longjing.get('/api/session')).json();
    expect(me).toMatchObject({
      username: 'longjing',
      role: 'county-dispatcher',
      body: { key: '222405', name: '龙井市', level: 'county' },
      areas: [{ code: '222405', name: '龙井市' }],
      isRehearsal: true,
      now: PRESENT.toISOString(),
    });
    expect(me.actions).toContain('task.dispatch');
    expect(me.actions).not.toContain('user.read');
  });

  it('gives a coordinator their villages and an auditor no area at all', async () => {
    const villages = (await (await signIn(service.app, 'longjing-zhixin-village')).get('/api/session')).json().areas;
    expect(villages.length).toBeGreaterThanOrEqual(16);
    expect(villages.every(({ code }: { code: string }) => /^222405105\d{3}$/.test(code))).toBe(true);
    expect((await (await signIn(service.app, 'auditor')).get('/api/session')).json().areas).toEqual([]);
  });

  it('sets a cookie that scripts cannot read and other sites cannot send; the database has only its hash', async () => {
    const answer = await tryPassword('longjing', CAST_PASSWORD);
    expect(answer.headers['set-cookie']).toMatch(
      /^shouwang=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const token = answer.cookies[0]!.value;
    const stored = await database.flow.select().from(sessions);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('sends the cookie over HTTPS only, and bound to the host, where the service is told so', async () => {
    const secure = await startApp(database, { config: { secureCookies: true } });
    const answer = await browse(secure.app).post('/api/session', { username: 'longjing', password: CAST_PASSWORD });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-shouwang=.+; Secure; SameSite=Strict$/);
    expect(answer.headers['strict-transport-security']).toBeDefined();
    await secure.close();
  });

  it('locks a name for a quarter of an hour after five wrong tries, whether it exists or not', async () => {
    for (const username of ['dunhua', 'nobody-of-this-name']) {
      const codes: string[] = [];
      for (let i = 0; i < 6; i++) codes.push((await tryPassword(username, 'wrong')).json().code);
      expect(codes).toEqual([...Array(5).fill('wrong-credentials'), 'locked-out']);
    }
    expect((await tryPassword('dunhua', CAST_PASSWORD)).json().code).toBe('locked-out');
    service.setNow(hoursOn(0.26));
    expect((await tryPassword('dunhua', CAST_PASSWORD)).statusCode).toBe(200);
    service.setNow(PRESENT);
  });

  it('counts guesses made at the same time one by one', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => tryPassword('nanguan', 'wrong')));
    const codes = answers.map((answer) => answer.json().code).sort();
    expect(codes).toEqual([...Array(4).fill('locked-out'), ...Array(5).fill('wrong-credentials')]);
  });

  it('takes about as long for a name that does not exist', async () => {
    const timeOf = async (username: string) => {
      const start = performance.now();
      await tryPassword(username, 'wrong');
      return performance.now() - start;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let i = 0; i < 4; i++) {
      times.known.push(await timeOf('yanbian'));
      times.unknown.push(await timeOf(`unknown-${i}`));
    }
    expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 3);
  });
});

describe('a session', () => {
  it('of staff ends after twelve hours, a coordinator has two weeks', async () => {
    const desk = await signIn(service.app, 'longjing');
    const field = await signIn(service.app, 'longjing-zhixin-village');
    service.setNow(hoursOn(11.9));
    expect((await desk.get('/api/session')).statusCode).toBe(200);
    service.setNow(hoursOn(12.1));
    expect((await desk.get('/api/session')).statusCode).toBe(401);
    expect((await field.get('/api/session')).statusCode).toBe(200);
    service.setNow(hoursOn(14 * 24 + 1));
    expect((await field.get('/api/session')).statusCode).toBe(401);
    service.setNow(PRESENT);
  });

  it('ends with signing out, and the cookie goes', async () => {
    const longjing = await signIn(service.app, 'longjing');
    const answer = await longjing.send('DELETE', '/api/session');
    expect([answer.statusCode, answer.cookies[0]?.value]).toEqual([204, '']);
    expect((await longjing.get('/api/session')).statusCode).toBe(401);
  });

  it('ends when the account is closed', async () => {
    const tax = await signIn(service.app, 'tax');
    await database.owner.update(users).set({ isActive: false }).where(eq(users.username, 'tax'));
    expect((await tax.get('/api/session')).statusCode).toBe(401);
    expect((await tryPassword('tax', CAST_PASSWORD)).json().code).toBe('wrong-credentials');
  });

  it('of a forged or foreign cookie is none', async () => {
    expect((await browse(service.app, '', `shouwang=${'A'.repeat(43)}`).get('/api/session')).statusCode).toBe(401);
    expect((await browse(service.app, '', `shouwang=${'A'.repeat(4000)}`).get('/api/session')).statusCode).toBe(401);
  });
});

describe('a password', () => {
  it('is changed by its owner, who alone stays signed in', async () => {
    const [here, there] = [await signIn(service.app, 'police'), await signIn(service.app, 'police')];
    const change = (oldPassword: string, newPassword: string) =>
      here.put('/api/password', { oldPassword, newPassword });
    expect((await change('wrong', 'a better password')).json().errors[0].pointer).toBe('/oldPassword');
    expect((await change(CAST_PASSWORD, 'short')).json().errors[0].pointer).toBe('/newPassword');
    expect((await change(CAST_PASSWORD, 'police-police-1')).json().errors[0].pointer).toBe('/newPassword');
    expect((await change(CAST_PASSWORD, 'a better password')).statusCode).toBe(204);
    expect((await here.get('/api/session')).statusCode).toBe(200);
    expect((await there.get('/api/session')).statusCode).toBe(401);
    await signIn(service.app, 'police', 'a better password');
  });
});

describe('accounts', () => {
  let administrator: Browser;
  beforeAll(async () => {
    administrator = await signIn(service.app, 'administrator');
  });
  const account = { username: 'sanhe-two', name: '朴英姬', role: 'village-coordinator', visitorKind: 'coordinator' };

  it('are the administrator’s to make; the security officer reads them, to lock one', async () => {
    for (const username of ['province', 'security-officer', 'auditor', 'longjing']) {
      const other = await signIn(service.app, username);
      const read = (await other.get('/api/users')).json().code;
      expect(read, username).toBe(username === 'security-officer' ? undefined : 'not-allowed');
      expect((await other.post('/api/users', account)).json().code).toBe('not-allowed');
    }
  });

  it('are listed page by page, each once, without a hash', async () => {
    const names: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { items: { username: string }[]; next: string | null } = (
        await administrator.get(`/api/users?limit=25${after && `&after=${encodeURIComponent(after)}`}`)
      ).json();
      names.push(...page.items.map((row) => row.username));
      expect(JSON.stringify(page)).not.toContain('argon2');
      after = page.next;
    }
    expect(names).toEqual([...new Set(names)].sort());
    expect(names.length).toBeGreaterThan(60);
    expect((await administrator.get('/api/users?after=bogus')).json().errors[0].pointer).toBe('?after');
  });

  it('begin with a password that must be changed before anything else', async () => {
    const answer = await administrator.post('/api/users', { ...account, villages: ['222405103201'] });
    expect(answer.statusCode).toBe(200);
    const { username, password } = answer.json();
    const newcomer = await signIn(service.app, username, password);
    expect((await newcomer.get('/api/session')).json()).toMatchObject({
      mustChangePassword: true,
      areas: [{ code: '222405103201' }],
    });
    const change = { oldPassword: password, newPassword: 'a better password' };
    expect((await newcomer.put('/api/password', change)).statusCode).toBe(204);
    expect((await newcomer.get('/api/session')).json().mustChangePassword).toBe(false);
  });

  it('are refused where the role has no work, with every field that is wrong', async () => {
    const pointersOf = async (body: object) =>
      (await administrator.post('/api/users', body)).json().errors.map((error: { pointer: string }) => error.pointer);
    expect(await pointersOf({ ...account, username: 'longjing', villages: ['222405999999'] })).toEqual([
      '/username',
      '/villages',
    ]);
    expect(await pointersOf({ username: 'x1', name: 'x', role: 'county-dispatcher', bodyKey: '2224' })).toEqual([
      '/bodyKey',
    ]);
    expect(await pointersOf({ username: 'x1', name: 'x', role: 'auditor', bodyKey: '22', department: 'tax' })).toEqual([
      '/bodyKey',
      '/department',
    ]);
    expect(await pointersOf({ username: 'Große', name: '', role: 'king' })).toEqual(['/username', '/name', '/role']);
  });

  it('of the cast leave no village of the rehearsal without somebody to walk to it, nor any township without an officer', async () => {
    const covered = await database.flow.execute<{ code: string }>(
      sql`select distinct area_code as code from user_areas`,
    );
    const officers = await database.flow.execute<{ code: string }>(
      sql`select body_key as code from users where role = 'township-officer'`,
    );
    const codes = (rows: { code: string }[]) => new Set(rows.map((row) => row.code));
    const villages = villagesOfRehearsal();
    expect(villages.length).toBeGreaterThan(150);
    expect(villages.filter((code) => !codes(covered).has(code))).toEqual([]);
    expect(villages.filter((code) => !codes(officers).has(code.slice(0, 9)))).toEqual([]);
  });
});

/** The village codes that the rehearsal's registry files name. */
function villagesOfRehearsal(): string[] {
  const texts = ['2026-09/公安厅_户籍人口_202609.csv', '2026-10/公安厅_户籍人口_202610.csv'].map((file) =>
    iconv.decode(readFileSync(new URL(`../../tests/fixtures/samples/${file}`, import.meta.url)), 'gb18030'),
  );
  return [...new Set(texts.flatMap((text) => text.match(/\b22\d{10}\b(?=,)/g) ?? []))];
}
