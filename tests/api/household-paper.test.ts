// The paper path: what a coordinator wrote by hand ends as a visit from a phone does, and who typed it is known.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tasks, visits } from '../../db/schema/tasks.ts';
import { newId } from '../../server/kernel/id.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeTask, visitOf } from '../support/makers.ts';

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
});
