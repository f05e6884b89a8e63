// Every route of the table, called by those who have no business in Longjing with the ids of a family there: 404, or nothing.
// A new route with a parameter, a body or neither needs its line in the tables below; without it this test fails and says so.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Action, mayDo, type Role } from '../../server/access/model.ts';
import type { Route } from '../../server/access/route.ts';
import { newId } from '../../server/kernel/id.ts';
import { codeOf, expectEmpty, takesArea } from '../support/answers.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, NEIGHBOURS, PRESENT } from '../support/cast.ts';
import { ROUTES } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import {
  findUserId,
  makeAbsence,
  makeCampaign,
  makeIntake,
  makeKey,
  makeLead,
  makeMessage,
  makeOutcome,
  makePair,
  makePhone,
  makeReject,
  makeSilence,
  makeStation,
  makeTask,
  makeTicket,
  makeView,
  makeVisit,
  makeWaiting,
  visitOf,
} from '../support/makers.ts';
import { makePhotographed, PHOTO_HEADERS, PHOTO_MARK } from '../support/photographed.ts';
import { makeAgreement, makeMember, makeRound, makeStart } from '../support/routine-makers.ts';
import { PARAMS, type World } from '../support/scope-params.ts';
import { tableOfXlsx } from '../support/workbook.ts';

const STATION = {
  ...{ kind: 'station', name: '智新第二社工站', area: HOME.township, address: '智新镇', openedOn: '2026-10-01' },
};

const AGREED = {
  ...{ carer: '李桂兰', relation: 'neighbour', terms: '每天看望一次' },
  ...{ signedOn: '2026-10-01', from: '2026-10-01', until: '2027-09-30' },
};

const LEAD = {
  ...{ areaCode: HOME.village, head: '崔玉子', people: 2, phone: '14400000009', idNumber: null, address: null },
  ...{ channel: 'self-report', cause: null, summary: '老人来说家里没钱看病' },
};

/** A good body for each route that takes one. */
const BODIES: Record<string, (world: World) => object> = {
  'POST /api/search': () => ({ q: '金顺姬' }),
  'POST /api/tasks/:id/dispatch': (world) => ({ assigneeId: world.coordinatorId }),
  'POST /api/tasks/:id/return': () => ({ reason: '不在本村' }),
  'POST /api/tasks/:id/acknowledge': () => ({ note: '已催办' }),
  'POST /api/tasks/:id/extend': () => ({ until: '2026-10-20', reason: '户主住院' }),
  'POST /api/tasks/dispatch': (world) => ({ tasks: [{ id: world.taskId, version: 1 }] }),
  'POST /api/tasks/dispatch/preview': (world) => ({ tasks: [{ id: world.taskId, version: 1 }] }),
  'POST /api/tasks/undo': (world) => ({ tasks: [{ id: world.taskId, version: 1 }] }),
  'POST /api/silences/:id/end': () => ({ reason: '已查明' }),
  'POST /api/campaigns/:id/end': () => ({ reason: '已查完' }),
  'PUT /api/contact': () => ({ takesGathered: true }),
  'PUT /api/users/:id/contact': () => ({ phone: '14400000009' }),
  'POST /api/views': () => ({ name: '红色', filter: 'severity=red' }),
  'POST /api/absences': (world) => ({
    ...{ userId: world.coordinatorId, coverId: null, fromOn: '2026-10-20', untilOn: '2026-10-21', reason: '探亲' },
  }),
  'POST /api/routine/starts': () => ({ groupId: 'living-alone', area: HOME.county }),
  'POST /api/routine/members': (world) => ({
    ...{ groupId: 'left-behind-child', household: world.householdNumber, risk: 'high', why: '父母在外地' },
  }),
  'PUT /api/routine/members/:id': () => ({ carerId: null }),
  'POST /api/routine/members/:id/end': () => ({ reason: '父亲返乡' }),
  'POST /api/routine/agreements': (world) => ({ ...AGREED, household: world.householdNumber }),
  'PUT /api/routine/agreements/:id': () => AGREED,
  'POST /api/routine/agreements/:id/end': () => ({ reason: '搬走' }),
  'POST /api/tasks/:id/confirm': () => ({ note: '属实' }),
  'PUT /api/visits/:id': (world) => visitOf(world.heldTaskId),
  'PUT /api/visit-attempts/:id': (world) => ({ taskId: world.heldTaskId, at: PRESENT.toISOString(), why: 'not-home' }),
  'PUT /api/paper-visits/:id': (world) => ({ ...visitOf(world.heldTaskId), visitorId: world.coordinatorId }),
  'POST /api/households/:id/reveal': () => ({ personId: 1, field: 'id', purpose: 'verify', reason: '与申请表核对' }),
  'POST /api/stations': () => STATION,
  'PUT /api/stations/:id': () => STATION,
  'POST /api/stations/:id/close': () => ({ closedOn: '2026-10-15', reason: '并入镇政务服务中心' }),
  'POST /api/field/changes': (world) => ({
    changes: [
      {
        id: '01a13d12-ba80-73e8-95a1-7a7e32b98f62',
        kind: 'visit',
        taskId: world.heldTaskId,
        body: visitOf(world.heldTaskId),
      },
    ],
  }),
  'POST /api/leads': () => LEAD,
  'POST /api/leads/:id/link': (world) => ({ householdId: world.householdId }),
  'POST /api/field/view-as': (world) => ({ userId: world.coordinatorId, reason: '电话里说列表空了' }),
  'POST /api/phones/:id/lost': () => ({ reason: '赶集时丢了' }),
  'POST /api/silences': () => ({ area: HOME.township, reason: '逐户看过', until: '2026-10-30T09:00:00+08:00' }),
  'POST /api/silences/preview': () => ({ area: HOME.township }),
  'POST /api/campaigns': () => ({
    ...{
      area: HOME.township,
      condition: 'members.living > 0',
      name: '摸排',
      reason: '入冬前看一遍',
      due: '2026-10-30',
    },
  }),
  'POST /api/campaigns/preview': () => ({ area: HOME.township, draw: { size: 3 } }),
  'POST /api/tickets/:id/answer': () => ({ code: 'row-is-right', text: '与业务系统一致' }),
  'POST /api/batches/:id/withdraw': () => ({ reason: '交错了' }),
  'POST /api/pairs/:id/link': () => ({ reason: '同一人' }),
  'POST /api/pairs/:id/dismiss': () => ({ reason: '两个人' }),
  'POST /api/pairs/:id/undo': () => ({ reason: '看错了' }),
  'POST /api/intakes': () => ({}),
  'POST /api/intakes/:id/hand-in': () => ({}),
  'POST /api/layouts': (world) => ({ intakeId: world.intakeId, dataset: 'registry', headings: {} }),
  'POST /api/keys': () => ({ department: 'police', label: '人口库' }),
  'POST /api/training/start': () => ({ scene: 'nobody-home' }),
  'POST /api/training/check': () => ({ scene: 'nobody-home' }),
  'PUT /api/sources/:dataset': () => ({ state: 'suspended', fromOn: '2026-10-01' }),
};

/** Whose it is stands in the body or the head: another's is not found. */
const NAMED_IN_BODY = [
  'POST /api/field/attachments', // in its head
  'POST /api/layouts',
  'POST /api/keys',
  'POST /api/tasks/dispatch',
  'POST /api/tasks/dispatch/preview',
  'POST /api/tasks/undo',
  'POST /api/absences',
  'POST /api/routine/starts',
  'POST /api/routine/members',
  'POST /api/routine/agreements',
  'POST /api/stations',
  'POST /api/leads',
  'POST /api/silences',
  'POST /api/silences/preview',
  'POST /api/campaigns',
  'POST /api/campaigns/preview',
  'POST /api/field/view-as',
];

/** Where the neighbours are at home. */
const HOME_OF: Record<string, string> = { dunhua: '222403', 'dunhua-dashitou': '222403', changchun: '2201' };

/** Lists in which the neighbour finds their own: by what a row is known for it. */
const OWN: Record<string, (row: Record<string, string>, username: string) => boolean> = {
  // Lateness is everybody's concern; a liaison sees their own department's.
  'GET /api/sources': (row, username) => username !== 'tax' || row.department === username,
  'GET /api/keys': (row, username) => row.department === username,
  'GET /api/intakes': (row) => row.fileName === '空.csv', // handed in by this very test
  'GET /api/coordinators': (row, username) =>
    row.county ===
    { dunhua: NEIGHBOUR.county, 'dunhua-dashitou': NEIGHBOUR.county, 'dunhua-dashitou-village': NEIGHBOUR.county }[
      username
    ],
  'GET /api/routine/carers': (row) => row.name === '大石头镇协理员',
  'GET /api/phones': (row, username) => JSON.stringify(row.places).includes(`"${HOME_OF[username]}`),
  'GET /api/phones/counts': (row, username) => JSON.stringify(row.area).includes(`"${HOME_OF[username]}`),
  'POST /api/field/changes': (row) => row.code === 'not-found' && row.task === null,
  'GET /api/messages/unreached': (row, username) =>
    username === 'changchun' ? row.county!.startsWith('2201') : row.county === NEIGHBOUR.county,
  'GET /api/training/people': (row, username) => row.county === { dunhua: '敦化市', changchun: '南关区' }[username],
};

/** Routes that speak of nobody but their caller: there is nothing of another's to reach by them. */
const ABOUT_ONESELF = [
  ...['GET /api/session', 'DELETE /api/session', 'PUT /api/password'],
  ...['GET /api/training', 'POST /api/training/start', 'POST /api/training/check'],
  'POST /api/views',
  ...['GET /api/contact', 'PUT /api/contact', 'POST /api/messages/test'],
];

/** What a route must be asked for, where it does not answer without. */
const QUERIES: Record<string, string> = {
  'GET /api/areas': '?parent=222405',
  'GET /api/stations/workers': '?area=222405105',
  'GET /api/visits/alike': '?area=222405', // whoever has more than a county names one
};

/** Public knowledge: the divisions and their borders, the words of outcomes. Full for everybody, and nobody's. */
const PUBLIC = [
  'GET /api/areas',
  'GET /api/areas/zones',
  'GET /api/borders',
  'GET /api/borders/prefectures',
  'GET /api/outcomes',
];

/** Answers that are workbooks: the column whose sum is their total. */
const WORKBOOKS: Record<string, number> = {
  'GET /api/alerts/export': 10,
  'GET /api/map/export': 1,
  'GET /api/boards/funnel/export': 1,
  'GET /api/boards/time/export': 1,
  'GET /api/boards/workload/export': 2,
  'GET /api/boards/counties/export': 2,
  'GET /api/routine/board/export': 1,
};

/** About datasets, and nobody in them. */
const ABOUT_DATASETS = [
  'GET /api/sources',
  'GET /api/sources/blind',
  'GET /api/sources/:dataset/template',
  'GET /api/batches/:id/withdrawal',
];

/** About rules; what is counted of households there, tests/api/rules.test.ts looks at. */
const ABOUT_RULES = ['GET /api/rules', 'GET /api/rules/:id', 'GET /api/rules/:id/terms', 'GET /api/rules/figures'];

/** Who has business there; for each right at least one of them. */
const AT_HOME = [HOME.dispatcher, HOME.officer, HOME.coordinator, 'province', 'police'];

let database: TestDatabase;
let service: TestApp;
let world: World;
const browsers = new Map<string, Browser & { role: Role }>();
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  world = await makeWorld();
  for (const username of [...NEIGHBOURS, ...AT_HOME]) {
    const browser = await signIn(service.app, username);
    browsers.set(username, { ...browser, role: (await browser.get('/api/session')).json().role });
  }
  // A visit to where somebody has been already: kept beside its task.
  const kept = { id: newId(), kind: 'visit', taskId: world.visitedId, body: visitOf(world.visitedId) };
  await browsers.get(HOME.coordinator)!.post('/api/field/changes', { changes: [kept] });
  world.marks.push(kept.id);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

async function makeWorld(): Promise<World> {
  const db = database.flow;
  const task = await makeTask(db);
  const held = await makeTask(db, {
    ...{ assignee: HOME.coordinator, state: 'accepted', escalationLevel: 'township' },
    ...{ visitDueAt: new Date(PRESENT.getTime() - 7200_000), escalatedAt: new Date(PRESENT.getTime() - 3600_000) },
  });
  const closed = await makeTask(db, { assignee: HOME.coordinator, state: 'submitted' });
  const visit = await makeVisit(db, { task: closed });
  await makeReject(db, { batchId: task.household.batch.id, found: '2299**********1234' });
  const coordinatorId = await findUserId(db, HOME.coordinator);
  const families = [task, held, closed].flatMap(({ id, alert, household }) => [
    id,
    alert.id,
    household.publicId,
    household.registryNumber!,
    ...household.members.map((member) => member.name),
  ]);
  const intake = await makeIntake(db);
  const pair = await makePair(db, { household: task.household });
  const ticket = await makeTicket(db, { task: closed });
  await makeOutcome(db, closed);
  const key = await makeKey(db);
  const pushed = await makeIntake(db, { channel: 'push', fileName: '推送_户籍人口.ndjson' });
  const files = [pushed.fileName, '公安厅_户籍人口_202609.csv'];
  // A second visit of the same words, a second look that differs, days away: what the lists of work show.
  const copied = await makeVisit(db, { task: await makeTask(db, { assignee: HOME.coordinator, state: 'submitted' }) });
  const look = await makeTask(db, {
    kind: 'second-look',
    looksAtId: closed.id,
    state: 'closed',
    outcomeCode: 'C3',
    closedAt: PRESENT,
  });
  await db.execute(sql`update tasks set outcome_code = 'A6' where id = ${closed.id}::uuid`);
  const absence = await makeAbsence(db, { reason: '住院手术', fromOn: '2026-11-20', untilOn: '2026-11-22' });
  const start = await makeStart(db);
  const member = await makeMember(db, { why: '老伴去年走了' });
  const agreement = await makeAgreement(db);
  const round = await makeRound(db, { dueOn: '2026-10-12' });
  const silence = await makeSilence(db);
  const station = await makeStation(db);
  const lead = await makeLead(db);
  const campaign = await makeCampaign(db);
  const message = await makeMessage(db, { task });
  const phone = await makePhone(db);
  const view = await makeView(db);
  const waiting = await makeWaiting(db);
  const photographed = await makePhotographed(service.app, database.flow);
  const marks = [
    ...[PHOTO_MARK, photographed.attachmentId, photographed.photographedId],
    ...families,
    start.id,
    member.id,
    '老伴去年走了',
    agreement.id,
    agreement.carer,
    round.id,
    silence.id,
    station.id,
    lead.id,
    lead.summary,
    campaign.id,
    phone.id,
    waiting.publicId,
    copied.id,
    look.id,
    absence.id,
    message.id,
    absence.reason,
    view.id,
    coordinatorId,
    visit.id,
    visit.note,
    ticket.id,
    '2299**********1234',
    ...files,
    key.name,
  ];
  const ids = {
    keyId: key.id,
    secret: key.secret,
    pushedId: pushed.id,
    intakeId: intake.id,
    pairId: pair.id,
    ticketId: ticket.id,
    taskId: task.id,
    heldTaskId: held.id,
    alertId: task.alert.id,
    visitId: visit.id,
    ...photographed,
  };
  return {
    ...ids,
    householdId: task.household.publicId,
    batchId: task.household.batch.id,
    coordinatorId,
    absenceId: absence.id,
    startId: start.id,
    memberId: member.id,
    agreementId: agreement.id,
    householdNumber: task.household.registryNumber!,
    viewId: view.id,
    silenceId: silence.id,
    stationId: station.id,
    leadId: lead.id,
    campaignId: campaign.id,
    phoneId: phone.id,
    visitedId: closed.id,
    marks,
  };
}

const keyOf = (route: Route) => `${route.method} ${route.url}`;
const hasParams = (route: Route) => route.url.includes(':');
const whoMay = (names: readonly string[], action: Action) =>
  names.map((name) => browsers.get(name)!).filter((browser) => mayDo(browser.role, action));

async function call(browser: Browser, route: Route, query = QUERIES[keyOf(route)] ?? '') {
  const key = keyOf(route);
  const params = hasParams(route) ? PARAMS[key] : () => ({});
  if (!params) throw new Error(`Add ${key} to PARAMS: with which ids is it called?`);
  const body = route.body ? BODIES[key] : undefined;
  if (route.body && !body && !ABOUT_ONESELF.includes(key))
    throw new Error(`Add ${key} to BODIES: which body is a good one?`);
  const given = params(world) as Record<string, string | number>;
  const url = route.url.replace(/:(\w+)/g, (_, name: string) => String(given[name]));
  const file = route.takesFile ? { name: '空.csv', content: '' } : undefined;
  const answer = await browser.send(route.method, url + query, {
    ...(body && { body: body(world) }),
    ...(file && { file }),
    ...(PHOTO_HEADERS[key] && { headers: PHOTO_HEADERS[key](world.attachmentId) }),
    version: 1,
  });
  const column = WORKBOOKS[key];
  if (column === undefined || answer.statusCode !== 200) return answer;
  // Read as the other answers are: what stands in it, and its total.
  const rows = await tableOfXlsx(answer.rawPayload);
  const total = rows.reduce((sum, row) => sum + (Number(row[column]) || 0), 0);
  return Object.assign(Object.create(answer) as typeof answer, { body: JSON.stringify({ rows, total }) });
}

const expectNoLeak = (text: string) => expect(world.marks.filter((mark) => text.includes(mark))).toEqual([]);

const guarded = ROUTES.filter((route) => !route.isPublic);
const entries = guarded.map((route) => [keyOf(route), route] as const);
const table = entries.filter(([, route]) => !route.isKeyed);
const keyed = entries.filter(([, route]) => route.isKeyed);

describe('a stranger', () => {
  it.each(entries)('is asked to sign in by %s', async (_key, route) => {
    const answer = await browse(service.app).send(route.method, route.url);
    expect(codeOf(answer)).toBe('not-signed-in');
  });
});

describe('the neighbour', () => {
  it.each(table)('gets nothing of Longjing from %s', async (key, route) => {
    const callers = whoMay(NEIGHBOURS, route.action);
    if (callers.length === 0) {
      for (const name of NEIGHBOURS)
        expect(codeOf(await browsers.get(name)!.send(route.method, route.url)), name).toBe('not-allowed');
      return;
    }
    if (ABOUT_ONESELF.includes(key)) return expect(hasParams(route)).toBe(false);
    for (const caller of callers) {
      const answer = await call(caller, route);
      expectNoLeak(answer.body);
      if (ABOUT_RULES.includes(key)) expect(answer.statusCode, answer.body).toBe(200);
      else if (hasParams(route) || NAMED_IN_BODY.includes(key))
        expect(codeOf(answer), caller.username).toBe('not-found');
      else if (OWN[key]) {
        const items: Record<string, string>[] = answer.json().items;
        expect(items.filter((item) => !OWN[key]!(item, caller.username))).toEqual([]);
      } else if (PUBLIC.includes(key)) expect(answer.statusCode, answer.body).toBe(200);
      else expectEmpty(answer.statusCode, answer.body);
    }
  });

  it.each(table.filter(([, route]) => takesArea(route)))(
    'may ask %s for Longjing and gets nothing',
    async (_key, route) => {
      for (const caller of whoMay(NEIGHBOURS, route.action))
        for (const area of [HOME.county, HOME.village]) {
          const answer = await call(caller, route, `?area=${area}`);
          expectNoLeak(answer.body);
          if (answer.statusCode !== 404) expectEmpty(answer.statusCode, answer.body);
        }
    },
  );
});

/** A body in its route's own form, by a department's key. */
async function callByKey(secret: string, route: Route) {
  const url = route.url.replace(/:(\w+)/g, (_, name: string) => String(PARAMS[keyOf(route)]!(world)[name]));
  const headers = {
    authorization: `Bearer ${secret}`,
    ...(route.takesStream && { 'content-type': 'application/x-ndjson' }),
  };
  return await browse(service.app).send(route.method, url, { headers, ...(route.takesStream && { body: '{}\n' }) });
}

describe('a department’s key', () => {
  it.each(keyed)('opens of %s nothing of another department', async (_key, route) => {
    const { secret } = await makeKey(database.flow, { department: 'tax' });
    const answer = await callByKey(secret, route);
    expect(codeOf(answer)).toBe('not-found');
    expectNoLeak(answer.body);
    expect((await callByKey(world.secret, route)).statusCode).toBeLessThan(300);
  });

  it.each(keyed)('cannot be replaced by a session in %s', async (_key, route) => {
    for (const name of [...NEIGHBOURS, 'police'])
      expect((await call(browsers.get(name)!, route)).json().code, name).toBe('not-signed-in');
  });

  it.each(table)('is none for %s', async (_key, route) => {
    const headers = { authorization: `Bearer ${world.secret}` };
    const answer = await browse(service.app).send(route.method, route.url, { headers });
    expect(codeOf(answer)).toBe('not-signed-in');
  });
});

/** Else the tests above would prove nothing: the same calls, by those who may, find what is there. */
describe('somebody at home', () => {
  const aboutFamilies = table.filter(
    ([key]) => key.startsWith('GET') && ![...ABOUT_ONESELF, ...PUBLIC, ...ABOUT_DATASETS, ...ABOUT_RULES].includes(key),
  );
  it.each(aboutFamilies)('finds something in %s', async (_key, route) => {
    const callers = whoMay(AT_HOME, route.action);
    if (callers.length === 0) return; // the province's own: accounts, the log
    const answers = await Promise.all(callers.map((caller) => call(caller, route)));
    expect(answers.filter((answer) => answer.statusCode === 200).some((answer) => tellsSomething(answer.body))).toBe(
      true,
    );
  });
});

describe('the tables of this test', () => {
  it('name only routes that take what they give', () => {
    const known = new Map<string, Route>(table);
    expect(Object.keys(BODIES).filter((key) => known.has(key) && !known.get(key)!.body)).toEqual([]);
    expect([...ABOUT_ONESELF, ...PUBLIC, ...Object.keys(QUERIES)].filter((key) => !known.has(key))).toEqual([]);
  });
});

function tellsSomething(text: string): boolean {
  if (world.marks.some((mark) => text.includes(mark))) return true;
  return ((JSON.parse(text) as { total?: number }).total ?? 0) > 0;
}
