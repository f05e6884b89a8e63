// The household page's routes: what they tell, whom they tell it, and what the log keeps of it.
import { randomUUID } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../../db/schema/areas.ts';
import { auditEntries } from '../../db/schema/audit.ts';
import { facts } from '../../db/schema/ingest.ts';
import { memberships, persons } from '../../db/schema/match.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeAlert, makeBatch, makeHousehold, makeTask, makeVisit } from '../support/makers.ts';

const ID_NUMBER = '229901197001011234';

let database: TestDatabase;
let service: TestApp;
let officer: Browser;
let neighbour: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  officer = await signIn(service.app, HOME.officer);
  neighbour = await signIn(service.app, NEIGHBOUR.dispatcher);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

/** A family whose head's number is kept as a delivery would keep it. */
async function makeFamily(head: string, number = ID_NUMBER) {
  const household = await makeHousehold(database.flow, { head });
  const kept = { idHash: KEYS.hash(number), idCipher: KEYS.encrypt(number), phoneCipher: KEYS.encrypt('14400001234') };
  await database.flow.update(persons).set(kept).where(eq(persons.id, household.members[0]!.id));
  return household;
}

async function lastEntry(action: string) {
  const [row] = await database.flow
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, action))
    .orderBy(desc(auditEntries.id))
    .limit(1);
  return row!;
}

describe('a household', () => {
  it('is told with masked numbers only, and the look is recorded under it', async () => {
    const household = await makeFamily('安顺', '229901197001019999');
    const answer = await officer.get(`/api/households/${household.publicId}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toContain('229901197001019999');
    expect(answer.body).not.toContain('14400001234');
    expect(answer.json()).toMatchObject({ head: '安顺', members: [{ name: '安顺', phoneMasked: '144****34' }, {}] });
    expect(await lastEntry('household.read')).toMatchObject({
      ...{ actor: HOME.officer, subjectKind: 'household', subjectId: household.publicId, areaCode: HOME.village },
    });
  });

  it('is found by its 户号 too, as the desk knows it', async () => {
    const household = await makeHousehold(database.flow);
    const answer = await officer.get(`/api/households/${household.registryNumber}`);
    expect(answer.json().id).toBe(household.publicId);
  });

  it.each(['', '/line', '/series', '/log', '/report'])('is not there for a neighbour: %s', async (part) => {
    const household = await makeHousehold(database.flow);
    for (const key of [household.publicId, household.registryNumber])
      expect((await neighbour.get(`/api/households/${key}${part}`)).statusCode).toBe(404);
  });

  it('keeps whom the register has moved elsewhere as somebody who left, and does not say where to', async () => {
    const household = await makeHousehold(database.flow);
    const elsewhere = await makeHousehold(database.flow, { areaCode: '222403100201' });
    const moved = household.members[1]!;
    const batch = await makeBatch(database.flow);
    await database.flow.insert(memberships).values({
      ...{ personId: moved.id, householdId: elsewhere.id, kind: 'registered', relation: '弟', isHead: false },
      ...{ fromOn: '2026-08-01', batchId: batch.id, line: 3, recordedAt: PRESENT },
    });
    const { members } = (await officer.get(`/api/households/${household.publicId}`)).json();
    expect(members[1]).toMatchObject({ name: moved.name, leftOn: '2026-08-01' });
    const there = await neighbour.get(`/api/households/${elsewhere.publicId}`);
    expect(there.json().members.map((one: { name: string }) => one.name)).toContain(moved.name);
  });

  it('shows its three faces when a visit found more people than the register has', async () => {
    const household = await makeHousehold(database.flow);
    const batch = await makeBatch(database.flow);
    await database.flow.insert(memberships).values({
      ...{ personId: household.members[0]!.id, householdId: household.id, kind: 'family', isHead: true },
      ...{ fromOn: '2026-08-01', batchId: batch.id, line: 3, recordedAt: PRESENT },
    });
    const view = (await officer.get(`/api/households/${household.publicId}`)).json();
    expect(view.isUnlike).toBe(true);
    expect(view.faces).toMatchObject([
      { kind: 'registered', people: 2 },
      { kind: 'family', people: 1 },
    ]);
  });
});

describe('the line', () => {
  it('ties a signal to its visit and the visit to what was given', async () => {
    const task = await makeTask(database.flow, { state: 'closed', outcomeCode: 'A6', closedAt: PRESENT });
    const visit = await makeVisit(database.flow, { task });
    const line = (await officer.get(`/api/households/${task.household.publicId}/line`)).json();
    expect(line.months).toHaveLength(24);
    expect(line.signals).toMatchObject([{ id: task.alert.id, taskId: task.id }]);
    expect(line.visits).toMatchObject([{ id: visit.id, taskId: task.id, isPaper: false }]);
    expect(line.help).toMatchObject([{ taskId: task.id, outcomeCode: 'A6' }]);
  });

  it('says of a month that no delivery told that it is unknown', async () => {
    const household = await makeHousehold(database.flow);
    const wages = await makeBatch(database.flow, { dataset: 'wages', department: 'tax', period: '2026-08' });
    await database.owner.execute(
      `insert into batch_months (batch_id, dataset, month) values (${wages.id}, 'wages', '2026-08-01')`,
    );
    await database.flow.insert(facts).values({
      ...{ kind: 'income.wage', subjectKind: 'person', subjectId: household.members[0]!.id, onDate: '2026-08-01' },
      ...{ amount: 300_000, naturalKey: randomUUID(), batchId: wages.id, line: 2, recordedAt: PRESENT },
    });
    const { lanes } = (await officer.get(`/api/households/${household.publicId}/line`)).json();
    const months = lanes.find((lane: { dataset: string }) => lane.dataset === 'wages').months;
    expect(months.slice(-4)).toMatchObject([
      { isKnown: false, amount: null },
      { isKnown: true, amount: 300_000 },
      { isKnown: false },
      { isKnown: false },
    ]);
    const series = await officer.get(`/api/households/${household.publicId}/series`);
    expect(series.statusCode, service.log.at(-1)).toBe(200);
    const { charts } = series.json();
    expect(charts.every((chart: { values: unknown[] }) => chart.values.length === 24)).toBe(true);
  });
});

describe('a number in full', () => {
  const reason = { field: 'id', purpose: 'verify', reason: '与低保申请表核对' };

  it('is answered once to who says why, and the log keeps the reason and never the number', async () => {
    const household = await makeFamily('柳全号');
    const personId = household.members[0]!.id;
    const answer = await officer.post(`/api/households/${household.publicId}/reveal`, { personId, ...reason });
    expect(answer.json()).toEqual({ value: ID_NUMBER });
    const entry = await lastEntry('person.reveal');
    expect(entry).toMatchObject({
      actor: HOME.officer,
      subjectId: household.publicId,
    });
    expect(entry.details).toMatchObject({ person: personId, field: 'id', reason: reason.reason });
    expect(JSON.stringify(entry)).not.toContain(ID_NUMBER);
    const log = (await officer.get(`/api/households/${household.publicId}/log`)).json();
    expect(log.looks.map((one: { action: string }) => one.action)).toContain('person.reveal');
  });

  it.each([
    ['a reason of three characters', { reason: '核对啊' }],
    ['a field that is none', { field: 'bank' }],
  ])('is refused with %s', async (_name, wrong) => {
    const household = await makeHousehold(database.flow);
    const body = { personId: household.members[0]!.id, ...reason, ...wrong };
    expect((await officer.post(`/api/households/${household.publicId}/reveal`, body)).statusCode).toBe(422);
  });

  it('is not told of somebody of another household, nor to another county', async () => {
    const mine = await makeHousehold(database.flow);
    const other = await makeFamily('外人', '229901197001011235');
    const body = { personId: other.members[0]!.id, ...reason };
    expect((await officer.post(`/api/households/${mine.publicId}/reveal`, body)).statusCode).toBe(404);
    expect((await neighbour.post(`/api/households/${other.publicId}/reveal`, body)).statusCode).toBe(404);
  });

  it('is told thirty times an hour at most', async () => {
    const household = await makeFamily('频繁', '229901197001011236');
    const dispatcher = await signIn(service.app, HOME.dispatcher);
    const body = { personId: household.members[0]!.id, ...reason };
    const ask = () => dispatcher.post(`/api/households/${household.publicId}/reveal`, body);
    for (let times = 0; times < 30; times++) expect((await ask()).statusCode).toBe(200);
    expect((await ask()).json().code).toBe('too-many-requests');
    service.setNow(new Date(PRESENT.getTime() + 3_700_000));
    expect((await ask()).statusCode).toBe(200);
    service.setNow(PRESENT);
  });
});

describe('search', () => {
  it('finds a person by the whole number, and nobody by a part of it', async () => {
    const household = await makeFamily('查得到', '22990119700101123X');
    const found = (await officer.post('/api/search', { q: '22990119700101123x' })).json();
    expect(found).toMatchObject({ kind: 'id-number', items: [{ id: household.publicId, kind: 'person' }] });
    const entry = await lastEntry('search.read');
    expect(entry).toMatchObject({ subjectKind: 'search', subjectId: 'id-number' });
    expect(JSON.stringify(entry)).not.toContain('22990119700101123');
    expect((await officer.post('/api/search', { q: '2299011970010112' })).json()).toEqual({
      kind: 'nothing',
      items: [],
    });
  });

  it('finds a family by the beginning of a name, its village and its task by the end of its number', async () => {
    const task = await makeTask(database.flow);
    const kinds = async (q: string) =>
      (await officer.post('/api/search', { q })).json().items.map((one: { kind: string }) => one.kind);
    await makeFamily('欧阳慧敏', '229901197001011237');
    expect(await kinds('欧阳')).toEqual(['person']);
    const [village] = await database.flow.select().from(areas).where(eq(areas.code, HOME.village));
    expect(await kinds(village!.name)).toContain('village');
    expect(await kinds(task.id.slice(-8))).toEqual(['task']);
    expect(await kinds(task.id)).toEqual(['task']);
    expect(await kinds(task.household.registryNumber!)).toEqual(['household']);
    const theirs = await neighbour.post('/api/search', { q: '欧阳' });
    expect(theirs.json().items).toEqual([]);
  });

  it('pages through the households of a place without leaving one out', async () => {
    const area = '222405105202';
    for (let count = 0; count < 5; count++)
      await makeHousehold(database.flow, { areaCode: area, head: `第${count}户` });
    const seen: string[] = [];
    let after = '';
    do {
      const page = (await officer.get(`/api/households?area=${area}&limit=2${after && `&after=${after}`}`)).json();
      seen.push(...page.items.map((item: { id: string }) => item.id));
      after = page.next && encodeURIComponent(page.next);
    } while (after);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  it('lists those with an open alert alone when that is asked for', async () => {
    const alert = await makeAlert(database.flow, { household: await makeHousehold(database.flow, { head: '有预警' }) });
    const page = (await officer.get(`/api/households?group=alerted&q=${encodeURIComponent('有预警')}`)).json();
    expect(page.items).toMatchObject([{ id: alert.household.publicId, openAlerts: 1, severity: 'orange' }]);
    await makeHousehold(database.flow, { head: '没预警' });
    const none = await officer.get(`/api/households?group=alerted&q=${encodeURIComponent('没预警')}`);
    expect(none.json().items).toEqual([]);
  });
});

describe('the check report', () => {
  it('names file and line of each fact, which sources said nothing, and leaves a reading with its purpose', async () => {
    const household = await makeFamily('核对户', '229901197001011238');
    const bills = await makeBatch(database.flow, {
      ...{ dataset: 'medical-settlements', department: 'medical-insurance', fileName: '医保局_202609.csv' },
      ...{ periodUntil: '2026-09-30' },
    });
    await database.flow.insert(facts).values({
      ...{
        kind: 'medical.self_paid',
        subjectKind: 'person',
        subjectId: household.members[0]!.id,
        onDate: '2026-09-02',
      },
      ...{ amount: 12_345, naturalKey: randomUUID(), batchId: bills.id, line: 77, recordedAt: PRESENT },
      attributes: { diagnosis: 'N18.5' },
    });
    const answer = await officer.get(`/api/households/${household.publicId}/report?purpose=application`);
    expect(answer.body).not.toContain('N18.5');
    expect(answer.body).not.toContain('229901197001011238');
    const [head] = answer.json().people;
    const source = (dataset: string) => head.sources.find((one: { dataset: string }) => one.dataset === dataset);
    expect(source('medical-settlements')).toMatchObject({
      standing: 'told',
      facts: [{ amount: 12_345, fileName: '医保局_202609.csv', line: 77 }],
    });
    expect(source('unemployment').standing).toBe('absent');
    expect(await lastEntry('household.report')).toMatchObject({ details: { purpose: 'application' } });
    const [read] = await database.flow
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.action, 'household.report'), eq(auditEntries.subjectId, household.publicId)));
    expect(read?.actor).toBe(HOME.officer);
  });
});
