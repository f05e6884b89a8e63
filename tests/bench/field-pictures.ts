// `npx tsx tests/bench/field-pictures.ts --to FOLDER`: a picture of every screen of the phone at 360×640, in Chinese with large type, to be
// looked at. On a server of its own with a generated province, or on a running one by `--address` and `--password`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import { CHAPTERS, type Walk } from './field-walk.ts';

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: 'pictures' },
    address: { type: 'string' },
    password: { type: 'string' },
    username: { type: 'string', default: 'longjing-zhixin-village' },
    county: { type: 'string', default: 'longjing' },
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
    async take(name) {
      count += 1;
      await page.waitForTimeout(250);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 360) console.warn(`${name}: ${wide} pixels wide`);
      await page.screenshot({ path: join(values.to, `${String(count).padStart(2, '0')}-${name}.png`) });
    },
    desk: await deskOf(address, password),
  };
  await handOut(walk.desk);
  for (const [name, chapter] of Object.entries(CHAPTERS))
    try {
      await chapter(walk);
    } catch (error) {
      await walk.take(`${name}-broken`);
      console.error(`${name}: ${(error as Error).message}`);
      process.exitCode = 1;
    }
} finally {
  await browser.close();
  await server?.stop();
}

/** Gives the coordinator a dozen more, so that there is something to search. */
async function handOut(desk: Walk['desk']): Promise<void> {
  const { items } = (await desk('GET', '/api/tasks?view=waiting&area=222405105&limit=100')) as {
    items: { id: string; version: number; suggested: { id: string; name: string } | null }[];
  };
  const given = items.filter((task) => task.suggested).slice(0, 12);
  for (const { id, version, suggested } of given)
    await desk('POST', `/api/tasks/${id}/dispatch`, version, { assigneeId: suggested?.id });
}

/** Somebody of the county, by their cookie. */
async function deskOf(address: string, password: string): Promise<Walk['desk']> {
  const body = JSON.stringify({ username: values.county, password });
  const headers = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${address}/api/session`, { method: 'POST', headers, body });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return async (method, path, version, given) => {
    const answer = await fetch(address + path, {
      method,
      headers: { cookie, ...(given && headers), ...(version && { 'if-match': `"v${version}"` }) },
      ...(given && { body: JSON.stringify(given) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return await answer.json();
  };
}
