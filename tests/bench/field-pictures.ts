// `npx tsx tests/bench/field-pictures.ts --to FOLDER`: a picture of every screen of the phone at 360×640, to be looked at; `--readers` names
// for whom (language, theme, size of type), `--chapters` which part of the walk. On a server of its own with a generated province, or on a
// running one by `--address` and `--password`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { Desk, enterPin, giveHouseholds } from '../support/coordinator.ts';
import { setReader } from '../support/pages.ts';
import { startServer } from '../support/server.ts';
import { lookAt } from './field-look.ts';
import { CHAPTERS } from './field-walk.ts';
import type { Walk } from './field-walk-visits.ts';

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: 'pictures' },
    address: { type: 'string' },
    password: { type: 'string' },
    username: { type: 'string', default: 'longjing-zhixin-village' },
    county: { type: 'string', default: 'longjing' },
    area: { type: 'string', default: '222405105' },
    readers: { type: 'string', default: 'zh-light-125' },
    chapters: { type: 'string', default: '' },
  },
});

type Reader = { language: 'zh' | 'en'; theme: 'light' | 'dark'; size: string };
const readers = values.readers.split(',').map((told): Reader => {
  const [language, theme, size = '125'] = told.split('-') as [Reader['language'], Reader['theme'], string];
  return { language, theme, size };
});
const chapters = Object.entries(CHAPTERS).filter(
  ([name]) => !values.chapters || values.chapters.split(',').includes(name),
);

const server = values.address ? undefined : await startServer(undefined, 'on');
const browser = await openBrowser();

async function newPhone(): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: true,
    geolocation: { latitude: 42.766, longitude: 129.425, accuracy: 12 },
    permissions: ['geolocation'],
  });
  context.setDefaultTimeout(15_000);
  return context;
}

let count = 0;
/** The walk goes on in Chinese: for each other reader the page is turned for as long as its picture takes. */
async function take(name: string, page: Page): Promise<void> {
  count += 1;
  for (const { language, theme, size } of [...readers, { language: 'zh', theme: 'light', size: '100' } as const]) {
    await setReader(page, { language, theme });
    await page.evaluate((percent) => {
      document.documentElement.style.fontSize = `${percent}%`;
    }, size);
    if (!readers.some((one) => one.language === language && one.theme === theme && one.size === size)) continue;
    await page.waitForTimeout(250); // what slides in has come to rest
    const reader = `${language}-${theme}-${size}`;
    const path = join(values.to, reader, `${String(count).padStart(3, '0')}-${name}.png`);
    await page.screenshot({ path });
    for (const fault of await lookAt(page)) console.warn(`${reader} ${name}: ${fault}`);
  }
}

try {
  for (const { language, theme, size } of readers)
    mkdirSync(join(values.to, `${language}-${theme}-${size}`), { recursive: true });
  const address = values.address ?? (server?.address as string);
  const password = values.password ?? (server?.password as string);
  const context = await newPhone();
  const page = await context.newPage();
  const walk: Walk = {
    ...{ page, context, address, password, username: values.username, area: values.area, newPhone },
    take: (name, other = page) => take(name, other),
    desk: await Desk.signIn(address, values.county, password),
  };
  // A dozen more, so that there is something to search.
  await giveHouseholds(walk.desk, values.area, 12);
  for (const [name, chapter] of chapters)
    try {
      await chapter(walk);
    } catch (error) {
      await walk.take(`${name}-broken`).catch(() => undefined);
      console.error(`${name}: ${(error as Error).message}`);
      process.exitCode = 1;
      await context.setOffline(false);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.goto(`${address}/field/`);
      if (await page.locator('input[type="password"]').isVisible()) await enterPin(page);
    }
} finally {
  await browser.close();
  await server?.stop();
}
