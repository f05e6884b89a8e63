// Lighthouse's points of the phone: opened by nobody and by somebody who has a PIN, and what stands behind the PIN as it stands there.
import { type Flags, snapshot } from 'lighthouse';
import type { Page } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { answerSection, choosePin, enterPin, signIn } from '../support/coordinator.ts';
import { medianPointsOf, openMeasured, PORT, type Points, readPoints } from './web-lighthouse.ts';

/** A phone that has never shown anything, at every run: by itself Lighthouse leaves what a page remembers. */
const NEW: Flags = { clearStorageTypes: ['all'] };
/** A phone that keeps its files and its PIN from run to run. */
const KEPT: Flags = { disableStorageReset: true };
const SIZE = { width: 360, height: 640 };

interface At {
  address: string;
  username: string;
  password: string;
}

/** Medians where a page is opened; a page as it stands is the same each time, and has no speed. */
export async function phonePointsOf(
  { address, username, password }: At,
  runs: number,
): Promise<Record<string, Partial<Points>>> {
  const { context, close } = await openMeasured();
  try {
    const url = `${address}/field/`;
    const told: Record<string, Partial<Points>> = { 'sign-in': await medianPointsOf(url, { runs, flags: NEW }) };
    const page = await context.newPage();
    await page.setViewportSize(SIZE);
    await page.goto(url);
    await signIn(page, username, password);
    await walk(page, async (name) => {
      told[name] = await pointsAsItStands(page, name);
    });
    await page.close(); // one page at a time holds the phone
    told.PIN = await medianPointsOf(url, { runs, flags: KEPT });
    return told;
  } finally {
    await close();
  }
}

/** From the first PIN on: the pages that a coordinator has before them most. */
async function walk(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  await page.locator('.pin-field input').nth(1).waitFor();
  await take('new PIN');
  await choosePin(page);
  const card = page.locator('a.household-card').first();
  await card.waitFor();
  await take('list');
  await card.click();
  await page.locator('.family').waitFor();
  await take('household');
  await page.getByRole('button', { name: '我到门口了' }).click();
  await page.getByText('没有信号，定不到').click();
  await take('visit, place');
  const next = page.getByRole('button', { name: /下一页/ });
  await next.click();
  await page.locator('.form-question').first().waitFor();
  await take('visit, form');
  await answerSection(page);
  await next.click();
  const tabs = page.locator('.field-tabs a');
  await page.goto(new URL('/field/', page.url()).href);
  await enterPin(page);
  await tabs.nth(1).click();
  await page.locator('.field-tabs a[aria-current="page"]').nth(0).waitFor();
  await take('outbox');
  await tabs.nth(2).click();
  await page.getByRole('button', { name: '锁上' }).waitFor();
  await take('me');
}

/** Lighthouse speaks to a page through puppeteer only: the same page of the same browser by another line. */
async function pointsAsItStands(page: Page, name: string): Promise<Partial<Points>> {
  const line = await puppeteer.connect({ browserURL: `http://127.0.0.1:${PORT}`, defaultViewport: null });
  try {
    const same = (await line.pages()).find((one) => one.url() === page.url());
    if (!same) throw new Error(`no page at ${page.url()}`);
    const flags: Flags = { logLevel: 'error', onlyCategories: ['accessibility'] };
    return readPoints(await snapshot(same, { flags }), name);
  } finally {
    await line.disconnect();
  }
}
