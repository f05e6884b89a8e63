// A phone whose session was ended, and one that was reported lost: what the one keeps and the other must not, locked and out of reach.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PhoneRow } from '../../server/phones/model.ts';
import { openBrowser } from '../support/browser.ts';
import {
  backToList,
  choosePin,
  Desk,
  detailOf,
  enterPin,
  type Given,
  giveHouseholds,
  makeCoordinator,
  sendVisit,
  signIn,
  turn,
  writeVisit,
} from '../support/coordinator.ts';
import { type CopiedPhone, copyPhone, layOut } from '../support/copied-phone.ts';
import { type SharedServer, sharedServer } from '../support/shared-server.ts';

/** A township of the samples in which no other walk works. */
const TOWNSHIP = '222405102';

let server: SharedServer;
let browser: Browser;
let county: Desk;
let holder: { id: string; username: string; password: string };
let given: Given[];
let context: BrowserContext;
let page: Page;
let copied: CopiedPhone;

beforeAll(async () => {
  [server, browser] = await Promise.all([sharedServer(), openBrowser()]);
  const administrator = await Desk.signIn(server.address, 'administrator', server.password);
  county = await Desk.signIn(server.address, 'longjing', server.password);
  holder = await makeCoordinator(administrator, { username: 'who-lost-it', name: '丢了手机的', township: TOWNSHIP });
  given = await giveHouseholds(county, TOWNSHIP, 2, holder.id);
  [context, page] = await newPhone();
}, 120_000);
afterAll(() => browser?.close());

async function newPhone(): Promise<[BrowserContext, Page]> {
  const fresh = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'zh-CN' });
  const first = await fresh.newPage();
  first.setDefaultTimeout(20_000);
  await first.goto(`${server.address}/field/`);
  return [fresh, first];
}

async function phonesOfHolder(): Promise<NonNullable<PhoneRow['phone']>[]> {
  const { items } = await county.ask<{ items: PhoneRow[] }>('GET', `/api/phones?area=${TOWNSHIP}&limit=200`);
  return items.filter(({ user }) => user.id === holder.id).flatMap(({ phone }) => (phone ? [phone] : []));
}

const isSignedIn = async () => (await context.request.get(`${server.address}/api/session`)).ok();
const namesOfDatabases = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
const isWiped = (on: Page) => on.getByRole('heading', { name: '这部手机已清空' }).waitFor();

describe('a phone', { timeout: 60_000 }, () => {
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => console.error(await page.locator('body').innerText()));
  });

  test('whose session was ended from the desk keeps its unsent visit, and sends it once its holder has signed in again', async () => {
    expect(given).toHaveLength(2);
    await signIn(page, holder.username, holder.password);
    await choosePin(page);
    await page.locator('.household-card', { hasText: `${given[0]!.head} 家` }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await writeVisit(page, given[0]!.head, { note: '登录被结束以前写错的。' });
    // What is corrected on the last page leads back to it at once.
    await page.locator('.check-list > div', { hasText: '看到的' }).getByRole('button').click();
    await page.getByLabel('情况').fill('登录被结束以前写的。');
    await turn(page, '改好了');
    await sendVisit(page);
    await page.getByText('写好了，存在手机里。').waitFor();

    const officer = await Desk.signIn(server.address, 'security-officer', server.password);
    await officer.ask('POST', `/api/users/${holder.id}/sessions/end`);
    expect(await isSignedIn()).toBe(false);
    await context.setOffline(false);
    await page.getByText('登录过期了，数据送不出去。您写的都还在。').waitFor();
    expect((await detailOf(county, given[0]!.id)).visits).toEqual([]);
    await page.getByRole('link', { name: '重新登录' }).click();
    await signIn(page, holder.username, holder.password);
    await expect
      .poll(async () => (await detailOf(county, given[0]!.id)).visits.map(({ note }) => note))
      .toEqual(['登录被结束以前写的。']);
    expect(await phonesOfHolder()).toMatchObject([{ lost: null, ended: null }]);
  });

  test('that is reported lost is signed out at once, and at its next contact destroys what it holds, before any PIN', async () => {
    await page.goto(`${server.address}/field/`);
    await enterPin(page);
    await page.locator('.household-card').first().waitFor();
    await context.setOffline(true);
    await writeVisit(page, given[1]!.head, { note: '再也送不到的。' });
    await sendVisit(page);
    await page.getByText('写好了，存在手机里。').waitFor();
    await backToList(page);
    await page.getByRole('link', { name: '我的' }).click();
    await page.getByRole('button', { name: '锁上' }).click();
    await page.getByRole('heading', { name: '请输入口令' }).waitFor();
    copied = await copyPhone(page);
    expect(copied.records.length).toBeGreaterThan(2);

    const [known] = await phonesOfHolder();
    await county.fetch('POST', `/api/phones/${known!.id}/lost`, { body: { reason: '赶集时丢了。' } });
    expect(await isSignedIn()).toBe(false);
    expect(await phonesOfHolder()).toMatchObject([{ id: known!.id, lost: { reason: '赶集时丢了。' }, ended: null }]);
    expect(await namesOfDatabases()).toContain('shouwang-field'); // nobody has told it yet

    await context.setOffline(false);
    await isWiped(page);
    expect(await page.locator('main').innerText()).toContain('没送出的记录都已清除');
    expect(await namesOfDatabases()).not.toContain('shouwang-field');
    const kept = await page.evaluate(async () => {
      const caches = await Promise.all(
        (await self.caches.keys()).map(async (name) => (await self.caches.open(name)).keys()),
      );
      return { urls: caches.flat().map(({ url }) => new URL(url).pathname), local: Object.keys(localStorage) };
    });
    expect(kept.urls.filter((url) => url.startsWith('/api'))).toEqual([]);
    expect(kept.local).not.toContain('shouwang-phone-gone'); // the server has heard
    const [seen] = await phonesOfHolder();
    expect(seen).toMatchObject({ id: known!.id, ended: { because: 'wiped' }, unsent: 0 });
    expect(Date.parse(seen!.ended!.at)).not.toBeNaN();
    expect((await detailOf(county, given[1]!.id)).visits).toEqual([]);
  });

  test('that was wiped is a new one to the service when its holder signs in on it again', async () => {
    const [old] = await phonesOfHolder();
    await page.getByRole('button', { name: '重新登录' }).click();
    await signIn(page, holder.username, holder.password);
    await choosePin(page);
    await page.locator('.household-card', { hasText: `${given[1]!.head} 家` }).waitFor();
    const phones = await phonesOfHolder();
    expect(phones.filter(({ ended }) => ended === null)).toMatchObject([{ lost: null }]);
    expect(phones.find(({ ended }) => ended === null)!.id).not.toBe(old!.id);
  });

  test('copied before it was wiped opens nothing without the key that stays on the device, and is wiped when it asks', async () => {
    expect(copied.isDeviceKeyKept).toBe(true);
    const [stolen, thief] = await newPhone();
    await thief.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await layOut(thief, copied);
    await stolen.setOffline(true);
    await thief.reload();
    await enterPin(thief); // the right one
    await thief.getByText('还可以试 9 次').waitFor();
    await stolen.setOffline(false);
    await isWiped(thief);
    await stolen.close();
  });
});
