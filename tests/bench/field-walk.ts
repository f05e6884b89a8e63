// The screens of the phone in the order in which a coordinator meets them, each by the way that leads there.
import { enterPin, PIN, signIn } from '../support/coordinator.ts';
import { exit, filling, firstFetch, lockedOut, vain, volunteer } from './field-walk-rare.ts';
import { ends, leads, visits, type Walk } from './field-walk-visits.ts';

async function before({ page, take, address, ...walk }: Walk): Promise<void> {
  // A phone that never showed anything asks for nothing before the sign-in.
  await page.goto(`${address}/field/`);
  await page.locator('input[name="username"]').waitFor();
  await page.route('**/api/session', (route) => route.abort());
  await page.reload();
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

async function after(walk: Walk): Promise<void> {
  const { page, context, take, address } = walk;
  await page.locator('.field-tabs a').last().click();
  await take('me');
  await page.getByRole('button', { name: '查看和修改' }).click();
  await page.locator('.field-contact').waitFor();
  await page.locator('.field-contact').scrollIntoViewIfNeeded();
  await take('me-contact');
  await page.locator('.field-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
  await take('me-end');
  await page.getByRole('button', { name: /退出登录/ }).click();
  await page.locator('dialog').waitFor();
  await take('me-leaving');
  await page.getByRole('button', { name: /不退|取消/ }).click();
  const second = await context.newPage();
  await second.goto(`${address}/field/`);
  await second.getByText('已经在另一个窗口打开了').waitFor();
  await take('elsewhere', second);
  await second.close();
  await page.getByRole('button', { name: '锁上' }).click();
  await page.locator('input[type="password"]').waitFor();
  await take('pin');
  await enterPin(page, '111111');
  await page.getByText(/还可以试/).waitFor();
  await take('pin-wrong');
  await page.getByRole('button', { name: '忘了口令' }).click();
  await take('pin-forgotten');
  await page.getByRole('button', { name: /不清/ }).click();
  for (let left = 8; left >= 0; left -= 1) {
    await enterPin(page, String(200_000 + left));
    await page.getByText(left === 0 ? '已经清掉' : new RegExp(`(还可以试|再错) ${left} 次`)).waitFor();
    if (left === 2) await take('pin-near');
  }
  await take('wiped');
}

/** What only a fresh phone shows, and what only a server far away says: its answers are changed on their way. */
async function rare({ page, take, address, context, ...walk }: Walk): Promise<void> {
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch();
    const body = answer.ok() ? { ...(await answer.json()), mustChangePassword: true } : await answer.json();
    await route.fulfill({ response: answer, json: body });
  });
  await page.goto(`${address}/field/`);
  await signIn(page, walk.username, walk.password);
  await page.getByText('请先改初始密码').waitFor();
  await take('first-password');
  await page.unroute('**/api/session');
  await page.route('**/api/field/sync**', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const now = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await route.fulfill({ response: answer, json: { ...body, items: [], ids: [], isRehearsal: false, now } });
  });
  await page.reload();
  const pins = page.locator('.pin-field input');
  await pins.nth(0).fill(PIN);
  await pins.nth(1).fill(PIN);
  await page.keyboard.press('Enter');
  await page.getByText('现在没有要去的户').waitFor();
  await take('list-empty-clock-wrong');
  await page.locator('.field-tabs a').nth(1).click();
  await take('outbox-empty');
  await page.evaluate(() => {
    navigator.storage.estimate = async () => ({ quota: 9_000_000, usage: 1_000_000 });
  });
  await page.locator('.field-tabs a').first().click();
  await page.waitForTimeout(300);
  await take('list-low-storage');
  await page.unroute('**/api/field/sync**');
  await context.clearCookies();
  await page.locator('.field-tabs a').nth(2).click();
  await page.getByRole('button', { name: '现在对数据' }).click();
  await page.getByText('登录过期了').waitFor();
  await take('me-signed-out');
  await page.getByRole('link', { name: '重新登录' }).click();
  await take('sign-in-again');
  await page.route('**/api/field/phones/*/standing', (route) => route.fulfill({ json: { standing: 'wipe' } }));
  await page.reload();
  await page
    .locator('.gate')
    .getByText(/请镇里|重新登录|丢/)
    .first()
    .waitFor();
  await take('lost');
}

/** What a browser without cryptography shows, as over plain HTTP from another machine. */
async function unable({ page, address, take }: Walk): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.goto(`${address}/field/`);
  await page.getByText('这里打不开').waitFor();
  await take('unable');
}

/** In their order: up to the last but one each begins where the one before it ended; those of `field-walk-rare.ts` stand alone. */
export const CHAPTERS = {
  ...{ exit, vain, volunteer, firstFetch, lockedOut, filling },
  ...{ before, list, households, visits, leads, ends, after, rare, unable },
};
