// The embedded database dies under the server: the server says so and ends, and the next start has everything. A database of its
// own that dies while a file is read and comes back: the file is in, once, and nobody had to do anything.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { connect, type Database, disconnect } from '../../db/client.ts';
import { type Embedded, startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { ensureRoles } from '../../db/roles.ts';
import { PROJECT_ROOT } from '../../server/config.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { publishCatalogue } from '../../server/publish.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type RunningServer, startServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-lost-'));
chmodSync(folder, 0o711);
let server: RunningServer | undefined;
let database: Embedded | undefined;

afterAll(async () => {
  await server?.stop();
  await database?.stop().catch(() => {});
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

test('a file that was being read when the database was killed comes in by itself when the database is back', async () => {
  const own = join(folder, 'own');
  const cluster = join(own, 'postgres');
  database = await startEmbedded(own, 'only-for-tests');
  const urls = await ensureRoles(database.url, 'only-for-tests', 'shouwang');
  await migrate(urls.owner);
  await publishCatalogue(urls.owner, CATALOGUE);
  const path = join(folder, '税务局_工资薪金所得_202609.csv');
  const rows = 150_000;
  writeFileSync(path, wages(rows));

  const args = ['--import', 'tsx', 'tests/support/intake-process.ts', urls.flow, own, path];
  const intake = spawn(process.execPath, args, { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [intake.stdout, intake.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  const ended = new Promise<number | null>((resolve) => intake.once('exit', resolve));
  await withPool(urls.owner, async (db) => {
    await expect
      .poll(
        async () => [
          ...(await db.execute(sql`select 1 as one from pg_stat_activity where query like 'copy %staged_rows%'
        and application_name = 'intake-process' and state = 'active'`)),
        ],
        { timeout: 60_000, interval: 5 },
      )
      .toHaveLength(1);
  });
  process.kill(Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(intake.exitCode).toBeNull();
  restart(cluster);

  expect([await ended, said]).toEqual([0, expect.stringContaining('done')]);
  await withPool(urls.owner, async (db) => {
    const [found] = await db.execute(sql`select (select count(*)::int from waiting_rows) as waiting,
      (select count(*)::int from batches) as batches, (select string_agg(state, ' ') from intakes) as intakes`);
    expect(found).toEqual({ waiting: rows, batches: 1, intakes: 'done' });
  });
  expect(readdirSync(join(own, 'inbox'))).toEqual([]);
});

/** The same server again, on its port. */
function restart(cluster: string): void {
  const [program, ...options] = readFileSync(join(cluster, 'postmaster.opts'), 'utf8').trim().split(' "');
  const { uid, gid } = statSync(cluster);
  const identity = process.getuid?.() === 0 ? { uid, gid } : {};
  const started = spawn(
    program!,
    options.map((option) => option.slice(0, -1)),
    {
      ...{ ...identity, cwd: '/', detached: true, stdio: 'ignore' as const },
    },
  );
  started.unref();
}

async function withPool(url: string, act: (db: Database) => Promise<void>): Promise<void> {
  const db = connect(url, { max: 1, name: 'test-lost' });
  try {
    await act(db);
  } finally {
    await disconnect(db);
  }
}

function wages(rows: number): string {
  const lines = ['纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人'];
  for (let row = 0; row < rows; row++) {
    const first = `229901${1950 + (row % 50)}01${String(1 + (row % 28)).padStart(2, '0')}${String(row % 1000).padStart(3, '0')}`;
    lines.push(`金顺姬,居民身份证,${first}${checkDigit(first)},202609,${row},某单位`);
  }
  return `${lines.join('\r\n')}\r\n`;
}
