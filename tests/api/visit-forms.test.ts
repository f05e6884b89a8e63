// The form at the door: what the phone is told beforehand, which answers the server takes, and how the desk sees them.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangesAnswer, FieldSync } from '../../server/field/model.ts';
import type { Answers } from '../../server/flow/visits/forms/model.ts';
import { newId } from '../../server/kernel/id.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeAlert, makeBatch, makeHousehold, makeTask, visitOf } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let phone: Browser;
let township: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  [phone, township] = (await Promise.all(
    [HOME.coordinator, HOME.officer].map((name) => signIn(service.app, name)),
  )) as [Browser, Browser];
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

/** A household in the coordinator's hands, for a reason of this rule and cause. */
async function given(of: { ruleId: string; cause: string; kind?: 'help' | 'exit' }) {
  const household = await makeHousehold(database.flow);
  const alert = await makeAlert(database.flow, { household, ruleId: of.ruleId, cause: of.cause });
  const task = await makeTask(database.flow, {
    ...{ alert, state: 'accepted', assignee: HOME.coordinator, kind: of.kind ?? 'help' },
    openedAt: new Date(PRESENT.getTime() - 5 * 86_400_000),
  });
  return { ...task, household };
}
const know = (householdId: number, columns: Record<string, number | null>) =>
  database.flow.execute(
    sql`update household_indicators set ${sql.join(
      Object.entries(columns).map(([name, value]) => sql`${sql.identifier(name)} = ${value}`),
      sql`, `,
    )} where household_id = ${householdId}`,
  );
const sync = async (): Promise<FieldSync> => (await phone.get('/api/field/sync')).json();
const itemOf = async (id: string) => (await sync()).items.find((item) => item.id === id)!;
const send = async (taskId: string, answers: Answers, body: object = {}) => {
  const change = {
    id: newId(),
    kind: 'visit',
    taskId,
    body: { ...visitOf(taskId), taskId: undefined, answers, ...body },
  };
  const { items } = (await phone.post('/api/field/changes', { changes: [change] })).json() as ChangesAnswer;
  return items[0]!;
};
const versionOf = async (form: string) => (await sync()).words!.forms.find((one) => one.id === form)!.version;

/** Answers to every question that is asked of a household in hardship whatever the reason. */
const WHOLE = {
  ...{ food: 'tight', home: 'safe', school: 'none', doctor: 'heavy', people: 2, workers: 1, health: 'weak' },
  ...{ income: 120_000, other_income: 'little', burdens: ['medical'], assets: ['none'], wants: ['medical'] },
};

describe('a form opens', () => {
  it('filled with what departments have told, its day and who told it, and asks where nothing is known', async () => {
    await makeBatch(database.flow, { dataset: 'wages', department: 'tax' });
    await makeBatch(database.flow, { dataset: 'registry', department: 'police' });
    const task = await given({ ruleId: 'income-collapse', cause: 'job-loss' });
    await know(task.household.id, {
      income__last_3_months: 420_000,
      members__living: 3,
      medical__self_paid_12_months: 90_000,
    });
    const item = await itemOf(task.id);
    expect(item.form).toBe('help');
    expect(item.reasons).toMatchObject([{ ruleId: 'income-collapse', cause: 'job-loss' }]);
    expect(item.known).toMatchObject({
      income: { value: 420_000, source: { zh: expect.stringContaining('税务局工资薪金所得') } },
      people: { value: 3, source: { zh: '公安厅户籍人口' } },
    });
    expect(item.known.income!.on).toMatch(/^2026-\d\d-\d\d$/);
    // Medical bills are told only where somebody is sent for them.
    expect(Object.keys(item.known).sort()).toEqual(['income', 'people']);
    await know(task.household.id, { income__last_3_months: null });
    expect(Object.keys((await itemOf(task.id)).known)).toEqual(['people']);
  });

  it('as that of its task: an exit has its own', async () => {
    const task = await given({ ruleId: 'vehicle-owner-on-aid', cause: 'other', kind: 'exit' });
    expect((await itemOf(task.id)).form).toBe('exit');
    const refused = await send(task.id, { form: 'help', version: 'x', values: {}, known: {} }, { outcomeCode: 'E4' });
    expect(refused).toMatchObject({ outcome: 'needs-you', errors: [{ pointer: '/answers/form' }] });
  });
});

describe('answers', () => {
  it('that fit are kept as they were given, with what was shown, and stand at the township', async () => {
    const task = await given({ ruleId: 'income-collapse', cause: 'job-loss' });
    const version = await versionOf('help');
    const known = { income: { value: 420_000, on: '2026-09-30', standing: 'corrected' as const } };
    const answers = { form: 'help', version, values: { ...WHOLE, job: 'unpaid', job_wanted: null }, known };
    expect(await send(task.id, answers)).toMatchObject({ outcome: 'applied' });
    const { visits } = (await township.get(`/api/tasks/${task.id}`)).json();
    expect(visits[0].answers).toEqual(answers);
    const line = (await township.get(`/api/households/${task.household.publicId}/line`)).json();
    expect(line.visits[0].answers).toEqual(answers);
  });

  it('that do not fit are refused one by one, each with its place and in words', async () => {
    const task = await given({ ruleId: 'heavy-medical-spending', cause: 'illness' });
    const version = await versionOf('help');
    const { food: _, ...without } = WHOLE;
    const values = { ...without, home: 'castle', income: 12.5, people: 900, gossip: 'yes' };
    const refused = await send(task.id, { form: 'help', version, values, known: {} });
    expect(refused).toMatchObject({ outcome: 'needs-you', code: 'wrong-input' });
    expect(refused.errors.map(({ pointer }) => pointer).sort()).toEqual(
      ['gossip', 'home', 'income', 'people'].map((id) => `/answers/values/${id}`),
    );
    for (const { detail } of refused.errors) expect(detail).toMatch(/^[^a-z]*[一-鿿].* /);
    const missing = await send(task.id, { form: 'help', version, values: without, known: {} });
    expect(missing.errors).toMatchObject([{ pointer: '/answers/values/food' }]);
    const unlike = { people: { value: 5, on: '2026-09-30', standing: 'confirmed' as const } };
    expect((await send(task.id, { form: 'help', version, values: WHOLE, known: unlike })).errors).toMatchObject([
      { pointer: '/answers/known/people' },
    ]);
  });

  it('to an older version are taken as far as they fit today’s, and none at all are taken too', async () => {
    const [old, odd, none] = await Promise.all(
      [1, 2, 3].map(() => given({ ruleId: 'income-collapse', cause: 'job-loss' })),
    );
    const values = { food: 'tight', asked_last_year: 'yes' };
    expect(await send(old!.id, { form: 'help', version: 'last-year', values, known: {} })).toMatchObject({
      outcome: 'applied',
    });
    const unfit = { ...values, food: 'plenty' };
    expect(
      (await send(odd!.id, { form: 'help', version: 'last-year', values: unfit, known: {} })).errors,
    ).toMatchObject([{ pointer: '/answers/values/food' }]);
    expect(await send(none!.id, {})).toMatchObject({ outcome: 'applied' });
  });
});

describe('a try that met nobody', () => {
  const DAY = 86_400_000;
  const tryOn = (taskId: string, daysAgo: number, why = 'not-home') => ({
    ...{ id: newId(), kind: 'attempt', taskId },
    body: { at: new Date(PRESENT.getTime() - daysAgo * DAY).toISOString(), why, note: '问过东邻', place: null },
  });
  const sendAll = async (changes: object[]) =>
    ((await phone.post('/api/field/changes', { changes })).json() as ChangesAnswer).items;
  const away = (taskId: string) => send(taskId, {}, { outcomeCode: 'D2', cause: null, note: '三次都锁着门' });

  it('is noted once, told to the phone, the township and the log of its household, and leaves the task where it is', async () => {
    const task = await given({ ruleId: 'income-collapse', cause: 'job-loss' });
    const change = tryOn(task.id, 0);
    const answers = await sendAll([change, change]);
    expect(answers.map((item) => [item.outcome, item.again, item.task?.state])).toEqual([
      ['applied', false, 'accepted'],
      ['applied', true, 'accepted'],
    ]);
    const { attempts } = await itemOf(task.id);
    expect(attempts.map(({ at, why }) => [Date.parse(at), why])).toEqual([[PRESENT.getTime(), 'not-home']]);
    const detail = (await township.get(`/api/tasks/${task.id}`)).json();
    expect(detail.attempts).toMatchObject([{ id: change.id, why: 'not-home', note: '问过东邻', place: null }]);
    const log = (await township.get(`/api/households/${task.household.publicId}/log`)).json();
    expect(log.moves).toMatchObject([{ action: 'visit.attempt', subjectId: change.id }]);
  });

  it('must have been made on three different days before a phone may say that nobody can be reached', async () => {
    const task = await given({ ruleId: 'income-collapse', cause: 'job-loss' });
    const refused = await away(task.id);
    expect(refused).toMatchObject({ outcome: 'needs-you', errors: [{ pointer: '/outcomeCode' }] });
    expect(refused.errors[0]!.detail).toMatch(/还差 3 天/);
    await sendAll([tryOn(task.id, 2), tryOn(task.id, 2), tryOn(task.id, 0), tryOn(task.id, -1)]);
    expect((await away(task.id)).errors[0]!.detail).toMatch(/还差 1 天/);
    await sendAll([tryOn(task.id, 1)]);
    expect(await away(task.id)).toMatchObject({ outcome: 'applied', task: { state: 'submitted' } });
  });

  it('is refused for a task that is visited, for a day to come or before the task, and under an id that is taken', async () => {
    const [visited, open] = [
      await given({ ruleId: 'income-collapse', cause: 'job-loss' }),
      await given({ ruleId: 'income-collapse', cause: 'job-loss' }),
    ];
    await send(visited.id, {});
    const first = tryOn(open.id, 1);
    const answers = await sendAll([
      tryOn(visited.id, 0),
      tryOn(open.id, -3),
      tryOn(open.id, 9),
      tryOn(open.id, 0, 'asleep'),
      first,
    ]);
    expect(answers.map((item) => item.code)).toEqual([
      'state-conflict',
      'wrong-input',
      'wrong-input',
      'wrong-input',
      null,
    ]);
    const body = { taskId: visited.id, at: PRESENT.toISOString(), why: 'moved' };
    expect((await phone.put(`/api/visit-attempts/${first.id}`, body)).statusCode).toBe(409);
    await database.flow.execute(sql`insert into visit_attempts (id, task_id, county_code, area_code, visitor_id, attempted_at, received_at, why)
      select new_id(received_at), task_id, county_code, area_code, visitor_id, attempted_at, received_at, why
      from visit_attempts, generate_series(1, 59) where id = ${first.id}::uuid`);
    expect(await sendAll([tryOn(open.id, 0)])).toMatchObject([{ code: 'too-many-requests' }]);
  });
});
