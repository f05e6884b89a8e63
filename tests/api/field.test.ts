// The phone's two doors: what it is given and no more, what it sends and once, and what is kept when its task has gone on.
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { facts } from '../../db/schema/ingest.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { ChangesAnswer, FieldSync } from '../../server/field/model.ts';
import { newId } from '../../server/kernel/id.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import {
  findUserId,
  makeAlert,
  makeCoordinator,
  makeHousehold,
  makeTask,
  makeVisit,
  visitOf,
} from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let phone: Browser;
let township: Browser;
let county: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  await makeCoordinator(database.flow, 'second', { name: '乙' });
  [phone, township, county] = (await Promise.all(
    [HOME.coordinator, HOME.officer, HOME.dispatcher].map((name) => signIn(service.app, name)),
  )) as [Browser, Browser, Browser];
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const given = (more: Parameters<typeof makeTask>[1] = {}) =>
  makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator, ...more });
const sync = async (cursor = '', by = phone): Promise<FieldSync> => {
  const answer = await by.get(`/api/field/sync?cursor=${cursor}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const send = async (changes: object[], by = phone): Promise<ChangesAnswer['items']> => {
  const answer = await by.post('/api/field/changes', { changes });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items;
};
const visitTo = (taskId: string, body: object = {}) => ({
  ...{ id: newId(), kind: 'visit', taskId },
  body: { ...visitOf(taskId), taskId: undefined, ...body },
});
const stateOf = async (id: string) => {
  const [row] = await database.flow.select().from(tasks).where(sql`id = ${id}::uuid`);
  return row?.state;
};
const countVisits = async (taskId: string) => {
  const [row] = await database.flow.execute<{ count: number }>(
    sql`select count(*)::int as count from visits where task_id = ${taskId}::uuid`,
  );
  return row!.count;
};
const entriesOf = (id: string) =>
  database.flow.execute<{ action: string }>(sql`select action from audit_entries where subject_id = ${id} order by id`);

describe('what a phone is given', () => {
  it('is each household in hand with its people, reasons in plain words with their source, and earlier visits', async () => {
    const household = await makeHousehold(database.flow, { head: '宋贵田' });
    const alert = await makeAlert(database.flow, { household });
    const before = await makeTask(database.flow, { state: 'closed' });
    await makeVisit(database.flow, { task: before, householdId: household.id, note: '去年来过' });
    const task = await given({ alert });
    const { items, words, now } = await sync();
    expect(now).toBe(PRESENT.toISOString());
    const item = items.find((one) => one.id === task.id)!;
    expect(item).toMatchObject({ head: '宋贵田', asKind: 'help', state: 'assigned', notice: null });
    expect(item.members.map(({ name, relation }) => [name, relation])).toEqual([
      ['宋贵田', '户主'],
      ['金小弟', '弟'],
    ]);
    expect(item.visits).toMatchObject([{ note: '去年来过', isMine: true }]);
    expect(item.reasons[0]!.sources).toMatchObject([{ title: { zh: expect.stringMatching(/./) } }]);
    expect(item.reasons[0]!.plain.zh.length).toBeGreaterThan(4);
    expect(words?.outcomes.length).toBeGreaterThan(10);
    expect(JSON.stringify(items)).not.toContain('2299**');
  });

  it('holds no diagnosis and no sum of a bill, and where somebody stood only when it was told exactly', async () => {
    const household = await makeHousehold(database.flow, { head: '病历户' });
    const told = { batchId: household.batch.id, line: 9, recordedAt: PRESENT };
    await database.flow.insert(facts).values({
      ...{ kind: 'medical.self_paid', subjectKind: 'person', subjectId: household.members[0]!.id },
      ...{ onDate: '2026-09-02', amount: 3_141_592, naturalKey: newId(), ...told, attributes: { diagnosis: 'N18.5' } },
    });
    const before = await makeTask(database.flow, { state: 'closed' });
    const been = async (visitedAt: string, latitude: number | null, accuracyMetres: number | null) =>
      makeVisit(database.flow, {
        ...{ task: before, householdId: household.id, visitedAt: new Date(visitedAt) },
        ...{ latitude, longitude: latitude && 129.4, accuracyMetres },
      });
    await been('2026-08-01T10:00:00+08:00', 42.123_456_7, 15);
    await been('2026-09-01T10:00:00+08:00', 42.9, 900);
    await been('2026-09-20T10:00:00+08:00', null, null);
    const alert = await makeAlert(database.flow, { household, values: { paid: 3_141_592 } });
    const [one, other] = [await given({ alert }), await given({ householdId: household.id, kind: 'sweep' })];
    const { items } = await sync();
    const [first, second] = [one, other].map(({ id }) => items.find((item) => item.id === id)!);
    expect(first!.location).toEqual({ latitude: 42.12346, longitude: 129.4 });
    expect(second).toMatchObject({ householdKey: first!.householdKey, location: first!.location });
    expect(first!.householdKey).toMatch(/^\d+$/);
    for (const secret of ['N18.5', '3141592', '31415.92', '31,415.92'])
      expect(JSON.stringify(items), secret).not.toContain(secret);
  });

  it('is nothing a second time, one household when one has changed, and names of what has gone', async () => {
    const [one, other] = [await given(), await given()];
    const first = await sync();
    const again = await sync(first.cursor);
    expect(again).toMatchObject({ items: [], words: null, cursor: first.cursor, ids: first.ids });
    await database.flow.execute(sql`update tasks set notice = 'cause-ended' where id = ${one.id}::uuid`);
    await database.flow.execute(
      sql`update tasks set assignee_id = null, state = 'returned' where id = ${other.id}::uuid`,
    );
    const next = await sync(first.cursor);
    expect(next.items.map((item) => item.id)).toEqual([one.id]);
    expect(next.ids).not.toContain(other.id);
    expect(next.ids).toHaveLength(first.ids.length - 1);
    expect((await sync('not-a-cursor-of-ours-at-all-')).items).toHaveLength(next.ids.length);
  });

  it('is nothing for whoever types an address into a phone whose app is locked', async () => {
    const headers = { 'sec-fetch-mode': 'navigate' };
    for (const url of ['/api/field/sync', '/api/tasks'])
      expect((await phone.get(url, { headers })).json().code).toBe('not-allowed');
    expect((await township.get('/api/tasks', { headers })).statusCode).toBe(200);
  });

  it('is nothing of what another coordinator of the same village holds', async () => {
    const mine = await given();
    const { ids } = await sync('', await signIn(service.app, 'second'));
    expect(ids).not.toContain(mine.id);
  });
});

describe('what a phone sends', () => {
  it('is done in order in one request: taken on, visited, each under its own name in the log', async () => {
    const task = await given();
    const changes = [{ id: newId(), kind: 'accept', taskId: task.id }, visitTo(task.id)];
    expect((await send(changes)).map((item) => [item.outcome, item.again, item.task?.state])).toEqual([
      ['applied', false, 'accepted'],
      ['applied', false, 'submitted'],
    ]);
    expect((await entriesOf(task.id)).map((entry) => entry.action)).toContain('task.accept');
    expect(await entriesOf(changes[1]!.id)).toMatchObject([{ action: 'visit.submit' }]);
  });

  it('is done once when sent again, in any grouping, also side by side', async () => {
    const task = await given();
    const [accept, visit] = [{ id: newId(), kind: 'accept', taskId: task.id }, visitTo(task.id)];
    await Promise.all([send([accept, visit]), send([accept, visit]), send([accept])]);
    const items = await send([visit, accept]);
    expect(items.map((item) => [item.outcome, item.again])).toEqual([
      ['applied', true],
      ['applied', true],
    ]);
    expect(await countVisits(task.id)).toBe(1);
    expect(await entriesOf(visit.id)).toHaveLength(1);
  });

  it('goes on behind a change that is wrong, and what is wrong is told with its place', async () => {
    const [bad, unwritable, good] = [await given(), await given(), await given()];
    const answersOf = (values: object) => ({ form: 'help', version: 'an older one', values });
    const tooMany = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`q${index}`, 'x']));
    const items = await send([
      visitTo(bad.id, { outcomeCode: 'A99' }),
      visitTo(bad.id, { cause: 'bad luck' }),
      visitTo(unwritable.id, { note: 'half \u0000 written' }),
      visitTo(unwritable.id, { answers: answersOf({ half: 'an emoji \ud83d' }) }),
      visitTo(unwritable.id, { answers: answersOf(tooMany) }),
      { id: newId(), kind: 'sing', taskId: good.id },
      visitTo(good.id),
    ]);
    expect(items.map((item) => [item.outcome, item.code])).toEqual([
      ['needs-you', 'wrong-input'],
      ['needs-you', 'wrong-input'],
      ['needs-you', 'bad-request'],
      ['needs-you', 'bad-request'],
      ['needs-you', 'wrong-input'],
      ['needs-you', 'wrong-input'],
      ['applied', null],
    ]);
    expect(items[0]!.errors).toMatchObject([{ pointer: '/outcomeCode' }]);
    expect(items[1]!.errors).toMatchObject([{ pointer: '/cause' }]);
    expect(items[3]!.detail).toContain('half an emoji');
    expect(items[4]!.errors).toMatchObject([{ pointer: '/answers/values' }]);
    const corrected = { ...visitTo(bad.id), id: items[0]!.id };
    expect(await send([corrected])).toMatchObject([{ outcome: 'applied' }]);
  });

  it('has no time at which nobody can have been there, also where its task has gone on', async () => {
    const [open, gone] = [await given(), await given({ state: 'closed' })];
    for (const { id } of [open, gone])
      for (const visitedAt of ['1900-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
        expect(await send([visitTo(id, { visitedAt })])).toMatchObject([
          { outcome: 'needs-you', errors: [{ pointer: '/visitedAt' }] },
        ]);
  });

  it('hands back with a reason, and taking on what was taken on already is no fault', async () => {
    const task = await given({ state: 'accepted' });
    const [accepted] = await send([{ id: newId(), kind: 'accept', taskId: task.id }]);
    expect(accepted).toMatchObject({ outcome: 'applied', again: true });
    const back = { id: newId(), kind: 'return', taskId: task.id, body: { reason: '搬去县城了' } };
    expect(await send([back])).toMatchObject([{ outcome: 'applied', task: { state: 'returned', isMine: false } }]);
    expect(await send([back])).toMatchObject([{ outcome: 'applied', again: true }]);
  });
});

describe('what is sent in the very moment in which the desk changes its task', () => {
  /** Sends while the desk holds the task's row; the desk is done as soon as the phone waits for it. */
  async function sendDuring(changeAtDesk: SQL, changes: object[]) {
    const answer = await database.flow.transaction(async (tx) => {
      await tx.execute(changeAtDesk);
      const sent = send(changes);
      await vi.waitUntil(async () => {
        const [row] = await tx.execute<{ waits: boolean }>(sql`select exists (select 1 from pg_locks l
          join pg_stat_activity a on a.pid = l.pid and a.datname = current_database() where not l.granted) as waits`);
        return row!.waits;
      });
      return [sent];
    });
    return await answer[0]!;
  }

  it('is kept, when the task goes to another', async () => {
    const task = await given({ state: 'accepted' });
    const other = await findUserId(database.flow, 'second');
    const toAnother = sql`update tasks set assignee_id = ${other}::uuid, version = version + 1 where id = ${task.id}::uuid`;
    expect(await sendDuring(toAnother, [visitTo(task.id)])).toMatchObject([
      { outcome: 'kept', keptBecause: 're-assigned', task: { isMine: false } },
    ]);
  });

  it('is done all the same, when something else of it changes', async () => {
    const task = await given();
    const told = sql`update tasks set notice = 'cause-ended', version = version + 1 where id = ${task.id}::uuid`;
    expect(await sendDuring(told, [{ id: newId(), kind: 'accept', taskId: task.id }])).toMatchObject([
      { outcome: 'applied', task: { state: 'accepted' } },
    ]);
  });
});

describe('a visit whose task has gone on', () => {
  const cases = [
    ['re-assigned', 'assigned', 'second'],
    ['cancelled', 'cancelled', HOME.coordinator],
    ['visited', 'submitted', HOME.coordinator],
    ['returned', 'returned', null],
    ['closed', 'closed', HOME.coordinator],
  ] as const;
  it.each(cases)('is kept when it was %s, and the township sees it with the reason', async (because, state, holder) => {
    const task = await given({ state: 'accepted' });
    const assignee = holder === null ? null : await findUserId(database.flow, holder);
    await database.flow.update(tasks).set({ state, assigneeId: assignee }).where(sql`id = ${task.id}::uuid`);
    const visit = visitTo(task.id, { note: `到过门口，${because}` });
    const [item] = await send([visit]);
    expect(item).toMatchObject({ outcome: 'kept', keptBecause: because, again: false });
    expect(await send([visit])).toMatchObject([{ outcome: 'kept', keptBecause: because, again: true }]);
    expect([await stateOf(task.id), await countVisits(task.id)]).toEqual([state, 0]);
    const { visits } = (await township.get(`/api/tasks/${task.id}`)).json();
    expect(visits).toMatchObject([{ id: visit.id, keptBecause: because, note: `到过门口，${because}` }]);
    expect(await entriesOf(visit.id)).toMatchObject([{ action: 'visit.keep' }]);
  });

  it('is kept also when who stood in has lost sight of the village, and nobody of another county can leave one there', async () => {
    const cover = await makeCoordinator(database.flow, 'stand-in', { villages: ['222405105001'] });
    const task = await given({ state: 'accepted' });
    const standIn = await signIn(service.app, 'stand-in');
    const visit = visitTo(task.id);
    // Who never held it is told nothing, of their own county or not.
    expect(await send([visitTo(task.id)], standIn)).toMatchObject([
      { outcome: 'needs-you', code: 'not-found', task: null },
    ]);
    await database.flow.execute(sql`insert into audit_entries (at, actor, action, subject_kind, subject_id, details)
      values (${PRESENT.toISOString()}, 'flow', 'task.dispatch', 'task', ${task.id}, jsonb_build_object('toId', ${cover.id}::text))`);
    expect(cover.id).not.toBe(task.assigneeId);
    expect(await send([visit], standIn)).toMatchObject([{ outcome: 'kept', keptBecause: 're-assigned' }]);
    const stranger = await signIn(service.app, 'dunhua-dashitou-village');
    expect(await send([visitTo(task.id)], stranger)).toMatchObject([
      { outcome: 'needs-you', code: 'not-found', task: null },
    ]);
    expect((await county.get(`/api/tasks/${task.id}`)).json().visits).toHaveLength(1);
  });
});

it('a phone under somebody else’s session is told nothing and has nothing taken from it', async () => {
  const task = await given();
  const holder = await findUserId(database.flow, 'second');
  const asked = await phone.get(`/api/field/sync?holder=${holder}`);
  const sent = await phone.post('/api/field/changes', { holder, changes: [visitTo(task.id)] });
  expect([asked.json().code, sent.json().code]).toEqual(['not-allowed', 'not-allowed']);
  expect(await countVisits(task.id)).toBe(0);
});
