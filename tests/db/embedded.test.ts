// The database we bring ourselves: adopted when it runs already, and itself again after the worst way to stop.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, disconnect } from '../../db/client.ts';
import { type Embedded, startEmbedded } from '../../db/embedded.ts';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-embedded-'));
const data = join(folder, 'data');
const PASSWORD = 'only-for-this-test';
let first: Embedded;

beforeAll(async () => {
  chmodSync(folder, 0o711);
  first = await startEmbedded(data, PASSWORD);
});
afterAll(async () => {
  await (await startEmbedded(data, PASSWORD)).stop();
  rmSync(folder, { recursive: true, force: true });
});

async function query(embedded: Embedded, statement: string): Promise<unknown[]> {
  const database = connect(embedded.url, { max: 1, name: 'embedded-test' });
  try {
    return [...(await database.execute(sql.raw(statement)))];
  } finally {
    await disconnect(database);
  }
}

const pidOf = () => Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

it('the first start makes a cluster of its own and listens on this machine only', async () => {
  expect(first.isOurs).toBe(true);
  expect(await query(first, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(first, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  expect(readdirSync(data).filter((name) => name.includes('making') || name.includes('password'))).toEqual([]);
});

it('it never runs as root', () => {
  expect(
    execFileSync('ps', ['-o', 'uid=', '-p', String(pidOf())])
      .toString()
      .trim(),
  ).not.toBe('0');
});

it('a second start on the same folder adopts the running server', async () => {
  const second = await startEmbedded(data, PASSWORD);
  expect([second.isOurs, second.url]).toEqual([false, first.url]);
});

it('several starts at once end on one server', async () => {
  await first.stop();
  const all = await Promise.all([1, 2, 3].map(() => startEmbedded(data, PASSWORD)));
  expect(new Set(all.map((one) => one.url)).size).toBe(1);
  first = all[0]!;
});

it('what was committed is there after PostgreSQL was killed', async () => {
  await query(first, 'create table kept (n int)');
  await query(first, 'insert into kept select generate_series(1, 1000)');
  process.kill(pidOf(), 'SIGKILL');
  const again = await startEmbedded(data, PASSWORD);
  expect(await query(again, 'select count(*)::int as count from kept')).toEqual([{ count: 1000 }]);
});

it('a stopped server is gone and leaves no pid file', async () => {
  await (await startEmbedded(data, PASSWORD)).stop();
  expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(false);
});
