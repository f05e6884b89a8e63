// The walk among the households: a visit page by page, what becomes of it, a household found, nobody met, two that differ.
import type { BrowserContext, Page } from 'playwright-core';
import { makeId } from '../../web/api/make-id.ts';
import {
  answerForm,
  answerSection,
  backToList,
  type Desk,
  detailOf,
  sendVisit,
  takePhoto,
  turn,
} from '../support/coordinator.ts';

export interface Walk {
  page: Page;
  context: BrowserContext;
  address: string;
  password: string;
  username: string;
  /** The township whose villages are theirs. */
  area: string;
  /** Another device, on which nobody is signed in. */
  newPhone(): Promise<BrowserContext>;
  /** Takes a picture of what stands there now. */
  take(name: string, page?: Page): Promise<void>;
  /** The county that gave the tasks. */
  desk: Desk;
}

const OPEN = 'section:not([aria-label^="去过了"]) a.household-card:not(:has(.draft-line))';
const next = (page: Page) => turn(page);
export const toEnd = (page: Page) =>
  page.locator('.field-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));

export async function openHousehold(page: Page): Promise<string> {
  // Those for whom there is most to ask, as long as there are any.
  await page.locator(OPEN).first().waitFor();
  const asked = page.locator(`${OPEN}:not(:has(.routine-mark))`);
  const card = ((await asked.count()) > 0 ? asked : page.locator(OPEN)).first();
  const id = ((await card.getAttribute('href')) as string).split('/').pop() as string;
  await card.click();
  await page.locator('.family').waitFor();
  return id;
}

async function openVisit({ page, address }: Walk): Promise<string> {
  const id = await openHousehold(page);
  await page.getByRole('button', { name: '我到门口了' }).click();
  await page.waitForURL((url) => url.href.startsWith(`${address}/field/visit/`));
  return id;
}

/** From the first page to the page before it is sent; with a picture of each only where they are wanted. */
export async function walkVisit({ page, take }: Pick<Walk, 'page' | 'take'>): Promise<void> {
  await take('visit-place');
  await page.getByRole('button', { name: '记下现在的位置' }).click();
  await page.locator('.place-found').waitFor();
  await take('visit-place-found');
  await next(page);
  const outcome = page.getByText('去了以后，是什么情况？');
  for (let at = 1; ; at += 1) {
    await page.locator('.form-question').or(outcome).first().waitFor();
    if (await outcome.isVisible()) break;
    await take(`visit-form-${at}`);
    await toEnd(page);
    await take(`visit-form-${at}-end`);
    const wrong = page.getByRole('button', { name: /^不对/ }).first();
    if (await wrong.isVisible()) {
      await wrong.click();
      await wrong.scrollIntoViewIfNeeded();
      await take(`visit-form-${at}-corrected`);
    }
    await answerSection(page);
    await next(page);
  }
  await take('visit-outcome');
  await page.locator('.choice').first().click();
  await toEnd(page);
  await take('visit-outcome-end');
  await next(page);
  const unasked = page.getByText('没问出来，或不愿说');
  const note = page.getByLabel('情况');
  await unasked.or(note).first().waitFor();
  if (await unasked.isVisible()) {
    await take('visit-cause');
    await unasked.click();
    await next(page);
  }
  await page.getByLabel('情况').fill('家里有人，看过了，暂时过得去。');
  await take('visit-note');
  await next(page);
  await take('visit-help');
  await next(page);
  await take('visit-photos');
  for (const number of [1, 2, 3]) {
    await takePhoto(page, number);
    await page.getByRole('img', { name: `第 ${number} 张` }).waitFor();
  }
  await take('visit-photos-taken');
  await next(page);
  await take('visit-sign');
  await page.getByRole('button', { name: '请对方看一遍，签字' }).first().click();
  await take('visit-sign-sheet');
  await draw(page);
  await take('visit-sign-drawn');
  await page.getByRole('button', { name: '签好了' }).click();
  await page.getByRole('button', { name: '重签' }).waitFor();
  await take('visit-signed');
  await page.getByRole('button', { name: '请对方看一遍，签字' }).first().click();
  await page.getByRole('button', { name: '不会写字，由见证人签' }).click();
  await page.locator('.sign-witness input').scrollIntoViewIfNeeded();
  await take('visit-sign-witness');
  await page.getByRole('button', { name: '先不签' }).click();
  await next(page);
  await page.locator('.check-list').first().waitFor();
  await take('visit-check');
  await toEnd(page);
  await take('visit-check-end');
}

async function draw(page: Page): Promise<void> {
  const pad = page.locator('.sign-pad');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 30);
  await page.mouse.down();
  for (let at = 1; at <= 20; at += 1)
    await page.mouse.move(box.x + 40 + at * 9, box.y + box.height / 2 + 25 * Math.sin(at));
  await page.mouse.up();
}

/** A whole visit without pictures, up to the last page. */
export async function writeQuickly(page: Page): Promise<void> {
  await page.getByText('没有信号，定不到').click();
  await next(page);
  await answerForm(page);
  await page.locator('.choice').first().click();
  await next(page);
  // A visit by the calendar asks neither for the cause nor for help.
  const unasked = page.getByText('没问出来，或不愿说');
  const note = page.getByLabel('情况');
  await unasked.or(note).first().waitFor();
  if (await unasked.isVisible()) {
    await unasked.click();
    await next(page);
  }
  await note.fill('家里没有别人，老人说过得去，屋里冷。');
  const send = page.getByRole('button', { name: '送出' });
  const forward = page.getByRole('button', { name: /下一页/ });
  for (; ; await turn(page)) {
    await send.or(forward).first().waitFor();
    if (await send.isVisible()) return;
  }
}

const isKept = (page: Page) => page.getByText('写好了，存在手机里。').waitFor();

export async function visits(walk: Walk): Promise<void> {
  const { page, context, take, desk } = walk;
  await differing(walk);
  await openVisit(walk);
  await walkVisit(walk);
  await context.setOffline(true);
  await sendVisit(page);
  await isKept(page);
  await take('sent-waiting');
  await backToList(page);
  await take('list-offline');
  // Goes to somebody else before it arrives.
  const taskId = await openVisit(walk);
  await writeQuickly(page);
  await sendVisit(page);
  await isKept(page);
  const { version } = (await detailOf(desk, taskId)).task;
  await desk.ask('POST', `/api/tasks/${taskId}/return`, { version, body: { reason: '另有安排' } });
  await backToList(page);
  await page.getByRole('link', { name: /待发送/ }).click();
  await take('outbox-waiting');
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/field/changes', async (route) => {
    await held;
    await route.continue();
  });
  await context.setOffline(false);
  await page.getByRole('heading', { name: /正在送/ }).waitFor();
  await take('outbox-sending');
  release();
  await page.getByRole('heading', { name: /要您看/ }).waitFor();
  await page.unroute('**/api/field/changes');
  await take('outbox-needs-you');
  await page.locator('.outbox-entry a').first().click();
  await take('entry-kept');
  await toEnd(page);
  await take('entry-kept-end');
  await page.getByRole('button', { name: '知道了' }).click();
  await page.getByRole('heading', { name: /送到的/ }).waitFor();
  await take('outbox-sent');
  await page.locator('.field-tabs a').first().click();
}

/** A second phone of the same holder says something else of the same household, a moment before. */
async function differing(walk: Walk): Promise<void> {
  const { page, take } = walk;
  await openVisit(walk);
  await writeQuickly(page);
  await page.route('**/api/field/changes', async (route) => {
    const given = route.request().postDataJSON() as { changes: { kind: string; body: { outcomeCode: string } }[] };
    const changes = given.changes
      .filter(({ kind }) => kind === 'visit')
      .map((one) => {
        const outcomeCode = one.body.outcomeCode === 'A6' ? 'A1' : 'A6';
        return { ...one, id: makeId(), body: { ...one.body, outcomeCode, note: '另一部手机上写的。' } };
      });
    if (changes.length > 0) await route.fetch({ postData: { ...given, changes } });
    await route.continue();
  });
  await sendVisit(page);
  await page.getByText('服务器有话说').waitFor();
  await page.unroute('**/api/field/changes');
  await take('sent-needs-you');
  await page.getByRole('link', { name: '看一下' }).click();
  await take('entry-differs');
  await page.getByRole('link', { name: '选哪个对' }).click();
  await take('clash');
  for (const group of await page.locator('.clash').all()) await group.locator('label').last().click();
  await take('clash-chosen');
  await page.locator('.field-footer .button-primary').click();
  await page.getByRole('heading', { name: /送到的/ }).waitFor();
  await take('outbox-chosen');
  await page.locator('.field-tabs a').first().click();
}

/** A household to which nobody sent them. */
export async function leads({ page, take }: Walk): Promise<void> {
  await page.getByRole('button', { name: /主动发现一户/ }).click();
  await page.locator('.lead-fields').first().waitFor();
  await take('lead');
  await toEnd(page);
  await take('lead-end');
  const village = page.locator('.lead-fields select');
  if (await village.isVisible()) await village.selectOption({ index: 1 });
  await page.getByLabel('户主姓名').fill('欧阳春梅');
  for (let at = 0; at < 3; at += 1) await page.getByRole('button', { name: /多一口/ }).click();
  await page.getByLabel(/身份证号/).fill('229901199001011235');
  await take('lead-wrong-number');
  await page.getByLabel(/身份证号/).fill('');
  await page.locator('.question .choice').first().click();
  await take('lead-filled');
  await page.getByRole('button', { name: /不写了/ }).click();
  await take('lead-dropping');
  await page.getByRole('button', { name: '不删' }).click();
  await page.getByRole('button', { name: /下一页/ }).click();
  await page.getByText('没有信号，定不到').waitFor();
  await page.goBack();
  await page.goBack();
  await page.getByText('主动发现，写了一半').waitFor();
  await take('list-lead-half-written');
}

/** Nobody met, half written, and one that is theirs no more. */
export async function ends(walk: Walk): Promise<void> {
  const { page, take, desk } = walk;
  await openHousehold(page);
  await page.locator('a[href$="/unmet"]').click();
  await page.locator('.question').waitFor();
  await take('attempt');
  await page.locator('.choice').first().click();
  await page.getByText('没有信号，定不到').click();
  await toEnd(page);
  await take('attempt-end');
  await page.locator('.field-footer .button-primary').click();
  await page.locator('.family').waitFor();
  await toEnd(page);
  await take('household-attempted');
  await page.locator('.field-back').click();
  await page.locator('.household-card').first().waitFor();
  const taskId = await openVisit(walk);
  await page.getByText('没有信号，定不到').click();
  await page.goBack();
  await take('household-half-written');
  await page.goBack();
  await page.locator('.draft-line').first().waitFor();
  await take('list-half-written');
  const { version } = (await detailOf(desk, taskId)).task;
  await desk.ask('POST', `/api/tasks/${taskId}/return`, { version, body: { reason: '另有安排' } });
  await page.locator('.field-tabs a').last().click();
  await page.getByRole('button', { name: '现在对数据' }).click();
  await page.waitForTimeout(1_500);
  await page.locator('.field-tabs a').first().click();
  await page.locator(`a[href$="${taskId}"]`).scrollIntoViewIfNeeded();
  await take('list-gone');
  await page.locator(`a[href$="${taskId}"]`).click();
  await take('household-gone');
  await page.goBack();
}
