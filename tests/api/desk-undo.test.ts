// Taking a dispatch back within a minute: exactly as it was, and all the ways in which it is refused.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeCoordinator, makeTask } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let county: Browser;
let township: Browser;
let coordinator: Browser;
let second: string;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  county = await signIn(service.app, HOME.dispatcher);
  township = await signIn(service.app, HOME.officer);
  coordinator = await signIn(service.app, HOME.coordinator);
  second = (await makeCoordinator(database.flow, 'undo-second', { name: '乙' })).id;
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const after = (seconds: number) => new Date(PRESENT.getTime() + seconds * 1000);
const KEPT = sql.raw(`state, state_at, assignee_id, return_reason, notice, dispatched_by, dispatched_at, severity,
  dispatch_due_at, visit_due_at, confirm_due_at, escalation_level, acknowledged_at, suspended_at`);
const standing = async (id: string) => {
  const [row] = await database.flow.execute(sql`select ${KEPT} from tasks where id = ${id}::uuid`);
  return row!;
};
const dispatch = (by: Browser, tasks: { id: string; version: number }[], assigneeId?: string) =>
  by.post('/api/tasks/dispatch', { tasks, ...(assigneeId && { assigneeId }) });
const undo = (by: Browser, ...tasks: { id: string; version: number }[]) => by.post('/api/tasks/undo', { tasks });
const outcomeOf = async (by: Browser, task: { id: string; version: number }) => (await undo(by, task)).json().items[0];
const entriesOf = (id: string) =>
  database.flow.execute<{ details: object }>(
    sql`select details from audit_entries where subject_id = ${id} and action = 'task.undo'`,
  );

it('all of one act stand as before, state, holder, reason and deadlines, each with its entry in the log', async () => {
  const waiting = await makeTask(database.flow);
  const returned = await makeTask(database.flow, {
    state: 'returned',
    returnReason: '户主搬走',
    stateAt: after(-172_800),
  });
  const held = await makeTask(database.flow, { state: 'assigned', assignee: 'undo-second', notice: 'stands-in' });
  const tasks = [waiting, returned, held];
  const before = await Promise.all(tasks.map(({ id }) => standing(id)));
  const home = await findUserId(database.flow, HOME.coordinator);
  const { items } = (
    await dispatch(
      county,
      tasks.map(({ id }) => ({ id, version: 1 })),
      home,
    )
  ).json();
  expect(items.map((item: { outcome: string }) => item.outcome)).toEqual(['dispatched', 'dispatched', 'dispatched']);
  expect((await standing(held.id)).assignee_id).toBe(home);

  service.setNow(after(59));
  const answer = await undo(county, ...tasks.map(({ id }) => ({ id, version: 2 })));
  service.setNow(PRESENT);
  expect(answer.json().items).toEqual(tasks.map(({ id, state }) => ({ id, outcome: 'undone', version: 3, state })));
  expect(await Promise.all(tasks.map(({ id }) => standing(id)))).toEqual(before);
  for (const { id } of tasks) expect(await entriesOf(id)).toMatchObject([{ details: { many: 3 } }]);
});

it('one dispatched by itself can be taken back too, and dispatched anew', async () => {
  const task = await makeTask(database.flow);
  expect((await county.post(`/api/tasks/${task.id}/dispatch`, { assigneeId: second }, { version: 1 })).statusCode).toBe(
    200,
  );
  expect(await outcomeOf(county, { id: task.id, version: 2 })).toMatchObject({ outcome: 'undone', state: 'waiting' });
  expect(await outcomeOf(county, { id: task.id, version: 3 })).toMatchObject({ outcome: 'changed' });
  expect((await county.post(`/api/tasks/${task.id}/dispatch`, { assigneeId: second }, { version: 3 })).statusCode).toBe(
    200,
  );
});

it('a re-assignment goes back to who had it, and the first dispatch is then its maker’s to take back no more', async () => {
  const task = await makeTask(database.flow);
  await dispatch(township, [{ id: task.id, version: 1 }], second);
  const home = await findUserId(database.flow, HOME.coordinator);
  await dispatch(county, [{ id: task.id, version: 2 }], home);
  expect(await outcomeOf(township, { id: task.id, version: 2 })).toMatchObject({ outcome: 'changed' });
  expect(await outcomeOf(county, { id: task.id, version: 3 })).toMatchObject({ outcome: 'undone', state: 'assigned' });
  expect(await standing(task.id)).toMatchObject({ assignee_id: second, state: 'assigned' });
});

it('after a minute it is too late', async () => {
  const task = await makeTask(database.flow);
  await dispatch(county, [{ id: task.id, version: 1 }]);
  service.setNow(after(61));
  expect(await outcomeOf(county, { id: task.id, version: 2 })).toMatchObject({
    outcome: 'too-late',
    state: 'assigned',
  });
  service.setNow(PRESENT);
  expect(await entriesOf(task.id)).toEqual([]);
});

it('what its coordinator has accepted stays with them; so does what changed meanwhile', async () => {
  const accepted = await makeTask(database.flow);
  const changed = await makeTask(database.flow);
  const home = await findUserId(database.flow, HOME.coordinator);
  await dispatch(
    county,
    [accepted, changed].map(({ id }) => ({ id, version: 1 })),
    home,
  );
  expect((await coordinator.post(`/api/tasks/${accepted.id}/accept`, undefined, { version: 2 })).statusCode).toBe(200);
  await database.flow.execute(
    sql`update tasks set notice = 'cause-ended', version = version + 1 where id = ${changed.id}::uuid`,
  );
  const { items } = (await undo(county, { id: accepted.id, version: 2 }, { id: changed.id, version: 2 })).json();
  expect(items.map((item: { outcome: string }) => item.outcome)).toEqual(['accepted', 'changed']);
  expect((await standing(accepted.id)).state).toBe('accepted');
  expect((await standing(changed.id)).assignee_id).toBe(home);
});

it('somebody else’s dispatch is not mine to take back, nor anything out of sight or by somebody without the right', async () => {
  const task = await makeTask(database.flow);
  await dispatch(county, [{ id: task.id, version: 1 }]);
  expect(await outcomeOf(township, { id: task.id, version: 2 })).toMatchObject({
    outcome: 'changed',
    state: 'assigned',
  });
  const neighbour = await signIn(service.app, 'dunhua');
  expect((await undo(neighbour, { id: task.id, version: 2 })).statusCode).toBe(404);
  expect((await undo(coordinator, { id: task.id, version: 2 })).statusCode).toBe(403);
  expect((await standing(task.id)).state).toBe('assigned');
});

it('who dispatched it and when is told to those who come too late, as far as they may know', async () => {
  const task = await makeTask(database.flow);
  await dispatch(county, [{ id: task.id, version: 1 }], second);
  const seen = async (by: Browser) => (await by.get(`/api/tasks/${task.id}`)).json().task;
  expect(await seen(county)).toMatchObject({ dispatchedBy: '龙井市调度员', assignee: { name: '乙' } });
  expect(Date.parse((await seen(county)).dispatchedAt)).toBe(PRESENT.getTime());
});
