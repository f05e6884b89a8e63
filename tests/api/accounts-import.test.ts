// A file of accounts: tried, refused by line and column, made all or none or the good ones, in whatever form the office has it.
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeXlsx } from '../../server/flow/ingest/write-xlsx.ts';
import type { ImportResult } from '../../server/staff/model.ts';
import { TEMPLATE } from '../../server/staff/sheet.ts';
import { type Browser, browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let service: TestApp;
let admin: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  admin = await signIn(service.app, 'administrator');
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const HEAD = '用户名,姓名,岗位,机构,部门,村（社区）,协理员身份,在手上限';
const take = async (content: string | Buffer, mode: string, name = '账号.csv') => {
  const answer = await admin.send('POST', '/api/users/import', { file: { name, content }, body: { mode } });
  return { status: answer.statusCode, body: answer.json() as ImportResult & { errors?: { pointer: string }[] } };
};
const known = async (q: string) =>
  (await admin.get(`/api/users?q=${q}`)).json().items.map((row: { username: string }) => row.username);

const MIXED = [
  HEAD,
  'imp-one,张一,县级调度员,龙井市,,,,',
  'imp-two,李二,县级调度员,延边,,,,',
  'Imp Three,王三,部门联络员,,税务局,,,',
  'imp-one,赵四,审计员,,,,,999',
  'imp-five,金五,村级协理员,,,222405105201、222405105999,协理员,12',
  '',
].join('\r\n');

describe('a trial', () => {
  it('tells every fault with its line, its column and what was expected, and makes nothing', async () => {
    const { body } = await take(MIXED, 'try');
    expect(body).toMatchObject({ rows: 5, good: 1, made: 0, sheet: null });
    expect(body.faults.map(({ line, column, found }) => [line, column, found])).toEqual([
      [3, '机构', '延边'],
      [4, '用户名', 'Imp Three'],
      [5, '岗位', '审计员'],
      [5, '在手上限', '999'],
      [6, '村（社区）', '222405105201、222405105999'],
    ]);
    for (const { expected } of body.faults) expect(expected.zh && expected.en).toBeTruthy();
    expect(body.preview).toEqual([
      { line: 2, username: 'imp-one', name: '张一', role: 'county-dispatcher', place: '龙井市' },
    ]);
    expect(await known('imp-')).toEqual([]);
  });

  it('of a file without the needed headings says which it lacks', async () => {
    const { status, body } = await take('用户名,电话\nx,1\n', 'try');
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/file']);
    expect(JSON.stringify(body)).toContain('姓名、岗位');
  });
});

describe('making', () => {
  it('all is all or nothing', async () => {
    expect((await take(MIXED, 'all')).body).toMatchObject({ good: 1, made: 0, sheet: null });
    expect(await known('imp-')).toEqual([]);
  });

  it('the good lines leaves the others, and tells each password once', async () => {
    const { body } = await take(MIXED, 'good');
    expect(body.made).toBe(1);
    expect(await known('imp-')).toEqual(['imp-one']);
    const [, line] = body.sheet!.split('\r\n');
    const password = line!.split(',')[2]!;
    const session = await browse(service.app).post('/api/session', { username: 'imp-one', password });
    expect(session.statusCode).toBe(200);
    const entries = (await (await signIn(service.app, 'auditor')).get('/api/audit?action=user.create&limit=1')).json();
    expect(entries.items[0].details).toMatchObject({ username: 'imp-one', bodyKey: '222405', isImported: true });
    expect(JSON.stringify(entries)).not.toContain(password);
  });

  it('refuses what was made meanwhile, and what stands twice in the file', async () => {
    const twice = [
      HEAD,
      'imp-one,张一,县级调度员,222405,,,,',
      'imp-six,六,审计员,,,,,',
      'imp-seven,七,安全审计员,,,,,',
      'imp-seven,八,安全审计员,,,,,',
    ];
    const { body } = await take(twice.join('\n'), 'all');
    expect(body.faults.map(({ line, column }) => [line, column])).toEqual([
      [2, '用户名'],
      [3, '岗位'],
      [5, '用户名'],
    ]);
    expect(body.made).toBe(0);
  });

  it('takes what Excel saves: GB18030 and workbooks, and its own template', async () => {
    const gb = await take(iconv.encode([HEAD, 'imp-gb,国标,市级督导员,2224,,,,'].join('\r\n'), 'gb18030'), 'all');
    expect(gb.body).toMatchObject({ made: 1, faults: [] });
    const book = writeXlsx([
      { name: '账号', rows: [TEMPLATE[0]!, ['imp-xlsx', '表格', '安全审计员', '', '', '', '', '']] },
    ]);
    const xlsx = await take(book, 'all', '账号.xlsx');
    expect(xlsx.body).toMatchObject({ made: 1, waiting: 1, faults: [] });
    const template = await admin.get('/api/users/import/template?format=csv');
    expect((await take(template.body, 'try')).body).toMatchObject({ rows: 3, good: 3, faults: [] });
  });
});
