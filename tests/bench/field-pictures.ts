// `npx tsx tests/bench/field-pictures.ts --to FOLDER`: a picture of every screen of the phone at 360×640, in Chinese with large type, to be
// looked at. On a server of its own with a generated province, or on a running one by `--address` and `--password`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../support/browser.ts';
import { Desk, enterPin, giveHouseholds } from '../support/coordinator.ts';
import { startServer } from '../support/server.ts';
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
    size: { type: 'string', default: '125' },
    theme: { type: 'string', default: 'light' },
  },
});

const server = values.address ? undefined : await startServer(undefined, 'on');
const browser = await openBrowser();
try {
  mkdirSync(values.to, { recursive: true });
  const address = values.address ?? (server?.address as string);
  const password = values.password ?? (server?.password as string);
  const context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: true,
    geolocation: { latitude: 42.766, longitude: 129.425, accuracy: 12 },
    permissions: ['geolocation'],
  });
  await context.addInitScript(
    ([size, theme]) => {
      localStorage.setItem('shouwang.type-size', size as string);
      localStorage.setItem('shouwang.theme', theme as string);
    },
    [values.size, values.theme],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  let count = 0;
  const walk: Walk = {
    ...{ page, context, address, password, username: values.username },
    async take(name, other = page) {
      count += 1;
      await other.waitForTimeout(250);
      const wide = await other.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 360) console.warn(`${name}: ${wide} pixels wide`);
      await other.screenshot({ path: join(values.to, `${String(count).padStart(2, '0')}-${name}.png`) });
    },
    desk: await Desk.signIn(address, values.county, password),
  };
  // A dozen more, so that there is something to search.
  await giveHouseholds(walk.desk, values.area, 12);
  for (const [name, chapter] of Object.entries(CHAPTERS))
    try {
      await chapter(walk);
    } catch (error) {
      await walk.take(`${name}-broken`);
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
