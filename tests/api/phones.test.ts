// Phones at the desk: what each tells of itself, the lost one that wipes itself, and seeing what a coordinator sees.
import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '../../db/schema/access.ts';
import { phones } from '../../db/schema/phones.ts';
import { newId } from '../../server/kernel/id.ts';
import type { PhoneCount, PhoneRow, Told } from '../../server/phones/model.ts';
import { PHONE_HEADER, writeTold } from '../../web/offline/told.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeCoordinator, makePhone, makeTask } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let officer: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  officer = await signIn(service.app, HOME.officer);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const SECRET = 'x'.repeat(43);
const told = (given: Partial<Told> = {}): Told => ({
  ...{ id: newId(), secretHash: createHash('sha256').update(SECRET).digest('hex'), version: 'abc123' },
  ...{ unsent: 0, unsentSince: null, stuck: 0, photos: 0, used: 1_000_000, quota: 1_000_000_000, clock: Date.now() },
  ...given,
});
const syncAs = (browser: Browser, header: string) =>
  browser.get('/api/field/sync', { headers: { [PHONE_HEADER]: header } });
const listed = async (query = '', by = officer): Promise<PhoneRow[]> =>
  (await by.get(`/api/phones?${query}`)).json().items;
const phoneOf = async (id: string) =>
  (await listed()).find((row) => row.phone?.id === id)?.phone ?? expect.fail('the desk does not see the phone');
const standing = async (id: string, secret: string) =>
  (await browse(service.app).get(`/api/field/phones/${id}/standing`, { headers: { [PHONE_HEADER]: secret } })).json();

/** A coordinator of Zhixin with a phone that has just synced. */
async function withPhone(username: string, given: Partial<Told> = {}) {
  const user = await makeCoordinator(database.flow, username);
  const browser = await signIn(service.app, username);
  const line = told(given);
  expect((await syncAs(browser, writeTold(line))).statusCode).toBe(200);
  return { user, browser, line };
}

describe('a phone', () => {
  it('is seen at the desk as it told of itself', async () => {
    const since = service.now().getTime() - 5 * 3600_000;
    const { line, browser } = await withPhone('telling', {
      ...{ unsent: 3, unsentSince: since, stuck: 1, photos: 7, used: 990_000_000 },
      clock: Date.now() - 3 * 86_400_000,
    });
    const shown = await phoneOf(line.id);
    expect(shown).toMatchObject({
      unsent: 3,
      stuck: 1,
      photos: 7,
      version: 'abc123',
      isOld: false,
      ended: null,
      lost: null,
    });
    expect(Date.parse(shown.unsentSince!)).toBe(since);
    expect(shown.clockAhead! / 86_400).toBeCloseTo(-3, 2);
    for (const state of ['unsent', 'full', 'clock'])
      expect(
        (await listed(`state=${state}`)).map((row) => row.phone?.id),
        state,
      ).toContain(line.id);
    await browser.post(
      '/api/field/changes',
      { changes: [{ id: newId(), kind: 'accept', taskId: newId() }] },
      { headers: { [PHONE_HEADER]: writeTold(line) } },
    );
    const [row] = await database.flow.select().from(phones).where(eq(phones.id, line.id));
    expect(row!.syncedAt).toEqual(service.now()); // a change is a contact, and no sync
    await syncAs(browser, writeTold({ ...line, unsent: 0, unsentSince: null }));
    expect((await phoneOf(line.id)).unsent).toBe(0);
  });

  it('that says nothing, or nonsense, is served as ever and leaves no row', async () => {
    await makeCoordinator(database.flow, 'silent');
    const browser = await signIn(service.app, 'silent');
    const { id } = told();
    for (const header of ['', 'x', `${id};;;`, `${writeTold(told({ id }))};more`, 'a'.repeat(5000)])
      expect((await syncAs(browser, header)).statusCode, header.slice(0, 40)).toBe(200);
    expect(await database.flow.select().from(phones).where(eq(phones.id, id))).toEqual([]);
    const [mine] = (await listed('state=none')).filter((row) => row.user.name === 'silent');
    expect(mine).toMatchObject({ phone: null });
  });

  it('of somebody else is not overwritten by naming its id', async () => {
    const { line } = await withPhone('first-holder');
    const { browser } = await withPhone('second-holder');
    await syncAs(browser, writeTold({ ...line, unsent: 9 }));
    expect((await phoneOf(line.id)).unsent).toBe(0);
  });

  it('is the sixth of one person: the one seen longest ago has ended', async () => {
    const { user, browser, line } = await withPhone('collector');
    for (let more = 0; more < 5; more += 1) {
      service.setNow(new Date(service.now().getTime() + 1000));
      await syncAs(browser, writeTold(told()));
    }
    const rows = await database.flow.select().from(phones).where(eq(phones.userId, user.id));
    expect(rows.filter((row) => row.endedAt === null)).toHaveLength(5);
    expect((await phoneOf(line.id)).ended).toMatchObject({ because: 'replaced' });
  });

  it('is counted by the areas below, and a version behind is known where one is served', async () => {
    const { items } = (await officer.get('/api/phones/counts')).json() as { items: PhoneCount[] };
    const zhixin = items.find((row) => row.area.code === HOME.village)!;
    const all = (await listed('limit=200')).filter((row) => row.phone === null || row.phone.ended === null);
    expect(zhixin.people).toBe(new Set(all.map((row) => row.user.id)).size);
    expect(zhixin.none).toBe(all.filter((row) => row.phone === null).length);
    const county = (await (await signIn(service.app, 'province')).get('/api/phones/counts?area=2224')).json();
    expect(county.items.find((row: PhoneCount) => row.area.code === HOME.county)).toMatchObject({
      phones: zhixin.phones,
    });
    const pages: PhoneRow[] = [];
    for (let after = ''; ; ) {
      const page = (await officer.get(`/api/phones?limit=3${after && `&after=${encodeURIComponent(after)}`}`)).json();
      pages.push(...page.items);
      if (!page.next) break;
      after = page.next;
    }
    expect(pages).toEqual(await listed('limit=200'));
  });
});

describe('a lost phone', () => {
  it('is signed out, wipes itself at its next contact, and the desk sees that it did', async () => {
    const { line, browser } = await withPhone('loser');
    const other = await signIn(service.app, 'loser'); // at another device, which is not lost
    expect(await standing(line.id, SECRET)).toEqual({ standing: 'ok' });
    expect((await officer.post(`/api/phones/${line.id}/lost`, { reason: '赶集时丢了' })).statusCode).toBe(204);
    expect((await syncAs(browser, writeTold(line))).statusCode).toBe(401);
    expect((await other.get('/api/session')).statusCode).toBe(200);
    // Signed in anew on the lost phone: it is told nothing all the same.
    expect((await syncAs(other, writeTold(line))).statusCode).toBe(401);
    expect(await standing(line.id, 'y'.repeat(43))).toEqual({ standing: 'ok' });
    expect(await standing(line.id, SECRET)).toEqual({ standing: 'wipe' });
    const stranger = browse(service.app);
    const goneAs = (secret: string) => stranger.post(`/api/field/phones/${line.id}/gone`, { secret, because: 'wiped' });
    expect((await goneAs('y'.repeat(43))).statusCode).toBe(404);
    expect((await goneAs(SECRET)).statusCode).toBe(204);
    expect((await goneAs(SECRET)).statusCode).toBe(204); // the answer was lost, and it tells once more
    expect(await phoneOf(line.id)).toMatchObject({ lost: { reason: '赶集时丢了' }, ended: { because: 'wiped' } });
    expect((await officer.post(`/api/phones/${line.id}/found`)).json().code).toBe('state-conflict');
  });

  it('that is found before it was wiped goes on as before', async () => {
    const { line, browser } = await withPhone('finder');
    await officer.post(`/api/phones/${line.id}/lost`, { reason: '落在车上' });
    expect((await officer.post(`/api/phones/${line.id}/lost`, { reason: '落在车上' })).statusCode).toBe(409);
    expect((await officer.post(`/api/phones/${line.id}/found`)).statusCode).toBe(204);
    expect(await standing(line.id, SECRET)).toEqual({ standing: 'ok' });
    expect((await syncAs(browser, writeTold(line))).statusCode).toBe(401); // its session ended for good
    expect((await syncAs(await signIn(service.app, 'finder'), writeTold(line))).statusCode).toBe(200);
  });

  it('is also that of somebody whose account was disabled; one that security has locked stays whole', async () => {
    const user = await makeCoordinator(database.flow, 'leaver');
    const phone = await makePhone(database.flow, { user: 'leaver' });
    await database.flow.update(users).set({ blockedAt: service.now() }).where(eq(users.id, user.id));
    expect(await standing(phone.id, phone.secret)).toEqual({ standing: 'ok' });
    await database.flow.update(users).set({ isActive: false }).where(eq(users.id, user.id));
    expect(await standing(phone.id, phone.secret)).toEqual({ standing: 'wipe' });
  });
});

describe('seeing what a coordinator sees', () => {
  it('shows their tasks with phone numbers masked, and only where both may look', async () => {
    const task = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator });
    const userId = await findUserId(database.flow, HOME.coordinator);
    const answer = await officer.post('/api/field/view-as', { userId, reason: '电话里说列表空了' });
    expect(answer.statusCode).toBe(200);
    const shown = answer.json().tasks.find((one: { id: string }) => one.id === task.id);
    const own = (await (await signIn(service.app, HOME.coordinator)).get('/api/field/sync')).json().items;
    const mine = own.find((one: { id: string }) => one.id === task.id);
    const without = ({ phone: _, ...member }: { phone: string | null }) => member;
    expect({ ...shown, members: shown.members.map(without) }).toEqual({ ...mine, members: mine.members.map(without) });
    expect(answer.body).not.toMatch(/1440000\d{4}/);
    const { entries } = {
      entries: await database.flow.execute(`select details from audit_entries where action = 'field.view-as'`),
    };
    expect(entries).toMatchObject([{ details: { reason: '电话里说列表空了' } }]);
    const sanhe = await signIn(service.app, 'longjing-sanhe');
    expect((await sanhe.post('/api/field/view-as', { userId, reason: '看看' })).statusCode).toBe(404);
  });
});
