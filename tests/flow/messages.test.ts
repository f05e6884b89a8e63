// Being told: who is told of what, when, once, and nothing of any household; by a gateway that fails in every way gateways do.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contacts } from '../../db/schema/messages.ts';
import { readConfig } from '../../server/config.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import type { Channel } from '../../server/messages/channel.ts';
import { openChannels } from '../../server/messages/channels.ts';
import { loadMessagePolicy, nextGathering, outsideQuiet, PLACEHOLDERS, retryAt } from '../../server/messages/policy.ts';
import type { Post } from '../../server/messages/send.ts';
import { isSigned, signBody } from '../../server/messages/sign.ts';
import { tellPeople } from '../../server/messages/turn.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { type Gateway, openGateway } from '../support/gateway.ts';
import { findUserId, makeCampaign, makeTask } from '../support/makers.ts';

const shipped = loadMessagePolicy();
const policy = { ...shipped, retry: { ...shipped.retry, timeout_seconds: 30 } };
const impatient = { ...shipped, retry: { ...shipped.retry, timeout_seconds: 1 } };
const { workdays } = CATALOGUE.deadlines;
const minutes = (count: number, from = PRESENT) => new Date(from.getTime() + count * 60_000);

let database: TestDatabase;
let gateway: Gateway;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database?.close());

/** Every test begins with nobody told of anything, and one reader a role. */
beforeEach(async () => {
  gateway = await openGateway();
  const owner = database.owner;
  await owner.execute(sql`truncate message_events, messages, message_channels, contacts`);
  await owner.execute(
    sql`update tasks set state = 'closed', closed_at = ${PRESENT.toISOString()} where state <> 'closed'`,
  );
  await owner.execute(sql`update campaigns set ended_at = began_at`);
  await owner.execute(sql`delete from settings where key like 'messages-%'`);
  for (const [username, phone] of [
    [HOME.coordinator, '14400000001'],
    [HOME.officer, '14400000002'],
    [HOME.dispatcher, '14400000003'],
    ['longjing-sanhe-village', '14400000004'],
  ] as const)
    await reach(username, { phoneCipher: KEYS.encrypt(phone) });
  await tellPeople(post([]), minutes(-30)); // from here on there is something to tell
  return () => gateway.close();
});

async function reach(username: string, values: Partial<typeof contacts.$inferInsert>): Promise<void> {
  const set = { changedAt: PRESENT, ...values };
  await database.flow
    .insert(contacts)
    .values({ userId: await findUserId(database.flow, username), ...set })
    .onConflictDoUpdate({ target: contacts.userId, set });
}

function sms(to = gateway): Channel[] {
  const templates = Object.keys(PLACEHOLDERS)
    .map((name) => `${name}=T-${name}`)
    .join(',');
  const environment = { SHOUWANG_SMS_URL: to.url, SHOUWANG_SMS_KEY_ID: 'id', SHOUWANG_SMS_SECRET: to.secret };
  return openChannels(readConfig({ ...environment, SHOUWANG_SMS_TEMPLATES: templates })).list;
}

function post(channels: Channel[] = sms(), isRehearsal = true): Post {
  return { db: database.flow, keys: KEYS, policy, workdays, channels, isRehearsal };
}

/** A task that somebody was given at that moment. */
const give = (severity: string, at = PRESENT, username: string = HOME.coordinator) =>
  makeTask(database.flow, { state: 'assigned', assignee: username, severity, stateAt: at, dispatchedAt: at });

const change = (id: string, set: ReturnType<typeof sql>) =>
  database.owner.execute(sql`update tasks set ${set} where id = ${id}::uuid`);

const states = async () => {
  const rows = await database.flow.execute<{ state: string; kind: string; error: string | null; tries: number }>(
    sql`select state, kind, last_error as error, tries from messages order by made_at, id`,
  );
  return rows.map(({ kind, state, error, tries }) => [kind, state, error, tries]);
};
const bodies = () => gateway.told.map(({ body }) => [body.phone, body.templateId, body.parameters]);
const MORNING = instantAt('2026-10-16', '08:30');

describe('when', () => {
  it('gathers at the set times of working days', () => {
    const next = (day: string, time: string) => nextGathering(policy, instantAt(day, time), workdays);
    expect(next('2026-10-15', '08:29')).toEqual(instantAt('2026-10-15', '08:30'));
    expect(next('2026-10-15', '08:30')).toEqual(instantAt('2026-10-15', '14:00'));
    expect(next('2026-10-16', '15:00')).toEqual(instantAt('2026-10-19', '08:30')); // over a weekend
    expect(next('2026-09-30', '15:00')).toEqual(instantAt('2026-10-08', '08:30')); // over the National Day
  });

  it('keeps the quiet hours, before and after midnight', () => {
    const open = (day: string, time: string) => outsideQuiet(policy, instantAt(day, time));
    expect(open('2026-10-15', '20:59')).toEqual(instantAt('2026-10-15', '20:59'));
    expect(open('2026-10-15', '21:00')).toEqual(instantAt('2026-10-16', '07:00'));
    expect(open('2026-10-16', '00:30')).toEqual(instantAt('2026-10-16', '07:00'));
    expect(open('2026-10-16', '07:00')).toEqual(instantAt('2026-10-16', '07:00'));
  });

  it('tries again later each time, never at one moment for all', () => {
    const wait = (tries: number, random: number) =>
      (retryAt(policy, { now: PRESENT, tries, random }).getTime() - PRESENT.getTime()) / 1000;
    expect([wait(1, 0.5), wait(2, 0.5), wait(3, 0.5), wait(20, 0.5)]).toEqual([30, 60, 120, 1800]);
    expect([wait(1, 0), wait(1, 1)]).toEqual([22.5, 37.5]);
  });
});

describe('what', () => {
  it('tells of a red task at once, after the minute in which it can be taken back, by night too', async () => {
    const night = instantAt('2026-10-15', '23:10');
    await give('red', night);
    await tellPeople(post(), night);
    expect(gateway.told).toEqual([]);
    await tellPeople(post(), minutes(1, night));
    expect(bodies()).toEqual([['14400000001', 'T-coordinator-now', { tasks: '1' }]]);
    await tellPeople(post(), minutes(2, night));
    expect([gateway.asked(), await states()]).toEqual([1, [['now', 'sent', null, 1]]]);
  });

  it('gathers all others into one message, with what is due that day', async () => {
    await give('yellow');
    await give('blue');
    const late = await give('orange');
    await change(
      late.id,
      sql`visit_due_at = ${MORNING.toISOString()}::timestamptz - interval '1 hour', state = 'accepted'`,
    );
    await tellPeople(post(), minutes(5, instantAt('2026-10-15', '14:00')));
    expect(await states()).toEqual([['gathered', 'gathered', null, 0]]);
    expect(gateway.told).toEqual([]);
    await tellPeople(post(), instantAt('2026-10-16', '07:30'));
    expect(gateway.told).toEqual([]);
    await tellPeople(post(), MORNING);
    const figures = { given: '2', again: '0', taken: '0', due: '0', overdue: '1' };
    expect(bodies()).toEqual([['14400000001', 'T-coordinator-gathered', figures]]);
  });

  it('looks up what is due in pieces, each going on after the last task of the one before', async () => {
    const tasks = [await give('yellow'), await give('yellow'), await give('yellow')].map(({ id }) => id).sort();
    await database.owner.execute(sql`update tasks set state = 'accepted', visit_due_at = ${MORNING.toISOString()}
      where id = any(${sql.param(tasks)}::uuid[])`);
    await database.flow.execute(
      sql`insert into settings (key, value) values ('messages-due-reached', ${`2026-10-16 ${tasks[0]}`})`,
    );
    const dueOf = async () =>
      (
        await database.flow.execute<{ id: string }>(
          sql`select task_id as id from message_events where kind = 'due' order by 1`,
        )
      ).map(({ id }) => id);
    await tellPeople(post([]), instantAt('2026-10-16', '07:30'));
    expect(await dueOf()).toEqual(tasks.slice(1));
    // It was the last piece of that day; the next day begins anew, with whatever is due still.
    await tellPeople(post([]), instantAt('2026-10-16', '07:31'));
    expect(await dueOf()).toEqual(tasks.slice(1));
    await tellPeople(post([]), instantAt('2026-10-19', '07:30'));
    expect(new Set(await dueOf())).toEqual(new Set(tasks));
  });

  it('keeps what a gateway was late with until the quiet hours are over', async () => {
    gateway.setMood('down');
    await give('yellow');
    await tellPeople(post(), minutes(1));
    await tellPeople(post(), instantAt('2026-10-15', '14:00'));
    gateway.setMood('well');
    const asked = gateway.asked();
    for (const time of ['21:00', '23:59']) await tellPeople(post(), instantAt('2026-10-15', time));
    await tellPeople(post(), instantAt('2026-10-16', '06:59'));
    expect([asked, gateway.asked(), gateway.told]).toEqual([1, 1, []]);
    await tellPeople(post(), instantAt('2026-10-16', '07:00'));
    expect(bodies()).toEqual([['14400000001', 'T-coordinator-gathered', expect.objectContaining({ given: '1' })]]);
  });

  it('does not tell of what was taken back before it went; what was told and went to another is told as that', async () => {
    const [undone, moved, kept] = [await give('yellow'), await give('red'), await give('yellow')];
    await tellPeople(post(), minutes(2));
    expect(bodies()).toEqual([['14400000001', 'T-coordinator-now', { tasks: '1' }]]);
    const other = await findUserId(database.flow, 'longjing-sanhe-village');
    const at = minutes(10).toISOString();
    await change(undone.id, sql`state = 'waiting', assignee_id = null, state_at = ${at}`);
    await change(
      moved.id,
      sql`assignee_id = ${other}::uuid, state_at = ${at}, dispatched_at = ${at}, severity = 'yellow'`,
    );
    await tellPeople(post(), minutes(11));
    await tellPeople(post(), instantAt('2026-10-15', '14:00'));
    const none = { given: '0', again: '0', taken: '0', due: '0', overdue: '0' };
    expect(bodies().slice(1)).toEqual(
      expect.arrayContaining([
        ['14400000001', 'T-coordinator-gathered', { ...none, given: '1', taken: '1' }],
        ['14400000004', 'T-coordinator-gathered', { ...none, given: '1' }],
      ]),
    );
    await change(kept.id, sql`state = 'accepted', state_at = ${at}`);
    expect(gateway.told).toHaveLength(3);
  });

  it('sends nothing when all of it is over, and a task that turns red meanwhile once more', async () => {
    const task = await give('yellow');
    await tellPeople(post(), minutes(1));
    await change(task.id, sql`severity = 'red'`);
    await tellPeople(post(), minutes(2));
    await tellPeople(post(), instantAt('2026-10-15', '14:00'));
    expect(bodies()).toEqual([['14400000001', 'T-coordinator-now', { tasks: '1' }]]);
    expect(await states()).toEqual(
      expect.arrayContaining([
        ['now', 'sent', null, 1],
        ['gathered', 'dropped', null, 0],
      ]),
    );
  });

  it('tells the level concerned of late work and of a survey, by the name of their place', async () => {
    const late = {
      visitDueAt: minutes(-60),
      state: 'accepted',
      escalationLevel: 'county',
      escalatedAt: PRESENT,
    } as const;
    await makeTask(database.flow, { ...late, assignee: HOME.coordinator, severity: 'red' });
    await makeTask(database.flow, {
      ...late,
      assignee: HOME.coordinator,
      escalationLevel: 'township',
      severity: 'blue',
    });
    await makeCampaign(database.flow, { beganAt: PRESENT, areaCode: HOME.township });
    await tellPeople(post(), minutes(1));
    const now = bodies().map(([phone, template, parameters]) => [
      phone,
      template,
      (parameters as { place: string }).place,
    ]);
    expect(now).toEqual(expect.arrayContaining([['14400000003', 'T-office-now', '龙井市']]));
    expect(now.filter(([phone]) => phone === '14400000001')).toEqual([]);
    await tellPeople(post(), instantAt('2026-10-15', '14:00'));
    const township = gateway.told.filter(({ body }) => body.phone === '14400000002').map(({ body }) => body.parameters);
    expect(township).toEqual(expect.arrayContaining([expect.objectContaining({ place: '智新镇', escalated: '1' })]));
  });

  it('never tells a word of a household', async () => {
    const tasks = [await give('red'), await give('yellow')];
    await reach(HOME.officer, { webhookCipher: KEYS.encrypt('officer-2'), channel: 'webhook' });
    await change(tasks[1]!.id, sql`state = 'returned', assignee_id = null`);
    await makeTask(database.flow, {
      state: 'waiting',
      escalationLevel: 'township',
      escalatedAt: PRESENT,
      dispatchDueAt: minutes(-5),
    });
    const webhook = openChannels(
      readConfig({ SHOUWANG_WEBHOOK_URL: gateway.url, SHOUWANG_WEBHOOK_SECRET: gateway.secret }),
    );
    const all = [...sms(), ...webhook.list];
    await tellPeople(post(all), minutes(2));
    await tellPeople(post(all), instantAt('2026-10-15', '14:00'));
    expect(gateway.told.length).toBeGreaterThanOrEqual(2);
    expect(gateway.told.filter(({ body }) => body.type === 'text')).toHaveLength(1);
    const [village] = await database.flow.execute<{ name: string }>(
      sql`select name from areas where code = ${HOME.village}`,
    );
    const marks = tasks.flatMap(({ id, household, alert }) => [
      ...[id, alert.id, alert.ruleId!, household.publicId, household.registryNumber!, HOME.village, village!.name],
      ...household.members.map((member) => member.name),
    ]);
    for (const { text, body } of gateway.told) {
      expect(marks.filter((mark) => text.includes(mark))).toEqual([]);
      const said = JSON.stringify(body.parameters ?? String(body.text).replace(/[^0-9]/g, ' '));
      expect(said).not.toMatch(/\d{4,}/);
    }
    for (const words of Object.values(policy.templates).flatMap((one) => [one.zh, one.en]))
      expect(words).not.toMatch(/\d|name|household|户主|姓名|村民/);
  });
});

describe('whom', () => {
  it('sends nobody gathered ones who does not want them, and red ones to everybody', async () => {
    await reach(HOME.coordinator, { takesGathered: false });
    await give('red');
    await give('yellow');
    await tellPeople(post(), minutes(2));
    await tellPeople(post(), instantAt('2026-10-15', '14:00'));
    expect(bodies()).toEqual([['14400000001', 'T-coordinator-now', { tasks: '1' }]]);
    expect(await states()).toEqual(expect.arrayContaining([['gathered', 'none', 'not-wanted', 0]]));
  });

  it('says why nobody was asked: no channel, no number, an account that ended', async () => {
    await give('red');
    await tellPeople(post([]), minutes(2));
    await reach(HOME.coordinator, { phoneCipher: null });
    await give('red', minutes(2));
    await tellPeople(post(), minutes(4));
    const id = await findUserId(database.flow, HOME.coordinator);
    await database.owner.execute(sql`update users set is_active = false where id = ${id}::uuid`);
    await give('red', minutes(5));
    await tellPeople(post(), minutes(7));
    await database.owner.execute(sql`update users set is_active = true where id = ${id}::uuid`);
    expect((await states()).map(([, state, error]) => [state, error])).toEqual([
      ['none', 'no-channel'],
      ['none', 'no-number'],
      ['none', 'inactive'],
    ]);
  });

  it('tells nobody outside this machine in a rehearsal', async () => {
    let asked = 0;
    const far: Channel = {
      name: 'sms',
      isLoopback: false,
      send: async () => ({ kind: 'taken', gatewayId: `${++asked}` }),
    };
    await give('red');
    await tellPeople(post([far]), minutes(2));
    expect([asked, await states()]).toEqual([0, [['now', 'none', 'rehearsal', 0]]]);
    await give('red', minutes(3));
    await tellPeople(post([far], false), minutes(5));
    expect(asked).toBe(1);
  });
});

describe('a gateway', () => {
  it.each(['loses-answer', 'silent'] as const)('that %s after taking a message tells it once', async (mood) => {
    gateway.next(mood);
    await give('red');
    await tellPeople({ ...post(), policy: impatient }, minutes(2));
    expect(await states()).toEqual([['now', 'waiting', 'no-answer', 1]]);
    await give('red', minutes(2)); // the figures of what may have gone stay as they went
    await tellPeople(post(), minutes(5));
    expect(await states()).toEqual([
      ['now', 'sent', null, 2],
      ['now', 'sent', null, 1],
    ]);
    expect(bodies().map(([, , parameters]) => parameters)).toEqual([{ tasks: '1' }, { tasks: '1' }]);
  });

  it('that is down is left alone, then tried by one message, and all are told once', async () => {
    gateway.setMood('down');
    for (const [index, username] of [HOME.coordinator, 'longjing-sanhe-village'].entries())
      for (let n = 0; n < 3; n++) await give(n === 0 ? 'red' : 'yellow', minutes(index), username);
    let now = minutes(3);
    for (; gateway.asked() < policy.circuit.failures; now = minutes(2, now)) await tellPeople(post(), now);
    const [circuit] = await database.flow.execute(
      sql`select failures >= ${policy.circuit.failures} as failed, open_since is not null as open from message_channels`,
    );
    expect(circuit).toEqual({ failed: true, open: true });
    const before = gateway.asked();
    for (let n = 0; n < 4; n++) await tellPeople(post(), new Date(now.getTime() - 90_000 + n));
    expect(gateway.asked()).toBe(before);
    gateway.setMood('well');
    for (let n = 0; n < 40; n++) await tellPeople(post(), minutes(15 * n, now));
    expect((await states()).map(([, state]) => state)).toEqual(Array(4).fill('sent'));
    expect(new Set(gateway.told.map(({ key }) => key)).size).toBe(4);
    const [closed] = await database.flow.execute(sql`select failures, open_since from message_channels`);
    expect(closed).toEqual({ failures: 0, open_since: null });
  });

  it('that asks to wait is asked no sooner; one that refuses a message is not asked again', async () => {
    gateway.next('busy', 'refuses');
    await give('red');
    await tellPeople(post(), minutes(2));
    await tellPeople(post(), new Date(minutes(2).getTime() + 80_000));
    expect(gateway.asked()).toBe(1);
    await tellPeople(post(), minutes(4));
    await tellPeople(post(), minutes(40));
    expect([gateway.asked(), await states()]).toEqual([2, [['now', 'failed', 'refused', 2]]]);
  });

  it('is believed by what it says in the body, whatever the status', async () => {
    gateway.next('says-busy', 'says-unknown', 'says-no');
    await give('red');
    const told: unknown[] = [];
    for (let n = 1; n < 5; n++) {
      await tellPeople(post(), minutes(40 * n));
      told.push((await states())[0]);
    }
    expect(told.map((one) => (one as unknown[])[2])).toEqual(['busy', 'credentials', 'refused', 'refused']);
    expect([gateway.asked(), gateway.told]).toEqual([3, []]);
  });

  it('that never takes a message is given up after the set number of tries', async () => {
    const most = { ...policy, retry: { ...policy.retry, most: 3 }, circuit: { ...policy.circuit, failures: 99 } };
    gateway.setMood('down');
    await give('red');
    for (let n = 1; n < 8; n++) await tellPeople({ ...post(), policy: most }, minutes(40 * n));
    expect([gateway.asked(), await states()]).toEqual([3, [['now', 'failed', 'unavailable', 3]]]);
  });

  it('is asked once by two servers at once, and again for what a server that died had begun', async () => {
    for (const username of [HOME.coordinator, 'longjing-sanhe-village']) await give('red', PRESENT, username);
    await tellPeople(post([]), PRESENT); // gathered, none due yet
    await Promise.all([1, 2, 3].map(() => tellPeople(post(), minutes(2))));
    expect([gateway.asked(), gateway.told.length]).toEqual([2, 2]);
    await database.owner.execute(sql`update messages set state = 'sending', claimed_at = ${minutes(2).toISOString()}`);
    await tellPeople(post(), minutes(4));
    expect(gateway.asked()).toBe(2);
    await tellPeople(post(), minutes(8));
    expect([gateway.asked(), gateway.told.length, await states()]).toEqual([
      4,
      2,
      [
        ['now', 'sent', null, 2],
        ['now', 'sent', null, 2],
      ],
    ]);
  });
});

describe('signatures', () => {
  it('hold for five minutes, for one body and one secret', () => {
    const signed = { ...signBody('secret', PRESENT, '{}'), body: '{}' };
    expect(isSigned('secret', signed, minutes(4))).toBe(true);
    expect(isSigned('secret', signed, minutes(6))).toBe(false);
    expect(isSigned('secret', signed, minutes(-6))).toBe(false);
    expect(isSigned('secret', { ...signed, body: '{ }' }, PRESENT)).toBe(false);
    expect(isSigned('other', signed, PRESENT)).toBe(false);
    expect(isSigned('secret', { ...signed, signature: '' }, PRESENT)).toBe(false);
  });

  it('a gateway across the network is spoken to over TLS only', () => {
    const sent = (url: string) => () => readConfig({ SHOUWANG_WEBHOOK_URL: url, SHOUWANG_WEBHOOK_SECRET: 'x' });
    expect(sent('http://notices.example/x')).toThrow('https://');
    expect(sent('http://127.0.0.1.evil.example/x')).toThrow('https://');
    expect(sent('ftp://127.0.0.1/x')).toThrow('https://');
    expect(sent('https://notices.example/x')).not.toThrow();
    expect(sent('http://127.0.0.1:9/x')).not.toThrow();
    expect(() => readConfig({ SHOUWANG_SMS_URL: 'https://sms.example' })).toThrow('SHOUWANG_SMS_KEY_ID');
  });
});
