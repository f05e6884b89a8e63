// The live socket: hints of one's own area and nothing else, in this process and the next, until the session ends.
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../../server/access/route.ts';
import { announce } from '../../server/live/hints.ts';
import { CLOSED } from '../../server/live/socket.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { ROUTES } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

const act = defineRoute({
  method: 'POST',
  url: '/api/trials',
  action: 'session.read',
  summary: 'an act in Zhixin',
  startsCycle: true,
  body: z.object({ fails: z.boolean().default(false) }),
  response: z.null(),
  handle: async ({ body, record }) => {
    await record({ action: 'task.dispatch', subjectKind: 'task', subjectId: 'x', areaCode: HOME.village });
    if (body.fails) throw new Error('after recording');
    return null;
  },
});

let database: TestDatabase;
let service: TestApp;
let other: TestApp;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database, { routes: [...ROUTES, act] });
  other = await startApp(database);
});
afterAll(async () => {
  await service?.close();
  await other?.close();
  await database?.close();
});

interface Opened {
  heard: { action: string; area: string }[];
  close(): void;
  closed: Promise<number>;
  send(text: string): void;
}
const opened: Opened[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.close();
});

/** An upgrade without a network: the address is what the rate limit counts by. */
const upgrade = (at: TestApp, headers: Record<string, string>) =>
  at.app.injectWS('/api/live', { headers, socket: { remoteAddress: '127.0.0.1' } as never });

async function open(browser: Browser, at: TestApp = service, headers: Record<string, string> = {}): Promise<Opened> {
  const socket = await upgrade(at, { cookie: browser.cookie, ...headers });
  const heard: Opened['heard'] = [];
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(String(data))));
  const closed = once(socket, 'close').then(([code]) => code as number);
  const one = { heard, closed, close: () => socket.terminate(), send: (text: string) => socket.send(text) };
  opened.push(one);
  return one;
}

/** Long enough for what must come; silence is waited for by `aMoment`. */
const SOON = { timeout: 60_000 };
const aMoment = (milliseconds = 450) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a hint', () => {
  it('reaches whoever may look there, coarser the farther they are, and nobody else', async () => {
    const names = [
      'longjing-zhixin-village',
      'longjing-zhixin',
      'longjing',
      'province',
      'dunhua',
      'longjing-sanhe-village',
      'police',
      'auditor',
    ];
    const sockets = await Promise.all(names.map(async (name) => open(await signIn(service.app, name))));
    const longjing = await signIn(service.app, 'longjing');
    expect((await longjing.post('/api/trials', {})).statusCode).toBe(204);
    const near = [{ action: 'task.dispatch', area: HOME.village }];
    const far = [{ action: 'task.dispatch', area: HOME.county }];
    await expect
      .poll(() => Object.fromEntries(names.map((name, index) => [name, sockets[index]!.heard])), SOON)
      .toEqual({
        'longjing-zhixin-village': near,
        'longjing-zhixin': far,
        longjing: far,
        province: far,
        dunhua: [],
        'longjing-sanhe-village': [],
        police: [],
        auditor: [],
      });
    expect(service.cycles).toEqual(['session.read']);
  });

  it('reaches the sockets of other processes', async () => {
    const there = await open(await signIn(other.app, 'longjing'), other);
    await (await signIn(service.app, 'longjing')).post('/api/trials', {});
    await expect.poll(() => there.heard, SOON).toEqual([{ action: 'task.dispatch', area: HOME.county }]);
  });

  it('is not sent by an act that was rolled back', async () => {
    const socket = await open(await signIn(service.app, 'longjing'));
    const before = service.cycles.length;
    expect((await (await signIn(service.app, 'longjing')).post('/api/trials', { fails: true })).statusCode).toBe(500);
    await aMoment();
    expect([socket.heard, service.cycles.length]).toEqual([[], before]);
  });

  it('of a whole cycle comes once a county for whoever watches from afar', async () => {
    const socket = await open(await signIn(service.app, 'province'));
    const near = await open(await signIn(service.app, 'longjing-zhixin-village'));
    const villages = Array.from({ length: 3000 }, (_, i) => `222405105${String(i % 1000).padStart(3, '0')}`);
    await announce(
      database.flow,
      villages.map((area) => ({ action: 'alert.raise', area })),
    );
    await expect.poll(() => near.heard.length, SOON).toBeGreaterThan(10);
    await expect.poll(() => socket.heard, SOON).toEqual([{ action: 'alert.raise', area: '222405' }]);
  });

  it('about the whole province reaches everybody with an area', async () => {
    const names = ['province', 'dunhua', 'longjing-zhixin-village', 'auditor'];
    const sockets = await Promise.all(names.map(async (name) => open(await signIn(service.app, name))));
    await announce(database.flow, [{ action: 'cycle.done', area: '22' }]);
    const hint = { action: 'cycle.done', area: '22' };
    await expect.poll(() => sockets.map((socket) => socket.heard), SOON).toEqual([[hint], [hint], [hint], []]);
  });

  it('sent inside a transaction is heard only once that is committed', async () => {
    const socket = await open(await signIn(service.app, 'longjing'));
    await database.flow
      .transaction(async (tx) => {
        await announce(tx, [{ action: 'alert.raise', area: HOME.village }]);
        throw new Error('rolled back');
      })
      .catch(() => {});
    await aMoment();
    expect(socket.heard).toEqual([]);
  });

  it('that is none of ours is passed over', async () => {
    const socket = await open(await signIn(service.app, 'longjing'));
    for (const payload of ['', 'nonsense', '{"action":1}', '{"action":"x","areas":["222405; drop"]}'])
      await database.web.$client.notify('shouwang_hints', payload);
    await aMoment();
    expect(socket.heard).toEqual([]);
  });
});

describe('the socket', () => {
  it('opens for nobody without a session, nor for another site’s page', async () => {
    const refused = (headers: Record<string, string>) => upgrade(service, headers);
    await expect(refused({})).rejects.toThrow(/401/);
    const { cookie } = await signIn(service.app, 'longjing');
    await expect(refused({ cookie, origin: 'https://evil.example' })).rejects.toThrow(/403/);
    expect((await browse(service.app, '', cookie).get('/api/live')).json().code).toBe('bad-request');
  });

  it('closes at once when its session is signed out, in whichever process', async () => {
    const browser = await signIn(service.app, 'longjing');
    const [here, there] = [await open(browser), await open(browser, other)];
    const untouched = await open(await signIn(service.app, 'longjing'));
    await browser.send('DELETE', '/api/session');
    expect(await Promise.all([here.closed, there.closed])).toEqual([CLOSED.signedOut, CLOSED.signedOut]);
    expect(await Promise.race([untouched.closed, aMoment(100)])).toBeUndefined();
  });

  it('closes by its heartbeat when the session has run out', async () => {
    const beating = await startApp(database, { config: { heartbeat: 1000 } });
    const socket = await open(await signIn(beating.app, 'longjing'), beating);
    beating.setNow(new Date(PRESENT.getTime() + 13 * 3600_000));
    expect(await socket.closed).toBe(CLOSED.signedOut);
    await beating.close();
  });

  it('takes no long and not many messages', async () => {
    const browser = await signIn(service.app, 'longjing');
    const long = await open(browser);
    long.send('x'.repeat(2000));
    expect(await long.closed).toBe(1009);
    const many = await open(browser);
    for (let i = 0; i < 30; i++) many.send('x');
    expect(await many.closed).toBe(CLOSED.tooMuch);
  });

  it('is given to one user eight times and no more', async () => {
    const browser = await signIn(service.app, 'yanbian');
    for (let i = 0; i < 8; i++) await open(browser);
    await expect(open(browser)).rejects.toThrow(/429/);
  });
});
