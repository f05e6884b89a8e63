// A Chromium with a profile that outlives it, and that can be killed like a phone whose battery dies.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

export interface Killable {
  context: BrowserContext;
  page: Page;
  /** At once, without a word to the pages. */
  kill(): Promise<void>;
}

export interface Device {
  start(): Promise<Killable>;
  /** Ends whatever runs and forgets the profile. */
  close(): Promise<void>;
}

/** A device whose profile is kept between starts. */
export function makeDevice(size: { width: number; height: number }): Device {
  const profile = mkdtempSync(join(tmpdir(), 'shouwang-phone-'));
  let running: ChildProcess | undefined;
  const kill = async () => {
    const child = running;
    running = undefined;
    if (!child?.pid || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  return {
    async start() {
      const given = [...ARGUMENTS, `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'];
      running = spawn(await sparticuz.executablePath(), given, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
      const browser = await chromium.connectOverCDP(await addressOf(running));
      const context = browser.contexts()[0]!;
      const page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(20_000);
      await page.setViewportSize(size);
      return { context, page, kill };
    },
    async close() {
      await kill();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stderr!.on('data', (piece: Buffer) => {
      printed += piece.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(printed)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the browser did not start:\n${printed}`)));
  });
}
