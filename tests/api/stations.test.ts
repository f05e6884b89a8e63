// Stations and service points: opened, changed and closed by their county, read by those around it, unseen next door.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let county: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  county = await signIn(service.app, HOME.dispatcher);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const station = (given: object = {}) => ({
  ...{ kind: 'station', name: '智新社工站', area: HOME.township, address: '智新镇政府院内', openedOn: '2026-03-01' },
  ...{ phone: '0433-3220000', hours: '工作日 8:30 到 17:00', people: [{ name: '朴社工', kind: 'social-worker' }] },
  ...given,
});
const pointersOf = (body: { errors?: { pointer: string }[] }) => body.errors?.map((one) => one.pointer);
const namesIn = async (browser: Browser, query = '') =>
  (await browser.get(`/api/stations?${query}`)).json().items.map((one: { name: string }) => one.name);

describe('a station', () => {
  it('is opened with its people, one of them by an account', async () => {
    const coordinator = await findUserId(database.flow, HOME.coordinator);
    const people = [
      { name: '朴社工', kind: 'social-worker' },
      { userId: coordinator, name: '智新镇协理员', kind: 'coordinator' },
    ];
    const made = (await county.post('/api/stations', station({ people }))).json();
    expect(made).toMatchObject({
      area: { code: HOME.township, name: '智新镇' },
      within: [{ code: HOME.county, name: '龙井市' }],
      version: 1,
    });
    expect(made.people).toHaveLength(2);
    const workers = (await county.get(`/api/stations/workers?area=${HOME.township}`)).json().items;
    expect(workers).toContainEqual({ userId: coordinator, name: '智新镇协理员', kind: 'coordinator' });
  });

  it('stands in a township, a point in a village, one of a name in a place', async () => {
    const twice = await county.post('/api/stations', station());
    expect(pointersOf(twice.json())).toEqual(['/name']);
    expect(pointersOf((await county.post('/api/stations', station({ kind: 'point', name: '点' }))).json())).toEqual([
      '/name',
    ]);
    const misplaced = station({ kind: 'point', name: '智新服务点' });
    expect(pointersOf((await county.post('/api/stations', misplaced)).json())).toEqual(['/area']);
    const stranger = station({
      name: '另一站',
      people: [{ userId: await findUserId(database.flow, NEIGHBOUR.coordinator), name: '外人', kind: 'cadre' }],
    });
    expect(pointersOf((await county.post('/api/stations', stranger)).json())).toEqual(['/people']);
    const point = station({ kind: 'point', name: '智新村服务点', area: HOME.village, people: [] });
    expect((await county.post('/api/stations', point)).statusCode).toBe(200);
  });

  it('is changed in the version that was read; who leaves keeps a record', async () => {
    const [first] = (await county.get('/api/stations?kind=station')).json().items;
    const to = station({ people: [{ name: '金社工', kind: 'social-worker' }] });
    const changed = await county.put(`/api/stations/${first.id}`, to, { version: 1 });
    expect(changed.json()).toMatchObject({ version: 2, people: [{ name: '金社工' }] });
    expect((await county.put(`/api/stations/${first.id}`, to, { version: 1 })).json().code).toBe('version-conflict');
    const rows = await database.flow.execute('select name, until_on::text as until from station_people order by name');
    expect(rows.filter((row) => row.until === '2026-10-15').map((row) => row.name)).toEqual(['智新镇协理员', '朴社工']);
  });

  it('is read by township, city and province, changed by the county alone, and unknown next door', async () => {
    const [first] = (await county.get('/api/stations?kind=station')).json().items;
    for (const username of [HOME.officer, 'yanbian', 'province'])
      expect(await namesIn(await signIn(service.app, username)), username).toContain('智新社工站');
    const officer = await signIn(service.app, HOME.officer);
    expect((await officer.post('/api/stations', station({ name: '新站' }))).json().code).toBe('not-allowed');
    const neighbour = await signIn(service.app, NEIGHBOUR.dispatcher);
    expect(await namesIn(neighbour)).toEqual([]);
    const close = { closedOn: '2026-10-15', reason: '撤并' };
    for (const answer of [
      await neighbour.put(`/api/stations/${first.id}`, station({ area: NEIGHBOUR.township }), { version: 2 }),
      await neighbour.post(`/api/stations/${first.id}/close`, close, { version: 2 }),
      await neighbour.post('/api/stations', station({ name: '越界' })),
    ])
      expect(answer.json().code).toBe('not-found');
  });

  it('that is closed leaves the list and the count, and its township is missed again', async () => {
    const before = (await county.get('/api/stations/cover')).json();
    expect(before).toMatchObject({ stations: 1, points: 1, people: 1, total: 2 });
    expect(before.without.map((one: { code: string }) => one.code)).not.toContain(HOME.township);
    const [first] = (await county.get('/api/stations?kind=station')).json().items;
    const body = { closedOn: '2026-10-15', reason: '并入镇便民中心' };
    expect((await county.post(`/api/stations/${first.id}/close`, body, { version: 2 })).json()).toMatchObject(
      body.reason ? { closeReason: body.reason } : {},
    );
    expect((await county.post(`/api/stations/${first.id}/close`, body, { version: 3 })).json().code).toBe(
      'state-conflict',
    );
    expect(await namesIn(county)).toEqual(['智新村服务点']);
    expect(await namesIn(county, 'state=closed')).toEqual(['智新社工站']);
    const after = (await county.get('/api/stations/cover')).json();
    expect(after.without.map((one: { code: string }) => one.code)).toContain(HOME.township);
    expect(after.without).toHaveLength(after.townships);
  });
});
