// The phone's screens in the order in which a coordinator meets them, each by the way that leads there. What a page asks is answered by what
// kind of field it is, so that new questions and steps are walked through without a change here.
import type { BrowserContext, Page } from 'playwright-core';

export const PIN = '480271';

export interface Walk {
  page: Page;
  context: BrowserContext;
  address: string;
  password: string;
  username: string;
  /** Takes a picture of what stands there now. */
  take(name: string): Promise<void>;
  /** Asks the API as the county that gave the tasks. */
  desk(method: string, path: string, version?: number, body?: object): Promise<unknown>;
}

/** More pages than any visit has. */
const MOST_STEPS = 40;

/** Answers whatever on the page is still open: the first choice of each group, some text, a small number. */
export async function answerPage(page: Page): Promise<void> {
  const main = page.locator('main');
  const groups = await main.locator('fieldset:has(input[type="radio"])').all();
  // Numbers to tap, and what data knows already, to be confirmed.
  for (const group of await main.locator('fieldset:has(button)').all())
    if ((await group.locator('input:checked, [aria-pressed="true"]').count()) === 0)
      await group.locator('button').first().click();
  for (const group of groups)
    if ((await group.locator('input:checked').count()) === 0) await group.locator('label').first().click();
  if (groups.length === 0 && (await main.locator('input[type="radio"]').count()) > 0)
    if ((await main.locator('input[type="radio"]:checked').count()) === 0)
      await main.locator('label:has(input[type="radio"])').first().click();
  for (const field of await main.locator('textarea, input[type="text"], input[inputmode]').all())
    if ((await field.isVisible()) && (await field.inputValue()) === '')
      await field.fill((await field.getAttribute('inputmode')) ? '2' : '家里有人，看过了，暂时过得去。');
}

/** From the first page of a visit to the page before it is sent, with a picture of each as it opens and as it is answered. */
export async function walkVisit({ page, take }: Walk): Promise<void> {
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const heading = (await page.locator('.question h2').first().textContent()) ?? '';
    await take(`visit-${step}-${heading.replace(/[^\p{L}]/gu, '').slice(0, 12)}`);
    const next = page.locator('.field-footer .button-primary');
    if (/\/send|送出/.test((await next.textContent()) ?? '')) return;
    await answerPage(page);
    // What is of no kind that is known here was not told.
    if (await next.isDisabled())
      for (const untold of await page.locator('main label', { hasText: '没问出来' }).all())
        if (!(await untold.locator('input').isChecked())) await untold.click();
    if (await next.isDisabled()) {
      await take(`visit-${step}-stuck`);
      throw new Error(`Step ${step}, ${heading}, is not answered by the walk.`);
    }
    await next.click();
    await page.waitForFunction((before) => document.querySelector('.question h2')?.textContent !== before, heading);
  }
}

async function enterPin({ page }: Walk, pin: string): Promise<void> {
  await page.locator('input[type="password"]').fill(pin);
  await page.keyboard.press('Enter');
}

async function openVisit({ page, address }: Walk): Promise<string> {
  const card = page.locator('section:not([aria-label^="去过了"]) a.household-card:not(:has(.draft-line))').first();
  const path = (await card.getAttribute('href')) as string;
  await card.click();
  await page.getByRole('button', { name: '我到门口了' }).click();
  await page.waitForURL((url) => url.href.startsWith(`${address}/field/visit/`));
  return path.split('/').pop() as string;
}

async function before({ page, take, address, ...walk }: Walk): Promise<void> {
  await page.route('**/api/session', (route) => route.abort());
  await page.goto(`${address}/field/`);
  await page.getByText('连不上服务器').waitFor();
  await take('unreachable');
  await page.unroute('**/api/session');
  await page.reload();
  await page.locator('input[name="username"]').waitFor();
  await take('sign-in');
  await page.locator('input[name="username"]').fill(walk.username);
  await page.locator('input[name="password"]').fill('not the password');
  await page.keyboard.press('Enter');
  await page.locator('[role="alert"]').filter({ hasText: /./ }).first().waitFor();
  await take('sign-in-refused');
  await page.locator('input[name="password"]').fill(walk.password);
  await page.keyboard.press('Enter');
  const pins = page.locator('.pin-field input');
  await pins.nth(1).waitFor();
  await take('new-pin');
  await pins.nth(0).fill('123456');
  await take('new-pin-weak');
  await pins.nth(0).fill(PIN);
  await pins.nth(1).fill(PIN);
  await page.keyboard.press('Enter');
  await page.locator('.household-card').first().waitFor();
}

async function list({ page, take }: Walk): Promise<void> {
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await page.waitForFunction(() => document.querySelector('.net-dot') === null);
  await take('list');
  const filter = page.getByRole('button', { name: /筛选/ });
  if ((await filter.count()) > 0) {
    await filter.click();
    await take('list-pickers');
    await page.locator('.list-pickers select').nth(2).selectOption('urgent');
    await take('list-filtered');
    await page.getByPlaceholder(/姓名/).fill('没有这个人');
    await take('list-none');
    await page.getByRole('button', { name: '看全部' }).click();
    await filter.click();
    await page.locator('.household-card').first().waitFor();
  }
}

async function households({ page, take, context }: Walk): Promise<void> {
  const distance = page.getByRole('button', { name: '按远近排' });
  if ((await distance.count()) > 0) {
    await context.clearPermissions();
    await distance.click();
    await page.getByText(/没定到位置/).waitFor();
    await take('list-place-refused');
    await context.grantPermissions(['geolocation']);
    await page.getByRole('button', { name: '再定一次' }).click();
    await page.locator('.household-card').first().waitFor();
    await page.waitForTimeout(300);
    await take('list-by-distance');
    await page.getByRole('button', { name: '按急缓排' }).click();
  }
  const links = await page.locator('a.household-card, a.household-errand').all();
  const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
  for (const [at, path] of paths.slice(0, 4).entries()) {
    await page.locator(`a[href="${path}"]`).first().click();
    await page.locator('.family').waitFor();
    await take(`household-${at + 1}`);
    await page.locator('.field-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
    await take(`household-${at + 1}-end`);
    await page.goBack();
  }
  await page.locator(`a[href="${paths[0]}"]`).first().click();
  const back = page.getByRole('link', { name: /退给派活的人/ });
  if ((await back.count()) > 0) {
    await back.click();
    await page.locator('.question').waitFor();
    await take('hand-back');
    await page.goBack();
  }
  await page.goBack();
}

async function visits(walk: Walk): Promise<void> {
  const { page, context, take, desk } = walk;
  await openVisit(walk);
  await walkVisit(walk);
  await page.locator('.field-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
  await take('visit-check-end');
  await context.setOffline(true);
  await page.getByRole('button', { name: '送出' }).click();
  await page.getByText('写好了，存在手机里').waitFor();
  await take('sent-waiting');
  await page.getByRole('link', { name: '回到要去的户' }).click();
  await take('list-offline');
  // A second, which goes to somebody else before it arrives.
  const taskId = await openVisit(walk);
  await walkVisit({ ...walk, take: async () => undefined });
  await page.getByRole('button', { name: '送出' }).click();
  await page.getByText('写好了，存在手机里').waitFor();
  const { task } = (await desk('GET', `/api/tasks/${taskId}`)) as { task: { version: number } };
  await desk('POST', `/api/tasks/${taskId}/return`, task.version, { reason: '另有安排' });
  await page.getByRole('link', { name: '回到要去的户' }).click();
  await page.getByRole('link', { name: /待发送/ }).click();
  await take('outbox-waiting');
  await context.setOffline(false);
  await page.getByRole('heading', { name: /要您看/ }).waitFor();
  await take('outbox-needs-you');
  await page.locator('.outbox-entry a').first().click();
  await take('entry-clash');
  await page.getByRole('button', { name: '知道了' }).click();
  await page.getByRole('heading', { name: /送到的/ }).waitFor();
  await take('outbox-sent');
  await page.locator('.field-tabs a').first().click();
  // Half written.
  await openVisit(walk);
  await answerPage(page);
  await page.goBack();
  await page.goBack();
  await page.locator('.draft-line').first().waitFor();
  await take('list-half-written');
}

async function after(walk: Walk): Promise<void> {
  const { page, context, take, address } = walk;
  await page.locator('.field-tabs a').last().click();
  await take('me');
  await page.locator('.field-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
  await take('me-end');
  await page.getByRole('button', { name: /退出登录/ }).click();
  await page.locator('dialog').waitFor();
  await take('me-leaving');
  await page.getByRole('button', { name: /不退|取消/ }).click();
  const second = await context.newPage();
  await second.goto(`${address}/field/`);
  await second.getByText('已经在另一个窗口打开了').waitFor();
  await second.close();
  await page.getByRole('button', { name: '锁上' }).click();
  await page.locator('input[type="password"]').waitFor();
  await take('pin');
  await enterPin(walk, '111111');
  await page.getByText(/还可以试/).waitFor();
  await take('pin-wrong');
  await page.getByRole('button', { name: '忘了口令' }).click();
  await take('pin-forgotten');
  await page.getByRole('button', { name: /不清/ }).click();
  for (let left = 8; left >= 0; left -= 1) {
    await enterPin(walk, String(200_000 + left));
    await page.getByText(left === 0 ? '已经清掉' : new RegExp(`(还可以试|再错) ${left} 次`)).waitFor();
    if (left === 2) await take('pin-near');
  }
  await take('wiped');
}

/** What a browser without cryptography shows, as over plain HTTP from another machine. */
async function unable({ page, address, take }: Walk): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.goto(`${address}/field/`);
  await page.getByText('这里打不开').waitFor();
  await take('unable');
}

/** In their order: each begins where the one before it ended. */
export const CHAPTERS = { before, list, households, visits, after, unable };
