// Households that nobody was sent to: found by a coordinator and sent with the visit, or told at the desk; and where two visits differ.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { persons } from '../../db/schema/match.ts';
import { prepareTurn } from '../../server/cycle.ts';
import type { ChangeAnswer, FieldSync } from '../../server/field/model.ts';
import { learn } from '../../server/flow/feedback/step.ts';
import type { TaskDetail } from '../../server/flow/tasks/model.ts';
import { newId } from '../../server/kernel/id.ts';
import { checkDigit } from '../../server/kernel/id-number.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import {
  findUserId,
  makeAlert,
  makeBatch,
  makeCoordinator,
  makeHousehold,
  makeTask,
  visitOf,
} from '../support/makers.ts';
import { declare, makeJpeg } from '../support/pictures.ts';

let database: TestDatabase;
let service: TestApp;
let phone: Browser;
let second: Browser;
let township: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  await makeCoordinator(database.flow, 'second', { name: '乙' });
  [phone, second, township] = (await Promise.all(
    [HOME.coordinator, 'second', HOME.officer].map((name) => signIn(service.app, name)),
  )) as [Browser, Browser, Browser];
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const send = async (changes: object[], by = phone): Promise<ChangeAnswer[]> => {
  const answer = await by.post('/api/field/changes', { changes });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items;
};
const who = { areaCode: HOME.village, head: '崔玉子', people: 3, phone: null, idNumber: null, address: '村东头第二家' };
const leadOf = (lead: object = {}, visit: object = {}) => {
  const taskId = newId();
  const body = { ...visitOf(taskId), taskId: undefined, note: '男人摔伤了，三个月没有收入', ...visit };
  return { id: newId(), kind: 'lead', taskId, body: { ...body, lead: { ...who, ...lead } } };
};
const detailOf = async (taskId: string, by = township): Promise<TaskDetail> => {
  const answer = await by.get(`/api/tasks/${taskId}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const ID_NUMBER = `22990119700101${'123'}`;
const WHOLE = ID_NUMBER + checkDigit(ID_NUMBER);

async function makeKnown(head: string, phoneNumber: string) {
  const household = await makeHousehold(database.flow, { head });
  await database.flow
    .update(persons)
    .set({ phoneCipher: KEYS.encrypt(phoneNumber) })
    .where(sql`id = ${household.members[0]!.id}`);
  return household;
}

describe('a household that a coordinator came upon', () => {
  it('becomes an alert, a task of theirs and its visit at once, and shows everywhere though no registry knows it', async () => {
    const lead = leadOf({ phone: '14400001234', idNumber: WHOLE, urgency: 'today' });
    expect(await send([lead])).toMatchObject([{ outcome: 'applied', task: { state: 'submitted', isMine: true } }]);
    const { task, members, leads, alerts, visits, address } = await detailOf(lead.taskId);
    expect(task).toMatchObject({ kind: 'help', severity: 'red', household: { id: null, head: '崔玉子', members: 3 } });
    expect(task.reasons).toMatchObject([{ ruleId: null, names: { zh: '协理员主动发现' } }]);
    expect(members).toMatchObject([{ name: '崔玉子', phone: '144****34' }]);
    expect(leads).toMatchObject([{ channel: 'coordinator', isKnown: false, summary: lead.body.note }]);
    expect([address, visits.map((visit) => visit.id)]).toEqual(['村东头第二家', [lead.id]]);
    const why = (await township.get(`/api/alerts/${alerts[0]!.id}`)).json();
    expect(why).toMatchObject({ lead: { head: '崔玉子', channel: 'coordinator' }, values: [] });
    const listed = (await township.get('/api/alerts?class=discovery&severity=red')).json().items;
    expect(listed.find((one: { id: string }) => one.id === alerts[0]!.id)).toMatchObject({
      ...{ rule: { zh: '协理员主动发现' }, message: { zh: lead.body.note }, household: { head: '崔玉子' } },
    });
    const submitted = (await township.get('/api/tasks?view=submitted')).json().items;
    expect(submitted.map((one: { id: string }) => one.id)).toContain(lead.taskId);
    const sync: FieldSync = (await phone.get('/api/field/sync')).json();
    expect(sync.user.areas?.map((area) => area.code)).toContain(HOME.village);
    expect(sync.items.find((one) => one.id === lead.taskId)).toMatchObject({
      ...{ head: '崔玉子', state: 'submitted', address: '村东头第二家', members: [{ phone: '14400001234' }] },
      reasons: [{ names: { zh: '协理员主动发现' } }],
    });
    const everything =
      await database.flow.execute(sql`select l::text as row from leads l union all select v::text from visits v
      union all select c::text from field_changes c union all select e::text from audit_entries e`);
    expect(everything.filter(({ row }) => String(row).includes(WHOLE))).toEqual([]);
  });

  it('found by who stood in takes their second visit too, when the work has gone to another and the village is out of their sight', async () => {
    const cover = await makeCoordinator(database.flow, 'finds-and-leaves', { villages: ['222405105001'] });
    const standing = await makeTask(database.flow, { state: 'accepted', assigneeId: cover.id });
    const standIn = await signIn(service.app, 'finds-and-leaves');
    const lead = leadOf();
    expect(await send([lead], standIn)).toMatchObject([{ outcome: 'applied', task: { isMine: true } }]);
    await database.flow.execute(sql`update tasks set state = 'returned', assignee_id = null
      where id = any(${sql.param([lead.taskId, standing.id])}::uuid[])`);
    const { lead: _, ...again } = lead.body;
    const second = { id: newId(), kind: 'visit', taskId: lead.taskId, body: again };
    expect(await send([second], standIn)).toMatchObject([{ outcome: 'kept', keptBecause: 'returned' }]);
  });

  it('is confirmed like any other, ends with its task, and is counted as a lead', async () => {
    const lead = leadOf();
    await send([lead]);
    const { task, alerts } = await detailOf(lead.taskId);
    const done = await township.post(`/api/tasks/${lead.taskId}/confirm`, {}, { version: task.version });
    expect(done.statusCode, done.body).toBe(200);
    const [alert] = await database.flow.execute(sql`select state from alerts where id = ${alerts[0]!.id}::uuid`);
    expect(alert).toEqual({ state: 'closed' });
    await database.flow.execute(sql`insert into outcomes (alert_id, task_id, county_code, area_code, outcome_code, is_confirmed, closed_at)
      select id, ${lead.taskId}::uuid, county_code, area_code, 'A6', true, ended_at from alerts where id = ${alerts[0]!.id}::uuid`);
    const { items } = (await township.get('/api/precision?by=dataset')).json();
    expect(items).toMatchObject([{ key: 'lead', confirmed: 1 }]);
  });

  it('is taken in once, however often it is sent', async () => {
    const lead = leadOf();
    await send([lead]);
    expect(await send([lead, lead])).toMatchObject([
      { outcome: 'applied', again: true },
      { outcome: 'applied', again: true },
    ]);
    const [count] =
      await database.flow.execute(sql`select (select count(*) from leads where id = ${lead.taskId}::uuid)::int as leads,
      (select count(*) from visits where task_id = ${lead.taskId}::uuid)::int as visits`);
    expect(count).toEqual({ leads: 1, visits: 1 });
  });

  it('hangs on its household where name and phone, or the number, tell which it is', async () => {
    const household = await makeKnown('许哲', '144 0000 7777');
    const byPhone = leadOf({ head: '许哲', phone: '+86 14400007777' });
    await send([byPhone]);
    expect((await detailOf(byPhone.taskId)).task.household).toMatchObject({ id: household.publicId });
    const numbered = await makeHousehold(database.flow, { head: '方今实' });
    const [id] = [WHOLE.replace('1970', '1971').slice(0, 17)].map((first) => first + checkDigit(first));
    await database.flow
      .update(persons)
      .set({ idHash: KEYS.hash(id!) })
      .where(sql`id = ${numbered.members[0]!.id}`);
    const byNumber = leadOf({ head: '方氏', idNumber: id });
    await send([byNumber]);
    expect((await detailOf(byNumber.taskId)).task.household).toMatchObject({ id: numbered.publicId, head: '方今实' });
    const nameOnly = leadOf({ head: '许哲' });
    await send([nameOnly]);
    expect((await detailOf(nameOnly.taskId)).task.household).toMatchObject({ id: null });
  });

  it('joins the work that its household has: their own is answered, another’s keeps the visit beside it', async () => {
    const mine = await makeKnown('许一', '14400000001');
    const theirs = await makeKnown('许二', '14400000002');
    const task = await makeTask(database.flow, {
      ...{ alert: await makeAlert(database.flow, { household: mine }), state: 'accepted', assignee: HOME.coordinator },
    });
    const other = await makeTask(database.flow, {
      ...{ alert: await makeAlert(database.flow, { household: theirs }), state: 'accepted', assignee: 'second' },
    });
    const [one, two] = [leadOf({ head: '许一', phone: '14400000001' }), leadOf({ head: '许二', phone: '14400000002' })];
    expect(await send([one, two])).toMatchObject([
      { outcome: 'applied', task: { state: 'submitted', isMine: true } },
      { outcome: 'kept', keptBecause: 'joined', task: { state: 'accepted', assignee: '乙' } },
    ]);
    expect((await detailOf(task.id)).alerts).toHaveLength(2);
    const kept = await detailOf(other.id);
    expect(kept.visits).toMatchObject([{ id: two.id, keptBecause: 'joined' }]);
    expect(kept.leads).toMatchObject([{ head: '许二', isKnown: true }]);
    // A second lead of the household is seen with the first: one open alert of leads a household.
    const again = leadOf({ head: '许二', phone: '14400000002' });
    await send([again], second);
    expect((await detailOf(other.id)).alerts).toHaveLength(2);
    expect((await detailOf(other.id)).leads).toHaveLength(2);
    expect((await detailOf(other.id)).task.state).toBe('submitted');
  });

  it('is refused outside their villages, from a volunteer, and with a wrong number', async () => {
    const outside = leadOf({ areaCode: `${NEIGHBOUR.township}200` });
    const wrong = leadOf({ idNumber: `${WHOLE.slice(0, 17)}${WHOLE[17] === '1' ? '2' : '1'}` });
    const items = await send([outside, wrong]);
    expect(items.map((item) => [item.outcome, item.code])).toEqual([
      ['needs-you', 'not-found'],
      ['needs-you', 'wrong-input'],
    ]);
    expect(items[1]!.errors).toMatchObject([{ pointer: '/lead/idNumber' }]);
    const volunteer = await makeCoordinator(database.flow, 'helping-hand', { name: '志愿者' });
    await database.flow.execute(sql`update users set visitor_kind = 'volunteer' where id = ${volunteer.id}::uuid`);
    const helper = await signIn(service.app, 'helping-hand');
    expect(await send([leadOf()], helper)).toMatchObject([{ outcome: 'needs-you', code: 'not-allowed' }]);
    expect((await helper.get('/api/field/sync')).json().user.areas).toEqual([]);
  });
});

describe('a household of which somebody told the township', () => {
  const told = { ...who, channel: '12345', cause: 'illness', summary: '邻居说老人病重，家里没钱看' };

  it('waits to be given to a coordinator, and is tied to its household once somebody finds which it is', async () => {
    const answer = await township.post('/api/leads', told);
    expect(answer.statusCode, answer.body).toBe(200);
    const { id, taskId } = answer.json();
    const before = await detailOf(taskId);
    expect(before.task).toMatchObject({ state: 'waiting', severity: 'yellow', household: { head: '崔玉子' } });
    expect(before.task.reasons).toMatchObject([{ names: { zh: '12345 热线反映' } }]);
    expect((await township.post(`/api/leads/${id}/register`)).statusCode).toBe(200);
    expect((await detailOf(taskId)).leads).toMatchObject([{ registerAt: expect.any(String) }]);
    const household = await makeHousehold(database.flow, { head: '崔玉子' });
    const link = await township.post(`/api/leads/${id}/link`, { householdId: household.publicId });
    expect(link.statusCode, link.body).toBe(200);
    const after = await detailOf(taskId);
    expect(after.task.household).toMatchObject({ id: household.publicId });
    expect(after.leads).toMatchObject([{ isKnown: true }]);
    const again = await township.post(`/api/leads/${id}/link`, { householdId: household.publicId });
    expect(again.json().code).toBe('state-conflict');
    const assigneeId = await findUserId(database.flow, HOME.coordinator);
    const given = await township.post(`/api/tasks/${taskId}/dispatch`, { assigneeId }, { version: after.task.version });
    expect(given.statusCode, given.body).toBe(200);
  });

  it('is told with a cause and a village that there are, and not of another county', async () => {
    const wrong = await township.post('/api/leads', { ...told, cause: 'weather' });
    expect(wrong.json().errors).toMatchObject([{ pointer: '/cause' }]);
    const neighbour = await signIn(service.app, NEIGHBOUR.officer);
    expect((await neighbour.post('/api/leads', told)).json().code).toBe('not-found');
  });
});

describe('two visits of one task that differ', () => {
  const visitTo = (taskId: string, body: object = {}) => ({
    ...{ id: newId(), kind: 'visit', taskId },
    body: { ...visitOf(taskId), taskId: undefined, ...body },
  });
  const differing = async () => {
    const task = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator });
    const said = (food: string) => ({ answers: { form: 'help', version: 'of then', values: { food }, known: {} } });
    const first = visitTo(task.id);
    const late = visitTo(task.id, { outcomeCode: 'C1', note: '没进水', ...said('enough') });
    await send([first]);
    const [item] = await send([late]);
    return { task, first, late, item: item! };
  };

  it('are told to whoever sent the later, field by field, and the desk sees what waits for a choice', async () => {
    const { task, late, item } = await differing();
    expect(item).toMatchObject({ outcome: 'kept', keptBecause: 'visited' });
    expect(item.clashes).toMatchObject([{ field: 'outcomeCode', mine: 'C1', theirs: 'A6', label: { zh: '情况' } }]);
    expect((await send([late]))[0]!.clashes).toHaveLength(1);
    expect((await detailOf(task.id)).clashes).toMatchObject([
      { visitId: late.id, chosen: null, mine: 'C1', theirs: 'A6' },
    ]);
  });

  it('are chosen between once: both values stay, the first choice holds, and the task ends with what was chosen', async () => {
    const { task, late } = await differing();
    const choice = (outcomeCode: string) => ({
      ...{ id: newId(), kind: 'choose', taskId: task.id },
      body: { visitId: late.id, choices: { outcomeCode } },
    });
    const mine = choice('mine');
    expect(await send([mine, mine])).toMatchObject([
      { outcome: 'applied', again: false },
      { outcome: 'applied', again: true },
    ]);
    expect(await send([choice('theirs')])).toMatchObject([{ outcome: 'needs-you', code: 'state-conflict' }]);
    expect(await send([choice('theirs')], second)).toMatchObject([{ outcome: 'needs-you', code: 'not-found' }]);
    expect((await send([late]))[0]!.clashes).toBeUndefined();
    const { clashes, task: row } = await detailOf(task.id);
    expect(clashes).toMatchObject([{ chosen: 'mine', mine: 'C1', theirs: 'A6', chosenBy: expect.any(String) }]);
    await township.post(`/api/tasks/${task.id}/confirm`, {}, { version: row.version });
    expect((await detailOf(task.id)).task).toMatchObject({ state: 'closed', outcomeCode: 'C1' });
  });
});

describe('what holds of two visits', () => {
  it('is what one page shows as the other, what is confirmed, and what is learnt', async () => {
    const task = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator });
    const said = (values: object) => ({ answers: { form: 'help', version: 'of then', values, known: {} } });
    const visit = (body: object) => ({
      ...{ id: newId(), kind: 'visit', taskId: task.id },
      body: { ...visitOf(task.id), taskId: undefined, ...body },
    });
    const first = visit(said({ food: 'enough', home: 'safe' }));
    const late = visit({
      outcomeCode: 'C1',
      cause: 'illness',
      note: '没进水',
      ...said({ food: 'short', school: 'none' }),
    });
    const [, item] = await send([first, late]);
    expect(item!.clashes!.map(({ field, theirsId }) => [field, theirsId]).sort()).toEqual(
      ['cause', 'food', 'outcomeCode'].map((field) => [field, first.id]),
    );
    const open = (await detailOf(task.id)).held!;
    expect(open.values).toEqual({ home: 'safe', school: 'none', note: expect.stringContaining('没进水') });
    expect(open.sayings.map(({ field, value, holds }) => [field, value, holds])).toEqual(
      expect.arrayContaining([
        ['outcomeCode', 'A6', false],
        ['outcomeCode', 'C1', false],
      ]),
    );
    const choices = { outcomeCode: 'mine', cause: 'mine', food: 'theirs' };
    await send([{ id: newId(), kind: 'choose', taskId: task.id, body: { visitId: late.id, choices } }]);
    const { held, task: row } = await detailOf(task.id);
    expect(held!.values).toMatchObject({ outcomeCode: 'C1', cause: 'illness', food: 'enough', home: 'safe' });
    const { visits } = (await township.get(`/api/households/${task.household.publicId}/line`)).json();
    expect(visits).toMatchObject([
      { id: first.id, outcomeCode: 'C1', answers: { values: { food: 'enough', home: 'safe', school: 'none' } } },
    ]);
    expect(visits[0].others.map((one: { field: string; value: string }) => [one.field, one.value]).sort()).toEqual([
      ['cause', 'disaster'],
      ['food', 'short'],
      ['outcomeCode', 'A6'],
    ]);
    const sync: FieldSync = (await phone.get('/api/field/sync')).json();
    expect(sync.items.find(({ id }) => id === task.id)!.visits).toMatchObject([
      { id: first.id, outcomeCode: 'C1', others: [{ outcomeCode: 'A6' }] },
    ]);
    await township.post(`/api/tasks/${task.id}/confirm`, {}, { version: row.version });
    expect((await detailOf(task.id)).task.outcomeCode).toBe('C1');
    const prepared = await prepareTurn(database.flow, CATALOGUE, PRESENT, 'everything');
    await database.flow.transaction((tx) => learn({ ...prepared, tx, hint: () => undefined }));
    const [learnt] = await database.flow.execute(sql`select o.outcome_code as outcome, o.cause, f.code
      from outcomes o left join facts f on f.kind = 'visit.outcome' and f.subject_id = ${task.householdId} where o.task_id = ${task.id}::uuid`);
    expect(learnt).toEqual({ outcome: 'C1', cause: 'illness', code: 'C1' });
  });
});

describe('what nobody should send', () => {
  const change = (taskId: string, kind = 'visit', body: object = {}) => ({
    ...{ id: newId(), kind, taskId },
    body: { ...visitOf(taskId), taskId: undefined, ...body },
  });

  it('of a kind that only the language knows is answered alone, and so is an answer of such a name', async () => {
    const task = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator });
    const said = {
      answers: { form: 'help', version: 'of then', values: { constructor: 'x', food: 'tight' }, known: {} },
    };
    const items = await send([change(task.id, 'constructor'), change(task.id), change(task.id, 'visit', said)]);
    expect(items.map((one) => [one.outcome, one.code])).toEqual([
      ['needs-you', 'wrong-input'],
      ['applied', null],
      ['kept', null],
    ]);
    expect((await detailOf(task.id)).clashes).toEqual([]);
  });

  it('hangs no pictures on a visit of somebody else', async () => {
    const theirs = await makeTask(database.flow, { state: 'accepted', assignee: 'second' });
    const visitId = newId();
    expect((await second.put(`/api/visits/${visitId}`, visitOf(theirs.id))).statusCode).toBe(200);
    const mine = await makeTask(database.flow, { state: 'cancelled', assignee: HOME.coordinator });
    const forged = { ...change(mine.id, 'visit', { attachments: [declare(makeJpeg())] }), id: visitId };
    expect(await send([forged])).toMatchObject([{ outcome: 'needs-you', code: 'state-conflict' }]);
    expect((await detailOf(theirs.id)).visits).toMatchObject([{ id: visitId, attachments: [] }]);
  });

  it('leads no work astray by a lead under the id of its task', async () => {
    const theirs = await makeTask(database.flow, { state: 'accepted', assignee: 'second' });
    const known = await makeKnown('许三', '14400000003');
    const alert = await makeAlert(database.flow, { household: known });
    await makeTask(database.flow, { alert, state: 'accepted', assignee: HOME.coordinator });
    const lead = { ...leadOf({ head: '许三', phone: '14400000003' }), taskId: theirs.id };
    expect(await send([lead])).toMatchObject([{ outcome: 'needs-you' }]);
    expect(await send([change(theirs.id)], second)).toMatchObject([
      { outcome: 'applied', task: { state: 'submitted' } },
    ]);
  });

  it('fills neither the service with visits of one task nor the desk with leads', async () => {
    const task = await makeTask(database.flow, { state: 'cancelled', assignee: HOME.coordinator });
    const items = await send(Array.from({ length: 21 }, () => change(task.id)));
    expect(items.map((one) => one.code ?? one.outcome)).toEqual([...Array(20).fill('kept'), 'too-many-requests']);
    const [me, at] = [await findUserId(database.flow, 'second'), service.now().toISOString()];
    await database.flow.execute(sql`insert into leads (id, channel, received_at, county_code, area_code, summary, made_by)
      select new_id(${at}::timestamptz), 'coordinator', ${at}::timestamptz, ${HOME.county}, ${HOME.village}, '', ${me}::uuid
      from generate_series(1, 100)`);
    expect(await send([leadOf()], second)).toMatchObject([{ outcome: 'needs-you', code: 'too-many-requests' }]);
  });
});

it('a choice is taken from who has left the village since', async () => {
  await makeCoordinator(database.flow, 'leaving', { name: '丙' });
  const [leaving, assigneeId] = [await signIn(service.app, 'leaving'), await findUserId(database.flow, 'leaving')];
  const { id } = await makeTask(database.flow);
  expect((await township.post(`/api/tasks/${id}/dispatch`, { assigneeId }, { version: 1 })).statusCode).toBe(200);
  const visit = (body: object) => ({ id: newId(), kind: 'visit', taskId: id, body: { ...visitOf(id), ...body } });
  const late = visit({ outcomeCode: 'C1' });
  expect((await send([visit({}), late], leaving))[1]!.clashes).toHaveLength(1);
  await database.flow.execute(sql`delete from user_areas where user_id = ${assigneeId}::uuid`);
  await database.flow.execute(sql`update tasks set state = 'confirmed' where id = ${id}::uuid`);
  const body = { visitId: late.id, choices: { outcomeCode: 'mine' } };
  expect(await send([{ id: newId(), kind: 'choose', taskId: id, body }], leaving)).toMatchObject([
    { outcome: 'applied' },
  ]);
});

it('of leads that are tied to one household at once one hangs on it', async () => {
  const household = await makeHousehold(database.flow, { head: '崔玉子' });
  const told = { ...who, channel: '12345', cause: 'illness', summary: '邻居说老人病重，家里没钱看' };
  const ids = [];
  for (let at = 0; at < 8; at += 1) ids.push((await township.post('/api/leads', told)).json().id);
  const answers = await Promise.all(
    ids.map((id) => township.post(`/api/leads/${id}/link`, { householdId: household.publicId })),
  );
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, ...Array(7).fill(409)]);
});

describe('what was corrected at the door', () => {
  it('clashes with data only where that has changed meanwhile, told with who says so', async () => {
    await makeBatch(database.flow, { dataset: 'registry', department: 'police' });
    const { words }: FieldSync = (await phone.get('/api/field/sync')).json();
    const { version } = words!.forms.find((one) => one.id === 'help')!;
    const values = {
      ...{ food: 'tight', home: 'safe', school: 'none', doctor: 'heavy', people: 2, workers: 1, health: 'weak' },
      ...{ income: 120_000, other_income: 'little', burdens: ['medical'], assets: ['none'], wants: ['medical'] },
    };
    const sent = async (standing: 'confirmed' | 'corrected', now: number) => {
      const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
      await database.flow.execute(
        sql`update household_indicators set members__living = ${now} where household_id = ${task.householdId}`,
      );
      const people = standing === 'confirmed' ? 3 : 2;
      const known = { people: { value: 3, on: '2026-09-30', standing } };
      const answers = { form: 'help', version, values: { ...values, people }, known };
      const visit = {
        id: newId(),
        kind: 'visit',
        taskId: task.id,
        body: { ...visitOf(task.id, { answers }), taskId: undefined },
      };
      return (await send([visit]))[0]!;
    };
    expect(await sent('corrected', 4)).toMatchObject({
      outcome: 'applied',
      clashes: [
        { field: 'people', mine: 2, theirs: 4, base: 3, theirsSource: { zh: expect.stringContaining('公安厅') } },
      ],
    });
    for (const [standing, now] of [
      ['corrected', 3],
      ['corrected', 2],
      ['confirmed', 4],
    ] as const) {
      const item = await sent(standing, now);
      expect([item.outcome, item.clashes]).toEqual(['applied', undefined]);
    }
  });
});
