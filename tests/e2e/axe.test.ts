// Every page of the table, read by axe in both languages and both themes: nothing serious. And the table knows every page there is.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signInOn } from '../support/browser.ts';
import { openPage, PAGES, setReader, settled } from '../support/pages.ts';
import { type SharedServer, sharedServer } from '../support/shared-server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 360, height: 640 };
/** All rules by day in Chinese, and by night in English: what a language or a theme breaks shows in one of the two. */
const READERS = [
  { language: 'zh', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const;

let server: SharedServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([sharedServer(), openBrowser()]);
  await handOut();
}, 120_000);
afterAll(() => browser?.close());

/** Nobody works in the samples: one task goes to the coordinator, so that the phone has something to show. */
async function handOut(): Promise<void> {
  const of = { address: server.address, username: 'longjing-zhixin', password: server.password, ...DESK };
  const { context, page } = await signInOn(browser, of);
  const status = await page.evaluate(async () => {
    const { items } = await (await fetch('/api/tasks?view=waiting')).json();
    const [{ id, version }] = items;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ tasks: [{ id, version }] });
    return (await fetch('/api/tasks/dispatch', { method: 'POST', headers, body })).status;
  });
  expect(status).toBe(200);
  await context.close();
}

/** The serious and critical findings, a line each: rule, where, why. */
async function findingsOn(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], preload: false })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary?.replaceAll('\n', ' ')}`),
    );
}

async function findingsInAllReaders(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const reader of READERS) {
    await setReader(page, reader);
    found.push(...(await findingsOn(page)).map((line) => `${reader.language} ${reader.theme}: ${line}`));
  }
  return found;
}

it('the sign-in page has no serious finding', async () => {
  const page = await browser.newPage({ viewport: DESK });
  await page.goto(`${server.address}/sign-in`);
  await page.locator('form').waitFor();
  await page.evaluate(AXE);
  expect(await findingsInAllReaders(page)).toEqual([]);
  await page.context().close();
});

describe.each([...new Set(PAGES.map((entry) => entry.as))])('as %s', (username) => {
  it('no page has a serious finding, and none prints an error', async () => {
    const own = PAGES.filter((entry) => entry.as === username);
    const size = own[0]?.isPhone ? PHONE : DESK;
    const of = { address: server.address, username, password: server.password, ...size };
    const { context, page, faults } = await signInOn(browser, of);
    // A coordinator is sent on to the phone's own app, which asks for its number first.
    if (own[0]?.isPhone) await page.locator('.pin-field input').first().waitFor();
    await page.evaluate(AXE);
    const ask = (path: string) => page.evaluate((to) => fetch(to).then((answer) => answer.json()), path);
    const found: string[] = [];
    for (const entry of own) {
      const path = typeof entry.path === 'string' ? entry.path : await entry.path(ask);
      expect(path, entry.route).not.toBeNull();
      if (path === null) continue;
      await openPage(page, entry, path);
      if (entry.isApart) await page.evaluate(AXE);
      found.push(...(await findingsInAllReaders(page)).map((line) => `${path} ${line}`));
    }
    await context.close();
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });
});

it('the phone has no serious finding: its number, what is to do, what waits, whose it is', async () => {
  const of = { address: server.address, username: 'longjing-zhixin-village', password: server.password, ...PHONE };
  const { context, page, faults } = await signInOn(browser, of);
  const pins = page.locator('.pin-field input');
  await pins.nth(0).waitFor();
  await page.evaluate(AXE);
  const found = await findingsInAllReaders(page);
  await pins.nth(0).fill('480271');
  await pins.nth(1).fill('480271');
  await page.keyboard.press('Enter');
  const tabs = page.locator('nav a');
  await tabs.first().waitFor();
  for (const index of [0, 1, 2]) {
    await tabs.nth(index).click();
    await page.locator(`nav a:nth-child(${index + 1})[aria-current="page"]`).waitFor();
    await settled(page);
    found.push(...(await findingsInAllReaders(page)).map((line) => `${page.url()} ${line}`));
  }
  await context.close();
  expect(found).toEqual([]);
  expect(faults).toEqual([]);
});

it('every page that the router knows stands in the table', () => {
  const router = readFileSync('web/routes/router.tsx', 'utf8');
  const known = [...router.matchAll(/path="(\/[^"]*)"/g)].map((match) => match[1]);
  const elsewhere = ['/sign-in', '/field/*']; // above
  const told = new Set([...PAGES.map(({ route }) => route), ...elsewhere]);
  expect(known.filter((route) => !told.has(route as string))).toEqual([]);
});
