// A coordinator's phone in a village without signal: three visits, a dead battery, an answer that never came, a task that was taken back.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Device, type Killable, makeDevice } from '../support/killable-browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';

const COORDINATOR = 'longjing-zhixin-village';
const PIN = '480271';

let server: RunningServer;
let device: Device;
let phone: Killable;
let county: Desk;
const given: { id: string; head: string }[] = [];

/** Somebody at a desk, by their cookie. */
class Desk {
  readonly #cookie: string;

  private constructor(cookie: string) {
    this.#cookie = cookie;
  }

  static async signIn(username: string): Promise<Desk> {
    const body = JSON.stringify({ username, password: server.password });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${server.address}/api/session`, { method: 'POST', headers, body });
    return new Desk(answer.headers.getSetCookie()[0]!.split(';')[0]!);
  }

  async ask<T>(method: string, path: string, { body, version }: { body?: object; version?: number } = {}): Promise<T> {
    const answer = await fetch(server.address + path, {
      method,
      headers: {
        cookie: this.#cookie,
        ...(body && { 'content-type': 'application/json' }),
        ...(version && { 'if-match': `"v${version}"` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

interface Task {
  id: string;
  version: number;
  household: { head: string } | null;
  suggested: { id: string } | null;
}
interface Detail {
  task: { state: string; version: number };
  visits: { note: string; keptBecause?: string }[];
}
const detailOf = (id: string) => county.ask<Detail>('GET', `/api/tasks/${id}`);

beforeAll(async () => {
  server = await startServer();
  device = makeDevice({ width: 360, height: 640 });
  county = await Desk.signIn('longjing');
  const { items } = await county.ask<{ items: Task[] }>('GET', '/api/tasks?view=waiting&area=222405105&limit=100');
  // One of each name, so that a name is enough to find it on the phone.
  const named = new Map(items.filter((task) => task.suggested).map((task) => [task.household?.head ?? '', task]));
  const chosen = [...named].filter(([head]) => head).slice(0, 5);
  for (const [head, task] of chosen) {
    const { version, suggested } = task;
    await county.ask('POST', `/api/tasks/${task.id}/dispatch`, { version, body: { assigneeId: suggested!.id } });
    given.push({ id: task.id, head });
  }
}, 120_000);

afterAll(async () => {
  await device?.close();
  await server?.stop();
}, 60_000);

const pageOf = () => phone.page;
const answersToList = (page: Page) => page.getByRole('link', { name: '回到要去的户' }).click();

async function signIn(page: Page): Promise<void> {
  await page.locator('input[name="username"]').fill(COORDINATOR);
  await page.locator('input[name="password"]').fill(server.password);
  await page.keyboard.press('Enter');
}

async function enterPin(page: Page, pin = PIN): Promise<void> {
  await page.locator('input[type="password"]').fill(pin);
  await page.keyboard.press('Enter');
}

/** From the list to the end of the form; the phone has no place to tell. */
async function visit(page: Page, head: string, note: string): Promise<void> {
  const next = () => page.getByRole('button', { name: /下一页/ }).click();
  await page.locator('.household-card', { hasText: `${head} 家` }).click();
  await page.locator('.family').getByText('，户主').first().waitFor();
  await page.getByRole('button', { name: '我到门口了' }).click();
  await page.getByText('没有信号，定不到').click();
  await next();
  // The sections of the form: nothing could be found out, but for what the data says.
  for (const outcome = page.getByText('去了以后，是什么情况？'); ; await next()) {
    await page.locator('.form-question').or(outcome).first().waitFor();
    if (await outcome.isVisible()) break;
    for (const question of await page.locator('.form-question').all()) {
      const right = question.getByRole('button', { name: '对', exact: true });
      if (await right.isVisible()) await right.click();
      else await question.getByText('没问出来，或不愿说').click();
    }
  }
  await page.locator('.choice').first().click();
  await next();
  await page.getByText('没问出来，或不愿说').click();
  await next();
  await page.getByLabel('情况').fill(note);
  await next();
  await next();
  await page.getByRole('button', { name: '送出' }).click();
}

const noteOf = (at: number) => `第 ${at} 户，家里有人，看过了。`;

describe('a phone', { timeout: 90_000 }, () => {
  test('is an app that can be installed, and asks for an account and a PIN first', async () => {
    expect(given.length).toBe(5);
    phone = await device.start();
    const page = pageOf();
    await page.goto(`${server.address}/field/`);
    await signIn(page);
    const pins = page.locator('.pin-field input');
    await pins.nth(0).fill('123456');
    await page.getByText('太好猜了').waitFor();
    await pins.nth(0).fill(PIN);
    await pins.nth(1).fill(PIN);
    await page.keyboard.press('Enter');
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
  });

  test('records three visits without a network, is killed, starts without a network, and sends each once', async () => {
    await phone.context.setOffline(true);
    for (const [at, { head }] of given.slice(0, 3).entries()) {
      await visit(pageOf(), head, noteOf(at));
      await pageOf().getByText('写好了，存在手机里。').waitFor();
      await answersToList(pageOf());
    }
    await phone.kill();

    phone = await device.start();
    await phone.context.setOffline(true);
    await pageOf().goto(`${server.address}/field/outbox`);
    await enterPin(pageOf(), '111111');
    await pageOf().getByText('还可以试 9 次').waitFor();
    await enterPin(pageOf());
    await pageOf().getByText('排着队，3 件').waitFor();
    for (const { id } of given.slice(0, 3)) expect((await detailOf(id)).visits).toEqual([]);

    // A browser writes cookies down when it finds the time, so whoever dies soon after signing in has to sign in again.
    await phone.context.clearCookies();
    await phone.context.setOffline(false);
    await pageOf().getByRole('link', { name: '重新登录' }).click();
    await signIn(pageOf());
    await pageOf()
      .getByRole('link', { name: /待发送/ })
      .click();
    await pageOf().getByText('送到的，3 件').waitFor();
    for (const [at, { id }] of given.slice(0, 3).entries()) {
      const { task, visits } = await detailOf(id);
      expect([task.state, visits.map((one) => one.note)]).toEqual(['submitted', [noteOf(at)]]);
    }
  });

  test('whose answer was lost after the server had it sends again, and it is one visit', async () => {
    const { id, head } = given[3]!;
    let tries = 0;
    await phone.context.route('**/api/field/changes', async (route) => {
      tries += 1;
      if (tries > 1) return await route.continue();
      await route.fetch();
      await route.abort();
    });
    await pageOf().goto(`${server.address}/field/`);
    await enterPin(pageOf());
    await visit(pageOf(), head, noteOf(3));
    await pageOf().getByText('已经送到镇里').waitFor();
    expect(tries).toBe(2);
    expect((await detailOf(id)).visits).toHaveLength(1);
    await phone.context.unroute('**/api/field/changes');
    await answersToList(pageOf());
  });

  test('whose task was taken back meanwhile keeps the visit, says so, and the township has it', async () => {
    const { id, head } = given[4]!;
    await phone.context.setOffline(true);
    await visit(pageOf(), head, noteOf(4));
    await pageOf().getByText('写好了，存在手机里。').waitFor();
    const { version } = (await detailOf(id)).task;
    await county.ask('POST', `/api/tasks/${id}/return`, { version, body: { reason: '另有安排' } });
    await phone.context.setOffline(false);
    await pageOf().getByText('服务器有话说，请看一下。').waitFor();
    await pageOf().getByRole('link', { name: '看一下' }).click();
    await pageOf().getByText('这一户已退回待派。您写的没丢').waitFor();
    await pageOf().getByText(noteOf(4)).waitFor();
    await pageOf().getByRole('button', { name: '知道了' }).click();
    await pageOf().getByText('送到的，').waitFor();
    const { task, visits } = await detailOf(id);
    expect(task.state).toBe('returned');
    expect(visits).toMatchObject([{ note: noteOf(4), keptBecause: 'returned' }]);
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
