// What holds on every page: each role's home, language and theme without loading anew, a lost connection that catches up, a file that an
// update took away, and a window at 200 %.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../server/access/model.ts';
import { homeOf } from '../../web/features/session/home.ts';
import { openBrowser, type Person, signInOn } from '../support/browser.ts';
import { settled, walkTo } from '../support/pages.ts';
import { type SharedServer, sharedServer } from '../support/shared-server.ts';

const DESK = { width: 1366, height: 630 };
const PHONE = { width: 360, height: 640 };

const ROLES: Record<Role, string> = {
  'province-monitor': 'province',
  'city-supervisor': 'yanbian',
  'county-dispatcher': 'longjing',
  'township-officer': 'longjing-zhixin',
  'village-coordinator': 'longjing-zhixin-village',
  'department-liaison': 'tax',
  'rule-author': 'rule-author',
  'rule-publisher': 'rule-publisher',
  administrator: 'administrator',
  'security-officer': 'security-officer',
  auditor: 'auditor',
};

let server: SharedServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([sharedServer(), openBrowser()]);
}, 120_000);
afterAll(() => browser?.close());

const person = (username: string, size = DESK): Promise<Person> =>
  signInOn(browser, { address: server.address, username, password: server.password, ...size });

/** How far the document reaches beyond the window, sideways. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

describe('a home', () => {
  it.each(Object.entries(ROLES) as [Role, string][])(
    'of a %s opens without a fault and fits its window',
    async (role, username) => {
      const isPhone = role === 'village-coordinator';
      const { context, page, faults } = await person(username, isPhone ? PHONE : DESK);
      await page.waitForURL((url) => url.pathname === homeOf(role));
      await page.locator('main').first().waitFor();
      await settled(page);
      expect(await page.locator('[role="alert"]:not(:empty)').allTextContents()).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      if (!isPhone) {
        const foot = await page.locator('.rail > :last-child').boundingBox();
        expect(foot!.y + foot!.height).toBeLessThanOrEqual(DESK.height);
        await page.setViewportSize({ width: 683, height: 315 }); // the same window at 200 %
        await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0); // charts are drawn anew
        for (const link of await page.locator('.rail .rail-link').all()) expect(await link.isVisible()).toBe(true);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});

it('language and theme change without loading anew, in the user’s menu, and are remembered before the first paint', async () => {
  const { context, page, faults } = await person('province');
  const root = page.locator('html');
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  await page.locator('.user-menu summary').click();
  await page.getByRole('button', { name: '深色' }).click();
  expect(await root.getAttribute('data-theme')).toBe('dark');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(13, 20, 18)');
  await page.emulateMedia({ media: 'print' }); // paper is light, and holds no rail
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(23, 33, 30)');
  expect(await page.locator('.rail').isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Sources' }).waitFor();
  expect(await root.getAttribute('lang')).toBe('en');
  expect(await page.evaluate(() => (window as { isSamePage?: boolean }).isSamePage)).toBe(true);

  // Stopped before its bundle has run, the page is dark already.
  await page.route('**/assets/index-*.js', (route) => route.abort());
  await page.reload();
  expect(await root.getAttribute('data-theme')).toBe('dark');
  await page.unroute('**/assets/index-*.js');
  await page.reload();
  await page.getByRole('link', { name: 'Sources' }).waitFor();
  await page.locator('.user-menu summary').click();
  await page.getByRole('button', { name: 'System' }).click();
  expect(await root.getAttribute('data-theme')).toBe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => root.getAttribute('data-theme')).toBe('dark');
  expect(faults.filter((fault) => !fault.includes('ERR_FAILED'))).toEqual([]);
  await context.close();
});

/** The tax office corrects three months of somebody's wages to nothing: one more warning. */
function wagesStop(): string {
  const rows = ['202608', '202609', '202610'].map(
    (month) => `蔡燕淑,居民身份证,229927198405014158,${month},0.00,某单位`,
  );
  const folder = join(server.folder, 'everywhere');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, '税务局_工资薪金所得_202610_更正.csv');
  writeFileSync(path, ['纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人', ...rows, ''].join('\r\n'));
  return path;
}

it('a lost connection says since when, holds acts back, and what came meanwhile is there once it is back', async () => {
  const { context, page } = await person('province');
  await walkTo(page, '/map');
  const total = page.getByRole('button', { name: /全部/ }).first();
  const badge = page.locator('.live-badge');
  await expect.poll(() => badge.textContent()).toBe('实时');
  await expect.poll(() => total.textContent()).toMatch(/\d/);
  const before = Number(/\d+/.exec((await total.textContent())!)![0]);

  await context.setOffline(true);
  await expect.poll(() => badge.textContent()).toMatch(/^停在 \d\d:\d\d，重连中$/);
  await page.getByText('连上前只能看，不能办理').waitFor();
  await server.command('ingest', wagesStop());
  expect(await total.textContent()).toContain(String(before));

  await context.setOffline(false);
  await expect.poll(() => badge.textContent(), { timeout: 60_000 }).toBe('实时');
  await expect.poll(() => total.textContent(), { timeout: 60_000 }).toContain(String(before + 1));
  await page.getByText('连上前只能看，不能办理').waitFor({ state: 'detached' });
  await context.close();
});

it('a page whose file an update took away loads anew once, and then says so', async () => {
  const { context, page } = await person('province');
  const asked: string[] = [];
  await page.route('**/assets/sources-page-*.js', async (route) => {
    asked.push(route.request().url());
    await (asked.length === 1 ? route.abort() : route.continue());
  });
  await page.locator('.rail').getByRole('link', { name: '来源' }).click();
  await page.locator('main').first().waitFor();
  await expect.poll(() => asked.length).toBe(2);
  expect(new URL(page.url()).pathname).toBe('/sources');

  await page.route('**/assets/pairs-page-*.js', (route) => route.abort());
  await page
    .getByRole('button', { name: '更多' })
    .or(page.locator('.rail').getByRole('link', { name: '待认' }))
    .first()
    .click();
  await walkTo(page, '/pairs', '[role="alert"]:not(:empty)');
  expect(await page.locator('[role="alert"]').first().textContent()).toContain('再试一次');
  await context.close();
});

it('a word of art says what it means, to the pointer and to the keyboard; all of them stand in the rail', async () => {
  const { context, page } = await person('province');
  const word = page.locator('.ranking').getByRole('button', { name: '每千户' });
  const says = page.locator('.term-says');
  await word.hover();
  expect(await says.textContent()).toContain('户数多少不一的地方才好比');
  await page.mouse.move(0, 0);
  await says.waitFor({ state: 'detached' });
  await word.focus();
  await says.waitFor();
  await page.keyboard.press('Escape');
  await says.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: '名词' }).click();
  await page.getByRole('dialog').getByText('不等于没有风险').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await context.close();
});
