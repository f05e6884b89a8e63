// How soon a phone can be used on a slow line: the first time, with nothing stored, and again, with the worker's files.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PIN } from '../support/coordinator.ts';
import { round, type Spread, spread } from './figures.ts';

/** Slow 3G: 400 kbit/s, and 400 ms until anything comes back. */
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const CPU_SLOWDOWN = 6;
/** A browser's emulation delays requests, not connecting: one round trip for TCP and one for TLS 1.3 stand before the first of them. */
const CONNECTING = 2 * LINE.latency;

export interface LoadFigures {
  firstMs: Spread;
  againMs: Spread;
  /** Until the list stands there, from the last digit of the PIN on; the work of the seal included. */
  listMs: Spread;
  installabilityErrors: string[];
}

interface At {
  address: string;
  username: string;
  password: string;
}

/** Opens the phone's page slowly and tells when the field stands there that somebody types into. */
async function timeOf(page: Page, address: string, field: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.goto(`${address}/field/`, { waitUntil: 'commit' });
  await page.locator(field).waitFor({ timeout: 60_000 });
  // Of the page's own clock, which begins with the request.
  const at = await page.evaluate(
    () => new Promise<number>((seen) => requestAnimationFrame(() => seen(performance.now()))),
  );
  await session.detach();
  return round(at, 0);
}

async function onePhone(context: BrowserContext, { address, username, password }: At) {
  const first = await context.newPage();
  const firstMs = (await timeOf(first, address, 'input[name="username"]')) + CONNECTING;
  await first.reload(); // at full speed, with the worker
  await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await first.locator('input[name="username"]').fill(username);
  await first.locator('input[name="password"]').fill(password);
  await first.keyboard.press('Enter');
  await first.locator('.pin-field input').first().fill(PIN);
  await first.locator('.pin-field input').nth(1).fill(PIN);
  await first.keyboard.press('Enter');
  await first.locator('.household-card').first().waitFor();
  const session = await context.newCDPSession(first);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  await first.close();

  const again = await context.newPage();
  const againMs = await timeOf(again, address, '.pin-field input');
  const slow = await context.newCDPSession(again);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await again.locator('.pin-field input').fill(PIN);
  const startedAt = performance.now();
  await again.keyboard.press('Enter');
  await again.locator('.household-card').first().waitFor();
  const listMs = round(performance.now() - startedAt, 0);
  await again.close();
  return { firstMs, againMs, listMs, errors: installabilityErrors.map(({ errorId }) => errorId) };
}

/** The medians of several phones, each new. */
export async function measureLoads(browser: Browser, at: At, runs: number): Promise<LoadFigures> {
  const phones: Awaited<ReturnType<typeof onePhone>>[] = [];
  for (let run = 0; run < runs; run += 1) {
    const context = await browser.newContext({
      viewport: { width: 360, height: 640 },
      locale: 'zh-CN',
      isMobile: true,
    });
    phones.push(await onePhone(context, at));
    await context.close();
  }
  const of = (name: 'firstMs' | 'againMs' | 'listMs') =>
    spread(
      phones.map((phone) => phone[name]),
      0,
    );
  const installabilityErrors = [...new Set(phones.flatMap((phone) => phone.errors))];
  return { firstMs: of('firstMs'), againMs: of('againMs'), listMs: of('listMs'), installabilityErrors };
}
