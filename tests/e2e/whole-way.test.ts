// The whole way, as people walk it: wages stop in a file, and at the end the warning is closed and stays closed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type Person, signInOn } from '../support/browser.ts';
import { answerForm, turn } from '../support/coordinator.ts';
import { type RunningServer, startServer } from '../support/server.ts';

/** Cai Yanshu's household in Zhixin township lives on her wages alone: four people, and nothing else is told of them. */
const HOUSEHOLD = 'H2224050000506';
const EARNER = { name: '蔡燕淑', id: '229927198405014158' };
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 360, height: 640 };

let server: RunningServer;
let browser: Browser;
const people: Person[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
}, 60_000);

async function person(username: string, size: typeof DESK): Promise<Person> {
  const somebody = await signInOn(browser, { address: server.address, username, password: server.password, ...size });
  people.push(somebody);
  return somebody;
}

async function lines<T>(...command: string[]): Promise<T[]> {
  const printed = await server.command(...command, '--json');
  return printed
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** The tax office corrects three months: nothing was paid. */
function wagesStop(): string {
  const months = ['202608', '202609', '202610'];
  const rows = months.map((month) => `${EARNER.name},居民身份证,${EARNER.id},${month},0.00,某单位`);
  const folder = join(server.folder, 'files');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, '税务局_工资薪金所得_202610_更正.csv');
  writeFileSync(path, ['纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人', ...rows, ''].join('\r\n'));
  return path;
}

test('wages stop in a file, and the warning is found, dispatched, visited, confirmed and closed', {
  timeout: 180_000,
}, async () => {
  const monitor = await person('province', DESK);
  await monitor.page.getByText('今日一句话').waitFor();
  const before = (await lines('alerts')).length;
  // The figure of all levels; it must change without a reload.
  const total = monitor.page.getByRole('button', { name: /全部/ }).first();
  await expect.poll(() => total.textContent()).toContain(String(before));

  await server.command('ingest', wagesStop());
  await expect.poll(() => total.textContent(), { timeout: 60_000 }).toContain(String(before + 1));
  const [alert] = (await lines<{ id: string; household: string; rule: string; state: string }>('alerts')).filter(
    (one) => one.household === HOUSEHOLD,
  );
  expect(alert).toMatchObject({ rule: 'income-collapse', state: 'open' });
  expect(await server.command('why', alert!.id)).toContain('税务局_工资薪金所得_202610_更正.csv');
  const [task] = (await lines<{ id: string; household: string; state: string }>('tasks')).filter(
    (one) => one.household === HOUSEHOLD,
  );
  expect(task).toMatchObject({ state: 'waiting' });

  const county = await person('longjing', DESK);
  await county.page.goto(`${server.address}/desk?task=${task!.id}`);
  await county.page.getByText('税务部门数据').first().waitFor();
  await county.page.getByRole('button', { name: /^派给/ }).click();
  await expect.poll(async () => await taskState(task!.id)).toBe('assigned');

  const coordinator = await person('longjing-zhixin-village', PHONE);
  await choosePin(coordinator);
  await coordinator.page.getByText(' 家').first().click();
  await coordinator.page.getByText('工资收入突然少了一半以上').first().waitFor();
  await coordinator.page.getByRole('button', { name: '知道了，我去' }).click();
  await coordinator.page.getByRole('button', { name: '我到门口了' }).click();
  await visit(coordinator);
  await expect.poll(async () => await taskState(task!.id)).toBe('submitted');

  const township = await person('longjing-zhixin', DESK);
  await township.page.goto(`${server.address}/desk?view=submitted&task=${task!.id}`);
  await township.page.getByRole('button', { name: '确认，办结' }).click();
  await expect.poll(async () => await taskState(task!.id)).toBe('closed');

  await server.command('cycle');
  const after = await lines<{ household: string }>('alerts');
  expect(after).toHaveLength(before);
  expect(after.filter((one) => one.household === HOUSEHOLD)).toEqual([]);
  const [closed] = (await lines<{ id: string; state: string }>('alerts', '--all')).filter(
    (one) => one.id === alert!.id,
  );
  expect(closed?.state).toBe('closed');

  expect(JSON.parse(await server.command('audit', 'verify'))).toMatchObject({ ok: true });
  const auditor = await person('auditor', DESK);
  const log = await auditor.page.evaluate(
    async (ids) => {
      const pages = await Promise.all(
        ids.map((id) => fetch(`/api/audit?subjectId=${id}&limit=200`).then((answer) => answer.json())),
      );
      return pages.flatMap((page: { items: { action: string; subjectId: string }[] }) => page.items);
    },
    [alert!.id, task!.id],
  );
  const actions = new Set(log.map((entry: { action: string }) => entry.action));
  for (const action of [
    'alert.raise',
    'task.open',
    'task.dispatch',
    'task.accept',
    'task.confirm',
    'task.close',
    'alert.close',
  ])
    expect(actions, action).toContain(action);
  expect(people.flatMap((one) => one.faults)).toEqual([]);
});

/** A phone that is new asks for the number that seals what is on it. */
async function choosePin({ page }: Person): Promise<void> {
  const fields = page.locator('.pin-field input');
  await fields.nth(0).fill('480271');
  await fields.nth(1).fill('480271');
  await page.keyboard.press('Enter');
}

/** One question a page; the phone has no room for a wider page. */
async function visit({ page }: Person): Promise<void> {
  const next = () => turn(page);
  await page.getByRole('button', { name: '记下现在的位置' }).click();
  await page.getByText(/误差约/).waitFor();
  await next();
  await answerForm(page);
  await page.getByText('急难临时救助').first().click();
  await next();
  await page.getByText('失业或收入骤减').click();
  await next();
  await page.getByLabel('情况').fill('蔡燕淑八月停工，家里四口人靠借钱过日子。');
  await next();
  await page.getByLabel('帮助').fill('先给临时救助。');
  await next();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(PHONE.width);
  // Neither photos nor a signature.
  await next();
  await next();
  await page.getByRole('button', { name: /送/ }).last().click();
  await page
    .getByText(/送到了/)
    .first()
    .waitFor();
}

async function taskState(id: string): Promise<string | undefined> {
  return (await lines<{ id: string; state: string }>('tasks', '--all')).find((one) => one.id === id)?.state;
}
