// The doors as their people meet them: a liaison hands in and corrects, the province confirms and takes back, all see how sources are.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIntakes } from '../../server/doors/intakes.ts';
import { dueOn, nextPeriod, periodAt } from '../../server/flow/ingest/due.ts';
import type { SourceView } from '../../server/flow/ingest/model.ts';
import { lockIngest } from '../../server/flow/ingest/store.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { PRESENT } from '../support/cast.ts';
import { CATALOGUE, DATA_DIR, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { files, flowOn, idOf } from '../support/flow.ts';
import { makeBatch } from '../support/makers.ts';

const HEAD = idOf(1, '19700101');
let database: TestDatabase;
let service: TestApp;
let runner: Awaited<ReturnType<typeof startIntakes>>;
let tax: Browser;
let police: Browser;
let civil: Browser;
let province: Browser;
let administrator: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  await flowOn(database).hand(files.registry('202609', [{ id: HEAD, household: 'H1' }]), '2026-09-30');
  const door = { flow: database.flow, keys: KEYS, catalogue: CATALOGUE };
  runner = await startIntakes({ ...door, clock: service.now, config: { dataDir: DATA_DIR } });
  const names = ['tax', 'police', 'civil-affairs', 'province', 'administrator'];
  const browsers = await Promise.all(names.map((name) => signIn(service.app, name)));
  [tax, police, civil, province, administrator] = browsers as [Browser, Browser, Browser, Browser, Browser];
});
afterAll(async () => {
  await runner?.stop();
  await service?.close();
  await database?.close();
});

async function handIn(browser: Browser, path: string, body: object = {}) {
  const file = { name: basename(path), content: readFileSync(path) };
  const answer = await browser.send('POST', '/api/intakes', { body, file });
  expect(answer.statusCode, answer.body).toBe(200);
  return await ended(browser, answer.json().id);
}

async function ended(browser: Browser, id: string) {
  const get = async () => (await browser.get(`/api/intakes/${id}`)).json();
  await expect.poll(async () => (await get()).endedAt, { timeout: 60_000 }).not.toBeNull();
  return await get();
}

const wages = (amount: number, more: { id: string; month: string; amount: number }[] = []) =>
  files.wages('202609', [{ id: HEAD, month: '202609', amount }, ...more]);

describe.sequential('a liaison', () => {
  it('tries a file, reads what it would change, and hands it in', async () => {
    const tried = await handIn(tax, wages(1), { dryRun: 'true' });
    expect(tried).toMatchObject({
      ...{ state: 'done', isDryRun: true, dataset: 'wages', title: { en: 'Wages and salaries' }, batch: null },
      consequences: { good: 1, waiting: 0, rejected: {}, households: 1, holds: false, supersedes: null },
    });
    expect((await tax.get('/api/batches')).json().items).toEqual([]);
    expect((await tax.post(`/api/intakes/${tried.id}/hand-in`, {})).statusCode).toBe(200);
    expect(await ended(tax, tried.id)).toMatchObject({
      ...{ state: 'done', isDryRun: false, consequences: null, bytesRead: tried.bytesTotal },
      batch: { dataset: 'wages', department: 'tax', period: '2026-09', status: 'accepted', good: 1 },
    });
    expect((await tax.post(`/api/intakes/${tried.id}/hand-in`, {})).json().code).toBe('state-conflict');
  });

  it('is told that a file is known, and that another department’s is not theirs to hand in', async () => {
    expect(await handIn(tax, wages(1))).toMatchObject({ state: 'known', batch: { status: 'accepted' } });
    expect(await handIn(police, wages(2))).toMatchObject({ state: 'refused', asks: 'nothing', batch: null });
    expect((await tax.get('/api/intakes?mine=true')).json().items).toHaveLength(2);
    expect((await police.get('/api/intakes')).json().items).toHaveLength(1);
    expect((await province.get('/api/intakes')).json().items).toHaveLength(3);
  });

  it('sees page by page which rows were refused and why, and gets them back as they were sent', async () => {
    const wrong = [2, 3, 4].map((serial) => ({ id: `${idOf(serial).slice(0, 17)}?`, month: '202609', amount: 5 }));
    const { batch } = await handIn(tax, wages(3, wrong));
    expect(batch).toMatchObject({ good: 1, rejected: { 'malformed-id': 3 } });
    const first = (await tax.get(`/api/batches/${batch.id}/rejects?limit=2`)).json();
    const rest = (await tax.get(`/api/batches/${batch.id}/rejects?limit=2&after=${first.next}`)).json();
    expect([...first.items, ...rest.items].map((item: { line: number }) => item.line)).toEqual([3, 4, 5]);
    expect(first.items[0]).toMatchObject({ column: '证件号码', code: 'malformed-id', droppedAmount: 500 });
    expect(first.items[0].found).toContain('*');
    expect(rest.next).toBeNull();
    const csv = await tax.get(`/api/batches/${batch.id}/rejects.csv`);
    expect(csv.headers['content-disposition']).toContain('attachment');
    expect(csv.body.split('\r\n')).toHaveLength(5);
    expect((await province.get(`/api/batches/${batch.id}/rejects.csv`)).json().code).toBe('not-allowed');
  });

  it('lists batches newest first, by dataset and state, and each once', async () => {
    const all: number[] = [];
    for (let after = ''; ; ) {
      const page = (await province.get(`/api/batches?limit=1${after}`)).json();
      all.push(...page.items.map((item: { id: number }) => item.id));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(all).toEqual([...new Set(all)].sort((a, b) => b - a));
    const datasets = async (query: string) =>
      (await province.get(`/api/batches?${query}`)).json().items.map((item: { dataset: string }) => item.dataset);
    expect(await datasets('dataset=registry')).toEqual(['registry']);
    expect(await datasets('status=held')).toEqual([]);
    expect((await province.get('/api/batches?after=nonsense')).json().code).toBe('wrong-input');
    expect((await administrator.get('/api/batches')).json().items).toHaveLength(all.length);
  });

  it('takes a batch back after reading what that changes; another department’s is not there', async () => {
    const [batch] = (await tax.get('/api/batches?status=accepted')).json().items;
    for (const url of ['', '/rejects', '/rejects.csv', '/withdrawal'])
      expect((await civil.get(`/api/batches/${batch.id}${url}`)).json().code, url).toBe('not-found');
    expect((await civil.post(`/api/batches/${batch.id}/withdraw`, { reason: 'x' })).json().code).toBe('not-found');
    const rehearsed = await tax.get(`/api/batches/${batch.id}/withdrawal`);
    expect(rehearsed.json()).toMatchObject({ households: 1, toldTasks: 0 });
    expect((await tax.get(`/api/batches/${batch.id}`)).json().status).toBe('accepted');
    const before = service.cycles.length;
    expect((await tax.post(`/api/batches/${batch.id}/withdraw`, { reason: '单位弄错' })).json()).toMatchObject({
      ...{ status: 'withdrawn', endReason: '单位弄错' },
    });
    expect(service.cycles.slice(before)).toEqual(['batch.withdraw']);
    expect((await tax.post(`/api/batches/${batch.id}/withdraw`, { reason: 'x' })).json().code).toBe('state-conflict');
    expect((await tax.post(`/api/batches/${batch.id}/confirm`, {})).json().code).toBe('not-allowed');
  });

  it('is told to wait while a file is being taken in', async () => {
    const batch = await makeBatch(database.flow, { dataset: 'wages', department: 'tax' });
    const answer = await database.owner.transaction(async (tx) => {
      await lockIngest(tx as never);
      return await tax.get(`/api/batches/${batch.id}/withdrawal`);
    });
    expect(answer.json()).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('being taken in') });
    await database.flow.execute(sql`update batches set status = 'withdrawn' where id = ${batch.id}`);
  });

  it('says once what unknown headings mean, and the kept file goes in', async () => {
    const unknown = files.wages('202610', [{ id: HEAD, month: '202610', amount: 7 }]);
    const content = readFileSync(unknown, 'utf8').replace('收入额', '当月工资合计').replace('税款所属期', '所得月份');
    const sent = await tax.send('POST', '/api/intakes', { file: { name: '税务_202610.csv', content } });
    const asked = await ended(tax, sent.json().id);
    expect(asked).toMatchObject({ state: 'refused', asks: 'layout' });
    const { dataset, headings } = asked.proposals[0];
    const body = {
      intakeId: asked.id,
      dataset,
      headings: { ...headings, 当月工资合计: '收入额', 所得月份: '税款所属期' },
    };
    expect((await tax.post('/api/layouts', { ...body, headings: {} })).json().code).toBe('wrong-input');
    expect((await police.post('/api/layouts', body)).json().code).toBe('not-found');
    expect((await tax.post('/api/layouts', body)).json()).toMatchObject({ dataset: 'wages', version: 2 });
    await tax.post(`/api/intakes/${asked.id}/hand-in`, {});
    expect(await ended(tax, asked.id)).toMatchObject({ state: 'done', batch: { dataset: 'wages', good: 1 } });
  });
});

describe('the province', () => {
  it('lets a held delivery in', async () => {
    const of = {
      dataset: 'aid-roster',
      department: 'civil-affairs',
      status: 'held',
      heldShare: 0.4,
      inForceFrom: null,
    };
    const batch = await makeBatch(database.flow, of);
    expect((await civil.get(`/api/batches/${batch.id}`)).json()).toMatchObject({ status: 'held', heldShare: 0.4 });
    expect((await province.post(`/api/batches/${batch.id}/confirm`, {})).json().status).toBe('accepted');
    expect((await province.post(`/api/batches/${batch.id}/confirm`, {})).json().code).toBe('state-conflict');
  });

  it('may look at all and hands in nothing; the dispatcher has no business there', async () => {
    const file = { name: 'x.csv', content: 'x' };
    expect((await province.send('POST', '/api/intakes', { file })).json().code).toBe('not-allowed');
    expect((await (await signIn(service.app, 'longjing')).get('/api/batches')).json().code).toBe('not-allowed');
  });
});

describe('the template', () => {
  it('comes as a workbook or as text, for the department’s own datasets', async () => {
    const xlsx = await tax.get('/api/sources/wages/template');
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const csv = await tax.get('/api/sources/wages/template?format=csv');
    expect(csv.body).toContain('证件号码');
    expect(decodeURIComponent(String(csv.headers['content-disposition']))).toContain('工资薪金所得_模板.csv');
    expect((await tax.get('/api/sources/registry/template')).json().code).toBe('not-found');
  });
});

describe.sequential('a source', () => {
  // Signed in anew each time: these tests walk days, and a session lasts twelve hours.
  const source = async (dataset: string): Promise<SourceView> =>
    (await (await signIn(service.app, 'province')).get('/api/sources'))
      .json()
      .items.find((one: SourceView) => one.dataset === dataset);
  const pensions = async (period: string, of: Parameters<typeof makeBatch>[1] = {}) =>
    await makeBatch(database.flow, {
      ...{ dataset: 'pensions', department: 'social-insurance', period, rowsGood: 1000, emptyShares: { scheme: 0.02 } },
      ...{ periodFrom: `${period}-01`, periodUntil: `${period}-28`, receivedAt: instantAt(`${period}-28`), ...of },
    });

  it('that has never delivered is planned: neither late nor blind', async () => {
    expect(await source('pensions')).toMatchObject({
      ...{ state: 'planned', isLate: false, isBlind: false, health: [], periods: [], matchRate: null },
    });
  });

  it('is late from the day after its due day, until the next period comes', async () => {
    for (const month of ['04', '05', '06', '07', '08']) await pensions(`2026-${month}`);
    service.setNow(instantAt('2026-10-20', '09:00')); // September is due on 20 October
    expect(await source('pensions')).toMatchObject({ state: 'connected', isLate: false, dueDay: 20 });
    service.setNow(instantAt('2026-10-23', '09:00'));
    const late = await source('pensions');
    expect(late).toMatchObject({ isLate: true, daysLate: 3 });
    expect(late.health.map((one) => one.kind)).toEqual(['late']);
    expect(late.periods.at(-1)).toMatchObject({ period: '2026-09', receivedAt: null });
    await pensions('2026-09', { receivedAt: instantAt('2026-10-23') });
    expect(await source('pensions')).toMatchObject({ isLate: false, health: [] });
    expect((await source('pensions')).periods.at(-1)).toMatchObject({ period: '2026-09', daysLate: 3, good: 1000 });
    service.setNow(PRESENT);
  });

  it('is unlike its history when rows, cells, persons or amounts suddenly are', async () => {
    const amounts = async (batchId: number, fen: number) =>
      database.flow.execute(sql`insert into facts (kind, subject_kind, subject_id, on_date, amount, natural_key, batch_id, line, recorded_at)
        select 'income.pension', 'person', n, '2026-09-01', ${fen}, gen_random_uuid(), ${batchId}, n, now() from generate_series(1, 40) n`);
    const rows = await database.flow.execute<{ id: number }>(sql`select id from batches where dataset = 'pensions'`);
    for (const { id } of rows) await amounts(id, 150_000);
    const odd = await pensions('2026-10', { rowsGood: 400, rowsRejected: 3, emptyShares: { scheme: 0.9 } });
    await amounts(odd.id, 1_500);
    for (let line = 1; line <= 60; line++)
      await database.flow.execute(
        sql`insert into waiting_rows (batch_id, line, id_hash, facts) values (${odd.id}, ${line}, '\\x00', '[]')`,
      );
    const { health, matchRate } = await source('pensions');
    expect(health.map((one) => one.kind)).toEqual(['rows', 'empty', 'match', 'drift']);
    expect(health.at(-1)?.names.en).toContain('15.00 yuan, usually 1500.00');
    expect(matchRate).toBeCloseTo(400 / 460);
  });

  it('is suspended from the day that somebody says so, and not before', async () => {
    province = await signIn(service.app, 'province');
    const put = (state: string, fromOn: string) =>
      province.put('/api/sources/pensions', { state, fromOn, note: '检修' });
    expect((await put('suspended', '2026-11-01')).json()).toMatchObject({ state: 'connected', stateFrom: null });
    expect((await put('suspended', '2026-10-01')).json()).toMatchObject({
      state: 'suspended',
      stateFrom: '2026-10-01',
    });
    service.setNow(instantAt('2027-03-01'));
    expect(await source('pensions')).toMatchObject({ isLate: false, health: [] });
    service.setNow(PRESENT);
    province = await signIn(service.app, 'province');
    expect((await province.put('/api/sources/nothing', { state: 'planned', fromOn: '2026-10-01' })).json().code).toBe(
      'not-found',
    );
    tax = await signIn(service.app, 'tax');
    expect((await tax.put('/api/sources/wages', { state: 'planned', fromOn: '2026-10-01' })).json().code).toBe(
      'not-allowed',
    );
  });

  it('is shown to its own department only', async () => {
    [tax, administrator] = await Promise.all([signIn(service.app, 'tax'), signIn(service.app, 'administrator')]);
    const { items } = (await tax.get('/api/sources')).json();
    expect([...new Set(items.map((one: SourceView) => one.department))]).toEqual(['tax']);
    expect((await administrator.get('/api/sources')).json().items).toHaveLength(CATALOGUE.contracts.length);
  });
});

describe('periods', () => {
  const monthly = { period: { kind: 'month' as const }, rhythm: { every: 'monthly' as const, due_day: 31 } };
  const terms = { period: { kind: 'term' as const }, rhythm: { every: 'term' as const, due_day: 30 } };
  it.each([
    [monthly, '2026-01-31', '2026-02', '2026-03-31'],
    [monthly, '2026-12-31', '2027-01', '2027-02-28'],
    [{ ...monthly, rhythm: { every: 'quarterly' as const, due_day: 15 } }, '2026-06-30', '2026-09', '2026-10-15'],
    [terms, '2026-07-31', '2026-2', '2026-09-30'],
    [terms, '2027-01-31', '2027-1', '2027-03-30'],
  ])('%j: after %s comes %s, due on %s', (of, until, name, due) => {
    const next = nextPeriod(of, until);
    expect(next.name).toBe(name);
    expect(dueOn(of, next)).toBe(due);
    expect(periodAt(of, next.until)).toEqual(next);
  });

  it('without a due day are never late', () => {
    const event = { period: { kind: 'month' as const }, rhythm: { every: 'event' as const } };
    expect(dueOn(event, periodAt(event, '2026-10-15'))).toBeUndefined();
  });
});
