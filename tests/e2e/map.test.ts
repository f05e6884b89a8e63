// The map as a monitor walks it: province, county, list, why; a past day; the wall; a board and its file.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type Person, signInOn } from '../support/browser.ts';
import { type SharedServer, sharedServer } from '../support/shared-server.ts';
import { tableOfXlsx } from '../support/workbook.ts';

let server: SharedServer;
let browser: Browser;
let monitor: Person;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([sharedServer(), openBrowser()]);
  monitor = await signInOn(browser, {
    ...{ address: server.address, username: 'province', password: server.password, width: 1366, height: 768 },
  });
  ({ page } = monitor);
}, 120_000);

afterAll(() => browser?.close());

const go = async (path: string) => {
  await page.goto(server.address + path);
};
/** What an endpoint tells the very person on the page. */
const ask = async <T>(path: string) =>
  (await page.evaluate((url) => fetch(url).then((answer) => answer.json()), path)) as T;
const tab = (name: RegExp) => page.getByRole('tab', { name });
const countOf = async (name: RegExp) => Number((await tab(name).innerText()).replace(/\D/g, ''));

test('from the province into a county, its list and the why of an alert', { timeout: 60_000 }, async () => {
  await page.getByText('今日一句话').waitFor();
  const row = page.getByRole('row', { name: /龙井市/ });
  const shown = Number((await row.getByRole('cell').nth(1).innerText()).replace(/\D/g, ''));
  await row.getByRole('button', { name: /龙井市/ }).click();
  await page.waitForURL(/area=222405/);
  // Old numbers stand, greyed, until the new ones are there.
  await expect.poll(() => countOf(/预警清单/)).toBe(shown);
  await tab(/预警清单/).click();
  const list = page.getByRole('list', { name: '预警清单' });
  await expect.poll(() => list.getByRole('listitem').count()).toBe(Math.min(50, shown));
  await list.getByRole('button').first().click();
  await page.waitForURL(/alert=/);
  await page.getByText('依据的政策').first().waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => url.searchParams.get('area') === '2224');
  expect(monitor.faults).toEqual([]);
});

test('a day back the map, its list and the address speak of that evening', { timeout: 60_000 }, async () => {
  await go('/map?tab=list');
  const slider = page.getByRole('slider');
  await slider.waitFor();
  await page.getByText('今日一句话').click();
  await page.keyboard.press('[');
  await page.waitForURL(/day=\d{4}-\d{2}-\d{2}/);
  const day = new URL(page.url()).searchParams.get('day')!;
  const { total } = await ask<{ total: number }>(`/api/map?day=${day}`);
  await page.getByText('结束时，', { exact: false }).first().waitFor();
  await expect.poll(() => countOf(/预警清单/)).toBe(total);
  await slider.focus();
  await page.keyboard.press('End');
  await page.waitForURL((url) => !url.searchParams.has('day'));
  await tab(/变化/).click();
  await page.getByText('和昨天结束时比').waitFor();
  const { whole } = await ask<{ whole: { raised: number } }>('/api/map/changes');
  if (whole.raised > 0) {
    await page.getByRole('button', { name: '合计 新增' }).click();
    await page.waitForURL(/state=all/);
    await expect.poll(() => countOf(/预警清单/)).toBe(whole.raised);
  }
  expect(monitor.faults).toEqual([]);
});

test('the wall is dark, has nothing to click and nobody by name', { timeout: 60_000 }, async () => {
  await go('/map');
  const { items } = await ask<{ items: { household: { head: string | null; number: string } }[] }>(
    '/api/alerts?limit=200',
  );
  const names = items.flatMap(({ household }) => [household?.head, household?.number]).filter((one) => one) as string[];
  expect(names.length).toBeGreaterThan(5);
  await page.getByText('今日一句话').click();
  await page.keyboard.press('f');
  await page.waitForURL(/\/wall\?area=22$/);
  const wall = page.getByRole('main');
  await wall.getByRole('heading', { name: /低收入人口预警/ }).waitFor();
  await expect.poll(() => wall.innerText()).toMatch(/今天已/);
  const text = await wall.innerText();
  expect(names.filter((name) => text.includes(name))).toEqual([]);
  expect(await wall.locator('button, a, select, input').count()).toBe(0);
  expect(await wall.getAttribute('data-theme')).toBe('dark');
  await page.context().setOffline(true);
  await expect.poll(() => wall.getByRole('status').innerText(), { timeout: 60_000 }).toMatch(/^数据停在 \d\d:\d\d$/);
  await page.context().setOffline(false);
  await expect.poll(() => wall.getByRole('status').innerText(), { timeout: 60_000 }).toMatch(/^\d\d:\d\d$/);
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/map\?area=22$/);
});

test('a board tells what its file tells', { timeout: 60_000 }, async () => {
  monitor.faults.length = 0; // the network that was cut
  await go('/boards');
  await page.waitForURL(/\/boards\/funnel$/);
  const table = page.getByRole('table', { name: '走到哪步' });
  await table.waitFor();
  const found = (await table.getByRole('row', { name: /合计/ }).getByRole('cell').first().innerText()).replace(
    /\D/g,
    '',
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '导出 XLSX' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^走到哪步_\d{4}-\d{2}-\d{2}\.xlsx$/);
  const rows = await tableOfXlsx(readFileSync(await download.path()));
  expect([rows[0]?.[0], rows.at(-1)?.[1]]).toEqual(['走到哪步', found]);
  for (const name of ['到门时效', '工作量', '各县比较']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.locator('[aria-current="page"]', { hasText: name }).first().waitFor();
    await page.locator('main table').first().waitFor();
  }
  await page.getByRole('link', { name: '准确率' }).click();
  await page.waitForURL(/\/feedback/);
  await page.getByRole('link', { name: '走到哪步' }).waitFor();
  expect(monitor.faults).toEqual([]);
});
