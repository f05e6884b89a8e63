// A department's untidy file, as its clerk hands it in: renamed columns, a dry run, rejects corrected and handed in alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, signInOn } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';

const GOOD = '229913198209157356';
const SECOND = '229902199406180040';

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
}, 60_000);

/** GB18030, headings nobody knows, one good row, one with a wrong check digit, one whose amount is no number. */
function untidyFile(): string {
  const rows = [
    '纳税人名称,证件号,所属月份,收入金额,扣缴单位名称',
    `张文,${GOOD},202611,"3,100.00",某单位`,
    `康顺红,${SECOND.slice(0, 17)}9,202611,3200.00,某单位`,
    `康顺红,${SECOND},202610,详见附件,某单位`,
  ];
  const path = join(server.folder, '个税_202611.csv');
  writeFileSync(path, iconv.encode(`${rows.join('\r\n')}\r\n`, 'gb18030'));
  return path;
}

test('a liaison maps a layout, tries the file, hands it in, corrects the rejects and sees the batch complete', {
  timeout: 120_000,
}, async () => {
  const { page, faults } = await signInOn(browser, {
    address: server.address,
    username: 'tax',
    password: server.password,
    width: 1366,
    height: 768,
  });
  await page.waitForURL(/\/sources/);
  await page.locator('input[type="file"]').first().setInputFiles(untidyFile());

  await page.getByText('表头对不上，请对一遍').waitFor();
  await page.getByText('必需的都对上了。').waitFor();
  await page.getByRole('button', { name: '就这样对' }).click();

  await page.getByText('试收的结果').waitFor();
  expect(await batches()).not.toContain('个税_202611.csv');
  await page.getByRole('button', { name: '交上去' }).click();
  await page.getByText('2 行没收，请部门改过再交。').waitFor();
  expect(await batches()).toContain('个税_202611.csv');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByText('下载退回的行', { exact: true }).first().click(),
  ]);
  const name = download.suggestedFilename();
  const corrected = join(server.folder, name);
  await download.saveAs(corrected);
  const rejects = readFileSync(corrected, 'utf8');
  expect(rejects).toContain('证件号');
  writeFileSync(corrected, rejects.replaceAll(`${SECOND.slice(0, 17)}9`, SECOND).replaceAll('详见附件', '3150.00'));

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: '交改好的行' }).click(),
  ]);
  await chooser.setFiles(corrected);
  await page.getByText('试收的结果').waitFor();
  await page.getByRole('button', { name: '交上去' }).click();
  await page.getByText('全部收下，没有退回的行。').waitFor();
  const [, last] = (await batchLines()).filter((line) => line.dataset === 'wages' && line.period === '2026-11');
  expect(last).toMatchObject({ good: 2, rejected: {} });

  // Taken back again: what it would change first, then why.
  await page.goto(`${server.address}/sources/wages`);
  await page.locator('.batch-table .row-link').first().click();
  await page.getByRole('button', { name: '撤回这一批' }).click();
  await page.getByText('撤回以后会变的：').waitFor();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('交错了月份，重新交。');
  await dialog.getByRole('button', { name: '撤回', exact: true }).click();
  await expect
    .poll(async () => (await batchLines()).filter((line) => line.file === last!.file).map((line) => line.status))
    .toEqual(['withdrawn']);
  expect(faults).toEqual([]);
});

async function batchLines(): Promise<
  { file: string; dataset: string; period: string; good: number; rejected: object; status: string }[]
> {
  const printed = await server.command('batches', '--json');
  return printed
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function batches(): Promise<string[]> {
  return (await batchLines()).map((line) => line.file);
}
