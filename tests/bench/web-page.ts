// A role's home as a browser with an empty cache loads it: the script it takes, and when it can be used on a slow machine and line.
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Cookie, Response } from 'playwright-core';
import { openBrowser, signInOn } from '../support/browser.ts';
import { round, type Spread, spread } from './figures.ts';

/** Who opens what first. A home is usable when this stands there and nothing within is loading. */
export const HOMES = [
  { username: 'province', path: '/map', shows: 'main canvas' },
  { username: 'longjing', path: '/desk', shows: 'main' },
  { username: 'longjing-zhixin', path: '/desk', shows: 'main' },
  { username: 'tax', path: '/sources', shows: 'main table' },
  { username: 'rule-author', path: '/', shows: 'main' },
  { username: 'administrator', path: '/', shows: 'main' },
  { username: 'auditor', path: '/', shows: 'main' },
  { username: 'longjing-zhixin-village', path: '/field/', shows: 'main' },
] as const;

export interface HomeFigures {
  username: string;
  path: string;
  scriptKB: number;
  /** What the map is drawn from: figures, borders and names. */
  mapDataKB: number;
  usableMs: Spread;
}

const CPU_SLOWDOWN = 4;
/** 10 Mbit/s in bytes a second, with the delay of a provincial line. */
const LINE = { offline: false, latency: 20, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 };
/** How long a page must stay as it is before it counts as done. */
const QUIET = 1_000;

const kilobytes = (bytes: number) => round(bytes / 1024, 1);

interface Loaded {
  scriptBytes: number;
  mapBytes: number;
  usableMs: number;
}

/**
 * Runs in the page from its first moment on: notes when what must show stands there, and forgets it if something loads again. As text,
 * since what compiles this file puts names of its own into functions, which the page does not know.
 */
const watchUntilUsable = (shows: string) => `
  window.seen = { usableAt: null };
  (function look() {
    const isThere = document.querySelector(${JSON.stringify(shows)}) !== null && document.querySelector('.skeleton') === null;
    window.seen.usableAt = isThere ? (window.seen.usableAt ?? performance.now()) : null;
    requestAnimationFrame(look);
  })();`;

async function loadOnce(
  context: BrowserContext,
  url: string,
  { shows, isSlow }: { shows: string; isSlow: boolean },
): Promise<Loaded> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  if (isSlow) {
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    await session.send('Network.emulateNetworkConditions', LINE);
  }
  const answers: Response[] = [];
  page.on('response', (answer) => answers.push(answer));
  await page.addInitScript(watchUntilUsable(shows));
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(
    (quiet) => {
      const { usableAt } = (window as unknown as { seen: { usableAt: number | null } }).seen;
      return usableAt !== null && performance.now() - usableAt > quiet;
    },
    QUIET,
    { timeout: 60_000 },
  );
  const usableMs = await page.evaluate(() => (window as unknown as { seen: { usableAt: number } }).seen.usableAt);
  const bytesOf = async (of: Response[]) => {
    const bodies = await Promise.all(of.map((answer) => answer.body()));
    return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  };
  const scripts = answers.filter((answer) => answer.request().resourceType() === 'script');
  const map = answers.filter((answer) => /^\/api\/(map|borders|areas)/.test(new URL(answer.url()).pathname));
  const loaded = { scriptBytes: await bytesOf(scripts), mapBytes: await bytesOf(map), usableMs: round(usableMs, 0) };
  await page.close();
  return loaded;
}

/** The cookie of somebody who has signed in. */
export async function cookiesOf(
  browser: Browser,
  at: { address: string; password: string },
  username: string,
): Promise<Cookie[]> {
  const { context } = await signInOn(browser, { ...at, username, width: 1366, height: 768 });
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

export async function measureHome(
  at: { address: string; password: string },
  { username, path, shows, runs }: { username: string; path: string; shows: string; runs: number },
): Promise<HomeFigures> {
  const browser = await openBrowser();
  try {
    const cookies = await cookiesOf(browser, at, username);
    const load = async (isSlow: boolean) => {
      const isPhone = path === '/field/';
      const viewport = isPhone ? { width: 360, height: 640 } : { width: 1366, height: 768 };
      const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
      await context.addCookies(cookies);
      const loaded = await loadOnce(context, at.address + path, { shows, isSlow });
      await context.close();
      return loaded;
    };
    const { scriptBytes, mapBytes } = await load(false);
    const slow: Loaded[] = [];
    for (let run = 0; run < runs; run += 1) slow.push(await load(true));
    const usableMs = spread(
      slow.map((one) => one.usableMs),
      0,
    );
    return { username, path, scriptKB: kilobytes(scriptBytes), mapDataKB: kilobytes(mapBytes), usableMs };
  } finally {
    await browser.close();
  }
}
