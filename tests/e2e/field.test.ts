// A coordinator's phone in a village without signal, and all that can go wrong on the way to the server and back.
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  backToList,
  choosePin,
  Desk,
  detailOf,
  enterPin,
  type Given,
  giveHouseholds,
  sendVisit,
  signIn,
  takePhoto,
  turn,
  wholePhotosOf,
  writeVisit,
} from '../support/coordinator.ts';
import { type Device, type Killable, makeDevice } from '../support/killable-browser.ts';
import { type Lane, openLane } from '../support/lane.ts';
import { type RunningServer, startServer } from '../support/server.ts';

const COORDINATOR = 'longjing-zhixin-village';
const TOWNSHIP = '222405105';

let server: RunningServer;
let lane: Lane;
let device: Device;
let second: Device;
let phone: Killable;
let county: Desk;
let given: Given[] = [];

beforeAll(async () => {
  server = await startServer();
  lane = await openLane(server.address);
  device = makeDevice({ width: 360, height: 640 });
  second = makeDevice({ width: 360, height: 640 });
  county = await Desk.signIn(server.address, 'longjing', server.password);
  given = await giveHouseholds(county, TOWNSHIP, 11);
}, 120_000);

afterAll(async () => {
  await device?.close();
  await second?.close();
  await lane?.close();
  await server?.stop();
}, 60_000);

const pageOf = () => phone.page;
const noteOf = (at: number) => `第 ${at} 户，家里有人，看过了。`;
const isKept = (page: Page) => page.getByText('写好了，存在手机里。').waitFor();
const hasArrived = (page: Page) => page.getByText('已经送到镇里').waitFor();

/** A visit with one photo, written and sent, from the list on. */
async function visit(page: Page, at: number, photos: readonly number[] = [at]): Promise<void> {
  await writeVisit(page, given[at]!.head, { note: noteOf(at), photos });
  await sendVisit(page);
}

/** What the desk has of a household: notes of its visits, and how many photos of each are whole. */
async function atDesk(at: number): Promise<{ state: string; visits: [string, number][] }> {
  const { task, visits } = await detailOf(county, given[at]!.id);
  const told = visits.map(async (one): Promise<[string, number]> => [one.note, await wholePhotosOf(county, one)]);
  return { state: task.state, visits: await Promise.all(told) };
}

/** Photos follow their visit; the desk sees them when the last piece is there. */
async function untilAtDesk(at: number, wanted: [string, number][]): Promise<void> {
  await expect.poll(async () => (await atDesk(at)).visits, { timeout: 20_000 }).toEqual(wanted);
}

async function openPhone(): Promise<void> {
  await pageOf().goto(`${lane.address}/field/`);
  await enterPin(pageOf());
  await pageOf().locator('.household-card').first().waitFor();
}

describe('a phone', { timeout: 90_000 }, () => {
  beforeEach(({ onTestFailed }) => {
    // What the phone says then is the first thing that one wants to know.
    onTestFailed(async () => {
      const look = pageOf().getByRole('link', { name: '看一下' });
      if (await look.isVisible()) await look.click();
      console.error(await pageOf().locator('body').innerText());
    });
  });

  test('is an app that can be installed, and asks for an account and a PIN first', async () => {
    expect(given.length).toBe(11);
    phone = await device.start();
    const page = pageOf();
    await page.goto(`${lane.address}/field/`);
    await signIn(page, COORDINATOR, server.password);
    const pins = page.locator('.pin-field input');
    await pins.nth(0).waitFor();
    await page.keyboard.type('a1b2c3456'); // without a tap, since the page is that field; letters do not stay
    await page.getByText('太好猜了').waitFor();
    await choosePin(page);
    for (const { head } of given) await page.getByText(`${head} 家`).first().waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const session = await phone.context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
  });

  test('keeps what it holds sealed', async () => {
    const stored = await pageOf().evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('shouwang-field');
        opening.onsuccess = () => resolve(opening.result);
      });
      const request = database.transaction('records').objectStore('records').getAll();
      await new Promise((resolve) => {
        request.onsuccess = resolve;
      });
      database.close();
      const texts = (request.result as { data: ArrayBuffer }[]).map(({ data }) => new TextDecoder().decode(data));
      return { count: texts.length, text: texts.join('\n') + JSON.stringify(Object.values(localStorage)) };
    });
    expect(stored.count).toBeGreaterThan(given.length);
    for (const { head } of given) expect(stored.text).not.toContain(head);
    // What is typed is a name, and the browser keeps its addresses for longer than anybody wants.
    const [one, other] = given as [Given, Given];
    await pageOf().getByRole('searchbox').fill(one.head);
    await pageOf().getByText(`${other.head} 家`).first().waitFor({ state: 'detached' });
    expect(decodeURIComponent(pageOf().url())).not.toContain(one.head);
    await pageOf().getByRole('searchbox').fill('');
    // Nor do the desk's pages show beside the PIN what stands behind it, though the session goes on.
    await pageOf().goto(`${lane.address}/desk`);
    await pageOf().waitForURL('**/field/');
    await enterPin(pageOf());
    await pageOf().locator('.household-card').first().waitFor();
  });

  test('records three visits with photos without a network, is killed, starts without one, and sends each once', async () => {
    await phone.context.setOffline(true);
    for (const at of [0, 1, 2]) {
      await visit(pageOf(), at, at === 0 ? [10, 11] : [at]);
      await isKept(pageOf());
      await backToList(pageOf());
    }
    await phone.kill();

    phone = await device.start();
    await phone.context.setOffline(true);
    await pageOf().goto(`${lane.address}/field/outbox`);
    await enterPin(pageOf(), '111111');
    await pageOf().getByText('还可以试 9 次').waitFor();
    await enterPin(pageOf());
    await pageOf().getByText('排着队，3 件').waitFor();
    for (const at of [0, 1, 2]) expect((await atDesk(at)).visits).toEqual([]);

    // A browser writes cookies down when it finds the time, so whoever dies soon after signing in has to sign in again.
    await phone.context.clearCookies();
    await phone.context.setOffline(false);
    await pageOf().getByRole('link', { name: '重新登录' }).click();
    await signIn(pageOf(), COORDINATOR, server.password);
    await pageOf()
      .getByRole('link', { name: /待发送/ })
      .click();
    await pageOf().getByText('送到的，3 件').waitFor();
    for (const at of [0, 1, 2]) await untilAtDesk(at, [[noteOf(at), at === 0 ? 2 : 1]]);
    expect((await atDesk(0)).state).toBe('submitted');
  });

  test('whose answers were lost after the server had it sends again, and it is one visit and one photo', async () => {
    const lost = new Set<string>();
    lane.decide(({ method, url }) => {
      const door = `${method} ${/^[^?]{0,60}?(?=[?]|\/[0-9a-f-]{36}|$)/.exec(url)?.[0]}`;
      if (method === 'GET' || method === 'HEAD' || lost.has(door)) return 'well';
      lost.add(door);
      return 'answer-lost';
    });
    await openPhone();
    await visit(pageOf(), 3);
    await hasArrived(pageOf());
    await untilAtDesk(3, [[noteOf(3), 1]]);
    lane.decide(null);
    expect([...lost].sort()).toEqual([
      'PATCH /api/field/attachments',
      'POST /api/field/attachments',
      'POST /api/field/changes',
    ]);
    await backToList(pageOf());
  });

  test('whose task was taken back meanwhile keeps the visit, says so, and the township has it with its photo', async () => {
    await openPhone();
    await phone.context.setOffline(true);
    await visit(pageOf(), 4);
    await isKept(pageOf());
    const { version } = (await detailOf(county, given[4]!.id)).task;
    const returned = { version, body: { reason: '另有安排' } };
    await county.ask('POST', `/api/tasks/${given[4]!.id}/return`, returned);
    await phone.context.setOffline(false);
    await pageOf().getByText('服务器有话说，请看一下。').waitFor();
    await pageOf().getByRole('link', { name: '看一下' }).click();
    await pageOf().getByText('这一户已退回待派。您写的没丢').waitFor();
    await pageOf().getByText(noteOf(4)).waitFor();
    await pageOf().getByRole('button', { name: '知道了' }).click();
    await pageOf().getByText('送到的，').waitFor();
    await untilAtDesk(4, [[noteOf(4), 1]]);
    const { task, visits } = await detailOf(county, given[4]!.id);
    expect([task.state, visits[0]!.keptBecause]).toEqual(['returned', 'returned']);
  });

  test('beside a second one on the same household: one visit answers, the other is kept, and both are seen', async () => {
    const other = await second.start();
    await other.page.goto(`${lane.address}/field/`);
    await signIn(other.page, COORDINATOR, server.password);
    await choosePin(other.page);
    await other.page.locator('.household-card', { hasText: `${given[5]!.head} 家` }).waitFor();
    await other.context.setOffline(true);
    await openPhone();
    await phone.context.setOffline(true);
    await visit(pageOf(), 5, [50]);
    await isKept(pageOf());
    await writeVisit(other.page, given[5]!.head, { note: '另一部手机上写的。', photos: [51] });
    await sendVisit(other.page);
    await isKept(other.page);
    await phone.context.setOffline(false);
    await hasArrived(pageOf());
    await other.context.setOffline(false);
    await other.page.getByText('服务器有话说，请看一下。').waitFor();
    await untilAtDesk(5, [
      [noteOf(5), 1],
      ['另一部手机上写的。', 1],
    ]);
    const { visits } = await detailOf(county, given[5]!.id);
    expect(visits.map((one) => one.keptBecause ?? null)).toEqual([null, 'visited']);
    await second.close();
    await backToList(pageOf());
  });

  test('that is full says so before a photo is lost, and sends all it has once there is room', async () => {
    await openPhone();
    await writeVisit(pageOf(), given[6]!.head, { note: noteOf(6), photos: [6] });
    await phone.kill();
    phone = await device.start();
    const session = await phone.context.newCDPSession(pageOf());
    await session.send('Storage.overrideQuotaForOrigin', { origin: lane.address, quotaSize: 1024 });
    await phone.context.setOffline(true);
    await pageOf().goto(`${lane.address}/field/`);
    await enterPin(pageOf());
    await pageOf()
      .locator('.household-card', { hasText: `${given[6]!.head} 家` })
      .click();
    await pageOf().getByRole('button', { name: '接着写' }).click();
    await turn(pageOf(), '上一页');
    await turn(pageOf(), '上一页');
    await takePhoto(pageOf(), 60);
    await pageOf().getByText('手机存不下了，这一张没存上。').waitFor();
    await session.send('Storage.overrideQuotaForOrigin', { origin: lane.address });
    await takePhoto(pageOf(), 61);
    await pageOf().getByRole('img', { name: '第 2 张' }).waitFor();
    await turn(pageOf());
    await turn(pageOf());
    await sendVisit(pageOf());
    await isKept(pageOf());
    await phone.context.setOffline(false);
    await signedInAgain();
    await untilAtDesk(6, [[noteOf(6), 2]]);
  });

  test('whose clock is three days wrong writes the time that it was', async () => {
    for (const [at, days] of [
      [7, -3],
      [8, 3],
    ] as const) {
      await phone.kill();
      phone = await device.start();
      await phone.context.addInitScript((shift) => {
        const Right = Date;
        const now = Right.now.bind(Right);
        Right.now = () => now() + shift;
        globalThis.Date = new Proxy(Right, {
          construct: (of, given) => Reflect.construct(of, given.length === 0 ? [of.now()] : given),
        });
      }, days * 86_400_000);
      await signedInAgain();
      await phone.context.setOffline(true);
      await visit(pageOf(), at);
      await isKept(pageOf());
      await phone.context.setOffline(false);
      await hasArrived(pageOf());
      await untilAtDesk(at, [[noteOf(at), 1]]);
      const { now } = await county.ask<{ now: string }>('GET', '/api/session');
      const [seen] = (await detailOf(county, given[at]!.id)).visits;
      expect(Math.abs(Date.parse(now) - Date.parse(seen!.visitedAt))).toBeLessThan(5 * 60_000);
    }
    await phone.kill();
    phone = await device.start();
    await signedInAgain();
  });

  test('that is brought a new version with a visit unsent takes it over before the PIN, and the visit arrives', async () => {
    await openPhone();
    await phone.context.setOffline(true);
    await visit(pageOf(), 9);
    await isKept(pageOf());
    // Opened while nothing can be asked, so that the browser does not look for a new version before it is marked.
    await pageOf().goto(`${lane.address}/field/`);
    await pageOf().locator('input[type="password"]').waitFor();
    await pageOf().evaluate(() => Object.assign(window, { isOld: true }));
    lane.bringNewVersion();
    lane.decide(({ method }) => (method === 'GET' ? 'well' : 'broken-off')); // nothing is sent before the new version runs
    await phone.context.setOffline(false);
    const isOld = () =>
      pageOf()
        .evaluate(async () => {
          await (await navigator.serviceWorker.ready).update();
          return 'isOld' in window;
        })
        .catch(() => true); // loaded anew under the question
    await expect.poll(isOld).toBe(false);
    await enterPin(pageOf());
    await pageOf().locator('.household-card').first().waitFor();
    lane.decide(null);
    await pageOf().goto(`${lane.address}/field/me`);
    await enterPin(pageOf());
    await pageOf().getByText('ffffffffff').waitFor();
    await untilAtDesk(9, [[noteOf(9), 1]]);
    await pageOf().goto(`${lane.address}/field/`);
    await enterPin(pageOf());
  });

  test('whose server dies in the middle of a photo goes on where the new one stands', async () => {
    await openPhone();
    const died = once(server.process, 'exit');
    lane.decide(({ method }) => {
      if (method !== 'PATCH') return 'well';
      lane.decide(() => 'broken-off');
      server.process.kill('SIGKILL');
      return 'broken-off';
    });
    await visit(pageOf(), 10, [101, 102]);
    await died;
    server = await startServer(server.folder);
    lane.leadTo(server.address);
    lane.decide(null);
    county = await Desk.signIn(server.address, 'longjing', server.password);
    await untilAtDesk(10, [[noteOf(10), 2]]);
    expect((await atDesk(10)).state).toBe('submitted');
  });

  test('is wiped by ten wrong PINs', async () => {
    const page = pageOf();
    await page.reload();
    for (let at = 0; at < 10; at += 1) {
      await page.locator('input[type="password"]').waitFor();
      await enterPin(page, String(200_000 + at));
      await page.getByText(at === 9 ? '手机里的数据已经清掉' : new RegExp(`(还可以试|再错) ${9 - at} 次`)).waitFor();
    }
    const names = await page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name));
    expect(names).not.toContain('shouwang-field');
  });
});

/** After the browser was killed its cookie may be gone. */
async function signedInAgain(): Promise<void> {
  await phone.context.clearCookies();
  await pageOf().goto(`${lane.address}/field/sign-in`);
  await enterPin(pageOf());
  await signIn(pageOf(), COORDINATOR, server.password);
  await pageOf().locator('.household-card').first().waitFor();
}
