// Tickets and precision as people read them: the department its rows and no family, the county the answer, each their own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Precision, TicketRow } from '../../server/flow/feedback/model.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeAlert,
  makeBatch,
  makeHousehold,
  makeOutcome,
  makeTask,
  makeTicket,
  makeVisit,
} from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
const browsers = new Map<string, Browser>();
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  for (const name of [
    'police',
    'tax',
    'province',
    HOME.dispatcher,
    HOME.officer,
    NEIGHBOUR.dispatcher,
    HOME.coordinator,
  ])
    browsers.set(name, await signIn(service.app, name));
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const as = (name: string) => browsers.get(name)!;
const list = async (name: string, query = '') => {
  const { items, counts, next } = (await as(name).get(`/api/tickets${query}`)).json();
  return { items: items as TicketRow[], counts: counts as Record<string, number>, next: next as string | null };
};
const find = async (name: string, id: string) =>
  (await list(name, '?state=all&limit=200')).items.find((ticket) => ticket.id === id);
const answer = (name: string, id: string, given: object = {}, version = 1) =>
  as(name).post(`/api/tickets/${id}/answer`, { code: 'row-is-right', text: '与业务系统一致', ...given }, { version });

describe('the department', () => {
  it('is told code, file, line, day and rule of its own rows, and nothing of the family', async () => {
    const task = await makeTask(database.flow, { state: 'closed' });
    await makeVisit(database.flow, { task, note: '尿毒症透析' });
    const { id } = await makeTicket(database.flow, { task });
    const ticket = await find('police', id);
    expect(ticket).toMatchObject({
      ...{ fileName: '公安厅_户籍人口_202609.csv', line: 2, outcomeCode: 'C1', outcome: { zh: '数据错误' } },
      ...{ departmentNames: { zh: '公安厅' }, receivedAt: expect.stringContaining('2026-10-15'), isOverdue: false },
      ...{ place: null, taskId: null, isReplaced: false },
    });
    expect(JSON.stringify(ticket)).not.toMatch(/尿毒症|金顺姬|2299|222405/);
    expect(JSON.stringify(ticket)).not.toContain(task.id);
    expect(await find('tax', id)).toBeUndefined();
  });

  it('answers once, with the version it has seen', async () => {
    const { id } = await makeTicket(database.flow);
    expect((await answer('police', id, {}, 7)).statusCode).toBe(412);
    expect(
      (await as('police').post(`/api/tickets/${id}/answer`, { code: 'not-ours', text: '非本部门' })).statusCode,
    ).toBe(428);
    const done = await answer('police', id);
    expect(done.json()).toEqual({ id, version: 2 });
    expect(done.headers.etag).toBe('"v2"');
    expect((await answer('police', id, {}, 2)).statusCode).toBe(409);
    expect(await find('police', id)).toMatchObject({ state: 'answered', answerCode: 'row-is-right', version: 2 });
  });

  it('that is another does not find it', async () => {
    const { id } = await makeTicket(database.flow);
    expect((await answer('tax', id)).statusCode).toBe(404);
  });

  it('names as its correction a batch of its own only, and only when it corrected', async () => {
    const { id } = await makeTicket(database.flow);
    const own = await makeBatch(database.flow, { fileName: '更正.csv' });
    const foreign = await makeBatch(database.flow, { department: 'tax', dataset: 'wages' });
    expect((await answer('police', id, { code: 'corrected', batchId: foreign.id })).statusCode).toBe(422);
    expect((await answer('police', id, { batchId: own.id })).statusCode).toBe(422);
    expect((await answer('police', id, { code: 'corrected', batchId: own.id })).statusCode).toBe(200);
    expect((await find('police', id))?.answer).toContain('更正.csv');
  });
});

describe('the area', () => {
  it('county and township read the answer, with the place and the task; they do not answer', async () => {
    const ticket = await makeTicket(database.flow);
    await answer('police', ticket.id, { code: 'not-ours' });
    for (const name of [HOME.dispatcher, HOME.officer, 'province'])
      expect(await find(name, ticket.id), name).toMatchObject({
        ...{ answerCode: 'not-ours', answer: '与业务系统一致', taskId: ticket.taskId },
        place: expect.stringContaining('龙井市'),
      });
    expect((await answer(HOME.dispatcher, ticket.id)).statusCode).toBe(403);
    expect(await find(NEIGHBOUR.dispatcher, ticket.id)).toBeUndefined();
    expect((await as(HOME.coordinator).get('/api/tickets')).statusCode).toBe(403);
  });

  it('filters by area and department', async () => {
    const household = await makeHousehold(database.flow, { areaCode: `${HOME.county}101201` });
    const task = await makeTask(database.flow, { alert: await makeAlert(database.flow, { household }) });
    const { id } = await makeTicket(database.flow, { task, department: 'tax' });
    const ids = async (query: string) => (await list('province', query)).items.map((ticket) => ticket.id);
    expect(await ids(`?area=${HOME.county}101`)).toEqual([id]);
    expect(await ids('?department=tax')).toEqual([id]);
    expect((await list('province', '?department=tax')).counts).toEqual({ open: 1, overdue: 0, answered: 0, all: 1 });
  });
});

it('is overdue from its deadline on, without anything being stored', async () => {
  const { id } = await makeTicket(database.flow, { department: 'tax', dueAt: new Date(PRESENT.getTime() + 3600_000) });
  expect((await list('tax', '?state=overdue')).items).toEqual([]);
  service.setNow(new Date(PRESENT.getTime() + 3601_000));
  expect((await list('tax', '?state=overdue')).items).toMatchObject([{ id, isOverdue: true, state: 'open' }]);
  service.setNow(PRESENT);
});

it('comes page by page, the soonest due first, each once', async () => {
  const seen: string[] = [];
  const due: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page = await list('police', `?limit=2${after && `&after=${encodeURIComponent(after)}`}`);
    seen.push(...page.items.map((ticket) => ticket.id));
    due.push(...page.items.map((ticket) => ticket.dueAt));
    after = page.next;
  }
  expect(seen.length).toBe((await list('police')).counts.open);
  expect(new Set(seen).size).toBe(seen.length);
  expect(due).toEqual([...due].sort());
});

it('precision is each watcher’s own, and no department’s', async () => {
  const task = await makeTask(database.flow, { state: 'closed' });
  await makeOutcome(database.flow, task, { isConfirmed: false, outcomeCode: 'C1' });
  const read = async (name: string, query = '') => (await as(name).get(`/api/precision${query}`)).json() as Precision;
  expect(await read(HOME.officer)).toMatchObject({ total: 1, whole: { refuted: 1, share: 0, isFew: true } });
  expect(await read(NEIGHBOUR.dispatcher)).toMatchObject({ total: 0, items: [] });
  expect((await as('police').get('/api/precision')).statusCode).toBe(403);
  expect((await as('province').get('/api/precision?by=mood')).statusCode).toBe(422);
  expect((await as('province').get('/api/precision?from=yesterday')).statusCode).toBe(422);
});
