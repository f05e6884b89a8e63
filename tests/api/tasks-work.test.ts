// Work as people do it: suggestions, many at once, absences, late work, putting off, second looks, visits that read alike.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskDetail } from '../../server/flow/tasks/model.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { daysAgo, findUserId, makeAbsence, makeCoordinator, makeTask, makeVisit, visitOf } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let county: Browser;
let township: Browser;
let ids: Record<'home' | 'second' | 'third', string>;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  [county, township] = [await signIn(service.app, HOME.dispatcher), await signIn(service.app, HOME.officer)];
  const second = await makeCoordinator(database.flow, 'second', { name: '乙', capacity: 2 });
  const third = await makeCoordinator(database.flow, 'third', { name: '丙', villages: [ELSEWHERE], capacity: 3 });
  ids = { home: await findUserId(database.flow, HOME.coordinator), second: second.id, third: third.id };
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const ELSEWHERE = '222405105001';
const HOUR = 3600_000;
const hence = (hours: number) => new Date(PRESENT.getTime() + hours * HOUR);
const rowOf = async (id: string) => {
  const [row] = await database.flow.execute<Record<string, string | null>>(
    sql`select * from tasks where id = ${id}::uuid`,
  );
  return row!;
};
const entriesOf = (id: string, action: string) =>
  database.flow.execute<{ details: Record<string, unknown> }>(
    sql`select details from audit_entries where subject_id = ${id} and action = ${action} order by id`,
  );
const dispatch = (by: Browser, id: string, assigneeId: string, version = 1) =>
  by.post(`/api/tasks/${id}/dispatch`, { assigneeId }, { version });
const takeBack = (id: string) => county.post(`/api/absences/${id}/end`);

describe('a suggestion', () => {
  it('is the coordinator of the village with the most room, only while the task waits and for those who dispatch', async () => {
    const waiting = await makeTask(database.flow);
    const out = await makeTask(database.flow, { state: 'assigned', assignee: 'second' });
    const found = async (by: Browser, view: string, id: string) =>
      (await by.get(`/api/tasks?view=${view}&limit=200`)).json().items.find((row: { id: string }) => row.id === id);
    expect((await found(county, 'waiting', waiting.id)).suggested).toMatchObject({ id: ids.home });
    expect((await found(township, 'waiting', waiting.id)).suggested).toMatchObject({ id: ids.home });
    expect((await found(await signIn(service.app, 'yanbian'), 'waiting', waiting.id)).suggested).toBeNull();
    expect((await found(county, 'out', out.id)).suggested).toBeNull();
  });

  it('is the cover while the one of the village is away, and a dispatch to them is refused with the cover’s name', async () => {
    const task = await makeTask(database.flow);
    const away = await makeAbsence(database.flow, { cover: 'third' });
    const others = await makeAbsence(database.flow, { user: 'second' });
    const detail = (await county.get(`/api/tasks/${task.id}`)).json();
    expect(detail.task.suggested).toEqual({ id: ids.third, name: '丙', inHand: 0, capacity: 3 });
    expect(
      detail.coordinators.map((one: { id: string; isAway: boolean; isHere: boolean }) => [
        one.id,
        one.isAway,
        one.isHere,
      ]),
    ).toEqual([
      [ids.third, false, true],
      [ids.home, true, true],
      [ids.second, true, true],
    ]);
    const refused = await dispatch(county, task.id, ids.home);
    expect(refused.statusCode).toBe(422);
    expect(refused.json().errors[0]).toMatchObject({ pointer: '/assigneeId', detail: expect.stringContaining('丙') });
    expect((await dispatch(county, task.id, ids.second)).json().errors[0].detail).toContain('没有人代班');
    expect((await dispatch(county, task.id, ids.third)).statusCode).toBe(200);
    await takeBack(away.id);
    await takeBack(others.id);
  });

  it('the cover sees and does what they were given in a village that is not theirs, and nothing else of it', async () => {
    const [given, notGiven] = [
      await makeTask(database.flow, { state: 'assigned', assignee: 'third', notice: 'stands-in' }),
      await makeTask(database.flow),
    ];
    const cover = await signIn(service.app, 'third');
    expect((await cover.get(`/api/tasks/${given.id}`)).json().moves).toEqual(['accept', 'submit', 'hand-back']);
    expect((await cover.get(`/api/tasks/${notGiven.id}`)).statusCode).toBe(404);
    expect((await cover.post(`/api/tasks/${given.id}/accept`, undefined, { version: 1 })).statusCode).toBe(200);
    const visit = '01a13d12-ba80-73e8-95a1-7a7e32b98f70';
    expect((await cover.put(`/api/visits/${visit}`, visitOf(given.id))).statusCode).toBe(200);
    expect((await rowOf(given.id)).state).toBe('submitted');
  });
});

describe('many at once', () => {
  it('each goes to its suggestion, load counted on; the preview says so beforehand and changes nothing', async () => {
    await database.flow.execute(sql`update tasks set state = 'closed' where state in ('assigned', 'accepted')`);
    const tasks = await Promise.all(Array.from({ length: 4 }, () => makeTask(database.flow)));
    const room = (await county.get(`/api/tasks/${tasks[0]!.id}`)).json().coordinators[0];
    expect(room).toMatchObject({ id: ids.home, inHand: 0 });
    // The one of the whole township has two places more than the second: the first two go there, then they take turns.
    await database.flow.execute(sql`update users set capacity = 4 where id = ${ids.home}::uuid`);
    const body = { tasks: tasks.map(({ id }) => ({ id, version: 1 })) };
    const preview = (await county.post('/api/tasks/dispatch/preview', body)).json();
    expect(preview.refused).toEqual([]);
    const loads = Object.fromEntries(preview.loads.map((load: { id: string; after: number }) => [load.id, load.after]));
    expect(loads).toEqual({ [ids.home]: 3, [ids.second]: 1 });
    expect((await rowOf(tasks[0]!.id)).state).toBe('waiting');

    const { items } = (await county.post('/api/tasks/dispatch', body)).json();
    expect(items.map((item: { outcome: string }) => item.outcome)).toEqual(Array(4).fill('dispatched'));
    for (const { id } of tasks) expect(await entriesOf(id, 'task.dispatch')).toHaveLength(1);
    const rows = await Promise.all(tasks.map(({ id }) => rowOf(id)));
    expect(rows.filter((row) => row.assignee_id === ids.home)).toHaveLength(3);
  });

  it('every one is answered for itself: given, changed meanwhile, gone, not in sight, nobody to give it to', async () => {
    const [good, changed, gone, nowhere] = [
      await makeTask(database.flow),
      await makeTask(database.flow, { version: 3 }),
      await makeTask(database.flow, { state: 'submitted', assignee: HOME.coordinator }),
      await makeTask(database.flow, { areaCode: HOME.county }),
    ];
    const stranger = '01a13d12-ba80-73e8-95a1-7a7e32b98f71';
    const asked = [good.id, changed.id, gone.id, nowhere.id, stranger].map((id) => ({ id, version: 1 }));
    const { items } = (await county.post('/api/tasks/dispatch', { tasks: asked })).json();
    const outcomes = new Map(items.map((item: { id: string; outcome: string }) => [item.id, item]));
    expect(outcomes.get(good.id)).toMatchObject({ outcome: 'dispatched', version: 2, state: 'assigned' });
    expect(outcomes.get(changed.id)).toMatchObject({ outcome: 'conflict', version: 3, state: 'waiting' });
    expect(outcomes.get(gone.id)).toMatchObject({
      outcome: 'conflict',
      state: 'submitted',
      assignee: { id: ids.home },
    });
    expect(outcomes.get(nowhere.id)).toMatchObject({
      outcome: 'refused',
      why: { zh: expect.stringContaining('没有人可派') },
    });
    expect(outcomes.get(stranger)).toMatchObject({ outcome: 'not-found', state: null });
  });

  it('to one person, over their capacity when one insists, and refused with words when they are away', async () => {
    const tasks = await Promise.all(Array.from({ length: 3 }, () => makeTask(database.flow)));
    const body = { tasks: tasks.map(({ id }) => ({ id, version: 1 })), assigneeId: ids.second };
    const preview = (await county.post('/api/tasks/dispatch/preview', body)).json();
    expect(preview.loads).toMatchObject([
      { id: ids.second, isOver: true, capacity: 2, tasks: body.tasks.map(({ id }) => id) },
    ]);
    const away = await makeAbsence(database.flow, { user: 'second', cover: HOME.coordinator });
    const { items } = (await county.post('/api/tasks/dispatch', body)).json();
    expect(items[0]).toMatchObject({ outcome: 'refused', why: { en: expect.stringContaining('stands in') } });
    expect((await rowOf(tasks[0]!.id)).state).toBe('waiting');
    await takeBack(away.id);
  });

  it('none in sight is 404; more than 200 is refused', async () => {
    const far = { id: '01a13d12-ba80-73e8-95a1-7a7e32b98f71', version: 1 };
    expect((await county.post('/api/tasks/dispatch', { tasks: [far] })).statusCode).toBe(404);
    expect((await county.post('/api/tasks/dispatch', { tasks: Array(201).fill(far) })).statusCode).toBe(422);
  });
});

describe('an absence', () => {
  const days = { fromOn: daysAgo(-30), untilOn: daysAgo(-32), reason: '探亲' };
  const record = (by: Browser, given: object) =>
    by.post('/api/absences', { ...days, userId: ids.home, coverId: ids.third, ...given });

  it('is recorded by the township or by oneself, listed, and taken back once', async () => {
    const good = { fromOn: daysAgo(-32), untilOn: daysAgo(-34) };
    const made = await record(township, good);
    expect(made.statusCode, made.body).toBe(200);
    const { id } = made.json();
    const listed = (await township.get('/api/absences')).json().items.find((row: { id: string }) => row.id === id);
    expect(listed).toMatchObject({
      user: { id: ids.home },
      cover: { id: ids.third, name: '丙' },
      isNow: false,
      endedAt: null,
    });
    expect((await record(township, good)).statusCode).toBe(409);
    expect((await takeBack(id)).statusCode).toBe(200);
    expect((await takeBack(id)).statusCode).toBe(409);
    const self = await signIn(service.app, HOME.coordinator);
    const own = await record(self, good);
    expect(own.statusCode, own.body).toBe(200);
    expect((await self.get('/api/absences')).json().items.map((row: { id: string }) => row.id)).toContain(
      own.json().id,
    );
    expect((await self.post(`/api/absences/${own.json().id}/end`)).statusCode).toBe(200);
    expect((await record(self, { ...good, userId: ids.second })).statusCode).toBe(404);
  });

  it('needs days in order, and a cover of the township who is there', async () => {
    const refusal = async (given: object) =>
      (await record(township, { untilOn: daysAgo(-34), ...given })).json().errors[0].pointer;
    const elsewhere = await findUserId(database.flow, 'longjing-dexin-village');
    expect(await refusal({ untilOn: daysAgo(-20) })).toBe('/untilOn');
    expect(await refusal({ fromOn: daysAgo(9), untilOn: daysAgo(8) })).toBe('/untilOn');
    expect(await refusal({ coverId: ids.home })).toBe('/coverId');
    expect(await refusal({ coverId: elsewhere })).toBe('/coverId');
    const other = await makeAbsence(database.flow, { user: 'third', fromOn: daysAgo(-33), untilOn: daysAgo(-40) });
    expect(await refusal({})).toBe('/coverId');
    await takeBack(other.id);
  });

  it('who stands in for somebody cannot leave before another is found', async () => {
    const away = await makeAbsence(database.flow, { cover: 'third', fromOn: daysAgo(-50), untilOn: daysAgo(-55) });
    const answer = await record(township, {
      userId: ids.third,
      coverId: ids.home,
      fromOn: daysAgo(-52),
      untilOn: daysAgo(-53),
    });
    expect(answer.json()).toMatchObject({ code: 'state-conflict', detail: expect.stringContaining('代班') });
    await takeBack(away.id);
  });
});

describe('late work', () => {
  const late = {
    dispatchDueAt: hence(-48),
    visitDueAt: hence(-24),
    confirmDueAt: hence(100),
    state: 'accepted',
    assignee: HOME.coordinator,
  };
  const makeEscalated = (level: string, given: object = {}) =>
    makeTask(database.flow, { ...late, escalationLevel: level, escalatedAt: hence(-10), ...given });
  const seen = async (by: Browser) =>
    (await by.get('/api/tasks?view=escalated&limit=200')).json().items.map((row: { id: string }) => row.id) as string[];

  it('stands in the view of every level it has reached, and of no higher one', async () => {
    const [low, high] = [await makeEscalated('township'), await makeEscalated('prefecture')];
    const past = await makeEscalated('county', { visitDueAt: hence(10) });
    const city = await signIn(service.app, 'yanbian');
    expect(await seen(township)).toEqual(expect.arrayContaining([low.id, high.id]));
    expect(await seen(county)).toContain(high.id);
    expect(await seen(county)).not.toContain(low.id);
    expect(await seen(city)).toEqual([high.id]);
    expect(await seen(await signIn(service.app, 'province'))).toEqual([]);
    // An escalation of a deadline that counts no more is over.
    expect(await seen(township)).not.toContain(past.id);
    expect((await county.get(`/api/tasks/${past.id}`)).json().task.escalationLevel).toBeNull();
    expect((await county.get('/api/tasks?view=escalated')).json().counts.escalated).toBe(1);
  });

  it('is acknowledged with a note by somebody of its level or above, once', async () => {
    const { id } = await makeEscalated('county');
    const acknowledge = (by: Browser, version = 1) =>
      by.post(`/api/tasks/${id}/acknowledge`, { note: '已催办' }, { version });
    expect((await township.get(`/api/tasks/${id}`)).json().moves).not.toContain('acknowledge');
    expect((await acknowledge(township)).json()).toMatchObject({ code: 'state-conflict' });
    expect((await county.get(`/api/tasks/${id}`)).json().moves).toContain('acknowledge');
    expect((await acknowledge(county, 7)).json()).toMatchObject({ code: 'version-conflict' });
    expect((await acknowledge(county)).statusCode).toBe(200);
    expect((await county.get(`/api/tasks/${id}`)).json().task).toMatchObject({ escalationLevel: 'county', version: 2 });
    expect((await county.get(`/api/tasks/${id}`)).json().task.acknowledgedAt).not.toBeNull();
    expect((await acknowledge(await signIn(service.app, 'yanbian'), 2)).json()).toMatchObject({
      code: 'state-conflict',
    });
    expect(await entriesOf(id, 'task.acknowledge')).toEqual([{ details: { level: 'county', note: '已催办' } }]);
  });

  it('that nobody was told of cannot be acknowledged', async () => {
    const { id } = await makeTask(database.flow);
    const answer = await county.post(`/api/tasks/${id}/acknowledge`, { note: '已知' }, { version: 1 });
    expect(answer.json()).toMatchObject({ code: 'state-conflict' });
  });
});

describe('putting a visit off', () => {
  const extend = (id: string, until: string, version = 1) =>
    county.post(`/api/tasks/${id}/extend`, { until, reason: '户主住院，下周回家' }, { version });

  it('is done once, with its reason, by a few working days', async () => {
    const { id } = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    // Due on Sunday the 18th; from Monday on there are five.
    expect((await extend(id, '2026-10-26')).json().errors[0].pointer).toBe('/until');
    const answer = await extend(id, '2026-10-20');
    expect(answer.statusCode, answer.body).toBe(200);
    const detail = (await county.get(`/api/tasks/${id}`)).json();
    expect(detail.extensionReason).toBe('户主住院，下周回家');
    expect(new Date(detail.task.visitDueAt).toISOString()).toBe('2026-10-20T09:30:00.000Z');
    expect(detail.task.extendedAt).not.toBeNull();
    expect(detail.moves).not.toContain('extend');
    expect((await extend(id, '2026-10-21', 2)).json()).toMatchObject({ code: 'state-conflict' });
    expect(await entriesOf(id, 'task.extend')).toHaveLength(1);
  });

  it('is refused for a red task, in words', async () => {
    const { id } = await makeTask(database.flow, { severity: 'red', state: 'accepted', assignee: HOME.coordinator });
    expect((await extend(id, '2026-10-20')).json()).toMatchObject({
      code: 'state-conflict',
      detail: expect.stringContaining('红色'),
    });
  });

  it('is the county’s alone', async () => {
    const { id } = await makeTask(database.flow);
    const body = { until: '2026-10-20', reason: '出差' };
    expect((await township.post(`/api/tasks/${id}/extend`, body, { version: 1 })).json().code).toBe('not-allowed');
  });
});

describe('a second look', () => {
  async function makeLook(given: Parameters<typeof makeTask>[1] = {}) {
    const first = await makeTask(database.flow, {
      state: 'closed',
      assignee: HOME.coordinator,
      outcomeCode: 'A6',
      closedAt: PRESENT,
    });
    await makeVisit(database.flow, { task: first, visitorId: ids.second });
    const look = await makeTask(database.flow, {
      kind: 'second-look',
      looksAtId: first.id,
      originKind: 'draw',
      ...given,
    });
    await database.flow.execute(sql`delete from task_alerts where task_id = ${look.id}::uuid`);
    return { first, look };
  }

  it('goes to nobody who had a part in the first, and is not the township’s to give', async () => {
    const { look } = await makeLook();
    for (const part of [ids.home, ids.second]) {
      const refused = await dispatch(county, look.id, part);
      expect(refused.json().errors[0].detail).toContain('参与过');
    }
    expect((await dispatch(township, look.id, ids.third)).json()).toMatchObject({ code: 'state-conflict' });
    expect((await township.get(`/api/tasks/${look.id}`)).json().moves).toEqual([]);
    const offered = (await county.get(`/api/tasks/${look.id}`)).json();
    const able = offered.coordinators.map((one: { id: string }) => one.id);
    expect(able).toContain(ids.third);
    expect(able).not.toContain(ids.home);
    expect([ids.home, ids.second]).not.toContain(offered.task.suggested.id);
    const many = await township.post('/api/tasks/dispatch', { tasks: [{ id: look.id, version: 1 }] });
    expect(many.json().items[0]).toMatchObject({ outcome: 'refused' });
    expect((await dispatch(county, look.id, ids.third)).statusCode).toBe(200);
  });

  it('is visited, confirmed by the county and closed without alerts; what differs from the first is listed', async () => {
    const { first, look } = await makeLook({ state: 'accepted', assignee: 'third' });
    const visitor = await signIn(service.app, 'third');
    const visit = { outcomeCode: 'C3', note: '与原结论不符，房屋完好' };
    const sent = await visitor.put('/api/visits/01a13d12-ba80-73e8-95a1-7a7e32b98f72', visitOf(look.id, visit));
    expect(sent.statusCode, sent.body).toBe(200);
    expect((await township.post(`/api/tasks/${look.id}/confirm`, {}, { version: 2 })).json()).toMatchObject({
      code: 'state-conflict',
    });
    expect((await county.get(`/api/tasks/${look.id}`)).json().moves).toContain('confirm');
    const confirmed = await county.post(`/api/tasks/${look.id}/confirm`, {}, { version: 2 });
    expect(confirmed.statusCode, confirmed.body).toBe(200);
    expect(await rowOf(look.id)).toMatchObject({ state: 'closed', outcome_code: 'C3' });
    const { look: same } = await makeLook({ state: 'closed', outcomeCode: 'A1', closedAt: PRESENT });
    const told = (await county.get('/api/second-looks')).json();
    expect(told).toMatchObject({ drawn: 3, done: 2, agreed: 1 });
    expect(told.items).toMatchObject([
      {
        id: look.id,
        looksAtId: first.id,
        first: { outcomeCode: 'A6', visitor: '乙' },
        second: { outcomeCode: 'C3', visitor: '丙' },
      },
    ]);
    expect(same.id).not.toBe(look.id);
  });

  it('takes the outcomes of what it looks at', async () => {
    const { first, look } = await makeLook({ state: 'accepted', assignee: 'third' });
    await database.flow.execute(sql`update tasks set kind = 'exit' where id = ${first.id}::uuid`);
    const visitor = await signIn(service.app, 'third');
    const send = (outcomeCode: string) =>
      visitor.put('/api/visits/01a13d12-ba80-73e8-95a1-7a7e32b98f73', visitOf(look.id, { outcomeCode }));
    expect((await send('A6')).statusCode).toBe(422);
    expect((await send('E1')).statusCode).toBe(200);
  });

  it('is needed for the county to confirm: an ordinary visit is the township’s', async () => {
    const task = await makeTask(database.flow, { state: 'submitted', assignee: HOME.coordinator });
    await makeVisit(database.flow, { task });
    expect((await county.post(`/api/tasks/${task.id}/confirm`, {}, { version: 1 })).json()).toMatchObject({
      code: 'state-conflict',
    });
    expect((await county.get(`/api/tasks/${task.id}`)).json().moves).not.toContain('confirm');
  });
});

describe('visits that read alike', () => {
  it('are one visitor’s same words or answers at different doors, and one spot for two villages', async () => {
    await database.flow.execute(sql`update visits set submitted_at = submitted_at - interval '200 days'`);
    const visitAt = async (given: object, area: string = HOME.village) => {
      const task = await makeTask(database.flow, { state: 'submitted', assignee: HOME.coordinator });
      const apart = { latitude: 42 + Math.random(), longitude: 129 + Math.random(), areaCode: area };
      return { task, visit: await makeVisit(database.flow, { task, ...apart, ...given }) };
    };
    const spot = { latitude: 42.123456, longitude: 129.654321 };
    const one = await visitAt({ note: '家中一切正常， 无需救助。' });
    const two = await visitAt({ note: '家中一切正常,无需救助', visitedAt: hence(1) });
    await visitAt({ note: '家中一切正常，无需救助。', visitorId: ids.second });
    await visitAt({ note: '家中一切正常，无需救助。', submittedAt: hence(-24 * 91) });
    const answers = { income: 3000, members: 2 };
    await visitAt({ note: '甲户', answers });
    await visitAt({ note: '乙户', answers });
    await visitAt({ note: '丙户', ...spot });
    await visitAt({ note: '丁户', latitude: 42.123457, longitude: 129.654319 }, ELSEWHERE);
    await visitAt({ note: '戊户', ...spot, latitude: 42.12355 }, ELSEWHERE);

    const { items } = (await township.get('/api/visits/alike')).json();
    const kinds = Object.fromEntries(items.map((group: { kind: string; count: number }) => [group.kind, group.count]));
    expect(kinds).toEqual({ note: 2, answers: 2, place: 2 });
    const note = items.find((group: { kind: string }) => group.kind === 'note');
    expect(note.visits.map((visit: { id: string }) => visit.id)).toEqual([two.visit.id, one.visit.id]);
    expect((await township.get(`/api/visits/alike?area=${ELSEWHERE}`)).json().items).toEqual([]);
    expect((await township.get(`/api/tasks/${one.task.id}`)).json().alike).toBe(1);
    expect((await county.get(`/api/tasks/${one.task.id}`)).json().alike).toBe(0); // the county does not confirm it
    expect(note.visits[0]).toMatchObject({
      ...{ visitorId: ids.home, township: expect.any(String), household: expect.any(String), state: 'submitted' },
      ...{ kind: 'help', look: null, photoId: null },
    });
    expect(items.find((group: { kind: string }) => group.kind === 'answers')).toMatchObject({ answers: 2 });
    const province = await signIn(service.app, 'province');
    expect((await province.get('/api/visits/alike')).json().errors).toMatchObject([{ pointer: '?area' }]);
    expect((await province.get(`/api/visits/alike?area=${HOME.county}`)).json().items).toHaveLength(3);
  });

  it('are looked at again when the county asks: once they are closed, one look at a household at a time', async () => {
    const task = await makeTask(database.flow, { state: 'submitted', assignee: HOME.coordinator });
    await makeVisit(database.flow, { task, note: '家中一切正常，无需救助' });
    const ask = (by: Browser) => by.post(`/api/tasks/${task.id}/second-look`);
    expect((await ask(county)).json().code).toBe('state-conflict');
    await database.flow.execute(
      sql`update tasks set state = 'closed', outcome_code = 'A1', closed_at = state_at where id = ${task.id}::uuid`,
    );
    expect((await ask(township)).json().code).toBe('not-allowed');
    const before = (await county.get('/api/second-looks')).json().drawn;
    const asked = await ask(county);
    expect(asked.statusCode, asked.body).toBe(200);
    expect((await ask(county)).json().code).toBe('state-conflict');
    const look: TaskDetail = (await county.get(`/api/tasks/${asked.json().id}`)).json();
    expect(look.task).toMatchObject({ kind: 'second-look', state: 'waiting', severity: 'blue' });
    expect(look.coordinators.map((one) => one.id)).not.toContain(ids.home); // who was there does not look again
    // Who is asked for was chosen: the share of those drawn by lot that agree says nothing of them.
    expect((await county.get('/api/second-looks')).json().drawn).toBe(before);
    expect((await dispatch(county, look.task.id, ids.third)).statusCode).toBe(200);
  });
});
