// Rules by the API: drafted by one person, checked and previewed, published by another from a day, retired; and who may see what.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../server/access/password.ts';
import { addAccounts } from '../../server/access/users.ts';
import type { DraftChecked, Preview, RuleDetail, RuleRow } from '../../server/studio/model.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { CAST_PASSWORD, HOME, PRESENT } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { type Flow, files, flowOn, idOf } from '../support/flow.ts';
import { findUserId } from '../support/makers.ts';

const RULE = 'heavy-medical-spending';
const [POOR, ILL] = [idOf(1, '19700101'), idOf(2, '19720303')];

let database: TestDatabase;
let service: TestApp;
let flow: Flow;
let author: Browser;
let publisher: Browser;
let province: Browser;
let elsewhere: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  flow = flowOn(database);
  await flow.parameters();
  const families = [
    { id: POOR, household: 'H1' },
    { id: ILL, household: 'H2' },
  ];
  await flow.hand(files.registry('202609', families), '2026-09-01');
  // One above the shipped line, one between it and a lower one.
  const bills = [
    { no: 'M1', id: POOR, on: '2026-09-03', paid: 15_000 },
    { no: 'M2', id: ILL, on: '2026-09-03', paid: 6_000 },
  ];
  await flow.hand(files.medical('202609', bills), '2026-09-04');
  await flow.turn('2026-10-14');
  const changchun = {
    ...({ username: 'changchun-publisher', name: '长春发布人', role: 'rule-publisher', bodyKey: '2201' } as const),
    ...{ visitorKind: null, department: null, villages: [], capacity: 8, mustChangePassword: false },
    passwordHash: await hashPassword(CAST_PASSWORD),
  };
  await addAccounts(database.flow, [changchun], PRESENT, '2020-01-01');
  const names = ['rule-author', 'rule-publisher', 'province', 'changchun-publisher'];
  const browsers = await Promise.all(names.map((name) => signIn(service.app, name)));
  [author, publisher, province, elsewhere] = browsers as [Browser, Browser, Browser, Browser];
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const definition = () => structuredClone(CATALOGUE.book.rules.find((rule) => rule.id === RULE)!.definition);
const begin = async (body: object, by = author) => {
  const answer = await by.post('/api/rules/drafts', body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as { id: number; ruleId: string; number: number; version: number };
};
const ruleOf = async (id: string): Promise<RuleRow> =>
  (await province.get('/api/rules')).json().items.find((rule: RuleRow) => rule.id === id);

describe('the list', () => {
  it('tells what is in force since when, and open alerts of the caller’s area', async () => {
    const rule = await ruleOf(RULE);
    expect(rule).toMatchObject({
      status: 'published',
      number: 1,
      origin: 'shipped',
      openAlerts: 1,
      faults: [],
      about: 'household',
    });
    expect(rule.names.zh).toBe('医疗支出过大');
    expect((await ruleOf('income-collapse')).blind).toContain('wages');
    expect((await ruleOf('source-late')).about).toBe('source');
    const there: RuleRow[] = (await elsewhere.get('/api/rules')).json().items;
    expect(there.find((one) => one.id === RULE)?.openAlerts).toBe(0);
  });

  it('shows one rule with its versions and the policy it stands on', async () => {
    const rule: RuleDetail = (await province.get(`/api/rules/${RULE}`)).json();
    expect(rule.policy?.document).toBe('吉民发〔2019〕38号');
    expect(rule.versions.map(({ number, status }) => [number, status])).toEqual([[1, 'published']]);
    expect(rule.versions[0]!.definition).toEqual(definition());
    expect((await province.get('/api/rules/no-such-rule')).json().code).toBe('not-found');
  });

  it('is read by those who watch the province, drafted by authors only, published by publishers only', async () => {
    const liaison = await signIn(service.app, 'police');
    expect((await liaison.get('/api/rules')).json().code).toBe('not-allowed');
    for (const browser of [province, publisher])
      expect((await browser.post('/api/rules/drafts', { ruleId: RULE })).json().code).toBe('not-allowed');
    const { id } = await begin({ ruleId: RULE });
    expect((await author.post(`/api/rules/drafts/${id}/publish`, { from: '2026-10-15' })).json().code).toBe(
      'not-allowed',
    );
    expect((await author.post(`/api/rules/${RULE}/retire`, { reason: '不用了' })).json().code).toBe('not-allowed');
    await author.send('DELETE', `/api/rules/drafts/${id}`);
  });
});

describe('a draft', () => {
  it('of changed parameters keeps the rest of the version in force', async () => {
    const { id, ruleId, number } = await begin({ ruleId: RULE, params: { others: 0.8 }, note: '试一试' });
    const rule: RuleDetail = (await province.get(`/api/rules/${ruleId}`)).json();
    expect(rule.drafts).toEqual([{ id, number, origin: 'local', from: null }]);
    const expected = definition();
    expected.params.others!.value = 0.8;
    expect(rule.versions[0]).toMatchObject({
      status: 'draft',
      basedOn: 1,
      draftedBy: '规则起草人',
      note: '试一试',
      definition: expected,
    });
    expect((await author.post(`/api/rules/drafts/${id}/check`)).json()).toMatchObject({ isSound: true, faults: [] });
    await author.send('DELETE', `/api/rules/drafts/${id}`);
  });

  it('with a parameter nobody knows is refused with the nearest and all that there are', async () => {
    const answer = await author.post('/api/rules/drafts', { ruleId: RULE, params: { other: 0.8 } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toEqual([
      {
        pointer: '/params/other',
        detail: expect.stringMatching(/是否指“others”.*listed, others.* \/ .*mean "others"/),
      },
    ]);
  });

  it('may be a YAML file; one that is no YAML is told by line and column', async () => {
    const yaml = readFileSync(`rules/monitoring/discovery/${RULE}.yaml`, 'utf8');
    const { id, ruleId } = await begin({ yaml });
    expect(ruleId).toBe(RULE);
    const rule: RuleDetail = (await province.get(`/api/rules/${RULE}`)).json();
    expect(rule.versions[0]!.definition).toEqual(definition());
    await author.send('DELETE', `/api/rules/drafts/${id}`);
    const broken = await author.post('/api/rules/drafts', {
      yaml: yaml.replace('severity: orange', 'severity: [orange'),
    });
    expect(broken.json().errors[0]).toEqual({
      pointer: '/yaml',
      detail: expect.stringMatching(/第 6 行第 1 列.* \/ line 6, column 1 /),
    });
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
      .join('\n')}\n`;
    expect((await author.post('/api/rules/drafts', { yaml: bomb })).statusCode).toBe(422);
  });

  it('may be unsound; its check tells every fault with place, expectation and nearest name in both languages', async () => {
    const own = definition();
    own.when = 'members.livin > 0\n  && medical.self_paid_year_worst > 3';
    own.measures = ['medical-ait'];
    const { id } = await begin({ definition: own });
    const checked: DraftChecked = (await author.post(`/api/rules/drafts/${id}/check`)).json();
    expect(checked.isSound).toBe(false);
    expect(checked.faults).toMatchObject([
      {
        pointer: '/when',
        line: 1,
        column: 1,
        nearest: 'members.living',
        message: { zh: expect.stringContaining('members.living'), en: expect.stringContaining('did you mean') },
      },
      { pointer: '/when', line: 2, column: 35, message: { zh: expect.stringContaining('fen') } },
      { pointer: '/measures/0', nearest: 'medical-aid' },
    ]);
    const shapeless = await begin({
      definition: {
        ...own,
        severity: 'pink',
        when: 'members.living > 0',
        params: { a: { value: 2, min: 0, max: 1, label: { zh: '甲', en: 'a' } } },
      },
    });
    const { faults }: DraftChecked = (await author.post(`/api/rules/drafts/${shapeless.id}/check`)).json();
    expect(faults.map((fault) => fault.pointer)).toEqual(['/severity', '/params/a', '/measures/0']);
    expect(faults[1]!.message).toEqual({
      zh: '数值应在 min 与 max 之间',
      en: 'the value must lie between min and max',
    });
    expect(faults[0]!.message.zh).toMatch(/[\u4e00-\u9fff]/);
    const refused = await publisher.post(`/api/rules/drafts/${id}/publish`, { from: '2026-10-15' });
    expect([refused.statusCode, refused.json().errors.length]).toEqual([422, 3]);
    expect((await publisher.post(`/api/rules/drafts/${id}/preview`)).statusCode).toBe(422);
    for (const draft of [id, shapeless.id]) await author.send('DELETE', `/api/rules/drafts/${draft}`);
  });

  it('tells which of its own examples no longer come out as they say', async () => {
    const { id } = await begin({ ruleId: RULE, params: { others: 0.5 } });
    const checked: DraftChecked = (await author.post(`/api/rules/drafts/${id}/check`)).json();
    expect(checked.isSound).toBe(true);
    expect(checked.examples.map((one) => one.pointer)).toEqual(['/examples/silent/0']);
    await author.send('DELETE', `/api/rules/drafts/${id}`);
  });

  it('is changed by its author alone, and only as they last saw it', async () => {
    const { id } = await begin({ ruleId: RULE, params: { others: 0.8 } });
    const url = `/api/rules/drafts/${id}`;
    expect((await author.put(url, { params: { others: 0.9 } })).json().code).toBe('version-required');
    const changed = await author.put(url, { params: { others: 0.9 } }, { version: 1 });
    expect([changed.statusCode, changed.headers.etag]).toEqual([200, '"v2"']);
    expect((await author.put(url, { params: { others: 0.7 } }, { version: 1 })).json().code).toBe('version-conflict');
    const renamed = await author.put(url, { definition: { ...definition(), id: 'another' } }, { version: 2 });
    expect(renamed.json().errors[0].pointer).toBe('/definition/id');
    await database.flow.execute(sql`update rule_versions set drafted_by = gen_random_uuid() where id = ${id}`);
    expect((await author.put(url, { params: { others: 0.9 } }, { version: 2 })).json().code).toBe('not-allowed');
    expect((await author.send('DELETE', url)).statusCode).toBe(204);
    expect((await author.send('DELETE', url)).json().code).toBe('state-conflict');
    expect((await author.post('/api/rules/drafts/999999/check')).json().code).toBe('not-found');
  });

  it('of a warning about a source is refused in words, as is a rule without an id', async () => {
    const source = await author.post('/api/rules/drafts', { ruleId: 'source-late' });
    expect(source.json().errors[0].detail).toMatch(/rules\/sources\.yaml/);
    expect((await author.post('/api/rules/drafts', { definition: {} })).json().errors[0].pointer).toBe(
      '/definition/id',
    );
    expect((await author.post('/api/rules/drafts', {})).statusCode).toBe(422);
  });
});

describe('the preview', () => {
  it('counts whom the draft names now beside the version in force, and whom that sends to a door', async () => {
    const { id } = await begin({ ruleId: RULE, params: { listed: 0.25 } });
    const found: Preview = (await author.post(`/api/rules/drafts/${id}/preview`)).json();
    const figures = {
      hit: 2,
      inOpenAlert: 1,
      newlyNamed: 1,
      noLongerNamed: 0,
      noLongerUnknown: 0,
      unknown: 0,
      extraVisits: 1,
    };
    expect(found).toMatchObject({ asOf: '2026-10-15', comparedWith: 1, judged: 2, ...figures });
    expect(found.counties).toEqual([{ code: HOME.county, name: '龙井市', judged: 2, ...figures }]);
    expect(found.villages).toEqual([{ code: HOME.village, name: expect.any(String), extraVisits: 1 }]);
    await author.send('DELETE', `/api/rules/drafts/${id}`);
  });

  it('tells whom it no longer names, and of whom it cannot say', async () => {
    const own = definition();
    own.when = own.when.replace(
      'members.living > 0',
      'wages.last_3_months < 1.0 * standard.rural_disposable_income_last_year',
    );
    const { id } = await begin({ definition: own });
    const found: Preview = (await publisher.post(`/api/rules/drafts/${id}/preview`)).json();
    expect(found).toMatchObject({ hit: 0, noLongerNamed: 1, noLongerUnknown: 1, extraVisits: 0 });
    await author.send('DELETE', `/api/rules/drafts/${id}`);
  });

  it('counts nothing outside the caller’s area', async () => {
    const { id } = await begin({ ruleId: RULE, params: { listed: 0.25 } });
    const found: Preview = (await elsewhere.post(`/api/rules/drafts/${id}/preview`)).json();
    expect(found).toMatchObject({ judged: 0, hit: 0, inOpenAlert: 0, extraVisits: 0, counties: [], villages: [] });
    await author.send('DELETE', `/api/rules/drafts/${id}`);
  });
});

describe('publishing', () => {
  it('is never done by the author, whatever their role has become, nor for a day that is past', async () => {
    const { id } = await begin({ ruleId: RULE, params: { others: 0.8 } });
    await database.flow.execute(
      sql`update rule_versions set drafted_by = ${await findUserId(database.flow, 'rule-publisher')} where id = ${id}`,
    );
    const own = await publisher.post(`/api/rules/drafts/${id}/publish`, { from: '2026-10-15' });
    expect(own.json()).toMatchObject({ code: 'not-allowed', detail: expect.stringContaining('两个人') });
    await database.flow.execute(
      sql`update rule_versions set drafted_by = ${await findUserId(database.flow, 'rule-author')} where id = ${id}`,
    );
    const past = await publisher.post(`/api/rules/drafts/${id}/publish`, { from: '2026-10-14' });
    expect(past.json().errors[0]).toMatchObject({ pointer: '/from', detail: expect.stringContaining('2026-10-15') });
    await author.send('DELETE', `/api/rules/drafts/${id}`);
  });

  it('schedules; a second one waits for the first to be taken back, which a publisher does', async () => {
    const [first, second] = [
      await begin({ ruleId: RULE, params: { others: 0.8 } }),
      await begin({ ruleId: RULE, params: { others: 0.9 } }),
    ];
    const published = await publisher.post(`/api/rules/drafts/${second.id}/publish`, { from: '2026-11-01' });
    expect(published.json()).toEqual({ ruleId: RULE, number: second.number, from: '2026-11-01' });
    expect((await ruleOf(RULE)).scheduled).toMatchObject({ id: second.id, from: '2026-11-01' });
    expect(service.cycles).toContain('rule.publish');
    const other = await publisher.post(`/api/rules/drafts/${first.id}/publish`, { from: '2026-10-20' });
    expect(other.json().code).toBe('state-conflict');
    expect((await author.put(`/api/rules/drafts/${second.id}`, { note: 'x' }, { version: 1 })).json().code).toBe(
      'state-conflict',
    );
    expect((await author.send('DELETE', `/api/rules/drafts/${second.id}`)).json().code).toBe('not-allowed');
    expect((await publisher.send('DELETE', `/api/rules/drafts/${second.id}`)).statusCode).toBe(204);
    // Drafted before the other and published after it: its number follows.
    const late = await publisher.post(`/api/rules/drafts/${first.id}/publish`, { from: '2026-10-15' });
    expect(late.json().number).toBe(second.number + 1);
    await flow.turn('2026-10-15', 'touched');
    expect(await ruleOf(RULE)).toMatchObject({
      number: second.number + 1,
      origin: 'local',
      since: '2026-10-15',
      scheduled: null,
    });
  });

  it('brings in a rule that no file has, and retiring ends it with its reason', async () => {
    const own = { ...definition(), id: 'cancer-spending', names: { zh: '重病支出', en: 'Grave illness' } };
    const { id } = await begin({ definition: own });
    await publisher.post(`/api/rules/drafts/${id}/publish`, { from: '2026-10-15' });
    await flow.turn('2026-10-15', 'touched');
    expect(await ruleOf(own.id)).toMatchObject({ status: 'published', openAlerts: 1, names: own.names });
    expect((await publisher.post(`/api/rules/${own.id}/retire`, { reason: '' })).statusCode).toBe(422);
    expect((await publisher.post(`/api/rules/${own.id}/retire`, { reason: '与医疗支出重复' })).json()).toEqual({
      id: own.id,
    });
    await flow.turn('2026-10-15', 'touched');
    const rule: RuleDetail = (await province.get(`/api/rules/${own.id}`)).json();
    expect(rule).toMatchObject({ status: 'retired', number: null, openAlerts: 1 });
    expect(rule.versions[0]).toMatchObject({ status: 'retired', note: '与医疗支出重复', retiredBy: '规则发布人' });
    expect((await publisher.post(`/api/rules/${own.id}/retire`, { reason: '再停一次' })).json().code).toBe(
      'state-conflict',
    );
    expect((await publisher.post('/api/rules/no-such-rule/retire', { reason: '没有' })).json().code).toBe('not-found');
    expect((await publisher.post('/api/rules/source-late/retire', { reason: '太吵' })).json().code).toBe(
      'state-conflict',
    );
  });
});
