// Data-quality tickets: which rows a department is asked about when a visit found a warning's data wrong, and until when.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertEvidence } from '../../db/schema/alerts.ts';
import { tickets } from '../../db/schema/outcomes.ts';
import { prepareTurn } from '../../server/cycle.ts';
import { learn } from '../../server/flow/feedback/step.ts';
import { answerTicket } from '../../server/flow/feedback/store.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { checksums } from '../support/flow.ts';
import { makeAlert, makeBatch, makeHousehold, makeTask, makeTicket, makeVisit } from '../support/makers.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const hints: string[] = [];
async function turn(now = PRESENT): Promise<number> {
  const prepared = await prepareTurn(database.flow, CATALOGUE, now, 'everything');
  hints.length = 0;
  return await database.flow.transaction((tx) =>
    learn({ ...prepared, tx, hint: (action, area) => hints.push(`${action} ${area}`) }),
  );
}

/** A closed task whose visit found this, with a second alert of the household when asked for. */
async function closedTask(outcomeCode: string) {
  const alert = await makeAlert(database.flow, { state: 'closed', endedAt: PRESENT });
  const task = await makeTask(database.flow, { alert, state: 'closed', closedAt: PRESENT, outcomeCode });
  await makeVisit(database.flow, { task, outcomeCode, note: '户主尿毒症透析，登记的数额不对。' });
  return task;
}

type Task = Awaited<ReturnType<typeof closedTask>>;

async function addEvidence(task: Task, batchId: number, line: number, onDate = '2026-09-10') {
  const place = { countyCode: task.countyCode, areaCode: task.areaCode };
  const row = { indicator: 'income.last_3_months', kind: 'income.wage', batchId, line, onDate, amount: 100 };
  await database.flow.insert(alertEvidence).values({ alertId: task.alert.id, ...place, ...row });
}

const opened = async (task: Task) =>
  (await database.flow.select().from(tickets).where(eq(tickets.taskId, task.id))).map(
    ({ department, dataset, batchId, line }) => ({ department, dataset, batchId, line }),
  );

describe('a visit that found the data wrong or out of date', () => {
  it.each(['C1', 'C2'])('asks the department about each row behind the warning, once (%s)', async (code) => {
    const task = await closedTask(code);
    const wages = await makeBatch(database.flow, { dataset: 'wages', department: 'tax', origin: 'push' });
    await addEvidence(task, wages.id, 5);
    await addEvidence(task, wages.id, 5, '2026-08-10'); // one row, read by two indicators
    await turn();
    const registry = { department: 'police', dataset: 'registry', batchId: task.household.batch.id, line: 2 };
    expect(await opened(task)).toEqual(
      expect.arrayContaining([registry, { department: 'tax', dataset: 'wages', batchId: wages.id, line: 5 }]),
    );
    expect(await opened(task)).toHaveLength(2);
    expect(hints).toEqual([`ticket.open ${HOME.village}`, `ticket.open ${HOME.village}`]);
  });

  it.each(['C3', 'A6', 'D1', 'E1'])('and nobody when it found something else (%s)', async (code) => {
    const task = await closedTask(code);
    expect(await turn()).toBeGreaterThan(0);
    expect(await opened(task)).toEqual([]);
  });

  it('is learnt from whatever day its phone had written down, since one bad clock must not stop a province', async () => {
    const task = await closedTask('A6');
    await database.flow.execute(
      sql`update visits set visited_at = '1900-01-01T00:00:00Z' where task_id = ${task.id}::uuid`,
    );
    expect(await turn()).toBeGreaterThan(0);
    const told = await database.flow.execute(sql`select on_date::text as day from facts
      where kind = 'visit.outcome' and subject_id = ${task.household.id} and retracted_at is null`);
    expect(told).toMatchObject([{ day: '1900-01-01' }]);
  });

  it('asks nobody about what our own visits stated, nor about a delivery that was taken back', async () => {
    const task = await closedTask('C1');
    const own = await makeBatch(database.flow, { dataset: 'own-visit', origin: 'visit', department: null });
    const gone = await makeBatch(database.flow, { dataset: 'wages', department: 'tax', status: 'withdrawn' });
    await addEvidence(task, own.id, 1);
    await addEvidence(task, gone.id, 1);
    await turn();
    expect(await opened(task)).toMatchObject([{ department: 'police' }]);
  });

  it('asks about a row that a clerk took in after all in the delivery it first came in, on its line there', async () => {
    const task = await closedTask('C1');
    const wages = await makeBatch(database.flow, { dataset: 'wages', department: 'tax' });
    const taken = { dataset: 'wages', department: 'tax', origin: 'decision', addsTo: wages.id };
    const settled = await makeBatch(database.flow, taken);
    await addEvidence(task, settled.id, 7);
    await turn();
    expect(await opened(task)).toContainEqual({ department: 'tax', dataset: 'wages', batchId: wages.id, line: 7 });
  });

  it('asks about the newest twenty rows of many', async () => {
    const task = await closedTask('C2');
    const wages = await makeBatch(database.flow, { dataset: 'wages', department: 'tax' });
    const days = Array.from({ length: 26 }, (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`);
    for (const [index, day] of days.entries()) await addEvidence(task, wages.id, index + 10, day);
    await turn();
    const lines = (await opened(task)).map((ticket) => ticket.line).sort((a, b) => a - b);
    expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => index + 16));
  });

  it('is answered for by the tenth working day at 17:30, the working Saturday counted', async () => {
    // National Day 2026: off 1 to 7 October, 10 October a Saturday of work.
    const task = await closedTask('C1');
    await turn(instantAt('2026-09-30', '15:00'));
    const [ticket] = await database.flow.select().from(tickets).where(eq(tickets.taskId, task.id));
    expect(ticket!.dueAt).toEqual(instantAt('2026-10-20', '17:30'));
  });

  it('leaves an entry in the log that names no person, and nothing of what the visitor wrote in the ticket', async () => {
    const task = await closedTask('C1');
    await turn();
    const [ticket] = await database.flow.select().from(tickets).where(eq(tickets.taskId, task.id));
    expect(JSON.stringify(ticket)).not.toMatch(/尿毒症|金顺姬|2299/);
    const entries = await database.flow.execute<Record<string, unknown>>(
      sql`select actor, area_code, details from audit_entries where action = 'ticket.open' and subject_id = ${ticket!.id}`,
    );
    expect([...entries]).toEqual([{ actor: 'system', area_code: HOME.village, details: { department: 'police' } }]);
  });

  it('is learnt of once: a second turn changes no row', async () => {
    await closedTask('C1');
    await turn();
    const before = await checksums(database.owner);
    expect(await turn()).toBe(0);
    expect(await checksums(database.owner)).toEqual(before);
  });
});

it('the source of an outcome is a department, never our own visits that outnumber its rows', async () => {
  const task = await closedTask('A6');
  const own = await makeBatch(database.flow, { dataset: 'own-visit', origin: 'visit', department: null });
  for (const line of [1, 2, 3]) await addEvidence(task, own.id, line);
  await turn();
  const [row] = await database.flow.execute<{ dataset: string }>(
    sql`select dataset from outcomes where task_id = ${task.id}::uuid`,
  );
  expect(row).toEqual({ dataset: 'registry' });
});

describe('an answer', () => {
  const answer = (id: string, given: object = {}) =>
    database.flow.transaction((tx) =>
      answerTicket(tx, sql`true`, { code: 'corrected', text: '已更正', id, now: PRESENT, by: null, ...given }),
    );

  it('may name the later batch of the same department and dataset that corrects the row', async () => {
    const ticket = await makeTicket(database.flow);
    const batch = await makeBatch(database.flow, { fileName: '更正.csv' });
    await answer(ticket.id, { batchId: batch.id });
    const [row] = await database.flow.select().from(tickets).where(eq(tickets.id, ticket.id));
    expect(row).toMatchObject({ state: 'answered', answerCode: 'corrected', answeredAt: PRESENT, version: 2 });
    expect(row!.answer).toBe(`已更正\n更正批次 Corrected by batch ${batch.id}：更正.csv`);
  });

  it.each([
    ['another department’s', { department: 'tax' }],
    ['another dataset’s', { dataset: 'deaths' }],
    ['one that is not in force', { status: 'held' }],
  ])('is refused when it names %s', async (_, given) => {
    const ticket = await makeTicket(database.flow);
    const batch = await makeBatch(database.flow, given);
    await expect(answer(ticket.id, { batchId: batch.id })).rejects.toMatchObject({ code: 'wrong-input' });
  });

  it('is refused when it names the very batch the row came in', async () => {
    const household = await makeHousehold(database.flow);
    const task = await makeTask(database.flow, { alert: await makeAlert(database.flow, { household }) });
    const ticket = await makeTicket(database.flow, { task });
    await expect(answer(ticket.id, { batchId: household.batch.id })).rejects.toMatchObject({ code: 'wrong-input' });
  });
});
