// Whatever goes wrong leaves as a problem of the catalogue; the catalogue and its page say the same.
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connect, disconnect } from '../../db/client.ts';
import { defineRoute } from '../../server/access/route.ts';
import { guard } from '../../server/http/guard.ts';
import { toProblem } from '../../server/http/problems.ts';
import { PROBLEMS, Problem } from '../../server/kernel/problem.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME } from '../support/cast.ts';
import { ROUTES } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { countRows, findUserId } from '../support/makers.ts';

/** Routes that go wrong on purpose. */
const faulty = [
  defineRoute({
    method: 'POST',
    url: '/api/trials/:id',
    action: 'session.read',
    summary: 'checks everything',
    needsVersion: true,
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number().int().max(5).default(1) }),
    body: z.object({ note: z.string().min(2), 'a/b': z.number().optional() }),
    response: z.object({ version: z.number() }),
    handle: async ({ version, record }) => {
      await record({ subjectKind: 'trial', subjectId: 'x' });
      return { version: version + 1, secret: 'not in the schema' };
    },
  }),
  defineRoute({
    method: 'GET',
    url: '/api/trials/fault',
    action: 'session.read',
    summary: 'an error nobody expected',
    response: z.null(),
    handle: async ({ tx }) => {
      await tx.execute(sql`select ${'金顺姬的诊断'}::int`);
      return null;
    },
  }),
  defineRoute({
    method: 'POST',
    url: '/api/trials/forgetful',
    action: 'session.read',
    summary: 'writes and records nothing',
    response: z.null(),
    handle: async () => null,
  }),
  defineRoute({
    method: 'POST',
    url: '/api/trials/change-of-mind',
    action: 'session.read',
    summary: 'records, then refuses',
    response: z.null(),
    handle: async ({ record }) => {
      await record({ subjectKind: 'trial', subjectId: 'rolled back' });
      throw new Problem('state-conflict');
    },
  }),
  defineRoute({
    method: 'GET',
    url: '/api/trials/text',
    action: 'session.read',
    summary: 'a text that PostgreSQL does not take',
    query: z.object({ text: z.string() }),
    response: z.null(),
    handle: async ({ tx, query }) => {
      await tx.execute(sql`select ${query.text}::text`);
      return null;
    },
  }),
  defineRoute({
    method: 'GET',
    url: '/api/trials/full',
    action: 'session.read',
    summary: 'writes where there is no room',
    response: z.null(),
    handle: async () => {
      await writeFile('/dev/full', 'x');
      return null;
    },
  }),
  defineRoute({
    method: 'POST',
    url: '/api/trials/file',
    action: 'session.read',
    summary: 'takes a file',
    takesFile: true,
    body: z.object({ month: z.string().regex(/^\d{4}-\d{2}$/) }),
    response: z.object({ name: z.string(), bytes: z.number(), path: z.string(), text: z.string(), month: z.string() }),
    handle: async ({ file, body, record }) => {
      await record({ subjectKind: 'trial', subjectId: 'file' });
      return { ...file, ...body, text: readFileSync(file.path, 'utf8') };
    },
  }),
];

let database: TestDatabase;
let service: TestApp;
let me: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database, { routes: [...ROUTES, ...faulty], config: { largestUpload: 1000 } });
  me = await signIn(service.app, 'longjing');
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const ID = '01a13d12-ba80-73e8-95a1-7a7e32b98f61';

describe('the catalogue', () => {
  it('asks one of two that waited for each other to come again, since the same goes through a moment later', () => {
    const cause = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    expect(toProblem(new Error('Failed query', { cause })).code).toBe('unavailable');
  });

  it('stands in docs/problems.md, whole and word for word', () => {
    const page = readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(\S+)` \| (\d+) \| (.+) \| (.+) \|$/gm)].map(([, code, ...rest]) => [
      code,
      rest,
    ]);
    const catalogue = Object.entries(PROBLEMS).map(([code, { status, zh, en }]) => [code, [String(status), zh, en]]);
    expect(rows).toEqual(catalogue);
  });
});

describe('a problem', () => {
  it('says what, in both languages, and under which request', async () => {
    const answer = await browse(service.app).get('/api/session');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      type: 'urn:shouwang:problem:not-signed-in',
      status: 401,
      code: 'not-signed-in',
      titles: { zh: '请先登录。', en: 'Sign in first.' },
      requestId: answer.headers['x-request-id'],
    });
  });

  it.runIf(existsSync('/dev/full'))('of a full disk says so, and who can make room', async () => {
    const answer = await me.get('/api/trials/full');
    expect(answer.json()).toMatchObject({
      code: 'disk-full',
      status: 507,
      titles: { zh: expect.stringContaining('磁盘已满') },
    });
  });

  it('of wrong input names every fault with its place', async () => {
    const answer = await me.post('/api/trials/no-id?limit=9', { note: 'x', 'a/b': 'y' }, { version: 1 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      ':id',
      '?limit',
      '/note',
      '/a~1b',
    ]);
    expect(answer.json().errors[2].detail).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/);
  });

  it('is what a body that is missing, not JSON, not a known type or too large meets', async () => {
    const send = (payload: string, type = 'application/json') =>
      me.send('POST', '/api/session', { body: payload, headers: { 'content-type': type } });
    expect((await me.post('/api/session')).json()).toMatchObject({ code: 'wrong-input' });
    expect((await send('{"a":')).json()).toMatchObject({ code: 'bad-request', status: 400 });
    expect((await send('<a/>', 'application/xml')).json()).toMatchObject({ code: 'wrong-media-type', status: 415 });
    expect((await send(JSON.stringify({ a: 'x'.repeat(1_100_000) }))).json()).toMatchObject({
      code: 'too-large',
      status: 413,
    });
  });

  it('is what an unknown path and a path nobody can read meet', async () => {
    expect((await me.get('/api/nothing')).json()).toMatchObject({ code: 'not-found' });
    expect((await me.get('/nothing')).json()).toMatchObject({ code: 'not-found' });
    expect((await me.get('/api/trials/%zz')).json()).toMatchObject({ code: 'bad-request' });
  });

  it('is what half an emoji meets, and a day before the first year, not a 500', async () => {
    const userId = await findUserId(database.flow, HOME.coordinator);
    const half = await me.post('/api/field/view-as', { userId, reason: 'half an emoji \ud83d' });
    expect(half.json()).toMatchObject({ code: 'bad-request', detail: expect.stringContaining('half an emoji') });
    const early = await me.get('/api/alerts?from=0001-01-01');
    expect(early.json()).toMatchObject({ code: 'bad-request', detail: expect.stringContaining('out of range') });
  });

  it('is what a text with a NUL meets, not a 500', async () => {
    expect((await me.get('/api/trials/text?text=a%00b')).json()).toMatchObject({ code: 'bad-request' });
  });

  it('nobody expected says nothing of itself, and its log line nothing of persons', async () => {
    const answer = await me.get('/api/trials/fault');
    expect(answer.json()).toMatchObject({ code: 'unexpected', status: 500 });
    expect(answer.body).not.toMatch(/select|invalid|诊断/);
    const line = JSON.parse(service.log.at(-1)!);
    expect(line).toMatchObject({ reqId: answer.headers['x-request-id'], code: '22P02', route: '/api/trials/fault' });
    expect(line.stack.length).toBeGreaterThan(2);
    expect(service.log.join('')).not.toMatch(/诊断/);
  });
});

describe('a write', () => {
  it('without If-Match is refused where a version is needed, and answers with the new one as its ETag', async () => {
    expect((await me.post(`/api/trials/${ID}`, { note: 'seen' })).json()).toMatchObject({ code: 'version-required' });
    const wrong = await me.post(`/api/trials/${ID}`, { note: 'seen' }, { headers: { 'if-match': 'v3' } });
    expect(wrong.json()).toMatchObject({ code: 'version-required' });
    const right = await me.post(`/api/trials/${ID}`, { note: 'seen' }, { version: 3 });
    expect(right.headers.etag).toBe('"v4"');
    expect(right.json()).toEqual({ version: 4 });
  });

  it('that recorded nothing fails and is rolled back', async () => {
    expect((await me.post('/api/trials/forgetful')).json()).toMatchObject({ code: 'unexpected' });
    expect(service.log.at(-1)).toContain('wrote no audit entry');
  });

  it('that is refused leaves nothing behind', async () => {
    const before = await countRows(database.flow, 'audit_entries');
    expect((await me.post('/api/trials/change-of-mind')).json()).toMatchObject({ code: 'state-conflict' });
    expect(await countRows(database.flow, 'audit_entries')).toBe(before);
  });

  it('from another site is refused, from our own pages taken', async () => {
    const send = (headers: Record<string, string>) =>
      me.post(`/api/trials/${ID}`, { note: 'seen' }, { version: 1, headers });
    expect((await send({ origin: 'https://evil.example' })).json()).toMatchObject({ code: 'not-allowed' });
    expect((await send({ origin: 'null' })).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    expect((await send({ origin: 'http://localhost:80', host: 'localhost:80' })).statusCode).toBe(200);
  });
});

describe('a file', () => {
  const form = (parts: [name: string, text: string, file?: string][]) => {
    const payload = parts.map(([name, text, file]) => {
      const disposition = `Content-Disposition: form-data; name="${name}"${file ? `; filename="${file}"` : ''}`;
      return `--border\r\n${disposition}\r\n${file ? 'Content-Type: text/csv\r\n' : ''}\r\n${text}\r\n`;
    });
    return {
      body: `${payload.join('')}--border--\r\n`,
      headers: { 'content-type': 'multipart/form-data; boundary=border' },
    };
  };
  const send = (...parts: Parameters<typeof form>[0]) => me.send('POST', '/api/trials/file', form(parts));

  it('arrives on disk with the fields beside it, and is gone after the answer', async () => {
    const answer = await send(['month', '2026-09'], ['file', '户号,姓名', '公安厅_202609.csv']);
    expect(answer.json()).toMatchObject({ name: '公安厅_202609.csv', text: '户号,姓名', bytes: 13, month: '2026-09' });
    expect(existsSync(answer.json().path)).toBe(false);
  });

  it('that is missing, too many, too large or no form at all is refused', async () => {
    expect((await send(['month', '2026-09'])).json().errors[0].pointer).toBe('/file');
    expect((await send(['month', '09'], ['file', 'x', 'a.csv'])).json().errors[0].pointer).toBe('/month');
    expect((await send(['file', 'x', 'a.csv'], ['more', 'x', 'b.csv'])).json().code).toBe('too-large');
    expect((await send(['file', 'x'.repeat(2000), 'a.csv'])).json().code).toBe('too-large');
    expect((await me.post('/api/trials/file', { month: '2026-09' })).json().code).toBe('wrong-media-type');
  });
});

describe('the application', () => {
  it('does not boot with a route that names no action', async () => {
    const nameless = { ...faulty[1]!, action: undefined as never, url: '/api/trials/nameless' };
    await expect(startApp(database, { routes: [nameless] })).rejects.toThrow(/names no action/);
    const unknown = { ...nameless, action: 'trial.do' as never };
    await expect(startApp(database, { routes: [unknown] })).rejects.toThrow(/names no action/);
    const app = Fastify();
    await guard(app, { secureCookies: false, isRehearsal: false });
    expect(() => app.get('/api/by-the-back-door', async () => 'hello')).toThrow(/names no action/);
  });

  it('answers 503 while the database is away, and is not ready', async () => {
    const nowhere = connect('postgres://nobody:x@127.0.0.1:1/none', { max: 1, name: 'nowhere' });
    const other = await startApp({ flow: database.flow, web: nowhere }, {});
    const browser = await signIn(other.app, 'longjing');
    expect((await browser.get('/api/session')).json()).toMatchObject({ code: 'unavailable', status: 503 });
    const ready = await browser.get('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'not-ready', database: false }]);
    expect((await browser.get('/healthz')).statusCode).toBe(200);
    await other.close();
    await disconnect(nowhere);
  });

  it('is ready when its database answers and its first cycle is done', async () => {
    expect((await me.get('/readyz')).json()).toEqual({ status: 'ready', database: true });
    const waiting = await startApp(database, { isReady: () => false });
    expect((await browse(waiting.app).get('/readyz')).statusCode).toBe(503);
    await waiting.close();
  });

  it('describes every route and shows the pages to try them under its own content security policy', async () => {
    const { paths } = (await me.get('/api/docs/json')).json();
    const described = Object.entries(paths).flatMap(([url, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${url.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.sort()).toEqual([...ROUTES, ...faulty].map(({ method, url }) => `${method} ${url}`).sort());
    const page = await me.get('/api/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/<script(?![^>]*src=)/);
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self';/);
  });

  it('limits sign-ins from one address more tightly than the rest', async () => {
    const strict = await startApp(database, { config: { signInsAMinute: 2 } });
    const stranger = browse(strict.app);
    const codes: unknown[] = [];
    for (let i = 0; i < 3; i++) codes.push((await stranger.post('/api/session', {})).json().code);
    expect(codes).toEqual(['wrong-input', 'wrong-input', 'too-many-requests']);
    expect((await stranger.get('/api/session')).json().code).toBe('not-signed-in');
    await strict.close();
  });
});
