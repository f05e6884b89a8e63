// The embedded database dies under the server: the server says so and ends, and the next start has everything.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-lost-'));
chmodSync(folder, 0o711);
let server: RunningServer | undefined;

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a server whose embedded database was killed ends with a clear word, and starts again with everything', async () => {
  server = await startServer(folder);
  const alerts = await server.command('alerts', '--json');
  const ended = new Promise<number | null>((resolve) => server!.process.once('exit', resolve));
  process.kill(
    Number(readFileSync(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
    'SIGKILL',
  );
  expect(await ended).toBe(1);
  expect(server.output()).toContain('The embedded database is gone');
  server = await startServer(folder);
  expect(await server.command('alerts', '--json')).toBe(alerts);
});
