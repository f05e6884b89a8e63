// Every write of the route table leaves one entry of its action, in its own transaction. A new write route needs its line below.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { persons } from '../../db/schema/match.ts';
import { sealAudit } from '../../server/audit/seal.ts';
import { newId } from '../../server/kernel/id.ts';
import { browse, type SendOptions, signIn, startApp, type TestApp } from '../support/app.ts';
import { CAST_PASSWORD, HOME, PRESENT } from '../support/cast.ts';
import { KEYS, ROUTES } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { receiptOf } from '../support/gateway.ts';
import {
  findUserId,
  makeAbsence,
  makeBatch,
  makeCampaign,
  makeDraft,
  makeHousehold,
  makeIntake,
  makeKey,
  makePair,
  makePhone,
  makeSilence,
  makeStation,
  makeTask,
  makeTicket,
  makeView,
  makeVisit,
  makeWaiting,
  visitOf,
} from '../support/makers.ts';
import { beginHeaders, declare, makeJpeg, pieceHeaders } from '../support/pictures.ts';
import { makeAgreement, makeMember, makeStart } from '../support/routine-makers.ts';

interface Act extends SendOptions {
  /** Who does it; '' is nobody yet. */
  by: string;
  /** Who stands in the entry, where it is not who does it. */
  actor?: string;
  /** The place that stands in the entry, where the act has one. */
  area?: string;
  params?: Record<string, string>;
}

let database: TestDatabase;
let service: TestApp;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const LEAD = {
  ...{ areaCode: HOME.village, head: '崔玉子', people: 2, phone: null, idNumber: null, address: null },
  ...{ channel: 'self-report', cause: null, summary: '老人来说家里没钱看病' },
};
const PHOTO = makeJpeg();

/** A photo that a visit names and that has not come yet. */
async function makePhotographed() {
  const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
  const [phone, photo] = [await signIn(service.app, HOME.coordinator), declare(PHOTO)];
  await phone.put(`/api/visits/${newId()}`, visitOf(task.id, { attachments: [photo] }));
  return photo;
}

const AGREED = {
  ...{ carer: '李桂兰', relation: 'neighbour', terms: '每天看望一次' },
  ...{ signedOn: '2026-10-01', from: '2026-10-01', until: '2027-09-30' },
};
const daysBefore = (days: number) => new Date(PRESENT.getTime() - days * 86_400_000);

/** How each write is done well, by `METHOD url`: makes what it needs and says who calls it with what. */
const ACTS: Record<string, () => Promise<Act>> = {
  'POST /api/session': async () => ({ by: '', body: { username: 'longjing', password: CAST_PASSWORD } }),
  'POST /api/search': async () => ({ by: 'longjing', body: { q: '金' } }),
  'DELETE /api/session': async () => ({ by: 'longjing' }),
  'PUT /api/password': async () => ({
    by: 'police',
    body: { oldPassword: CAST_PASSWORD, newPassword: 'a better password' },
  }),
  'POST /api/users': async () => ({
    by: 'administrator',
    body: { username: 'second-auditor', name: '第二审计员', role: 'auditor' },
  }),
  'PUT /api/users/:id': async () => ({
    ...{ by: 'administrator', params: { id: await findUserId(database.flow, 'changchun') }, version: 1 },
    body: { name: '长春市新督导员', role: 'city-supervisor', bodyKey: '2201' },
  }),
  'POST /api/users/:id/disable': async () => ({
    ...{ by: 'administrator', params: { id: await findUserId(database.flow, 'housing') }, body: { reason: '离岗' } },
  }),
  'POST /api/users/:id/enable': async () => ({
    ...{ by: 'administrator', params: { id: await findUserId(database.flow, 'housing') } },
  }),
  'POST /api/users/:id/password': async () => ({
    ...{ by: 'administrator', params: { id: await findUserId(database.flow, 'education') } },
  }),
  'POST /api/users/:id/unlock': async () => ({
    ...{ by: 'administrator', params: { id: await findUserId(database.flow, 'education') } },
  }),
  'POST /api/users/import': async () => ({
    by: 'administrator',
    file: { name: '账号.csv', content: '用户名,姓名,岗位,部门\nhousing-two,住建二,部门联络员,住建厅\n' },
    body: { mode: 'all' },
  }),
  'POST /api/users/:id/lock': async () => ({
    ...{ by: 'security-officer', params: { id: await findUserId(database.flow, 'agriculture') } },
    body: { reason: '异地登录' },
  }),
  'POST /api/users/:id/release': async () => {
    const id = await findUserId(database.flow, 'emergency');
    await (await signIn(service.app, 'security-officer')).post(`/api/users/${id}/lock`, { reason: '异地登录' });
    return { by: 'security-officer', params: { id }, body: { reason: '本人已确认' } };
  },
  'POST /api/users/:id/sessions/end': async () => ({
    ...{ by: 'security-officer', params: { id: await findUserId(database.flow, 'yanbian') } },
  }),
  'POST /api/sessions/:id/end': async () => {
    await signIn(service.app, 'yanbian');
    const officer = await signIn(service.app, 'security-officer');
    const [session] = (await officer.get('/api/sessions?q=yanbian')).json().items;
    return { by: 'security-officer', params: { id: session.id } };
  },
  'POST /api/stations': async () => ({
    by: HOME.dispatcher,
    body: { kind: 'station', name: '智新社工站', area: HOME.township, address: '智新镇', openedOn: '2026-10-01' },
    area: HOME.township,
  }),
  'PUT /api/stations/:id': async () => {
    const station = await makeStation(database.flow, { name: '智新老站' });
    const body = {
      kind: 'station',
      name: '智新中心站',
      area: HOME.township,
      address: '智新镇',
      openedOn: '2026-10-01',
    };
    return { by: HOME.dispatcher, params: { id: station.id }, version: 1, body, area: HOME.township };
  },
  'POST /api/stations/:id/close': async () => {
    const station = await makeStation(database.flow, { name: '智新旧站' });
    const body = { closedOn: '2026-10-15', reason: '并入镇政务服务中心' };
    return { by: HOME.dispatcher, params: { id: station.id }, version: 1, body, area: HOME.township };
  },
  'POST /api/leads': async () => ({ by: HOME.officer, body: LEAD, area: HOME.village }),
  'POST /api/leads/:id/link': async () => {
    const { id } = (await (await signIn(service.app, HOME.officer)).post('/api/leads', LEAD)).json();
    const household = await makeHousehold(database.flow);
    return {
      by: HOME.officer,
      params: { id },
      body: { householdId: household.publicId },
      area: HOME.village,
    };
  },
  'POST /api/leads/:id/register': async () => {
    const { id } = (await (await signIn(service.app, HOME.officer)).post('/api/leads', LEAD)).json();
    return { by: HOME.officer, params: { id }, area: HOME.village };
  },
  'POST /api/tasks/:id/dispatch': async () => {
    const task = await makeTask(database.flow);
    const assigneeId = await findUserId(database.flow, HOME.coordinator);
    return { by: HOME.dispatcher, params: { id: task.id }, body: { assigneeId }, version: 1, area: HOME.village };
  },
  'POST /api/tasks/:id/accept': async () => {
    const task = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator });
    return { by: HOME.coordinator, params: { id: task.id }, version: 1, area: HOME.village };
  },
  'POST /api/tasks/:id/return': async () => {
    const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    return {
      by: HOME.coordinator,
      params: { id: task.id },
      body: { reason: '户主已搬走' },
      version: 1,
      area: HOME.village,
    };
  },
  'POST /api/tasks/:id/confirm': async () => {
    const task = await makeTask(database.flow, { state: 'submitted', assignee: HOME.coordinator });
    await makeVisit(database.flow, { task });
    return { by: HOME.officer, params: { id: task.id }, body: {}, version: 1, area: HOME.village };
  },
  'POST /api/tasks/dispatch': async () => {
    const task = await makeTask(database.flow);
    return { by: HOME.dispatcher, body: { tasks: [{ id: task.id, version: 1 }] }, area: HOME.village };
  },
  'POST /api/tasks/dispatch/preview': async () => {
    const task = await makeTask(database.flow);
    return { by: HOME.dispatcher, body: { tasks: [{ id: task.id, version: 1 }] } };
  },
  'POST /api/tasks/undo': async () => {
    const task = await makeTask(database.flow);
    const county = await signIn(service.app, HOME.dispatcher);
    await county.post('/api/tasks/dispatch', { tasks: [{ id: task.id, version: 1 }] });
    return { by: HOME.dispatcher, body: { tasks: [{ id: task.id, version: 2 }] }, area: HOME.village };
  },
  'PUT /api/contact': async () => ({ by: HOME.officer, body: { phone: '14400000002' } }),
  'PUT /api/users/:id/contact': async () => ({
    ...{ by: 'administrator', params: { id: await findUserId(database.flow, HOME.coordinator) } },
    body: { phone: '14400000001' },
  }),
  'POST /api/messages/receipts/:channel': async () => {
    const body = receiptOf([newId()], 'delivered');
    return { by: '', actor: 'stranger', params: { channel: 'sms' }, body };
  },
  'POST /api/messages/test': async () => ({ by: HOME.dispatcher }),
  'POST /api/views': async () => ({ by: HOME.dispatcher, body: { name: '红色', filter: 'severity=red' } }),
  'DELETE /api/views/:id': async () => {
    const view = await makeView(database.flow);
    return { by: HOME.dispatcher, params: { id: view.id } };
  },
  'POST /api/tasks/:id/acknowledge': async () => {
    const late = { visitDueAt: daysBefore(2), escalationLevel: 'township', escalatedAt: daysBefore(1) };
    const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator, ...late });
    return { by: HOME.officer, params: { id: task.id }, body: { note: '已催办' }, version: 1, area: HOME.village };
  },
  'POST /api/tasks/:id/extend': async () => {
    const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    const body = { until: '2026-10-20', reason: '户主住院' };
    return { by: HOME.dispatcher, params: { id: task.id }, body, version: 1, area: HOME.village };
  },
  'POST /api/absences': async () => {
    const userId = await findUserId(database.flow, HOME.coordinator);
    const body = { userId, coverId: null, fromOn: '2026-11-20', untilOn: '2026-11-21', reason: '探亲' };
    return { by: HOME.officer, body, area: HOME.township };
  },
  'POST /api/routine/starts': async () => ({
    ...{ by: HOME.dispatcher, body: { groupId: 'oldest', area: HOME.township }, area: HOME.township },
  }),
  'POST /api/routine/starts/:id/end': async () => {
    const start = await makeStart(database.flow);
    return { by: HOME.dispatcher, params: { id: start.id }, area: HOME.township };
  },
  'POST /api/routine/members': async () => {
    const { registryNumber } = await makeHousehold(database.flow);
    const body = { groupId: 'left-behind-child', household: registryNumber, risk: 'high', why: '父母在外地' };
    return { by: HOME.officer, body, area: HOME.village };
  },
  'PUT /api/routine/members/:id': async () => {
    const member = await makeMember(database.flow);
    return { by: HOME.officer, params: { id: member.id }, body: { risk: 'low' }, area: HOME.village };
  },
  'POST /api/routine/members/:id/end': async () => {
    const member = await makeMember(database.flow);
    return { by: HOME.officer, params: { id: member.id }, body: { reason: '父亲返乡' }, area: HOME.village };
  },
  'POST /api/routine/agreements': async () => {
    const { registryNumber } = await makeHousehold(database.flow);
    return { by: HOME.officer, body: { ...AGREED, household: registryNumber }, area: HOME.village };
  },
  'PUT /api/routine/agreements/:id': async () => {
    const agreement = await makeAgreement(database.flow);
    return { by: HOME.officer, params: { id: agreement.id }, body: AGREED, area: HOME.village };
  },
  'POST /api/routine/agreements/:id/end': async () => {
    const agreement = await makeAgreement(database.flow);
    return { by: HOME.officer, params: { id: agreement.id }, body: { reason: '搬走' }, area: HOME.village };
  },
  'POST /api/absences/:id/end': async () => {
    const absence = await makeAbsence(database.flow, { fromOn: '2026-12-20', untilOn: '2026-12-21' });
    return { by: HOME.officer, params: { id: absence.id }, area: HOME.township };
  },
  'PUT /api/visits/:id': async () => {
    const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    return { by: HOME.coordinator, params: { id: newId() }, body: visitOf(task.id), area: HOME.village };
  },
  'POST /api/field/attachments': async () => ({
    by: HOME.coordinator,
    headers: beginHeaders(await makePhotographed()),
    area: HOME.village,
  }),
  'PATCH /api/field/attachments/:id': async () => {
    const { id } = await makePhotographed();
    return { by: HOME.coordinator, params: { id }, headers: pieceHeaders(PHOTO), body: PHOTO, area: HOME.village };
  },
  'POST /api/tasks/:id/second-look': async () => {
    const task = await makeTask(database.flow, { state: 'closed', outcomeCode: 'A1', assignee: HOME.coordinator });
    await makeVisit(database.flow, { task });
    return { by: HOME.dispatcher, params: { id: task.id }, area: HOME.village };
  },
  'PUT /api/paper-visits/:id': async () => {
    const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    const visitorId = await findUserId(database.flow, HOME.coordinator);
    return { by: HOME.officer, params: { id: newId() }, body: { ...visitOf(task.id), visitorId }, area: HOME.village };
  },
  'POST /api/households/:id/reveal': async () => {
    const household = await makeHousehold(database.flow);
    const personId = household.members[0]!.id;
    await database.flow
      .update(persons)
      .set({ idCipher: KEYS.encrypt('229901197001011234') })
      .where(eq(persons.id, personId));
    const body = { personId, field: 'id', purpose: 'verify', reason: '与申请表核对' };
    return { by: HOME.officer, params: { id: household.publicId }, body, area: HOME.village };
  },
  'POST /api/field/view-as': async () => {
    const body = { userId: await findUserId(database.flow, HOME.coordinator), reason: '电话里说列表空了' };
    return { by: HOME.officer, body, area: HOME.township };
  },
  'POST /api/phones/:id/lost': async () => {
    const phone = await makePhone(database.flow);
    return { by: HOME.officer, params: { id: phone.id }, body: { reason: '赶集时丢了' }, area: HOME.township };
  },
  'POST /api/phones/:id/found': async () => {
    const phone = await makePhone(database.flow, { lostAt: PRESENT });
    return { by: HOME.officer, params: { id: phone.id }, area: HOME.township };
  },
  'POST /api/field/phones/:id/gone': async () => {
    const phone = await makePhone(database.flow);
    return {
      by: '',
      actor: HOME.coordinator,
      params: { id: phone.id },
      body: { secret: phone.secret, because: 'pin' },
    };
  },
  'PUT /api/visit-attempts/:id': async () => {
    const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    const body = { taskId: task.id, at: PRESENT.toISOString(), why: 'not-home' };
    return { by: HOME.coordinator, params: { id: newId() }, body, area: HOME.village };
  },
  'POST /api/field/changes': async () => {
    const task = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator });
    return { by: HOME.coordinator, body: { changes: [{ id: newId(), kind: 'accept', taskId: task.id }] } };
  },
  'POST /api/intakes': async () => ({
    by: 'tax',
    file: { name: '税务局_工资薪金所得_202609.csv', content: '纳税人姓名\n' },
    area: '22',
  }),
  'POST /api/intakes/:id/cancel': async () => {
    const intake = await makeIntake(database.flow, { department: 'tax' });
    return { by: 'tax', params: { id: intake.id }, area: '22' };
  },
  'POST /api/intakes/:id/hand-in': async () => {
    const intake = await makeIntake(database.flow, {
      department: 'tax',
      state: 'refused',
      asks: 'period',
      isKept: true,
    });
    return { by: 'tax', params: { id: intake.id }, body: { period: '2026-09' }, area: '22' };
  },
  'POST /api/keys': async () => ({ by: 'tax', body: { label: '金税接口' } }),
  'POST /api/keys/:id/revoke': async () => {
    const key = await makeKey(database.flow, { department: 'tax' });
    return { by: 'tax', params: { id: key.id } };
  },
  'POST /api/push/:dataset': async () => {
    const key = await makeKey(database.flow);
    const headers = { authorization: `Bearer ${key.secret}`, 'content-type': 'application/x-ndjson' };
    return { by: '', actor: key.name, headers, params: { dataset: 'registry' }, body: '{"户号":"H1"}\n', area: '22' };
  },
  'POST /api/layouts': async () => {
    const intake = await makeIntake(database.flow, { department: 'tax', state: 'refused', asks: 'layout' });
    const headings = { 姓名: '纳税人姓名', 身份证: '证件号码', 月份: '税款所属期', 工资: '收入额', 备注: null };
    return { by: 'tax', body: { intakeId: intake.id, dataset: 'wages', headings }, area: '22' };
  },
  'POST /api/pairs/:id/link': async () => {
    const pair = await makePair(database.flow);
    return { by: HOME.dispatcher, params: { id: pair.id }, body: { reason: '同一人' }, version: 1, area: HOME.village };
  },
  'POST /api/pairs/:id/dismiss': async () => {
    const pair = await makePair(database.flow);
    return { by: HOME.dispatcher, params: { id: pair.id }, body: { reason: '两个人' }, version: 1, area: HOME.village };
  },
  'POST /api/pairs/:id/undo': async () => {
    const pair = await makePair(database.flow, { state: 'dismissed' });
    return { by: 'province', params: { id: pair.id }, body: { reason: '看错了' }, version: 1, area: HOME.village };
  },
  'POST /api/silences': async () => ({
    by: HOME.dispatcher,
    body: { area: HOME.township, reason: '逐户看过', until: '2026-10-30T09:00:00+08:00' },
    area: HOME.township,
  }),
  'POST /api/silences/preview': async () => ({
    by: HOME.dispatcher,
    body: { area: HOME.township },
    area: HOME.township,
  }),
  'POST /api/silences/:id/end': async () => {
    const silence = await makeSilence(database.flow);
    return { by: 'province', params: { id: silence.id }, area: HOME.township };
  },
  'POST /api/campaigns': async () => {
    await makeWaiting(database.flow);
    const said = { name: '摸排', reason: '入冬前看一遍', due: '2026-10-30', condition: '!has(income.per_head_month)' };
    return { by: HOME.dispatcher, body: { ...said, area: HOME.township }, area: HOME.township };
  },
  'POST /api/campaigns/preview': async () => ({
    by: HOME.dispatcher,
    body: { area: HOME.township, draw: { size: 3 } },
    area: HOME.township,
  }),
  'POST /api/campaigns/:id/end': async () => {
    const campaign = await makeCampaign(database.flow);
    return { by: HOME.dispatcher, params: { id: campaign.id }, area: HOME.township };
  },
  'POST /api/tickets/:id/answer': async () => {
    const ticket = await makeTicket(database.flow, { department: 'tax' });
    const body = { code: 'row-is-right', text: '与业务系统一致' };
    return { by: 'tax', params: { id: ticket.id }, body, version: 1, area: HOME.village };
  },
  'POST /api/batches/:id/withdraw': async () => {
    const batch = await makeBatch(database.flow, { dataset: 'wages', department: 'tax' });
    return { by: 'tax', params: { id: String(batch.id) }, body: { reason: '交错了' }, area: '22' };
  },
  'POST /api/batches/:id/confirm': async () => {
    const of = { dataset: 'aid-roster', department: 'civil-affairs', status: 'held', inForceFrom: null };
    const batch = await makeBatch(database.flow, of);
    return { by: 'province', params: { id: String(batch.id) }, area: '22' };
  },
  'PUT /api/sources/:dataset': async () => ({
    by: 'province',
    params: { dataset: 'wages' },
    body: { state: 'suspended', fromOn: '2026-10-01', note: '接口检修' },
    area: '22',
  }),
  'POST /api/rules/drafts': async () => ({
    by: 'rule-author',
    body: { ruleId: 'heavy-medical-spending', params: { others: 0.8 } },
    area: '22',
  }),
  'PUT /api/rules/drafts/:id': async () => ({
    ...{ by: 'rule-author', params: { id: await makeDraft(database.flow) } },
    ...{ body: { params: { others: 0.8 } }, version: 1, area: '22' },
  }),
  'DELETE /api/rules/drafts/:id': async () => ({
    ...{ by: 'rule-author', params: { id: await makeDraft(database.flow) }, area: '22' },
  }),
  'POST /api/rules/drafts/:id/check': async () => ({
    ...{ by: 'rule-author', params: { id: await makeDraft(database.flow) }, area: '22' },
  }),
  'POST /api/rules/drafts/:id/preview': async () => ({
    ...{ by: 'rule-author', params: { id: await makeDraft(database.flow) }, area: '22' },
  }),
  'POST /api/rules/drafts/:id/publish': async () => ({
    ...{ by: 'rule-publisher', params: { id: await makeDraft(database.flow) } },
    ...{ body: { from: '2026-11-01' }, area: '22' },
  }),
  'POST /api/training/start': async () => ({ by: HOME.officer, body: { scene: 'ask-again' } }),
  'POST /api/training/check': async () => {
    await (await signIn(service.app, HOME.officer)).post('/api/training/start', { scene: 'ask-again' });
    return { by: HOME.officer, body: { scene: 'ask-again' } };
  },
  'POST /api/rules/:id/retire': async () => ({
    ...{ by: 'rule-publisher', params: { id: 'unsafe-housing' }, body: { reason: '重新研究' }, area: '22' },
  }),
};

const writes = ROUTES.filter((route) => !['GET', 'HEAD'].includes(route.method)).map(
  (route) => [`${route.method} ${route.url}`, route] as const,
);

describe('every write', () => {
  it.each(writes)('%s leaves one entry of its action', async (key, route) => {
    const act = await ACTS[key]?.();
    if (!act) throw new Error(`Add ${key} to ACTS: how is it done well?`);
    const browser = act.by ? await signIn(service.app, act.by) : browse(service.app);
    const [last] = await database.flow.execute<{ id: number }>(
      sql`select coalesce(max(id), 0)::int as id from audit_entries`,
    );
    const url = route.url.replace(/:(\w+)/g, (_, name: string) => act.params![name]!);
    const answer = await browser.send(route.method, url, act);
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    const entries = await database.flow.execute<{
      action: string;
      actor: string;
      area_code: string | null;
      details: object;
    }>(sql`select * from audit_entries where id > ${last!.id} and action = ${route.action}`);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ actor: act.actor ?? (act.by || 'longjing'), area_code: act.area ?? null });
    expect(JSON.stringify(entries[0]!.details)).not.toMatch(/[Pp]assword|金顺姬/);
  });
});

describe('a refused sign-in', () => {
  it('is logged under the account it tried, and without what was typed when there is none', async () => {
    const stranger = browse(service.app);
    await stranger.post('/api/session', { username: 'dunhua', password: 'wrong' });
    await stranger.post('/api/session', { username: 'my-secret-in-the-wrong-field', password: 'x' });
    const rows = await database.flow.execute<{ actor: string; subject_id: string }>(
      sql`select * from audit_entries where action = 'session.refuse' order by id`,
    );
    expect(rows.map((row) => row.actor)).toEqual(['dunhua', 'stranger']);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });
});

describe('the auditor', () => {
  it('reads the log page by page, newest first, each entry once', async () => {
    const auditor = await signIn(service.app, 'auditor');
    const ids: number[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: { items: { id: number }[]; next: string | null } = (
        await auditor.get(`/api/audit?action=session&limit=2${after && `&after=${encodeURIComponent(after)}`}`)
      ).json();
      ids.push(...page.items.map((item) => item.id));
      after = page.next;
    }
    expect(ids.length).toBeGreaterThan(5);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
  });

  it('filters by who, what and on what', async () => {
    const auditor = await signIn(service.app, 'auditor');
    const dunhua = await findUserId(database.flow, 'dunhua');
    const rowsOf = async (query: string) => (await auditor.get(`/api/audit?${query}`)).json().items;
    expect(await rowsOf('actor=dunhua')).toHaveLength(1);
    expect(await rowsOf(`subjectKind=user&subjectId=${dunhua}`)).toMatchObject([
      { action: 'session.refuse', details: { reason: 'wrong-credentials' } },
    ]);
    expect(await rowsOf('action=session.en')).toEqual([]);
    expect(await rowsOf('action=session_refuse')).toEqual([]);
  });

  it('sees that the chain holds, and leaves a trace of having looked', async () => {
    await sealAudit(database.flow, service.now());
    const auditor = await signIn(service.app, 'auditor');
    expect((await auditor.get('/api/audit/verification')).json()).toMatchObject({ ok: true });
    const { items } = (await auditor.get('/api/audit?actor=auditor&action=audit.read&limit=1')).json();
    expect(items[0]).toMatchObject({ subjectKind: 'audit', subjectId: 'chain', sequence: null });
  });
});
