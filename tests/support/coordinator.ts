// A coordinator with their phone in a browser walk, and the desk they work for: what a hand does on the pages, and what the desk then has.
import type { Page } from 'playwright-core';
import { isBare, LARGEST, readPicture } from '../../server/flow/visits/attachments/model.ts';
import { HIDDEN, takePhotograph } from './photograph.ts';

export const PIN = '480271';

/** Somebody at a desk, by their cookie. */
export class Desk {
  readonly address: string;
  readonly #cookie: string;

  private constructor(address: string, cookie: string) {
    this.address = address;
    this.#cookie = cookie;
  }

  static async signIn(address: string, username: string, password: string): Promise<Desk> {
    const body = JSON.stringify({ username, password });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${address}/api/session`, { method: 'POST', headers, body });
    return new Desk(address, answer.headers.getSetCookie()[0]!.split(';')[0]!);
  }

  async fetch(method: string, path: string, given: { body?: object; version?: number } = {}): Promise<Response> {
    const { body, version } = given;
    const answer = await fetch(this.address + path, {
      method,
      headers: {
        cookie: this.#cookie,
        ...(body && { 'content-type': 'application/json' }),
        ...(version && { 'if-match': `"v${version}"` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer;
  }

  async ask<T>(method: string, path: string, given: { body?: object; version?: number } = {}): Promise<T> {
    return (await (await this.fetch(method, path, given)).json()) as T;
  }
}

export interface Given {
  id: string;
  head: string;
}

interface WaitingTask extends Given {
  version: number;
  kind: string;
  household: { head: string } | null;
  suggested: { id: string } | null;
}

/** Gives the coordinator of an area, or whoever is named, so many households, one of each name, so that a name is enough to find it on the phone. */
export async function giveHouseholds(desk: Desk, area: string, count: number, to?: string): Promise<Given[]> {
  const url = `/api/tasks?view=waiting&area=${area}&limit=100`;
  const { items } = await desk.ask<{ items: WaitingTask[] }>('GET', url);
  const helping = items.filter((task) => task.suggested && task.kind === 'help');
  const named = new Map(helping.map((task) => [task.household?.head ?? '', task]));
  const given: Given[] = [];
  for (const [head, { id, version, suggested }] of [...named].filter(([name]) => name).slice(0, count)) {
    await desk.ask('POST', `/api/tasks/${id}/dispatch`, { version, body: { assigneeId: to ?? suggested!.id } });
    given.push({ id, head });
  }
  return given;
}

/** Makes a coordinator of all villages of a township, who has changed their first password. */
export async function makeCoordinator(
  administrator: Desk,
  { username, name, township }: { username: string; name: string; township: string },
): Promise<{ id: string; username: string; password: string }> {
  const villages = (await administrator.ask<{ items: { code: string }[] }>('GET', `/api/areas?parent=${township}`))
    .items;
  const account = { username, name, role: 'village-coordinator', visitorKind: 'coordinator' };
  const body = { ...account, villages: villages.map(({ code }) => code) };
  const made = await administrator.ask<{ id: string; password: string }>('POST', '/api/users', { body });
  const own = await Desk.signIn(administrator.address, username, made.password);
  const password = 'a-password-of-their-own-2026';
  await own.fetch('PUT', '/api/password', { body: { oldPassword: made.password, newPassword: password } });
  return { id: made.id, username, password };
}

export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.locator('input[name="username"]').fill(username);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press('Enter');
}

export async function choosePin(page: Page): Promise<void> {
  const pins = page.locator('.pin-field input');
  await pins.nth(0).fill(PIN);
  await pins.nth(1).fill(PIN);
  await page.keyboard.press('Enter');
}

export async function enterPin(page: Page, pin = PIN): Promise<void> {
  await page.locator('input[type="password"]').fill(pin);
  await page.keyboard.press('Enter');
}

interface Writing {
  note: string;
  /** Numbers of pictures; each is unlike the others. */
  photos?: readonly number[];
}

/**
 * Turns a page of the visit, and is back when the other one is there: what was answered is written down before, and a second click
 * would meanwhile fall on the same page.
 */
export async function turn(page: Page, to: '下一页' | '上一页' | '改好了' = '下一页'): Promise<void> {
  const before = page.url();
  await page.getByRole('button', { name: new RegExp(to) }).click();
  await page.waitForURL((url) => url.href !== before);
}

/** From the list to the page before the last; the phone has no place to tell, and nothing could be found out but what the data says. */
export async function writeVisit(page: Page, head: string, { note, photos = [] }: Writing): Promise<void> {
  await page.locator('.household-card', { hasText: `${head} 家` }).click();
  await page.locator('.family').getByText('，户主').first().waitFor();
  await page.getByRole('button', { name: '我到门口了' }).click();
  await page.getByText('没有信号，定不到').click();
  await turn(page);
  await answerForm(page);
  await page.locator('.choice').first().click();
  await turn(page);
  await page.getByText('没问出来，或不愿说').click();
  await turn(page);
  await page.getByLabel('情况').fill(note);
  await turn(page);
  await turn(page);
  for (const [at, number] of photos.entries()) {
    await takePhoto(page, number);
    await page.getByRole('img', { name: `第 ${at + 1} 张` }).waitFor();
  }
  await turn(page);
  await turn(page);
}

/** The sections of the form, up to the outcome. */
export async function answerForm(page: Page): Promise<void> {
  const outcome = page.getByText('去了以后，是什么情况？');
  for (; ; await turn(page)) {
    await page.locator('.form-question').or(outcome).first().waitFor();
    if (await outcome.isVisible()) return;
    await answerSection(page);
  }
}

/** One section of the form: nothing could be found out, but for what the data says. */
export async function answerSection(page: Page): Promise<void> {
  // An answer may bring a question with it.
  for (let round = 0; round < 3 && !(await page.getByRole('button', { name: /下一页/ }).isEnabled()); round += 1)
    for (const question of await page.locator('.form-question').all()) {
      const right = question.getByRole('button', { name: '对', exact: true });
      if (await right.isVisible()) await right.click();
      else await question.getByLabel('没问出来，或不愿说').check({ force: true });
    }
}

/** On the page of photos: the camera gives a picture. */
export async function takePhoto(page: Page, number: number): Promise<void> {
  const file = { name: `IMG_${number}.png`, mimeType: 'image/png', buffer: photographOf(number) };
  await page.locator('input[type="file"]').setInputFiles(file);
}

const photographs = new Map<number, Buffer>();
function photographOf(number: number): Buffer {
  const known = photographs.get(number) ?? takePhotograph(number, { width: 640, height: 480 });
  photographs.set(number, known);
  return known;
}

export async function sendVisit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '送出' }).click();
}

export const backToList = (page: Page) => page.getByRole('link', { name: '回到要去的户' }).click();

interface Detail {
  task: { state: string; version: number };
  visits: SeenVisit[];
}

export interface SeenVisit {
  id: string;
  note: string;
  visitedAt: string;
  keptBecause?: string;
  attachments: { id: string; isHere: boolean; width: number; height: number }[];
}

export const detailOf = (desk: Desk, id: string) => desk.ask<Detail>('GET', `/api/tasks/${id}`);

/** How many photos of a visit the desk opens whole: every byte there, small enough, and with nothing inside that nobody declared. */
export async function wholePhotosOf(desk: Desk, visit: SeenVisit): Promise<number> {
  const found = await Promise.all(
    visit.attachments.map(async ({ id, isHere, width, height }) => {
      if (!isHere) return false;
      const answer = await desk.fetch('GET', `/api/visits/${visit.id}/attachments/${id}`);
      const content = new Uint8Array(await answer.arrayBuffer());
      const picture = readPicture(content);
      const ends = content.at(-2) === 0xff && content.at(-1) === 0xd9;
      const isWhole = picture?.width === width && picture.height === height && ends && isBare(content, picture);
      return isWhole && content.length <= LARGEST.photo && !Buffer.from(content).includes(HIDDEN.slice(0, 12));
    }),
  );
  return found.filter(Boolean).length;
}
