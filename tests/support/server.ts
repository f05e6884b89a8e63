// The service as a person starts it: its own process, its own data folder, its own port; and the command beside it.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../server/config.ts';

const TSX = join(PROJECT_ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');

export interface RunningServer {
  address: string;
  /** The rehearsal's password for the whole cast. */
  password: string;
  folder: string;
  process: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  /** Runs one command on the same data; rejects with its output when the exit code is not 0. */
  command(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

const SAMPLES = join(PROJECT_ROOT, 'tests', 'fixtures', 'samples');

function environmentOf(folder: string, rehearsal: string): NodeJS.ProcessEnv {
  const data = join(folder, 'data');
  const own = { SHOUWANG_DATA: data, PORT: '0', DATABASE_URL: '', SHOUWANG_KEYS: '', SHOUWANG_REHEARSAL: rehearsal };
  // A test runner says `test`, by which the pages would be built with what only development needs.
  return { ...process.env, ...own, NODE_ENV: 'production' };
}

/** Runs one command on the data of a server, beside it. */
export async function runCommand(folder: string, ...args: string[]): Promise<string> {
  const done = await promisify(execFile)(process.execPath, [TSX, 'server/cli/main.ts', ...args], {
    cwd: PROJECT_ROOT,
    env: environmentOf(folder, SAMPLES),
    maxBuffer: 2 ** 26,
  });
  return done.stdout;
}

/** Starts a server on an empty folder (or a given one) and waits for its sign-ins; its rehearsal is of the sample deliveries. */
export async function startServer(given?: string, rehearsal = SAMPLES): Promise<RunningServer> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'shouwang-server-'));
  // As root, PostgreSQL runs as somebody else, who must be able to walk in.
  chmodSync(folder, 0o711);
  // One process, so that whoever kills it kills the service.
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: PROJECT_ROOT,
    env: environmentOf(folder, rehearsal),
  });
  let printed = '';
  child.stdout.on('data', (piece: Buffer) => {
    printed += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    printed += piece.toString();
  });
  const deadline = Date.now() + (rehearsal === SAMPLES ? 115_000 : 600_000); // a made province takes a minute or more
  for (;;) {
    const address = /ready: {2}(http:\S+)/.exec(printed)?.[1];
    const password = /password（[^）]*）: (\S+)/.exec(printed)?.[1];
    if (address && password && printed.includes('auditor')) {
      const command = (...args: string[]) => runCommand(folder, ...args);
      const stop = async () => {
        await end(child);
        if (!given) rmSync(folder, { recursive: true, force: true });
      };
      return { address, password, folder, process: child, output: () => printed, command, stop };
    }
    if (child.exitCode !== null || Date.now() > deadline) {
      await end(child);
      throw new Error(`the server did not start:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(late);
}
