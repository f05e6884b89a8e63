// The server that the API and the live hints are measured on: a made world in a database of its own, and api-process.ts upon it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Database } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { ensureRoles, type RoleUrls } from '../../db/roles.ts';
import { addCast } from '../../server/access/cast.ts';
import { type Catalogue, loadCatalogue } from '../../server/catalogue.ts';
import { type Keys, parseKeys } from '../../server/kernel/keys.ts';
import { publishCatalogue } from '../../server/publish.ts';
import type { ServerJob } from './api-process.ts';
import { makeWork } from './api-world.ts';
import { postgresVersion, timed } from './figures.ts';

const PASSWORD = 'only-for-the-bench';
const NOW = '2026-10-31T10:00:00+08:00';
const KEYS = `1:${Buffer.alloc(32, 9).toString('base64')}`;

export interface Served {
  url: string;
  owner: Database;
  urls: RoleUrls;
  world: Record<string, number>;
  worldSeconds: number;
  postgres: string;
  /** The instant at which the service believes to be, ISO. */
  now: string;
  /** Bytes that the server's process holds. */
  memory(): Promise<{ rss: number; heapUsed: number }>;
  /** Signs a member of the cast in; the cookie to send. */
  signIn(username: string): Promise<string>;
}

/** What is served: fills an empty, published database as its owner and returns what stands. */
export type MakeWorld = (
  owner: Database,
  of: { catalogue: Catalogue; keys: Keys },
  now: string,
) => Promise<Record<string, number>>;

/** A year's work of a province with the cast in it. */
const provinceOf =
  (tasks: number): MakeWorld =>
  async (owner, of, now) => {
    await owner.transaction((tx) => addCast(tx, PASSWORD, new Date(now)));
    return await makeWork(owner, of, { tasks, now });
  };

/** Serves a made world while `act` runs; nothing is left behind. `keep`: a folder to keep the database in, and to find it again. */
export async function withServer<T>(
  { tasks, keep, make = provinceOf(tasks ?? 0) }: { tasks?: number; keep?: string | undefined; make?: MakeWorld },
  act: (served: Served) => Promise<T>,
): Promise<T> {
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'shouwang-bench-'));
  await chmod(folder, 0o711);
  const embedded = await startEmbedded(join(folder, 'data'), 'bench');
  let server: ChildProcess | undefined;
  try {
    const urls = await ensureRoles(embedded.url, 'bench', 'bench');
    await migrate(urls.owner);
    const catalogue = await loadCatalogue('rules');
    await publishCatalogue(urls.owner, catalogue);
    const owner = connect(urls.owner, { max: 1, name: 'bench-owner', idleSeconds: 3600 });
    let world: Record<string, number> = {};
    const [found] = await owner.$client<{ n: number }[]>`select count(*)::int as n from users`;
    const worldSeconds = await timed(async () => {
      if (found!.n > 0) return;
      world = await make(owner, { catalogue, keys: parseKeys(KEYS) }, NOW);
    });
    const job: ServerJob = { flow: urls.flow, web: urls.web, keys: KEYS, now: NOW };
    server = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/api-process.ts'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    server.stdin!.end(JSON.stringify(job));
    const { port } = (await nextLine(server)) as { port: number };
    const url = `http://127.0.0.1:${port}`;
    const running = server;
    const told = await act({
      ...{ url, owner, urls, world, worldSeconds, postgres: await postgresVersion(owner), now: NOW },
      memory: async () => {
        const line = nextLine(running);
        running.kill('SIGUSR2');
        return ((await line) as { memory: { rss: number; heapUsed: number } }).memory;
      },
      signIn: (username) => signIn(url, username),
    });
    await owner.$client.end();
    return told;
  } finally {
    server?.kill();
    await embedded.stop();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

function nextLine(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.stdout!.once('data', (piece: Buffer) => resolve(JSON.parse(piece.toString())));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

async function signIn(url: string, username: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in: ${await answer.text()}`);
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}
