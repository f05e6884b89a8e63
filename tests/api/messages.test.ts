// The doors of being told: how people are reached, how delivery is watched, and receipts that gateways hand in, once and signed.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contacts, messages } from '../../db/schema/messages.ts';
import { newId } from '../../server/kernel/id.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { receiptOf } from '../support/gateway.ts';
import { findUserId, makeMessage, makeTask } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let dispatcher: Browser;
let task: Awaited<ReturnType<typeof makeTask>>;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  dispatcher = await signIn(service.app, HOME.dispatcher);
  task = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator });
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const stateOf = async (id: string) => {
  const [row] = await database.flow.select().from(messages).where(eq(messages.id, id));
  return [row!.state, row!.lastError, row!.gatewayId];
};
const handIn = (body: object, channel = 'sms') => browse(service.app).post(`/api/messages/receipts/${channel}`, body);

describe('how somebody is reached', () => {
  it('is theirs to say, kept encrypted and shown masked', async () => {
    const browser = await signIn(service.app, HOME.coordinator);
    const before = (await browser.get('/api/contact')).json();
    expect(before).toMatchObject({ phone: null, takesGathered: true, channels: [] });
    const said = await browser.put('/api/contact', { phone: '14400001234', takesGathered: false });
    expect(said.json()).toMatchObject({ phone: '144****34', takesGathered: false, channel: 'sms' });
    const id = await findUserId(database.flow, HOME.coordinator);
    const [row] = await database.flow.select().from(contacts).where(eq(contacts.userId, id));
    expect(row!.phoneCipher!.includes(Buffer.from('14400001234'))).toBe(false);
    expect(KEYS.decrypt(row!.phoneCipher!)).toBe('14400001234');
    // What is not said stays; null takes it away.
    expect((await browser.put('/api/contact', { language: 'en' })).json().phone).toBe('144****34');
    expect((await browser.put('/api/contact', { phone: null })).json().phone).toBeNull();
    const [entry] = await database.flow.execute<{ details: object }>(
      sql`select details from audit_entries where action = 'contact.change' order by id limit 1`,
    );
    expect(JSON.stringify(entry!.details)).not.toContain('1440');
  });

  it('is entered by an administrator as well, and refused where it is no number', async () => {
    const administrator = await signIn(service.app, 'administrator');
    const url = `/api/users/${await findUserId(database.flow, HOME.officer)}/contact`;
    expect((await administrator.put(url, { phone: '14400005678' })).json().phone).toBe('144****78');
    expect((await administrator.put(url, { phone: '12345' })).json().errors).toMatchObject([{ pointer: '/phone' }]);
    expect((await administrator.get(`/api/users/${newId()}/contact`)).statusCode).toBe(404);
    expect((await dispatcher.put(url, { phone: '14400005678' })).json().code).toBe('not-allowed');
  });
});

describe('a receipt', () => {
  it('says that a message arrived, once, whatever comes after it', async () => {
    const message = await makeMessage(database.flow, { task });
    expect((await handIn(receiptOf([message.id], 'delivered'))).statusCode).toBe(204);
    const arrived = ['delivered', null, `g-${message.id.slice(-12)}`];
    expect(await stateOf(message.id)).toEqual(arrived);
    service.setNow(new Date(PRESENT.getTime() + 60_000));
    expect((await handIn(receiptOf([message.id], 'delivered'))).statusCode).toBe(204);
    expect((await handIn(receiptOf([message.id], 'undelivered'))).statusCode).toBe(204);
    service.setNow(PRESENT);
    expect(await stateOf(message.id)).toEqual(arrived);
    const [row] = await database.flow.select().from(messages).where(eq(messages.id, message.id));
    expect(row!.deliveredAt).toEqual(PRESENT);
  });

  it('stops what would be sent again since its answer was lost', async () => {
    const lost = await makeMessage(database.flow, { task, state: 'waiting', isFrozen: true, sentAt: null });
    const never = await makeMessage(database.flow, { task, state: 'waiting', tries: 0, channel: null, sentAt: null });
    await handIn(receiptOf([lost.id, never.id], 'delivered'));
    expect((await stateOf(lost.id))[0]).toBe('delivered');
    expect((await stateOf(never.id))[0]).toBe('waiting');
  });

  it('that the phone was not reached is a failure, until one says otherwise', async () => {
    const message = await makeMessage(database.flow, { task });
    await handIn(receiptOf([message.id], 'undelivered'));
    expect((await stateOf(message.id)).slice(0, 2)).toEqual(['failed', 'undelivered']);
    await handIn(receiptOf([message.id], 'delivered'));
    expect((await stateOf(message.id)).slice(0, 2)).toEqual(['delivered', null]);
  });

  it('that is forged, altered, old, or of another channel changes nothing', async () => {
    const message = await makeMessage(database.flow, { task });
    const good = receiptOf([message.id], 'delivered');
    const bad = [
      receiptOf([message.id], 'delivered', new Date(), 'another secret'),
      receiptOf([message.id], 'delivered', new Date(Date.now() - 600_000)),
      { ...good, payload: good.payload.replace('delivered', 'undelivered') },
      { ...good, timestamp: String(Number(good.timestamp) + 1) },
      { ...good, signature: good.signature.slice(2) },
    ];
    for (const body of bad) expect((await handIn(body)).json().code).toBe('not-allowed');
    expect((await handIn(good, 'webhook')).json().code).toBe('not-allowed'); // not configured: it has no secret
    expect((await handIn(good, 'pigeon')).statusCode).toBe(422);
    expect(await stateOf(message.id)).toEqual(['sent', null, null]);
    expect((await handIn(good)).statusCode).toBe(204);
  });
});

describe('the desk', () => {
  it('sees how its own people were told, page by page, and of a task who was told of it', async () => {
    await database.flow.update(messages).set({ state: 'sent' });
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = (await dispatcher.get(`/api/messages?limit=2${after && `&after=${after}`}`)).json();
      seen.push(...page.items.map((item: { id: string }) => item.id));
      if (page.next === null) break;
      after = encodeURIComponent(page.next);
    }
    const rows = await database.flow.select({ id: messages.id }).from(messages);
    expect([...seen].sort()).toEqual(rows.map(({ id }) => id).sort());
    const { items } = (await dispatcher.get(`/api/tasks/${task.id}/messages`)).json();
    expect(items[0]).toMatchObject({ event: 'given', to: '智新镇协理员', state: 'sent', channel: 'sms' });
    const view = (await dispatcher.get('/api/messages/summary')).json();
    expect(view.total).toBe(rows.length);
    const zhixin = view.places.find((place: { code: string }) => place.code === HOME.township);
    expect(zhixin).toMatchObject({ name: '智新镇', messages: rows.length });
    // Its officer and whoever visits for it; nobody has a number.
    expect([zhixin.people > 1, zhixin.unreachable]).toEqual([true, zhixin.people]);
    expect(view.channels).toMatchObject([{ channel: 'sms', isConfigured: false }, { channel: 'webhook' }]);
  });

  it('shows the province counties, and an administrator everything', async () => {
    for (const username of ['province', 'administrator']) {
      const view = (await (await signIn(service.app, username)).get('/api/messages/summary')).json();
      expect(view.places).toEqual(
        expect.arrayContaining([expect.objectContaining({ code: HOME.county, name: '龙井市' })]),
      );
      expect(view.total).toBeGreaterThan(0);
    }
  });

  it('sends a test to whoever asks for one, and one a minute', async () => {
    const { id } = (await dispatcher.post('/api/messages/test')).json();
    const [row] = await database.flow.select().from(messages).where(eq(messages.id, id));
    expect(row).toMatchObject({ kind: 'test', state: 'waiting', countyCode: HOME.county });
    expect(row!.userId).toBe(await findUserId(database.flow, HOME.dispatcher));
    const township = await signIn(service.app, HOME.officer);
    const more = await Promise.all([0, 1].map(() => township.post('/api/messages/test')));
    expect(more.map((answer) => answer.statusCode).sort()).toEqual([200, 429]);
  });
});
