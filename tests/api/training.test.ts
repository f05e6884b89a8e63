// Training: every scene is done badly and then well through the real routes, and judged; a pass is kept; an area sees who has not.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SceneCard, SceneChecked, Trainee } from '../../server/training/model.ts';
import { loadScenes } from '../../server/training/scene.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeCoordinator, makePair, makeTask, makeTicket, makeVisit, visitOf } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
const people = new Map<string, Browser>();
let coordinatorId: string;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  for (const name of [HOME.dispatcher, HOME.officer, HOME.coordinator, 'province', NEIGHBOUR.dispatcher, 'yanbian'])
    people.set(name, await signIn(service.app, name));
  coordinatorId = await findUserId(database.flow, HOME.coordinator);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const HOUR = 3600_000;
const hence = (hours: number) => new Date(PRESENT.getTime() + hours * HOUR);
const county = () => people.get(HOME.dispatcher)!;
const officer = () => people.get(HOME.officer)!;
const coordinator = () => people.get(HOME.coordinator)!;

async function ok(answer: ReturnType<Browser['post']>) {
  const { statusCode, body, json } = await answer;
  expect(statusCode, body).toBeLessThan(300);
  return body === '' ? undefined : json();
}
const start = (by: Browser, scene: string) => ok(by.post('/api/training/start', { scene }));
const check = (by: Browser, scene: string): Promise<SceneChecked> => ok(by.post('/api/training/check', { scene }));
const cardsOf = async (by: Browser): Promise<SceneCard[]> => (await by.get('/api/training')).json().items;

const readTask = (by: Browser, id: string) => ok(by.get(`/api/tasks/${id}`));
const readWhy = (by: Browser, task: { alert: { id: string } }) => ok(by.get(`/api/alerts/${task.alert.id}`));
const move = (by: Browser, id: string, verb: string, body: object, version = 1) =>
  ok(by.post(`/api/tasks/${id}/${verb}`, body, { version }));
const dispatch = (by: Browser, id: string) => move(by, id, 'dispatch', { assigneeId: coordinatorId });
const waiting = (given: object = {}) => makeTask(database.flow, { dispatchDueAt: hence(30), ...given });
const held = (given: object = {}) =>
  makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator, ...given });
const late = () =>
  held({ visitDueAt: hence(-48), escalationLevel: 'township', escalatedAt: hence(-24), dispatchDueAt: hence(-90) });
const LONG = '老人住院半个月，钱是跟亲戚借的，药还要吃半年，家里只有一人打零工。';

async function visited(visit: { outcomeCode: string; note: string }) {
  const task = await held({ state: 'submitted' });
  await makeVisit(database.flow, { task, ...visit });
  return task;
}

/** Sends a visit as the phone does; `isNew`: the task still waits to be taken on. */
async function visit(given: Parameters<typeof visitOf>[1], isNew = true) {
  const task = await held(isNew ? { state: 'assigned' } : {});
  if (isNew) await move(coordinator(), task.id, 'accept', {});
  const sent = visitOf(task.id, given);
  const id = crypto.randomUUID().replace(/^(.{14})./, '$17');
  await ok(coordinator().put(`/api/visits/${id}`, sent));
  return { task, id };
}

interface Practice {
  by: () => Browser;
  /** An act that misses something, and the points it gets. */
  badly: () => Promise<unknown>;
  gets: boolean[];
  well: () => Promise<unknown>;
}

const PRACTICE: Record<string, Practice> = {
  'most-urgent-first': {
    by: county,
    badly: async () => {
      await waiting({ dispatchDueAt: hence(2) });
      await dispatch(county(), (await waiting()).id);
    },
    gets: [true, false, false],
    well: async () => {
      const task = await waiting({ dispatchDueAt: hence(1) });
      await readWhy(county(), task);
      await dispatch(county(), task.id);
    },
  },
  'exit-apart': {
    by: officer,
    badly: async () => {
      const task = await waiting();
      await readWhy(officer(), task);
      await dispatch(officer(), task.id);
    },
    gets: [true, false, true],
    well: async () => {
      const task = await waiting({ kind: 'exit' });
      await readWhy(officer(), task);
      await dispatch(officer(), task.id);
    },
  },
  'extend-in-time': {
    by: county,
    badly: async () =>
      move(county(), (await held({ visitDueAt: hence(-1) })).id, 'extend', { until: '2026-10-20', reason: '没去成' }),
    gets: [true, false, false, false],
    well: async () => {
      const task = await held();
      await readTask(county(), task.id);
      await move(county(), task.id, 'extend', { until: '2026-10-20', reason: '户主带孩子住院，二十日回村' });
    },
  },
  'take-note-of-late': {
    by: officer,
    badly: async () => move(officer(), (await late()).id, 'acknowledge', { note: '已阅' }),
    gets: [true, false, false],
    well: async () => {
      const task = await late();
      await readTask(officer(), task.id);
      await move(officer(), task.id, 'acknowledge', { note: '请村书记今天下午陪同上门' });
    },
  },
  'one-person-or-two': {
    by: county,
    badly: async () => decidePair('dismiss', '不是', false),
    gets: [true, false, false],
    well: async () => decidePair('dismiss', '两人相差两个号码，村里都认识', true),
  },
  'ask-again': {
    by: officer,
    badly: async () => {
      const task = await visited({ outcomeCode: 'A6', note: LONG });
      await readTask(officer(), task.id);
      await move(officer(), task.id, 'return', { reason: '再去' });
    },
    gets: [true, false, true, false],
    well: async () => {
      const task = await visited({ outcomeCode: 'D2', note: '敲门没人应，邻居说上周去了外地。' });
      await readTask(officer(), task.id);
      await move(officer(), task.id, 'return', { reason: '请周末再去，问清在哪里打工' });
    },
  },
  'confirm-a-finding': {
    by: officer,
    badly: async () => move(officer(), (await visited({ outcomeCode: 'D2', note: '没人' })).id, 'confirm', {}),
    gets: [true, false, false],
    well: async () => {
      const task = await visited({ outcomeCode: 'A7', note: LONG });
      await readWhy(officer(), task);
      await move(officer(), task.id, 'confirm', {});
    },
  },
  'hardship-found': {
    by: coordinator,
    badly: () => visit({ outcomeCode: 'C3', cause: null, note: '已看' }, false),
    gets: [true, false, false, false, false, false],
    well: () => visit({ outcomeCode: 'A7', cause: 'illness', note: LONG, assistanceNote: '先给临时救助' }),
  },
  'nobody-home': {
    by: coordinator,
    badly: () => visit({ outcomeCode: 'D1', cause: 'illness', note: '没人' }),
    gets: [true, false, false, false],
    well: () => visit({ outcomeCode: 'D3', cause: null, note: '上午十点去敲门没人应，问了东邻，电话打了三次' }),
  },
  'wrong-row': {
    by: coordinator,
    badly: () => visit({ outcomeCode: 'C1', cause: null, note: '儿子一直在厂里上班，看了工资条和社保卡' }),
    gets: [true, true, true, false],
    well: async () => {
      const { task, id } = await visit({ outcomeCode: 'C2', cause: null, note: '儿子上月已复工，看了工资条和社保卡' });
      await makeTicket(database.flow, { task, visitId: id });
    },
  },
};

async function decidePair(verb: string, reason: string, looks: boolean) {
  const pair = await makePair(database.flow);
  if (looks) await ok(county().get(`/api/pairs/${pair.id}/effects`));
  await ok(county().post(`/api/pairs/${pair.id}/${verb}`, { reason }, { version: 1 }));
}

describe('a scene', () => {
  it('is ten of them, and every one is practised here', () => {
    expect(Object.keys(PRACTICE).sort()).toEqual(
      loadScenes('rules/training')
        .map((scene) => scene.id)
        .sort(),
    );
    expect(Object.keys(PRACTICE)).toHaveLength(10);
  });

  it.each(Object.entries(PRACTICE))(
    '%s: nothing counts before it is begun, a bad act in part, a good one passes',
    async (id, scene) => {
      const by = scene.by();
      expect((await by.post('/api/training/check', { scene: id })).json()).toMatchObject({ code: 'state-conflict' });
      await scene.well();
      service.setNow(new Date(service.now().getTime() + 1000));
      await start(by, id);
      const nothing = await check(by, id);
      expect(nothing).toMatchObject({ isDone: false, actedAt: null, attempts: 1, passedAt: null });
      expect(nothing.points).toEqual(scene.gets.map(() => false));

      await scene.badly();
      const partly = await check(by, id);
      expect(partly).toMatchObject({ points: scene.gets, isDone: false, attempts: 2, passedAt: null });
      expect(partly.actedAt).not.toBeNull();

      await scene.well();
      const passed = await check(by, id);
      expect(passed).toMatchObject({ points: scene.gets.map(() => true), isDone: true, attempts: 3 });
      expect(Date.parse(passed.passedAt!)).toBe(service.now().getTime());
    },
  );

  it('that was passed stays passed, whatever is tried again', async () => {
    service.setNow(new Date(service.now().getTime() + HOUR));
    const [before] = (await cardsOf(officer())).filter((card) => card.id === 'ask-again');
    await start(officer(), 'ask-again');
    const again = await check(officer(), 'ask-again');
    expect(again).toMatchObject({ isDone: false, attempts: 3, passedAt: before!.passedAt });
    expect(again.startedAt).not.toBe(before!.startedAt);
  });

  it('is judged by one act: two half-good ones are not a good one', async () => {
    const by = officer();
    await start(by, 'ask-again');
    const thin = await visited({ outcomeCode: 'D2', note: '没人' });
    await move(by, thin.id, 'return', { reason: '再去' });
    const full = await visited({ outcomeCode: 'A6', note: LONG });
    await readTask(by, full.id);
    await move(by, full.id, 'return', { reason: '请问清住院花了多少钱' });
    expect((await check(by, 'ask-again')).points).toEqual([true, false, true, true]);
  });

  it('does not count what somebody else did', async () => {
    await makeCoordinator(database.flow, 'other-village');
    const other = await signIn(service.app, 'other-village');
    await start(other, 'nobody-home');
    await visit({ outcomeCode: 'D3', cause: null, note: '上午十点去敲门没人应，问了东邻，电话打了三次' });
    expect((await check(other, 'nobody-home')).points).toEqual([false, false, false, false]);
  });

  it('of another’s work is none of mine', async () => {
    expect((await officer().post('/api/training/start', { scene: 'nobody-home' })).json().code).toBe('not-found');
    expect((await people.get('province')!.get('/api/training')).json().code).toBe('not-allowed');
    expect((await cardsOf(coordinator())).map((card) => card.id)).toEqual([
      'hardship-found',
      'nobody-home',
      'wrong-row',
    ]);
  });

  it('leaves its start, its checks and its pass in the log, once', async () => {
    const rows = await database.flow.execute<{
      action: string;
      count: number;
    }>(sql`select action, count(*)::int as count
      from audit_entries where actor = ${HOME.coordinator} and subject_kind = 'scene' and subject_id = 'wrong-row' group by 1 order by 1`);
    expect([...rows]).toEqual([
      { action: 'training.check', count: 3 },
      { action: 'training.pass', count: 1 },
      { action: 'training.start', count: 1 },
    ]);
  });

  it('that is not sound stops the start, with its place', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shouwang-scenes-'));
    const words = '{ zh: 一句话, en: a sentence }';
    const scene = (
      points: string,
    ) => `- { id: new-scene, roles: [township-officer], page: /desk, title: ${words}, story: ${words},
    steps: [${words}], why: ${words}, act: confirm, points: [${points}] }\n`;
    const point = (is: string) => `{ is: ${is}, says: ${words}, hint: ${words} }`;
    const load = (text: string) => {
      writeFileSync(join(folder, 'a.yaml'), text);
      return () => loadScenes(folder);
    };
    expect(load(scene(`${point('acted')}, ${point('task-read')}`))()).toHaveLength(1);
    expect(load(scene(`${point('acted')}, ${point('guessed')}`))).toThrow(/points/);
    expect(load(scene(`${point('acted')}, ${point('most-urgent')}`))).toThrow(/says nothing of confirm/);
    expect(load(scene(`${point('acted')}, ${point('task-read')}`).repeat(2))).toThrow(/told twice/);
  });
});

describe('who has passed what', () => {
  const listOf = async (by: Browser, query = '') => {
    const answer = await by.get(`/api/training/people?limit=200${query}`);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json() as { items: Trainee[]; next: string | null; total: number; done: number };
  };

  it('lists everybody of an area, begun or not, with every scene of their work', async () => {
    const { items, total } = await listOf(county());
    expect(items).toHaveLength(total);
    expect(new Set(items.map((one) => one.county))).toEqual(new Set(['龙井市']));
    expect(new Set(items.map((one) => one.role)).size).toBe(3);
    const mine = items.find((one) => one.id === coordinatorId)!;
    expect(mine.place).toContain('智新镇');
    expect(mine.scenes.map((run) => [run.scene, run.passedAt !== null])).toEqual([
      ['hardship-found', true],
      ['nobody-home', true],
      ['wrong-row', true],
    ]);
    const fresh = items.find((one) => one.name.startsWith('三合镇协理员'))!;
    expect(fresh.scenes.every((run) => run.startedAt === null && run.attempts === 0)).toBe(true);
  });

  it('leaves out who visits by the calendar alone: no scene is of their work', async () => {
    const helper = await makeCoordinator(database.flow, 'helping-hand', { name: '志愿者' });
    const { total } = await listOf(county());
    await database.flow.execute(sql`update users set visitor_kind = 'volunteer' where id = ${helper.id}::uuid`);
    const left = await listOf(county());
    expect([left.total, left.items.some((one) => one.id === helper.id)]).toEqual([total - 1, false]);
    const volunteer = await signIn(service.app, 'helping-hand');
    expect(await cardsOf(volunteer)).toEqual([]);
    expect((await volunteer.post('/api/training/start', { scene: 'hardship-found' })).json().code).toBe('not-found');
  });

  it('can be narrowed to a role, a scene, an area, and to who has yet to pass', async () => {
    const done = await listOf(county(), '&state=done');
    expect(done.items.map((one) => one.id)).toContain(coordinatorId);
    const open = await listOf(county(), '&state=open');
    expect(open.items.map((one) => one.id)).not.toContain(coordinatorId);
    expect(done.total + open.total).toBe((await listOf(county())).total);
    const officers = await listOf(county(), '&role=township-officer&scene=ask-again&state=done');
    expect(officers.items.map((one) => one.scenes)).toMatchObject([[{ scene: 'ask-again', attempts: 3 }]]);
    expect((await listOf(county(), `&area=${HOME.township}&role=village-coordinator`)).items.length).toBe(2);
    expect((await listOf(county(), '&scene=one-person-or-two')).items.map((one) => one.role)).toEqual([
      'county-dispatcher',
    ]);
  });

  it('comes page by page, each person once', async () => {
    const ids: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = await ok(
        people.get('yanbian')!.get(`/api/training/people?limit=7${next && `&after=${encodeURIComponent(next)}`}`),
      );
      ids.push(...page.items.map((one: Trainee) => one.id));
      next = page.next;
    }
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids).toHaveLength((await listOf(people.get('yanbian')!)).total);
  });

  it('is the province’s for the whole, a county’s for its own, and nobody’s below', async () => {
    const counties = async (name: string) => [
      ...new Set((await listOf(people.get(name)!)).items.map((one) => one.county)),
    ];
    expect((await counties('province')).sort()).toEqual(['南关区', '敦化市', '龙井市'].sort());
    expect(await counties(NEIGHBOUR.dispatcher)).toEqual(['敦化市']);
    expect((await officer().get('/api/training/people')).json().code).toBe('not-allowed');
    expect((await listOf(people.get(NEIGHBOUR.dispatcher)!, `&area=${HOME.county}`)).items).toEqual([]);
  });

  it('is hidden by the database itself, and nobody gives themselves a pass', async () => {
    const asWeb = (username: string, statement: ReturnType<typeof sql>) =>
      database.web.transaction(async (tx) => {
        const id = await findUserId(database.flow, username);
        await tx.execute(sql`select set_config('shouwang.user', ${id}, true), set_config('shouwang.areas', '{222403}', true),
          set_config('shouwang.counties', '{222403}', true)`);
        return await tx.execute(statement);
      });
    expect(await asWeb(NEIGHBOUR.dispatcher, sql`select 1 from training_runs`)).toHaveLength(0);
    expect(await asWeb(HOME.coordinator, sql`select 1 from training_runs`)).toHaveLength(3);
    await expect(asWeb(HOME.coordinator, sql`update training_runs set passed_at = started_at`)).rejects.toThrow();
    await expect(
      asWeb(
        NEIGHBOUR.dispatcher,
        sql`insert into training_runs (user_id, scene, started_at) values (${coordinatorId}::uuid, 'x', now())`,
      ),
    ).rejects.toThrow();
  });
});

describe('real data', () => {
  it('are nobody’s exercise', async () => {
    const real = await startApp(database, { config: { isRehearsal: false } });
    const by = await signIn(real.app, HOME.dispatcher);
    for (const answer of [
      await by.get('/api/training'),
      await by.post('/api/training/start', { scene: 'most-urgent-first' }),
      await by.post('/api/training/check', { scene: 'most-urgent-first' }),
      await by.get('/api/training/people'),
    ])
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'not-rehearsal']);
    await real.close();
  });
});
