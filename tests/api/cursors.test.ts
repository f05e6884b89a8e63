// A page's cursor comes back from the caller, who may have made it up: every list refuses what it did not give out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../server/kernel/page.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

const LISTS = [
  ['longjing', '/api/tasks'],
  ['longjing', '/api/tasks?view=closed'],
  ['longjing', '/api/alerts'],
  ['auditor', '/api/audit'],
  ['administrator', '/api/users'],
  ['province', '/api/batches'],
  ['tax', '/api/intakes'],
] as const;

const FORGED: readonly unknown[][] = [
  [],
  ['x', 'y'],
  [1, 'x', 'y'],
  [{ a: 1 }, null, []],
  [[1, 2], [3]],
  ['2026-99-31 09:00:00+08', '01a18f78-9883-725f-961f-3eecb5afc9e1'],
  [1, '2026-02-30 09:00:00+08', '01a18f78-9883-725f-961f-3eecb5afc9e1'],
  ['2026-10-31 09:00:00+08', 'not-a-uuid'],
  [1.5],
  [1e300],
];

let database: TestDatabase;
let app: TestApp;
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  database = await openDatabase();
  app = await startApp(database);
  for (const [username] of LISTS) browsers.set(username, await signIn(app.app, username));
});

afterAll(async () => {
  await app.close();
  await database.close();
});

describe.each(LISTS)('as %s, %s', (username, url) => {
  it.each(FORGED.map((key) => [JSON.stringify(key), key] as const))('never breaks on %s', async (_, key) => {
    const mark = url.includes('?') ? '&' : '?';
    const answer = await browsers.get(username)!.get(`${url}${mark}after=${encodeURIComponent(encodeCursor(key))}`);
    expect({ status: answer.statusCode, code: answer.json().code }).toEqual({ status: 422, code: 'wrong-input' });
  });

  it('refuses what is no cursor at all', async () => {
    const mark = url.includes('?') ? '&' : '?';
    const answer = await browsers.get(username)!.get(`${url}${mark}after=%00nonsense`);
    expect(answer.json().code).toBe('wrong-input');
  });
});
