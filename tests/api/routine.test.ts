// Visits by the calendar through the API: what a volunteer sees and does, ticking off, agreements, and a board that is a plain count.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VISITOR_KINDS, VISITOR_RIGHTS } from '../../server/access/model.ts';
import type { FieldSync } from '../../server/field/model.ts';
import type { RoutineBoard } from '../../server/insight/routine/model.ts';
import { newId } from '../../server/kernel/id.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeAlert, makeHousehold, makeTask, makeVisit, visitOf } from '../support/makers.ts';
import { declare, makeJpeg } from '../support/pictures.ts';
import { makeAgreement, makeMember, makeRound, makeVolunteer } from '../support/routine-makers.ts';

let database: TestDatabase;
let service: TestApp;
let [volunteer, coordinator, township, county]: Browser[] = [];
let volunteerId: string;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  volunteerId = (await makeVolunteer(database.flow, 'volunteer')).id;
  [volunteer, coordinator, township, county] = await Promise.all(
    ['volunteer', HOME.coordinator, HOME.officer, HOME.dispatcher].map((name) => signIn(service.app, name)),
  );
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const sync = async (by: Browser): Promise<FieldSync> => (await by.get('/api/field/sync?cursor=')).json();
const stateOf = async (id: string) =>
  (
    await database.flow.execute<{ state: string; outcome: string | null }>(
      sql`select state, outcome_code as outcome from tasks where id = ${id}::uuid`,
    )
  )[0];
const f = (taskId: string, outcomeCode = 'F1') => visitOf(taskId, { outcomeCode, cause: null, note: '身体还好' });

describe('a volunteer', () => {
  it('is given the visits by the calendar in their name, without reasons or what visits of others found', async () => {
    const household = await makeHousehold(database.flow, { head: '韩守田' });
    const help = await makeTask(database.flow, {
      alert: await makeAlert(database.flow, { household }),
      state: 'closed',
    });
    await makeVisit(database.flow, { task: help, note: '家里欠着医药费' });
    const mine = await makeRound(database.flow, { household, assignee: 'volunteer' });
    await makeAgreement(database.flow, { household });
    const answer = await sync(volunteer!);
    expect(answer.items.map((one) => one.id)).toEqual([mine.id]);
    expect(answer.items[0]).toMatchObject({
      ...{ kind: 'routine', asKind: 'routine', head: '韩守田', reasons: [], visits: [] },
      routine: {
        risk: 'medium',
        dueOn: '2026-10-20',
        lastSeenOn: null,
        needsAgreement: true,
        agreement: { carer: '朴英姬' },
      },
    });
    expect(JSON.stringify(answer.items)).not.toContain('医药费');
    const theirs = await makeRound(database.flow, { household: await makeHousehold(database.flow) });
    const seen = (await sync(coordinator!)).items.find((one) => one.id === theirs.id)!;
    expect(seen.routine).toMatchObject({ groups: [{ zh: '分散供养特困人员' }], agreement: null });
  });

  it('finds no help task anywhere, not one that was put into their name and not one of their village', async () => {
    const [slipped, other] = [
      await makeTask(database.flow, { state: 'assigned', assignee: 'volunteer' }),
      await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator }),
    ];
    expect((await sync(volunteer!)).ids).not.toContain(slipped.id);
    const list = (await volunteer!.get('/api/tasks?view=mine')).json();
    expect(list.items.map((one: { kind: string }) => one.kind)).toEqual(['routine']);
    for (const task of [slipped, other]) {
      expect((await volunteer!.get(`/api/tasks/${task.id}`)).statusCode).toBe(404);
      const sent = await volunteer!.send('PUT', `/api/visits/${newId()}`, { body: visitOf(task.id) });
      expect(sent.statusCode).toBe(404);
      const change = { id: newId(), kind: 'visit', taskId: task.id, body: { ...visitOf(task.id), taskId: undefined } };
      const answer = (await volunteer!.post('/api/field/changes', { changes: [change] })).json();
      expect(answer.items).toMatchObject([{ outcome: 'needs-you', code: 'not-found', task: null }]);
    }
    expect((await volunteer!.get('/api/alerts')).json().items).toEqual([]);
  });

  it('is suggested for no help task, and refused in words when given one', async () => {
    const task = await makeTask(database.flow);
    const detail = (await county!.get(`/api/tasks/${task.id}`)).json();
    expect(detail.coordinators.map((one: { id: string }) => one.id)).not.toContain(volunteerId);
    expect(detail.task.suggested.id).not.toBe(volunteerId);
    const given = await county!.send('POST', `/api/tasks/${task.id}/dispatch`, {
      body: { assigneeId: volunteerId },
      version: 1,
    });
    expect(given.statusCode).toBe(422);
    expect(given.json().errors[0].detail).toContain('志愿者只去定期探访');
    const many = await county!.post('/api/tasks/dispatch', {
      tasks: [{ id: task.id, version: 1 }],
      assigneeId: volunteerId,
    });
    expect(many.json().items).toMatchObject([{ outcome: 'refused' }]);
    const visit = await makeRound(database.flow, { state: 'returned', assigneeId: null });
    const back = await county!.send('POST', `/api/tasks/${visit.id}/dispatch`, {
      body: { assigneeId: volunteerId },
      version: 1,
    });
    expect(back.statusCode, back.body).toBe(200);
  });

  it('keeps their visit even when it went to another meanwhile', async () => {
    const task = await makeRound(database.flow, {
      household: await makeHousehold(database.flow),
      state: 'returned',
      assigneeId: null,
    });
    await county!.send('POST', `/api/tasks/${task.id}/dispatch`, { body: { assigneeId: volunteerId }, version: 1 });
    const home = await findUserId(database.flow, HOME.coordinator);
    await database.flow.execute(
      sql`update tasks set assignee_id = ${home}::uuid where assignee_id = ${volunteerId}::uuid and kind = 'routine'`,
    );
    const change = { id: newId(), kind: 'visit', taskId: task.id, body: { ...f(task.id), taskId: undefined } };
    // Out of the county by now, with a photo still to send.
    Object.assign(change.body, { attachments: [declare(makeJpeg())] });
    const answer = (await volunteer!.post('/api/field/changes', { changes: [change] })).json();
    expect(answer.items).toMatchObject([{ outcome: 'kept', keptBecause: 're-assigned' }]);
  });

  it.each(VISITOR_KINDS)('%s: what the table says', async (kind) => {
    await database.flow.execute(sql`update users set visitor_kind = ${kind} where id = ${volunteerId}::uuid`);
    const task = await makeTask(database.flow, { state: 'assigned', assignee: 'volunteer' });
    const isSeen = (await sync(volunteer!)).ids.includes(task.id);
    expect(isSeen).toBe(VISITOR_RIGHTS[kind].alerts);
    const waiting = await makeTask(database.flow);
    const { coordinators } = (await county!.get(`/api/tasks/${waiting.id}`)).json();
    expect(coordinators.some((one: { id: string }) => one.id === volunteerId)).toBe(VISITOR_RIGHTS[kind].alerts);
  });
});

describe('a visit by the calendar', () => {
  it('is ticked off when all is well, and goes to the township when not', async () => {
    const [well, ill] = [await makeRound(database.flow), await makeRound(database.flow)];
    for (const [task, code] of [
      [well, 'F1'],
      [ill, 'F2'],
    ] as const) {
      const sent = await coordinator!.send('PUT', `/api/visits/${newId()}`, { body: f(task.id, code) });
      expect(sent.statusCode, sent.body).toBe(200);
    }
    expect(await stateOf(well.id)).toEqual({ state: 'closed', outcome: 'F1' });
    expect(await stateOf(ill.id)).toMatchObject({ state: 'submitted' });
    const entries = await database.flow.execute<{ action: string }>(
      sql`select action from audit_entries where subject_id = ${well.id}`,
    );
    expect(entries.map((one) => one.action)).toEqual(['task.close']);
    const wrong = await coordinator!.send('PUT', `/api/visits/${newId()}`, {
      body: visitOf((await makeRound(database.flow)).id),
    });
    expect(wrong.json().errors[0].detail).toContain('F1 F2 F3');
    const submitted = (await township!.get('/api/tasks?view=submitted')).json();
    expect(submitted.items.map((one: { id: string }) => one.id)).toContain(ill.id);
    const confirmed = await township!.send('POST', `/api/tasks/${ill.id}/confirm`, { body: {}, version: 2 });
    expect(confirmed.statusCode, confirmed.body).toBe(200);
  });

  it('opens with what was answered the last time that somebody was met, and is ticked off by it', async () => {
    const household = await makeHousehold(database.flow);
    const visited = async (day: string, outcomeCode: string, answers: object) => {
      const task = await makeRound(database.flow, { household, state: 'closed', outcomeCode });
      const visitedAt = new Date(`${day}T10:00:00+08:00`);
      await makeVisit(database.flow, { task: task as never, outcomeCode, answers, visitedAt });
    };
    const { words } = await sync(coordinator!);
    const { id: form, version } = words!.forms.find(({ kinds }) => kinds.includes('routine'))!;
    const values = { met: true, spirits: 'well', food: 'fine', medicine: 'none', fire: ['none'], warmth: 'warm' };
    const rest = { carer: 'keeps', fraud_told: true, fraud_signs: 'none', wants: ['none'] };
    await visited('2026-08-01', 'F1', { form, version, values: { spirits: 'low' }, known: {} });
    await visited('2026-09-01', 'F1', { form, version, values: { ...values, ...rest }, known: {} });
    await visited('2026-10-01', 'F3', {});
    const task = await makeRound(database.flow, { household });
    const last = async () => (await sync(coordinator!)).items.find(({ id }) => id === task.id)!.routine!.last;
    expect(await last()).toEqual({ on: '2026-09-01', outcomeCode: 'F1', form, values: { ...values, ...rest } });
    const asLast = { on: '2026-09-01', questions: ['spirits', 'food', 'medicine', 'fire', 'warmth', 'carer', 'wants'] };
    const answers = { form, version, values: { ...values, ...rest }, known: {}, asLast };
    const send = (given: object) =>
      coordinator!.send('PUT', `/api/visits/${newId()}`, { body: { ...f(task.id), answers: given } });
    const unmet = await send({ ...answers, values: { ...answers.values, met: null } });
    expect(unmet.json().errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/answers/values/met']);
    expect((await send(answers)).statusCode).toBe(200);
    expect(await stateOf(task.id)).toEqual({ state: 'closed', outcome: 'F1' });
    const [detail] = (await township!.get(`/api/tasks/${task.id}`)).json().visits;
    expect(detail.answers.asLast).toEqual(asLast);
  });

  it('is no business of the desk while it finds its way, nor a load on who is to go for warnings', async () => {
    const before = (await county!.get('/api/tasks?view=open')).json().counts;
    const task = await makeTask(database.flow);
    const load = async () =>
      (await county!.get(`/api/tasks/${task.id}`)).json().coordinators.map((one: { inHand: number }) => one.inHand);
    const loads = await load();
    for (let count = 0; count < 3; count++) await makeRound(database.flow, { dueOn: '2026-10-01' });
    const after = (await county!.get('/api/tasks?view=open')).json().counts;
    expect(after).toEqual({ ...before, open: before.open + 1, waiting: before.waiting + 1, all: before.all + 1 });
    expect(await load()).toEqual(loads);
  });
});

describe('the board', () => {
  it('is a plain count of rows, by place and by group, and adds up', async () => {
    const due = '2026-08-20';
    const seen = async (day: string, code = 'F1', groups = ['living-alone', 'oldest']) => {
      const task = await makeRound(database.flow, { dueOn: due, groups, state: 'closed', outcomeCode: code });
      await makeVisit(database.flow, {
        task: task as never,
        outcomeCode: code,
        visitedAt: new Date(`${day}T10:00:00+08:00`),
      });
      return task;
    };
    await seen('2026-08-19');
    await seen('2026-08-25', 'F2');
    const unmet = await seen('2026-08-18', 'F3');
    await makeRound(database.flow, { dueOn: due, groups: ['oldest'] });
    await makeRound(database.flow, { dueOn: due, groups: ['oldest'], state: 'cancelled' });
    const board: RoutineBoard = (await county!.get('/api/routine/board?month=2026-08')).json();
    const whole = { due: 4, inTime: 1, late: 1, missing: 2, ahead: 0, inNeed: 1 };
    expect(board.whole).toEqual(whole);
    expect(board.rows.filter((row) => row.due > 0)).toMatchObject([{ code: HOME.township, ...whole }]);
    expect(board.groups).toEqual([
      { id: 'living-alone', due: 3, inTime: 1, late: 1, missing: 1, ahead: 0, inNeed: 1 },
      { id: 'oldest', ...whole },
    ]);
    const villages: RoutineBoard = (await township!.get('/api/routine/board?month=2026-08&group=living-alone')).json();
    expect(villages.rows.filter((row) => row.due > 0)).toMatchObject([{ code: HOME.village, due: 3 }]);
    const late = (await township!.get('/api/routine/overdue?group=oldest')).json();
    expect(late.items).toMatchObject([{ dueOn: due, assignee: '智新镇协理员', groups: ['oldest'] }]);
    expect(late.items[0].taskId).not.toBe(unmet.id);
    const file = await county!.get('/api/routine/board/export?month=2026-08');
    expect(file.statusCode).toBe(200);
  });
});

describe('by hand', () => {
  it('an officer begins a group, puts a household into one, names who goes and ends it with a reason', async () => {
    const started = await county!.post('/api/routine/starts', { groupId: 'oldest', area: HOME.county });
    expect(started.statusCode, started.body).toBe(200);
    expect((await county!.post('/api/routine/starts', { groupId: 'oldest', area: HOME.township })).statusCode).toBe(
      409,
    );
    expect((await township!.post('/api/routine/starts', { groupId: 'oldest', area: HOME.township })).statusCode).toBe(
      403,
    );
    const household = await makeHousehold(database.flow);
    const body = {
      groupId: 'left-behind-child',
      household: household.registryNumber,
      risk: 'high',
      why: '父母在外地务工',
    };
    const added = (await township!.post('/api/routine/members', body)).json();
    expect((await township!.post('/api/routine/members', body)).statusCode).toBe(409);
    await database.flow.execute(sql`update users set visitor_kind = 'volunteer' where id = ${volunteerId}::uuid`);
    const named = await township!.send('PUT', `/api/routine/members/${added.id}`, { body: { carerId: volunteerId } });
    expect(named.json().errors[0].pointer).toBe('/carerId');
    const listed = (await township!.get('/api/routine/members?group=left-behind-child')).json();
    expect(listed.items).toMatchObject([{ id: added.id, risk: 'high', origin: 'hand', why: '父母在外地务工' }]);
    const ended = await township!.post(`/api/routine/members/${added.id}/end`, { reason: '父亲已返乡' });
    expect(ended.statusCode, ended.body).toBe(200);
    expect((await township!.get('/api/routine/members?group=left-behind-child&ended=yes')).json().items).toMatchObject([
      { until: '2026-10-15', endedWhy: '父亲已返乡' },
    ]);
    const groups = (await township!.get('/api/routine/groups')).json().groups;
    const oldest = groups.find((one: { id: string }) => one.id === 'oldest');
    expect(oldest.starts).toMatchObject([{ areaCode: HOME.county }]);
  });

  it('an agreement is missing, runs, ends soon, is over', async () => {
    const { household } = await makeMember(database.flow);
    const counts = async () => (await township!.get('/api/routine/agreements')).json().counts;
    const before = await counts();
    const agreement = {
      carer: '李桂兰',
      relation: 'neighbour',
      terms: '每天看望一次',
      signedOn: '2026-10-01',
      from: '2026-10-01',
      until: '2027-09-30',
    };
    const missing = (await township!.get('/api/routine/agreements?state=missing')).json();
    expect(missing.items.some((one: { household: { id: string } }) => one.household.id === household.publicId)).toBe(
      true,
    );
    const added = await township!.post('/api/routine/agreements', {
      ...agreement,
      household: household.registryNumber,
    });
    expect(added.statusCode, added.body).toBe(200);
    const { id } = added.json();
    expect(await counts()).toEqual({ ...before, missing: before.missing - 1, running: before.running + 1 });
    await township!.send('PUT', `/api/routine/agreements/${id}`, { body: { ...agreement, until: '2026-11-10' } });
    expect(await counts()).toEqual({ ...before, missing: before.missing - 1, ending: before.ending + 1 });
    await township!.post(`/api/routine/agreements/${id}/end`, { reason: '搬去女儿家' });
    expect(await counts()).toEqual({ ...before, over: before.over + 1 });
    expect((await township!.post(`/api/routine/agreements/${id}/end`, { reason: '再一次' })).statusCode).toBe(409);
    const backwards = { ...agreement, household: household.registryNumber, until: '2026-01-01' };
    expect((await township!.post('/api/routine/agreements', backwards)).statusCode).toBe(422);
  });
});
