// Four hundred households on a slow phone: until the list stands there, and how much of a scroll through it is drawn late.
import type { Browser } from 'playwright-core';
import type { FieldSync } from '../../server/field/model.ts';
import { PIN } from '../support/coordinator.ts';
import { round } from './figures.ts';

const MANY = 400;
const CPU_SLOWDOWN = 6;
const STEPS = 60;

export interface ScrollFigures {
  households: number;
  /** From the answer of the sync until the first cards stand there. */
  shownMs: number;
  /** Of a search, from the key to the list that fits it. */
  searchMs: number;
  /** The longest time between two frames of the scroll, and the share of frames later than 50 ms. */
  longestFrameMs: number;
  lateShare: number;
}

/** What the server really answers, its households many times over. */
function multiplied(sync: FieldSync): FieldSync {
  const items = Array.from({ length: MANY }, (_, at) => {
    const item = sync.items[at % sync.items.length]!;
    const id = `${item.id.slice(0, 24)}${String(at).padStart(12, '0')}`;
    return { ...item, id, householdKey: `many-${at}`, head: `${item.head}${at}` };
  });
  return { ...sync, items, ids: items.map((item) => item.id) };
}

export async function measureScroll(
  browser: Browser,
  at: { address: string; username: string; password: string },
): Promise<ScrollFigures> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'zh-CN', isMobile: true });
  const page = await context.newPage();
  await page.route('**/api/field/sync**', async (route) => {
    const answer = await route.fetch();
    const sync = (await answer.json()) as FieldSync;
    await route.fulfill({ response: answer, json: sync.items.length > 0 ? multiplied(sync) : sync });
  });
  await page.goto(`${at.address}/field/`);
  await page.locator('input[name="username"]').fill(at.username);
  await page.locator('input[name="password"]').fill(at.password);
  await page.keyboard.press('Enter');
  await page.locator('.pin-field input').first().fill(PIN);
  await page.locator('.pin-field input').nth(1).fill(PIN);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const synced = page.waitForResponse(/\/api\/field\/sync/);
  await page.keyboard.press('Enter');
  await (await synced).finished();
  const answeredAt = performance.now();
  await page.locator('.household-card').first().waitFor();
  const shownMs = round(performance.now() - answeredAt, 0);
  const frames = await page.evaluate(async (steps) => {
    const body = document.querySelector('.field-body') as HTMLElement;
    const times: number[] = [];
    for (let step = 0; step < steps; step += 1) {
      body.scrollTop += 250;
      times.push(await new Promise<number>((seen) => requestAnimationFrame(seen)));
    }
    return times.slice(1).map((time, index) => time - (times[index] as number));
  }, STEPS);
  await page.locator('.field-body').evaluate((body) => body.scrollTo(0, 0));
  const startedAt = performance.now();
  await page.getByRole('searchbox').fill('399');
  await page.waitForFunction(() => document.querySelectorAll('.household-item').length === 1);
  const searchMs = round(performance.now() - startedAt, 0);
  await context.close();
  return {
    ...{ households: MANY, shownMs, searchMs, longestFrameMs: round(Math.max(...frames), 0) },
    lateShare: round(frames.filter((frame) => frame > 50).length / frames.length),
  };
}
