// The three officers' day: a list of accounts with one bad line, a first sign-in, a session ended, and all of it in the log.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type Person, signInOn } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';

const DESK = { width: 1366, height: 768 };
const NEW = 'baihe-li';

let server: RunningServer;
let browser: Browser;
const people: Person[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
}, 60_000);

async function person(username: string, password = server.password): Promise<Person> {
  const somebody = await signInOn(browser, { address: server.address, username, password, ...DESK });
  people.push(somebody);
  return somebody;
}

function accountFile(name: string, body: string): string {
  const path = join(server.folder, name);
  const rows = [
    '用户名,姓名,岗位,机构,部门',
    `${NEW},李白河,县级调度员,${body},`,
    'baihe-wang,王白河,部门联络员,,税务局',
  ];
  writeFileSync(path, `${rows.join('\r\n')}\r\n`);
  return path;
}

test('an administrator imports accounts, a new user begins, the security officer ends the session, the auditor sees it all', {
  timeout: 180_000,
}, async () => {
  // One line names a body that is not there: nothing is made until the file is right.
  const { page: admin } = await person('administrator');
  await admin.waitForURL(/\/accounts/);
  await admin.getByRole('button', { name: '导入一批' }).click();
  await admin.locator('input[type="file"]').setInputFiles(accountFile('账号.csv', '没有这个县'));
  await admin.getByText('2 行：1 行可以开，1 行有错。').waitFor();
  const fault = admin.getByRole('row').filter({ hasText: '没有这个县' });
  expect(await fault.innerText()).toMatch(/2\s+机构\s+没有这个县\s+这个岗位要在县级机构/);
  await admin.locator('input[type="file"]').setInputFiles(accountFile('账号_改好.csv', '安图县'));
  await admin.getByText('2 行，全部可以开。').waitFor();
  await admin.getByRole('button', { name: '全部开（2 个）' }).click();
  await admin.getByText('开了 2 个账号。').waitFor();
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('button', { name: '下载初始密码表' }).click(),
  ]);
  const sheet = join(server.folder, 'passwords.csv');
  await download.saveAs(sheet);
  const password = readFileSync(sheet, 'utf8')
    .split('\r\n')
    .find((line) => line.startsWith(NEW))!
    .split(',')[2]!;

  // The list finds the new account; what it may do stands in words.
  await admin.goto(`${server.address}/accounts?q=baihe`);
  await admin.getByRole('button', { name: '李白河' }).click();
  await admin.getByText('还没改初始密码，登录后先要改。').waitFor();
  await admin.getByText('派发任务', { exact: true }).waitFor();

  // Nothing but the password page opens until the password is their own.
  const { page: user, faults } = await person(NEW, password);
  await user.getByRole('heading', { name: '改密码' }).waitFor();
  await user.goto(`${server.address}/desk`);
  await user.getByLabel('现在的密码').fill(password);
  await user.getByLabel('新密码', { exact: true }).fill('白河边的新密码-2026');
  await user.getByLabel('再输一遍新密码').fill('白河边的新密码-2026');
  await user.getByRole('button', { name: '改好，继续' }).click();
  await user.getByRole('navigation', { name: '主导航' }).waitFor();
  expect(faults).toEqual([]);

  // Whoever is signed in can be signed out, at once.
  const { page: officer } = await person('security-officer');
  await officer.waitForURL(/\/security/);
  await officer.getByLabel('找账号或姓名').fill(NEW);
  const session = officer.getByRole('row').filter({ hasText: NEW });
  await session.getByText('127.0.0.1').waitFor();
  await session.getByRole('button', { name: /结束/ }).click();
  await officer.getByRole('dialog').getByRole('button', { name: '结束' }).click();
  await officer.getByText('已结束李白河的登录。').waitFor();
  await user.getByRole('button', { name: '登录', exact: true }).waitFor();

  // The log tells who did what to whom, and that nobody changed it.
  const { page: auditor } = await person('auditor');
  await auditor.waitForURL(/\/audit/);
  const told = async (address: string) => {
    await auditor.goto(`${server.address}/audit?${address}`);
    await auditor.getByRole('table').waitFor();
    return await auditor.getByRole('table').innerText();
  };
  await expect.poll(() => told('action=user.create')).toContain('批量导入 是');
  await expect.poll(() => told('action=user.import')).toMatch(/方式 试一遍[\s\S]*错误 1/);
  await expect.poll(() => told('action=session.revoke')).toMatch(/安全保密员[\s\S]*结束别人的登录[\s\S]*李白河/);
  await expect.poll(() => told(`actor=${NEW}`)).toMatch(/改自己的密码[\s\S]*登录/);
  await auditor.getByRole('button', { name: '现在从头验一遍' }).click();
  await auditor.getByText(/条逐条验过，一条也没有被改、删或插入/).waitFor();
  const [exported] = await Promise.all([
    auditor.waitForEvent('download'),
    auditor.getByRole('link', { name: '导出 XLSX' }).click(),
  ]);
  expect(exported.suggestedFilename()).toMatch(/^查阅记录_.*\.xlsx$/);
  await expect.poll(() => told('action=audit.export')).toContain('导出查阅记录');
  for (const somebody of people.filter((one) => one.page !== user)) expect(somebody.faults).toEqual([]);
});
