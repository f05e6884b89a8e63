// A real browser: the Chromium that npm brought, one for a test file, one context a person.
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';

export const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: await sparticuz.executablePath(), args: QUIET_FLAGS, headless: true });
}

const underWay = new WeakMap<Page, Set<Request>>();

/** Keeps count of what a page has asked for and not yet got. */
function watchRequests(page: Page): void {
  const open = new Set<Request>();
  underWay.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/** Whether a page that somebody was signed in on waits for an answer: for data, or for a part of itself that was never shown before. */
export const isWaiting = (page: Page): boolean => (underWay.get(page)?.size ?? 0) > 0;

export interface Person {
  context: BrowserContext;
  page: Page;
  /** Errors the page threw, or printed to its console. */
  faults: string[];
}

/** Signs somebody in on their own device and leaves them on their home page. */
export async function signInOn(
  browser: Browser,
  of: { address: string; username: string; password: string; width: number; height: number },
): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width: of.width, height: of.height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: of.width < 500,
    geolocation: { latitude: 42.766, longitude: 129.425, accuracy: 12 },
    permissions: ['geolocation'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  watchRequests(page);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // The one expected: asking who is signed in before anybody is.
    if (message.type() === 'error' && !message.text().includes('401'))
      faults.push(`${message.text()} ${message.location().url}`.trim());
  });
  await page.goto(`${of.address}/sign-in`);
  await page.locator('input[autocomplete="username"]').fill(of.username);
  await page.locator('input[type="password"]').fill(of.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return { context, page, faults };
}
