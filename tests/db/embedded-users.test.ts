// Several processes on one embedded database: the last one out stops it, and a dead one's traces mislead nobody.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startEmbedded } from '../../db/embedded.ts';
import { isUsed, withDoor } from '../../db/presence.ts';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-users-'));
chmodSync(folder, 0o711);
const data = join(folder, 'data');
const pidFile = join(data, 'postgres/postmaster.pid');
const open = () => startEmbedded(data, 'only-for-this-test');

afterAll(async () => {
  await (await open()).stop();
  rmSync(folder, { recursive: true, force: true });
});

it('the last user out stops the database, the others do not', async () => {
  const [one, two] = [await open(), await open()];
  await one.leave();
  expect(existsSync(pidFile)).toBe(true);
  await two.leave();
  expect(existsSync(pidFile)).toBe(false);
  expect(readdirSync(data).filter((name) => name.startsWith('door'))).toEqual([]);
});

it('a user that was killed is no user, and its lock no lock', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.once('exit', resolve));
  const one = await open();
  writeFileSync(join(data, 'users', `${gone.pid}-1`), '');
  writeFileSync(join(data, 'door'), String(gone.pid));
  await one.leave();
  expect(existsSync(pidFile)).toBe(false);
  expect(isUsed(data)).toBe(false);
});

it('only one comes in or goes out at a time', async () => {
  let inside = 0;
  let most = 0;
  const visit = () =>
    withDoor(data, async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    });
  await Promise.all(Array.from({ length: 12 }, visit));
  expect(most).toBe(1);
});

it('a pid file left by a kill, its number now another program\u2019s, does not keep the database down', async () => {
  const one = await open();
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await one.leave();
  writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
  const started = Date.now();
  const again = await open();
  expect(again.isOurs).toBe(true);
  expect(Date.now() - started).toBeLessThan(45_000);
  await again.leave();
});
