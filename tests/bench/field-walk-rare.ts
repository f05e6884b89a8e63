// Screens that few ever meet: aid that may end, a visit that the server refuses, days in vain, an account that is locked, a volunteer's list,
// a first fetch that fails. Each on a device of its own; what a server says seldom is changed on its way to the phone.
import type { Page } from 'playwright-core';
import { choosePin, Desk, giveHouseholds, PIN, sendVisit, signIn } from '../support/coordinator.ts';
import { openHousehold, toEnd, type Walk, walkVisit } from './field-walk-visits.ts';

const DAY = 86_400_000;

interface Waiting {
  id: string;
  version: number;
  kind: string;
  state: string;
  suggested: { id: string } | null;
}

interface Rare {
  page: Page;
  take(name: string): Promise<void>;
}

/** A phone that is new; `before` prepares what the server will say. */
async function onNewPhone(walk: Walk, walkOn: (rare: Rare) => Promise<void>): Promise<void> {
  const context = await walk.newPhone();
  const page = await context.newPage();
  try {
    await page.goto(`${walk.address}/field/`);
    await walkOn({ page, take: (name) => walk.take(name, page) });
  } catch (error) {
    await walk.take('broken', page).catch(() => undefined);
    throw error;
  } finally {
    await context.close();
  }
}

/** Changes what the phone is told of its tasks. */
async function tellOfTasks(page: Page, change: (items: { attempts: object[] }[], now: number) => void): Promise<void> {
  await page.route('**/api/field/sync**', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    change(body.items ?? [], Date.parse(body.now));
    await route.fulfill({ response: answer, json: body });
  });
}

async function begin(page: Page, { username, password }: Pick<Walk, 'username' | 'password'>): Promise<void> {
  await signIn(page, username, password);
  await choosePin(page);
  await page.locator('.household-card').first().waitFor();
}

/** Aid that may have to end: why, the form, what may be said of it. */
export async function exit(walk: Walk): Promise<void> {
  const waiting = await walk.desk.ask<{ items: Waiting[] }>(
    'GET',
    `/api/tasks?view=waiting&area=${walk.area}&limit=100`,
  );
  for (const { id, version, kind, suggested } of waiting.items)
    if (kind === 'exit' && suggested)
      await walk.desk.ask('POST', `/api/tasks/${id}/dispatch`, { version, body: { assigneeId: suggested.id } });
  const own = await Desk.signIn(walk.address, walk.username, walk.password);
  const { items } = await own.ask<{ items: Pick<Waiting, 'id' | 'kind' | 'state'>[] }>('GET', '/api/field/sync');
  const task = items.find(({ kind, state }) => kind === 'exit' && ['assigned', 'accepted'].includes(state));
  if (!task) return console.warn('exit: they have no task about leaving aid here');
  await onNewPhone(walk, async ({ page, take }) => {
    await begin(page, walk);
    await page.locator(`a[href$="${task.id}"]`).first().click();
    await page.locator('.family').waitFor();
    await take('exit-household');
    await toEnd(page);
    await take('exit-household-end');
    await page.getByRole('button', { name: '我到门口了' }).click();
    await page.getByText('没有信号，定不到').waitFor();
    await walkVisit({ page, take: (name) => take(`exit-${name}`) });
  });
}

/** Nobody met on three days, so that the visit may end; and the server, which knows of none, refuses it. */
export async function vain(walk: Walk): Promise<void> {
  await giveHouseholds(walk.desk, walk.area, 2);
  await onNewPhone(walk, async ({ page, take }) => {
    await tellOfTasks(page, (items, now) => {
      for (const item of items)
        item.attempts = [4, 2, 1].map((days) => ({ at: new Date(now - days * DAY).toISOString(), why: 'not-home' }));
    });
    await begin(page, walk);
    await openHousehold(page);
    const end = page.getByRole('button', { name: /写结论/ });
    await end.scrollIntoViewIfNeeded();
    await take('vain-offered');
    await end.click();
    await page.getByText('没有信号，定不到').waitFor();
    await take('vain-place');
    await page.getByText('没有信号，定不到').click();
    const next = page.getByRole('button', { name: /下一页/ });
    await next.click();
    await page.getByText('去了以后，是什么情况？').waitFor();
    await page.locator('.choice input:checked').scrollIntoViewIfNeeded();
    await take('vain-outcome');
    await next.click();
    await page.getByLabel('情况').fill('邻居说全家去了外地，电话也打不通。');
    await next.click();
    await next.click();
    await page.locator('.check-list').waitFor();
    await take('vain-check');
    await sendVisit(page);
    await page.getByText('服务器有话说').waitFor();
    await take('refused-sent');
    await page
      .locator('.field-tabs a')
      .nth(1)
      .or(page.getByRole('link', { name: '看一下' }))
      .first()
      .click();
    await page.locator('.entry-notice').waitFor();
    await take('refused-entry');
    await toEnd(page);
    await take('refused-entry-end');
    await page.locator('.field-back').click();
    await page.getByRole('heading', { name: /要您看/ }).waitFor();
    await take('refused-outbox');
    await page.locator('.outbox-entry a').first().click();
    await page.getByRole('button', { name: '打开改' }).click();
    await page.locator('.field-progress').waitFor();
    await page.waitForTimeout(300);
    await take('refused-corrected');
    await page.goBack();
    await page.goto(`${walk.address}/field/`);
    await page.locator('input[type="password"]').fill(PIN);
    await page.keyboard.press('Enter');
    await page.locator('.draft-line').first().waitFor();
    await page.locator('.draft-line').first().scrollIntoViewIfNeeded();
    await take('refused-list');
  });
}

/** A volunteer sees the visits by the calendar that are theirs, and nothing of why others were sent. */
export async function volunteer(walk: Walk): Promise<void> {
  const username = walk.username.replace(/village$/, 'volunteer');
  await onNewPhone(walk, async ({ page, take }) => {
    await signIn(page, username, walk.password);
    await choosePin(page);
    const card = page.locator('.household-card').first();
    await card.or(page.getByText('现在没有要去的户')).first().waitFor();
    await take('volunteer-list');
    if (!(await card.isVisible())) return;
    await card.click();
    await page.locator('.family').waitFor();
    await take('volunteer-household');
    await toEnd(page);
    await take('volunteer-household-end');
    await page.getByRole('button', { name: /我到门口了|接着写/ }).click();
    await page.getByText('没有信号，定不到').waitFor();
    await take('volunteer-visit');
    await page.getByText('没有信号，定不到').click();
    const next = page.getByRole('button', { name: /下一页/ });
    for (let at = 1; at < 4; at += 1) {
      if (!(await next.isEnabled())) break;
      await next.click();
      await page.waitForTimeout(200);
      await take(`volunteer-visit-${at}`);
    }
    await page.goto(`${walk.address}/field/me`);
    await page.locator('input[type="password"]').fill(PIN);
    await page.keyboard.press('Enter');
    await page.locator('.me-ways-out').waitFor();
    await take('volunteer-me');
  });
}

/** Signed in, and then nothing comes: no signal, a server that does not answer, a full phone. */
export async function firstFetch(walk: Walk): Promise<void> {
  await onNewPhone(walk, async ({ page, take }) => {
    await page.route('**/api/field/sync**', (route) => route.abort());
    await signIn(page, walk.username, walk.password);
    await choosePin(page);
    await page.getByText(/服务器没有回答/).waitFor();
    await take('first-fetch-failed');
    await page.context().setOffline(true);
    await page
      .getByText(/没有信号/)
      .first()
      .waitFor();
    await take('first-fetch-offline');
    await page.locator('.field-tabs a').nth(2).click();
    await page.locator('.me-ways-out').waitFor();
    await take('first-fetch-me');
    await page.getByRole('button', { name: '锁上' }).click();
    await page.locator('input[type="password"]').waitFor();
    await page.context().setOffline(false);
  });
}

/** Wrong passwords lock the name for a while; one that the security officer has locked says no more than that. */
export async function lockedOut(walk: Walk): Promise<void> {
  const administrator = await Desk.signIn(walk.address, 'administrator', walk.password);
  const villages = (await administrator.ask<{ items: { code: string }[] }>('GET', `/api/areas?parent=${walk.area}`))
    .items;
  const username = `locked-out-${Date.now()}`;
  const account = { username, name: '输错密码的', role: 'village-coordinator', visitorKind: 'coordinator' };
  await administrator.ask('POST', '/api/users', { body: { ...account, villages: [villages[0]!.code] } });
  await onNewPhone(walk, async ({ page, take }) => {
    for (let at = 0; at < 6; at += 1) {
      await Promise.all([
        page.waitForResponse((answer) => answer.url().endsWith('/api/session') && answer.request().method() === 'POST'),
        signIn(page, username, 'not the password'),
      ]);
      await page.locator('button[type="submit"]:enabled').waitFor();
    }
    await page.locator('[role="alert"]').filter({ hasText: /./ }).first().waitFor();
    await take('locked-out');
  });
}

/** The phone at a first start on which a new version waits, then at the PIN; and what a phone says whose session has ended. */
export async function filling(walk: Walk): Promise<void> {
  await onNewPhone(walk, async ({ page, take }) => {
    await begin(page, walk);
    await page.evaluate(() => {
      navigator.storage.estimate = async () => ({ quota: 9_000_000, usage: 1_000_000 });
    });
    await page.locator('.field-tabs a').nth(1).click();
    await page.locator('.field-tabs a').first().click();
    await page.getByText(/手机只剩/).waitFor();
    await take('storage-low');
    await page.context().clearCookies();
    await page.locator('.field-tabs a').nth(2).click();
    await page.getByRole('button', { name: '现在对数据' }).click();
    await page.getByText('登录过期了').waitFor();
    await page.locator('.field-tabs a').first().click();
    await take('list-signed-out');
  });
}
