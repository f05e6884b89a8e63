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

/** Starts a server on an empty folder (or a given one) and waits for its sign-ins; its rehearsal is of the sample deliveries. */
export async function startServer(given?: string): Promise<RunningServer> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'shouwang-server-'));
  // As root, PostgreSQL runs as somebody else, who must be able to walk in.
  chmodSync(folder, 0o711);
  const environment = {
    ...process.env,
    SHOUWANG_DATA: join(folder, 'data'),
    PORT: '0',
    DATABASE_URL: '',
    SHOUWANG_KEYS: '',
    SHOUWANG_REHEARSAL: SAMPLES,
  };
  const child = spawn(process.execPath, [TSX, 'server/main.ts'], { cwd: PROJECT_ROOT, env: environment });
  let printed = '';
  child.stdout.on('data', (piece: Buffer) => {
    printed += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    printed += piece.toString();
  });
  const deadline = Date.now() + 90_000;
  for (;;) {
    const address = /ready: {2}(http:\S+)/.exec(printed)?.[1];
    const password = /password（[^）]*）: (\S+)/.exec(printed)?.[1];
    if (address && password && printed.includes('auditor')) {
      const command = async (...args: string[]) => {
        const run = promisify(execFile);
        const done = await run(process.execPath, [TSX, 'server/cli/main.ts', ...args], {
          cwd: PROJECT_ROOT,
          env: environment,
          maxBuffer: 2 ** 26,
        });
        return done.stdout;
      };
      const stop = async () => {
        await end(child);
        if (!given) rmSync(folder, { recursive: true, force: true });
      };
      return { address, password, folder, process: child, output: () => printed, command, stop };
    }
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server did not start:\n${printed}`);
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
