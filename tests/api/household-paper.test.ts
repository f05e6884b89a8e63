// The paper path: what a coordinator wrote by hand ends as a visit from a phone does, and who typed it is known.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tasks, visits } from '../../db/schema/tasks.ts';
import type { TaskDetail } from '../../server/flow/tasks/model.ts';
import type { Form, TaskForm } from '../../server/flow/visits/forms/model.ts';
import { newId } from '../../server/kernel/id.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeBatch, makeTask, visitOf } from '../support/makers.ts';
import { beginHeaders, declare, makeJpeg, makePng, pieceHeaders } from '../support/pictures.ts';

let database: TestDatabase;
let service: TestApp;
let officer: Browser;
let coordinatorId: string;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  officer = await signIn(service.app, HOME.officer);
  coordinatorId = await findUserId(database.flow, HOME.coordinator);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const makeHeld = () => makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
const sheetOf = (taskId: string, given = {}) => ({
  ...visitOf(taskId, { place: null, noPlaceReason: '纸面填写' }),
  visitorId: coordinatorId,
  ...given,
});

/** What of a visit and its task must not depend on the path. */
async function endOf(taskId: string, visitId: string) {
  const [task] = await database.flow.select().from(tasks).where(eq(tasks.id, taskId));
  const [visit] = await database.flow.select().from(visits).where(eq(visits.id, visitId));
  const { state, assigneeId, outcomeCode } = task!;
  const { visitorId, visitorKind, outcomeCode: found, cause, note, noPlaceReason } = visit!;
  return { state, assigneeId, outcomeCode, visitorId, visitorKind, found, cause, note, noPlaceReason };
}

describe('a visit on paper', () => {
  it('ends as the same visit from a phone does, by way of the township’s confirmation', async () => {
    const coordinator = await signIn(service.app, HOME.coordinator);
    const [byPhone, onPaper] = [await makeHeld(), await makeHeld()];
    const [phoneId, paperId] = [newId(), newId()];
    const { visitorId: _visitorId, ...asSent } = sheetOf(byPhone.id);
    expect((await coordinator.put(`/api/visits/${phoneId}`, asSent)).statusCode).toBe(200);
    expect((await officer.put(`/api/paper-visits/${paperId}`, sheetOf(onPaper.id))).statusCode).toBe(200);
    expect(await endOf(onPaper.id, paperId)).toEqual(await endOf(byPhone.id, phoneId));
    for (const task of [byPhone, onPaper])
      expect((await officer.post(`/api/tasks/${task.id}/confirm`, {}, { version: 2 })).statusCode).toBe(200);
    expect(await endOf(onPaper.id, paperId)).toEqual(await endOf(byPhone.id, phoneId));
    expect((await endOf(onPaper.id, paperId)).state).toBe('closed');
    const [kept] = await database.flow.select().from(visits).where(eq(visits.id, paperId));
    expect(kept).toMatchObject({ origin: 'paper', enteredBy: await findUserId(database.flow, HOME.officer) });
  });

  it('is one visit however often it is sent', async () => {
    const task = await makeHeld();
    const id = newId();
    for (let times = 0; times < 2; times++)
      expect((await officer.put(`/api/paper-visits/${id}`, sheetOf(task.id))).statusCode).toBe(200);
    expect(await database.flow.select().from(visits).where(eq(visits.taskId, task.id))).toHaveLength(1);
  });

  it.each([
    ['/outcomeCode', () => ({ outcomeCode: 'E1' })],
    ['/noPlaceReason', () => ({ noPlaceReason: null })],
    ['/visitedAt', () => ({ visitedAt: new Date(PRESENT.getTime() + 60_000).toISOString() })],
    ['/note', () => ({ note: ' ' })],
  ])('is held to the same rules: %s', async (pointer, wrong) => {
    const task = await makeHeld();
    const answer = await officer.put(`/api/paper-visits/${newId()}`, sheetOf(task.id, wrong()));
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
  });

  it('was made by somebody of that village', async () => {
    const task = await makeHeld();
    const visitorId = await findUserId(database.flow, NEIGHBOUR.coordinator);
    const answer = await officer.put(`/api/paper-visits/${newId()}`, sheetOf(task.id, { visitorId }));
    expect(answer.json().errors[0].pointer).toBe('/visitorId');
  });

  it('is not entered for a task that nobody was given, nor by another township', async () => {
    const waiting = await makeTask(database.flow);
    expect((await officer.put(`/api/paper-visits/${newId()}`, sheetOf(waiting.id))).statusCode).toBe(409);
    const neighbour = await signIn(service.app, NEIGHBOUR.officer);
    const held = await makeHeld();
    expect((await neighbour.put(`/api/paper-visits/${newId()}`, sheetOf(held.id))).statusCode).toBe(404);
  });

  it('brings the answers to its form, which its task names with what the data says, and is held to them', async () => {
    await makeBatch(database.flow, { dataset: 'registry', department: 'police' });
    const task = await makeHeld();
    await database.flow.execute(
      sql`update household_indicators set members__living = 3 where household_id = ${task.householdId}`,
    );
    const asked: TaskForm = (await officer.get(`/api/tasks/${task.id}/form`)).json();
    expect(asked).toMatchObject({ form: 'help', asKind: 'help', known: { people: { value: 3 } } });
    expect(asked.because.reasons).toEqual([task.alert.ruleId]);
    const { forms }: { forms: Form[] } = (await officer.get('/api/outcomes')).json();
    const { version } = forms.find((one) => one.id === 'help')!;
    const known = { people: { value: 3, on: asked.known.people!.on, standing: 'corrected' } };
    const answersOf = (values: object) => ({ answers: { form: 'help', version, values, known } });
    const short = await officer.put(`/api/paper-visits/${newId()}`, sheetOf(task.id, answersOf({ food: 'tight' })));
    expect(short.json().errors).toContainEqual(expect.objectContaining({ pointer: '/answers/values/home' }));
    const values = {
      ...{ food: 'tight', home: 'safe', school: 'none', doctor: 'heavy', people: 2, workers: 1, health: 'weak' },
      ...{ income: 120_000, other_income: 'little', burdens: ['medical'], assets: ['none'], wants: null },
    };
    const sent = await officer.put(`/api/paper-visits/${newId()}`, sheetOf(task.id, answersOf(values)));
    expect(sent.statusCode, sent.body).toBe(200);
    const detail: TaskDetail = (await officer.get(`/api/tasks/${task.id}`)).json();
    expect(detail.visits).toMatchObject([{ answers: { form: 'help', values, known } }]);
  });

  it('brings photos of the sheet: who types it in sends them, nobody else; a signature is none', async () => {
    const task = await makeHeld();
    const [id, content] = [newId(), makeJpeg({ inside: 80_000 })];
    const photo = declare(content, { place: null, look: 'ffff0000ffff0000' });
    const signed = declare(makePng(), { kind: 'signature', document: 'statement', width: 300, height: 100 });
    const wrong = await officer.put(`/api/paper-visits/${id}`, sheetOf(task.id, { attachments: [signed] }));
    expect(wrong.json().errors).toMatchObject([{ pointer: '/attachments' }]);
    const right = await officer.put(`/api/paper-visits/${id}`, sheetOf(task.id, { attachments: [photo] }));
    expect(right.statusCode, right.body).toBe(200);
    const begin = (by: Browser) => by.send('POST', '/api/field/attachments', { headers: beginHeaders(photo) });
    const stranger = await signIn(service.app, HOME.coordinator);
    expect([(await begin(stranger)).statusCode, (await begin(officer)).statusCode]).toEqual([404, 201]);
    for (const at of [0, 65_536]) {
      const piece = content.subarray(at, at + 65_536);
      const path = `/api/field/attachments/${photo.id}`;
      const answer = await officer.send('PATCH', path, { headers: pieceHeaders(piece, at), body: piece });
      expect(answer.statusCode, answer.body).toBe(204);
    }
    const detail: TaskDetail = (await officer.get(`/api/tasks/${task.id}`)).json();
    expect(detail.visits).toMatchObject([{ id, attachments: [{ id: photo.id, isHere: true }] }]);
    expect((await officer.get(`/api/visits/${id}/attachments/${photo.id}`)).rawPayload.equals(content)).toBe(true);
    // Every sheet of one print looks alike: how this one looks is not kept.
    const [kept] = await database.flow.execute(sql`select look from attachments where id = ${photo.id}::uuid`);
    expect(kept).toEqual({ look: null });
  });
});
