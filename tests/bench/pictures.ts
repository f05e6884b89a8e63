// `npx tsx tests/bench/pictures.ts --to FOLDER`: a picture of every page of the table, in two sizes and both themes, to be looked at. On a
// server of its own with a generated province, or on a running one by `--address` and `--password`. `--only` takes part of an address.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser, signInOn } from '../support/browser.ts';
import { openPage, PAGES, setReader, settled } from '../support/pages.ts';
import { startServer } from '../support/server.ts';

const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const PHONE = [{ width: 360, height: 640 }];
const THEMES = ['light', 'dark'] as const;

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: 'pictures' },
    address: { type: 'string' },
    password: { type: 'string' },
    only: { type: 'string' },
    language: { type: 'string', default: 'zh' },
  },
});
const language = values.language === 'en' ? 'en' : 'zh';

/** `as longjing, /desk?task=…` as a file's name. */
const nameOf = (as: string, path: string) =>
  `${as}${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'one').replace(/[^\w]+/g, '-')}`.replace(/-$/, '');

async function picture(page: Page, name: string, sizes: typeof SIZES): Promise<void> {
  for (const theme of THEMES)
    for (const size of sizes) {
      await page.setViewportSize(size);
      await setReader(page, { language, theme });
      await settled(page);
      await page.waitForTimeout(300); // canvases are drawn a moment after their data has come
      await page.screenshot({ path: join(values.to, `${name}-${size.width}-${theme}.png`) });
    }
}

const server = values.address ? undefined : await startServer(undefined, 'on');
const browser = await openBrowser();
try {
  mkdirSync(values.to, { recursive: true });
  const address = values.address ?? (server?.address as string);
  const password = values.password ?? (server?.password as string);
  const wanted = PAGES.filter(({ route }) => route.includes(values.only ?? ''));
  for (const username of new Set(wanted.map(({ as }) => as))) {
    const own = wanted.filter(({ as }) => as === username);
    const sizes = own[0]?.isPhone ? PHONE : SIZES;
    const { context, page } = await signInOn(browser, {
      address,
      username,
      password,
      ...(sizes[0] as (typeof SIZES)[0]),
    });
    const ask = async (path: string) => (await page.request.get(address + path)).json();
    for (const entry of own) {
      const path = typeof entry.path === 'string' ? entry.path : await entry.path(ask);
      if (path === null) continue;
      await page.setViewportSize(sizes[0] as (typeof SIZES)[0]);
      try {
        await openPage(page, entry, path);
        await picture(page, nameOf(username, path), sizes);
      } catch (error) {
        console.error(`${username} ${path}: ${(error as Error).message.split('\n')[0]}`);
        process.exitCode = 1;
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  await server?.stop();
}
