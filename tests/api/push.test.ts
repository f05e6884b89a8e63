// A department's system pushes rows by its key: they come in as the same rows in a file would, and nothing else can be done with a key.
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIntakes } from '../../server/doors/intakes.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { CATALOGUE, DATA_DIR, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { factsInForce, files, flowOn, idOf } from '../support/flow.ts';
import { countRows, makeIntake, makeKey } from '../support/makers.ts';

const HEAD = idOf(1, '19700101');
const LARGEST = 100_000;
const registry = () => files.registry('202609', [{ id: HEAD, household: 'H1' }]);
let database: TestDatabase;
let service: TestApp;
let runner: Awaited<ReturnType<typeof startIntakes>>;
let tax: Browser;
let police: Browser;
let administrator: Browser;
let key: string;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database, { config: { largestUpload: LARGEST, logLevel: 'trace' } });
  await flowOn(database).hand(registry(), '2026-09-30');
  const door = { flow: database.flow, keys: KEYS, catalogue: CATALOGUE };
  runner = await startIntakes({ ...door, clock: service.now, config: { dataDir: DATA_DIR } });
  const names = ['tax', 'police', 'administrator'];
  const browsers = await Promise.all(names.map((name) => signIn(service.app, name)));
  [tax, police, administrator] = browsers as [Browser, Browser, Browser];
  key = (await makeKey(database.flow, { department: 'tax' })).secret;
});
afterAll(async () => {
  await runner?.stop();
  await service?.close();
  await database?.close();
});

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const NDJSON = { 'content-type': 'application/x-ndjson' };
const rowOf = (id: string, amount: number | string, month = '202609') => ({
  ...{
    纳税人姓名: '金顺姬',
    证件类型: '居民身份证',
    证件号码: id,
    税款所属期: month,
    收入额: amount,
    扣缴义务人: '某单位2',
  },
});
const rows = (...of: object[]) => `${of.map((row) => JSON.stringify(row)).join('\n')}\n`;

function push(payload: string | Buffer | Readable, options: { url?: string; secret?: string; headers?: object } = {}) {
  const { url = '/api/push/wages?period=2026-09', secret = key, headers = {} } = options;
  return service.app.inject({ method: 'POST', url, payload, headers: { ...NDJSON, ...bearer(secret), ...headers } });
}

async function ask(id: string, secret = key) {
  return await service.app.inject({ url: `/api/push/intakes/${id}`, headers: bearer(secret) });
}

async function ended(answer: Awaited<ReturnType<typeof push>>) {
  expect(answer.statusCode, answer.body).toBe(202);
  const { id, stateAt } = answer.json();
  expect(stateAt).toBe(`/api/push/intakes/${id}`);
  await expect.poll(async () => (await ask(id)).json().endedAt, { timeout: 60_000 }).not.toBeNull();
  return (await ask(id)).json();
}

/** Other tests push as well: theirs are there for a moment. */
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('shouwang-push-'));

describe.sequential('pushed rows', () => {
  it('are the facts that the same rows in a file are', async () => {
    const amounts = [1234.5, 20, 3];
    const told = await ended(await push(rows(...amounts.map((amount, at) => rowOf(HEAD, amount, `20260${7 + at}`)))));
    expect(told).toMatchObject({
      ...{ state: 'done', dataset: 'wages', period: '2026-09', name: '推送_工资薪金所得.ndjson', isHeld: false },
      ...{ counts: { accepted: 3, waiting: 0, rejected: {} }, reason: null, asks: 'nothing' },
    });
    const other = await openDatabase();
    const flow = flowOn(other);
    await flow.hand(registry(), '2026-09-30');
    const of = amounts.map((amount, at) => ({ id: HEAD, month: `20260${7 + at}`, amount }));
    await flow.hand(files.wages('202609', of), '2026-10-15');
    const wanted = await factsInForce(other.flow);
    await other.close();
    expect(wanted).toHaveLength(3);
    expect(await factsInForce(database.flow)).toEqual(wanted);
    const [batch] = await database.flow.execute(sql`select origin, department from batches where dataset = 'wages'`);
    expect(batch).toEqual({ origin: 'push', department: 'tax' });
    await expect.poll(leftovers).toEqual([]);
  });

  it('of the same bytes again change nothing', async () => {
    const payload = rows(rowOf(HEAD, 77));
    const first = await ended(await push(payload));
    const before = await countRows(database.flow, 'batches');
    expect(await ended(await push(payload))).toMatchObject({ state: 'known', counts: first.counts });
    expect(await countRows(database.flow, 'batches')).toBe(before);
  });

  it('are counted by what became of them, and never shown', async () => {
    const broken = `${idOf(5).slice(0, 17)}?`;
    const answer = await push(rows(rowOf(HEAD, 5), rowOf(idOf(7), 6), rowOf(broken, 7), rowOf(HEAD, 'x')));
    const told = await ended(answer);
    expect(told).toMatchObject({
      counts: { accepted: 1, waiting: 1, rejected: { 'malformed-id': 1, 'not-a-number': 1 } },
    });
    expect(JSON.stringify(told)).not.toMatch(/金顺姬|2299/);
  });

  it('come packed by gzip too, and as a stream without a length', async () => {
    const packed = gzipSync(rows(rowOf(HEAD, 81)));
    expect(await ended(await push(packed, { headers: { 'content-encoding': 'gzip' } }))).toMatchObject({
      state: 'done',
    });
    expect(await ended(await push(Readable.from([Buffer.from(rows(rowOf(HEAD, 82)))])))).toMatchObject({
      state: 'done',
    });
    const garbage = await push(Buffer.from('no gzip'), { headers: { 'content-encoding': 'gzip' } });
    expect(garbage.json().code).toBe('bad-request');
  });

  it('with a broken line are refused whole, with its place; then the right ones come in', async () => {
    const text = `${rows(rowOf(HEAD, 91), rowOf(HEAD, 92))}{"纳税人姓名": "金顺\n${rows(rowOf(HEAD, 93))}`;
    const told = await ended(await push(text));
    expect(told).toMatchObject({ state: 'refused', counts: null, asks: 'nothing' });
    expect(told.reason.zh).toContain('第3行');
    expect(told.reason.en).toContain('Line 3');
    expect(await ended(await push(rows(rowOf(HEAD, 91))))).toMatchObject({ state: 'done' });
  });

  it('whose period nobody tells wait for it to be said; the liaison says it on the page', async () => {
    const rosterKey = await makeKey(database.flow, { department: 'civil-affairs' });
    const row = { 姓名: '金顺姬', 身份证号: HEAD, 户主身份证号: '', 救助类别: '低保', '月救助金额(元)': 279 };
    const payload = rows({ ...row, 起始年月: '202601', 终止年月: '' });
    const answer = await push(payload, { url: '/api/push/aid-roster', secret: rosterKey.secret });
    const { id } = answer.json();
    const get = async () => (await ask(id, rosterKey.secret)).json();
    await expect.poll(async () => (await get()).state, { timeout: 60_000 }).toBe('refused');
    expect(await get()).toMatchObject({ asks: 'period' });
    const civil = await signIn(service.app, 'civil-affairs');
    expect((await civil.post(`/api/intakes/${id}/hand-in`, { period: '2026-09' })).statusCode).toBe(200);
    await expect.poll(async () => (await get()).state, { timeout: 60_000 }).toBe('done');
  });

  it('of another dataset than said are refused in words', async () => {
    const pensions = await makeKey(database.flow, { department: 'social-insurance' });
    const row = { 姓名: '金顺姬', 社会保障号码: HEAD, 险种: '城乡居民基本养老保险', 发放年月: '202609', 发放金额: 100 };
    const url = '/api/push/insured-wages?period=2026-09';
    const dataset = CATALOGUE.contracts.find(
      (one) => one.department === 'social-insurance' && !one.title.zh.includes('养老金'),
    )!.dataset;
    const answer = await push(rows(row), { url: url.replace('insured-wages', dataset), secret: pensions.secret });
    const { id } = answer.json();
    const get = async () => (await ask(id, pensions.secret)).json();
    await expect.poll(async () => (await get()).state, { timeout: 60_000 }).toBe('refused');
    expect((await get()).reason.zh).toContain('不是所说的那一项');
    expect(await countRows(database.flow, `batches`)).toBeGreaterThan(0);
    const [count] = await database.flow.execute(sql`select 1 from batches where department = 'social-insurance'`);
    expect(count).toBeUndefined();
  });

  it('are refused when they are too many, whether or not that is said beforehand', async () => {
    const before = await countRows(database.flow, 'intakes');
    const large = rows(rowOf(HEAD, 1)).repeat(LARGEST / 100);
    const answers = [
      await push(large),
      await push(Readable.from([Buffer.from(large)])),
      await push(gzipSync(large), { headers: { 'content-encoding': 'gzip' } }),
    ];
    expect(gzipSync(large).length).toBeLessThan(LARGEST);
    for (const answer of answers) expect([answer.statusCode, answer.json().code]).toEqual([413, 'too-large']);
    expect(await countRows(database.flow, 'intakes')).toBe(before);
    await expect.poll(leftovers).toEqual([]);
  });

  describe('over a line', () => {
    let listening: TestApp;
    beforeAll(async () => {
      listening = await startApp(database, { config: { largestUpload: LARGEST } });
      await listening.app.listen({ host: '127.0.0.1', port: 0 });
    });
    afterAll(async () => {
      // Whoever was refused half-way has not read to the end: such a connection is kept for another minute.
      listening.app.server.closeAllConnections();
      await listening.close();
    });
    const send = (headers: object = {}) => {
      const { port } = listening.app.server.address() as AddressInfo;
      const of = { port, host: '127.0.0.1', method: 'POST', path: '/api/push/wages?period=2026-09' };
      const sent = httpRequest({ ...of, headers: { ...NDJSON, ...bearer(key), ...headers } });
      sent.on('error', () => {});
      return sent;
    };

    it.each(['identity', 'gzip'])('that are too many are told so while they still come (%s)', async (coding) => {
      const sent = send({ 'content-encoding': coding });
      const answered = new Promise<number | undefined>((resolve, reject) => {
        sent.on('response', (answer) => resolve(answer.statusCode)).on('error', reject);
      });
      // Beyond every buffer on the way, and still not at its end when the answer comes.
      const piece = rows(rowOf(HEAD, 1)).repeat(4000);
      const packed = coding === 'gzip' ? gzipSync(piece) : Buffer.from(piece);
      const timer = setInterval(() => sent.writableNeedDrain || sent.write(packed), 1);
      expect(await answered.finally(() => clearInterval(timer))).toBe(413);
      sent.destroy();
      await expect.poll(leftovers).toEqual([]);
    });

    it('that are cut off leave nothing', async () => {
      const before = await countRows(database.flow, 'intakes');
      const sent = send();
      sent.write(rows(rowOf(HEAD, 101)));
      await expect.poll(() => leftovers().length).toBeGreaterThan(0);
      sent.destroy();
      await expect.poll(leftovers).toEqual([]);
      expect(await countRows(database.flow, 'intakes')).toBe(before);
      expect(listening.log.join('')).not.toContain('request failed');
    });
  });

  it('are taken as application/x-ndjson by this route, and by no other', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expect((await push(rows(rowOf(HEAD, 1)), { headers: { 'content-type': type } })).statusCode).toBe(415);
    expect((await tax.send('POST', '/api/keys', { headers: NDJSON, body: '{"label":"x"}' })).statusCode).toBe(415);
  });
});

describe.sequential('a key', () => {
  it('opens nothing when it is unknown, revoked, or not given; a cookie is not looked at', async () => {
    const made = (await tax.post('/api/keys', { label: '金税接口' })).json();
    const payload = rows(rowOf(HEAD, 111));
    expect((await push(payload, { secret: made.secret })).statusCode).toBe(202);
    expect((await tax.post(`/api/keys/${made.id}/revoke`)).statusCode).toBe(204);
    const changed = made.secret.replace(/.$/, (last: string) => (last === '0' ? '1' : '0'));
    for (const secret of [made.secret, changed, 'sw_00000000_', ''])
      expect((await push(payload, { secret })).json().code).toBe('not-signed-in');
    const answer = await push(payload, { secret: '', headers: { cookie: tax.cookie } });
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect((await tax.send('GET', '/api/intakes', { headers: { ...bearer(key), cookie: '' } })).statusCode).toBe(401);
  });

  it('that is revoked while its body is on the way lets nothing in', async () => {
    const made = await makeKey(database.flow, { department: 'tax' });
    const before = await countRows(database.flow, 'intakes');
    async function* slowly() {
      yield Buffer.from(rows(rowOf(HEAD, 121)));
      await tax.post(`/api/keys/${made.id}/revoke`);
      yield Buffer.from(rows(rowOf(HEAD, 122)));
    }
    expect((await push(Readable.from(slowly()), { secret: made.secret })).statusCode).toBe(401);
    expect(await countRows(database.flow, 'intakes')).toBe(before);
    await expect.poll(leftovers).toEqual([]);
  });

  it('is its department’s: another’s datasets and intakes are not there, nor its own files of the page', async () => {
    expect((await push(rows(rowOf(HEAD, 1)), { url: '/api/push/registry' })).json().code).toBe('not-found');
    expect((await push(rows(rowOf(HEAD, 1)), { url: '/api/push/nonsense' })).json().code).toBe('not-found');
    const { id } = (await push(rows(rowOf(HEAD, 131)))).json();
    const { secret } = await makeKey(database.flow);
    expect((await ask(id, secret)).json().code).toBe('not-found');
    const page = await makeIntake(database.flow, { department: 'tax' });
    expect((await ask(page.id)).json().code).toBe('not-found');
  });

  it('reads nothing but what became of its own', async () => {
    for (const url of ['/api/batches', '/api/batches/1', '/api/intakes', '/api/keys', '/api/alerts', '/api/session'])
      expect((await service.app.inject({ url, headers: bearer(key) })).statusCode, url).toBe(401);
  });

  it('is kept as its hash alone, and neither in the log nor in the records', async () => {
    const stored = JSON.stringify([
      await database.flow.execute(sql`select * from api_keys`),
      await database.flow.execute(sql`select * from audit_entries`),
    ]);
    const secret = key.split('_')[2]!;
    expect(key).toMatch(/^sw_[0-9a-f]{8}_[0-9a-f]{64}$/);
    expect(stored).not.toContain(secret);
    expect(service.log.join('')).not.toContain(secret);
    expect(service.log.length).toBeGreaterThan(0);
  });

  it('remembers when it was used, to the minute', async () => {
    const made = await makeKey(database.flow, { department: 'tax' });
    const used = async () =>
      (await tax.get('/api/keys')).json().items.find((row: { id: string }) => row.id === made.id).lastUsedAt;
    const start = service.now();
    const askAt = async (seconds: number) => {
      service.setNow(new Date(start.getTime() + seconds * 1000));
      await ask(made.id, made.secret);
      return await used();
    };
    expect(await used()).toBeNull();
    const first = await askAt(0);
    expect(first).toBe(start.toISOString());
    expect(await askAt(59)).toBe(first);
    expect(await askAt(60)).toBe(new Date(start.getTime() + 60_000).toISOString());
    service.setNow(start);
  });

  it('may not be used without end', async () => {
    const limited = await startApp(database, { config: { pushesAMinute: 2 } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++)
      statuses.push((await limited.app.inject({ method: 'POST', url: '/api/push/wages' })).statusCode);
    await limited.close();
    expect(statuses).toEqual([401, 401, 429]);
  });
});

describe('those who give keys', () => {
  const labels = async (browser: Browser) =>
    (await browser.get('/api/keys?limit=200')).json().items.map((row: { label: string }) => row.label);

  it('are a liaison for their own department, and an administrator for all', async () => {
    expect((await police.post('/api/keys', { label: '人口库' })).json().secret).toMatch(/^sw_/);
    expect((await administrator.post('/api/keys', { label: '代办', department: 'tax' })).statusCode).toBe(200);
    expect((await police.post('/api/keys', { label: 'x', department: 'tax' })).json().code).toBe('not-found');
    expect((await administrator.post('/api/keys', { label: 'x', department: 'nobody' })).json().errors).toMatchObject([
      { pointer: '/department' },
    ]);
    expect((await administrator.post('/api/keys', { label: 'x' })).json().code).toBe('wrong-input');
    expect(await labels(police)).toContain('人口库');
    expect(await labels(police)).not.toContain('代办');
    expect(await labels(tax)).toContain('代办');
    expect(await labels(administrator)).toEqual(expect.arrayContaining(['人口库', '代办']));
    expect((await administrator.get('/api/keys')).body).not.toMatch(/[0-9a-f]{64}/);
  });

  it('read them page by page, each once', async () => {
    const ids: string[] = [];
    for (let after = ''; ; ) {
      const page = (await administrator.get(`/api/keys?limit=2${after}`)).json();
      ids.push(...page.items.map((row: { id: string }) => row.id));
      if (page.next === null) break;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(ids.length).toBeGreaterThan(3);
  });

  it('find in the description of the API how to push', async () => {
    const { paths } = (await service.app.inject({ url: '/api/docs/json' })).json();
    const of = paths['/api/push/{dataset}'].post;
    expect(of.security).toEqual([{ key: [] }]);
    expect(Object.keys(of.requestBody.content)).toEqual(['application/x-ndjson']);
    expect(Object.keys(of.responses)).toContain('202');
  });
});
