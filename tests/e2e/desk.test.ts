// The desk in a browser: many dispatched with the keyboard and taken back, and two dispatchers who want the same household.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { QueueRow } from '../../server/flow/tasks/model.ts';
import { openBrowser, type Person, signInOn } from '../support/browser.ts';
import { type SharedServer, sharedServer } from '../support/shared-server.ts';

const DESK = { width: 1366, height: 768 };
/** The other county of the samples: no other walk works there. */
const COUNTY = 'nanguan';
const HELPER = '李帮手';

let server: SharedServer;
let browser: Browser;
const people: Person[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([sharedServer(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await Promise.all(people.map(({ context }) => context.close()));
  await browser?.close();
});

async function person(username: string): Promise<Page> {
  const somebody = await signInOn(browser, { address: server.address, username, password: server.password, ...DESK });
  people.push(somebody);
  return somebody.page;
}

/** Asks the API as whoever is signed in on the page. */
const ask = <T>(page: Page, path: string, body?: object): Promise<T> =>
  page.evaluate(
    async ({ path, body }) => {
      const sent = body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      };
      return await (await fetch(path, sent)).json();
    },
    { path, body },
  );
const waiting = async (page: Page) => (await ask<{ items: QueueRow[] }>(page, '/api/tasks?limit=200')).items;
const stateOf = async (page: Page, id: string) => (await ask<{ task: QueueRow }>(page, `/api/tasks/${id}`)).task.state;
const rowOf = (page: Page, id: string) => page.locator(`button[data-task="${id}"]`);

async function openDesk(page: Page): Promise<void> {
  await page.goto(`${server.address}/desk`);
  await page.locator('button[data-task]').first().waitFor();
}

it('many are chosen, previewed, dispatched and taken back, with the keyboard alone', async () => {
  const page = await person(COUNTY);
  await openDesk(page);
  const before = await waiting(page);
  expect(before.length).toBeGreaterThanOrEqual(3);
  const ids = before.slice(0, 3).map((row) => row.id);

  await page.keyboard.press('x');
  await page.getByText('已选 1 户').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('已选 3 户').waitFor();
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '派出 3 户' }).waitFor();
  await dialog.locator('tbody tr').first().waitFor();
  expect(await Promise.all(ids.map((id) => stateOf(page, id)))).toEqual(before.slice(0, 3).map((row) => row.state));

  await page.keyboard.press('Enter');
  await page.getByText('刚派出 3 户').waitFor();
  await expect.poll(() => rowOf(page, ids[0]!).count()).toBe(0);
  expect(await Promise.all(ids.map((id) => stateOf(page, id)))).toEqual(['assigned', 'assigned', 'assigned']);
  // What was done here is no news here.
  await page.locator('.action-bar').getByText('已派给').waitFor();
  expect(await page.locator('[data-lost]').count()).toBe(0);

  await page.keyboard.press('z');
  await page.getByText('已撤回 3 户').waitFor();
  await expect.poll(() => rowOf(page, ids[2]!).count()).toBe(1);
  const after = await waiting(page);
  for (const { id, state, dispatchDueAt, visitDueAt } of before.slice(0, 3))
    expect(after.find((row) => row.id === id)).toMatchObject({ state, dispatchDueAt, visitDueAt, assignee: null });
});

it('a household that another dispatcher took stays in the list, struck, and can be adopted or given to somebody else', async () => {
  const [slow, quick] = [await person(COUNTY), await person(COUNTY)];
  await openDesk(slow);
  await openDesk(quick);
  const [first, second] = (await waiting(slow)).slice(-2) as [QueueRow, QueueRow];
  const administrator = await person('administrator');
  await ask(administrator, '/api/users', {
    ...{ username: 'nanguan-helper', name: HELPER, role: 'village-coordinator', visitorKind: 'coordinator' },
    villages: [second.areaCode],
  });

  const take = async (row: QueueRow) => {
    await slow.goto(`${server.address}/desk?task=${row.id}`);
    await rowOf(slow, row.id).waitFor();
    await slow
      .locator('.task-line', { has: rowOf(slow, row.id) })
      .getByRole('checkbox')
      .check();
    const [given] = (
      await ask<{ items: { outcome: string }[] }>(quick, '/api/tasks/dispatch', {
        tasks: [{ id: row.id, version: row.version }],
      })
    ).items;
    expect(given?.outcome).toBe('dispatched');
    const lost = slow.locator(`[data-lost="${row.id}"]`);
    await lost.getByText(/\d\d:\d\d 南关区调度员已派给/).waitFor();
    return lost;
  };

  const adopted = await take(first);
  await adopted.getByRole('button', { name: '采用' }).click();
  await expect.poll(() => adopted.count()).toBe(0);
  expect(await stateOf(slow, first.id)).toBe('assigned');

  const contested = await take(second);
  const holder = (await ask<{ task: QueueRow }>(slow, `/api/tasks/${second.id}`)).task.assignee!;
  await contested.getByRole('button', { name: '改派' }).click();
  const dialog = slow.getByRole('dialog');
  await dialog.locator('.coordinator input:enabled').first().check();
  await dialog.getByRole('button', { name: '派出 1 户' }).click();
  await slow.getByText('派出 1 户。').waitFor();
  const { task } = await ask<{ task: QueueRow }>(slow, `/api/tasks/${second.id}`);
  expect(task.state).toBe('assigned');
  expect(task.assignee?.id).not.toBe(holder.id);
  expect([task.assignee?.name, holder.name]).toContain(HELPER);
  expect(people.flatMap(({ faults }) => faults)).toEqual([]);
});
