// A household in the browser: found by its name, a number seen for a reason that the auditor finds, a paper visit, a neighbour's address.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskDetail } from '../../server/flow/tasks/model.ts';
import { LARGEST } from '../../server/flow/visits/attachments/model.ts';
import { openBrowser, type Person, signInOn } from '../support/browser.ts';
import { HIDDEN, takePhotograph } from '../support/photograph.ts';
import { type RunningServer, startServer } from '../support/server.ts';

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const DESK = { width: 1366, height: 768 };
const signIn = (username: string): Promise<Person> =>
  signInOn(browser, { address: server.address, password: server.password, username, ...DESK });

/** The page's own way to the API: its cookie, its origin. */
async function ask<T>(
  page: Page,
  method: string,
  path: string,
  options: { body?: unknown; version?: number } = {},
): Promise<T> {
  return await page.evaluate(
    async ([how, where, { body, version }]) => {
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      if (version !== undefined) headers['if-match'] = `"v${version}"`;
      const answer = await fetch(where, {
        method: how,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`);
      return await answer.json();
    },
    [method, path, options] as const,
  );
}

interface Rows {
  items: { id: string; head: string; number: string }[];
}

describe('a household', () => {
  it('is found by the search box, and a number shown for a reason that the auditor finds', async () => {
    const { page, faults, context } = await signIn('longjing');
    const { items } = await ask<Rows>(page, 'GET', '/api/households?group=alerted');
    const [family] = items;
    await page.locator('#search').waitFor();
    await page.locator('body').press('/');
    await page.locator('#search:focus').waitFor();
    await page.keyboard.type(family!.head);
    await page.locator('[role="option"]').first().waitFor();
    await expect.poll(() => page.locator('[role="option"]').first().textContent()).toContain(family!.head);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/households\/[0-9a-f-]{36}/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const numbers = page.locator('.member-number > span');
    await numbers.first().waitFor();
    expect((await numbers.allTextContents()).every((text) => text.includes('*'))).toBe(true);

    await page.locator('.member-number .link-button').first().click();
    const dialog = page.locator('dialog');
    await dialog.locator('input.field').fill('核对');
    await dialog.locator('.button-primary').click();
    await dialog.locator('[role="alert"]').waitFor();
    await dialog.locator('input.field').fill('与低保申请表核对');
    await dialog.locator('.button-primary').click();
    await page.locator('.number-shown').waitFor();
    expect(await page.locator('.number-shown').textContent()).toMatch(/^\d{17}[\dX]$/);
    await page.locator('.member-number .link-button').first().click();
    await page.locator('.number-shown').waitFor({ state: 'detached' });
    const id = /households\/([0-9a-f-]{36})/.exec(page.url())![1]!;
    expect(faults).toEqual([]);
    await context.close();

    const auditor = await signIn('auditor');
    const log = await ask<{ items: { actor: string; details: Record<string, string> }[] }>(
      auditor.page,
      'GET',
      `/api/audit?action=person.reveal&subjectKind=household&subjectId=${id}`,
    );
    expect(log.items).toHaveLength(1);
    expect(log.items[0]).toMatchObject({ actor: 'longjing', details: { reason: '与低保申请表核对' } });
    await auditor.context.close();
  });

  it('of a neighbour is not there, whoever pastes its address', async () => {
    const own = await signIn('longjing');
    const { items } = await ask<Rows>(own.page, 'GET', '/api/households');
    await own.context.close();
    const neighbour = await signIn('dunhua');
    await neighbour.page.goto(`${server.address}/households/${items[0]!.id}`);
    await neighbour.page.getByRole('heading', { level: 1, name: '没有这一户，或不在本辖区。' }).waitFor();
    expect(await neighbour.page.content()).not.toContain(items[0]!.head);
    await neighbour.context.close();
  });

  it('shows its line, its charts and its flow, and the why as a page with what would have to change', async () => {
    const { page, faults, context } = await signIn('longjing');
    const { items } = await ask<Rows>(page, 'GET', '/api/households?group=alerted');
    await page.goto(`${server.address}/households/${items[0]!.id}?flow=open`);
    await page.locator('.line-chart > svg').waitFor();
    await page.locator('.signal').first().waitFor();
    await page.locator('.record tr').first().waitFor();
    await page.locator('.flow-node.is-now').waitFor();
    await page.keyboard.press('+');
    await page.waitForURL(/span=12/);
    await page.keyboard.press('w');
    await page.waitForURL(/\/alerts\//);
    await page.locator('.policy').waitFor();
    await page.locator('.changes li, .why-label').nth(2).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('has a sheet to print, and what was written on it is typed in by the township', async () => {
    const { page, faults, context } = await signIn('longjing-zhixin');
    const waiting = await ask<{
      items: { id: string; version: number; suggested: { id: string } | null; household: { id: string } }[];
    }>(page, 'GET', '/api/tasks?view=waiting');
    const task = waiting.items.find((one) => one.suggested)!;
    await ask(page, 'POST', `/api/tasks/${task.id}/dispatch`, {
      body: { assigneeId: task.suggested!.id },
      version: task.version,
    });
    await page.goto(`${server.address}/tasks/${task.id}/sheet`);
    await page.locator('.paper-lines').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.rail').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });

    await page.goto(`${server.address}/tasks/${task.id}/paper`);
    await page.locator('.entry .button-primary').click();
    await page.locator('.entry [role="alert"]').waitFor();
    await page.locator('input[name="outcomeCode"]').first().check();
    await page.locator('input[name="cause"]').last().check();
    await page.locator('.entry > label textarea').first().fill('屋里进水，被褥湿了。');
    await page.locator('input[type="datetime-local"]').fill('2026-10-30T09:30');
    const photograph = { name: 'sheet.png', mimeType: 'image/png', buffer: takePhotograph(1) };
    await page.locator('input[type="file"]').setInputFiles(photograph);
    await page.locator('.entry-photos img').waitFor();
    // One question of the form answered asks for all that must be; known ones are called right.
    await page.locator('.entry .form-question input[type="radio"]').first().check();
    await page.locator('.entry .button-primary').click();
    await page.locator('.entry [role="alert"]').waitFor();
    for (const question of await page.locator('.entry .form-question').all()) {
      const unasked = question.locator('.is-faint input');
      if ((await question.locator('input:checked').count()) === 0) await unasked.check();
    }
    await page.locator('.entry .button-primary').click();
    await page.waitForURL(new RegExp(`/households/${task.household.id}`));
    await page.getByText('屋里进水，被褥湿了。').filter({ visible: true }).first().waitFor();
    const { visits } = await ask<TaskDetail>(page, 'GET', `/api/tasks/${task.id}`);
    expect(visits).toMatchObject([{ answers: { form: 'help' }, attachments: [{ kind: 'photo', isHere: true }] }]);
    const [{ id: visitId, attachments }] = visits as [TaskDetail['visits'][number]];
    const path = `${server.address}/api/visits/${visitId}/attachments/${attachments[0]!.id}`;
    const kept = await (await context.request.get(path)).body();
    expect([kept.length <= LARGEST.photo, kept.includes(HIDDEN.slice(0, 12))]).toEqual([true, false]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
