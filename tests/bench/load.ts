// Load on a server over loopback, made by a process of its own (load-process.ts), so that the client's work is not the server's.
import { spawn } from 'node:child_process';
import { percentile, round, type Spread, spread } from './figures.ts';

export interface LoadRequest {
  method?: string;
  path: string;
  version?: number;
  body?: unknown;
}

export interface LoadJob {
  url: string;
  cookie: string;
  connections: number;
  seconds: number;
  /** Taken in turn, over and over; with `once` each is sent at most once, and the run ends with the last. */
  requests: readonly LoadRequest[];
  once?: boolean;
}

/** What one run saw: milliseconds of each answer, and how many were not 2xx or 304. */
export interface LoadRun {
  milliseconds: number[];
  seconds: number;
  failed: number;
  bytes: number;
}

/** Milliseconds at the percentiles, as medians of several runs. */
export interface LoadFigures {
  connections: number;
  requests: number;
  perSecond: Spread;
  p50: Spread;
  p95: Spread;
  p99: Spread;
  /** Bytes of an answer on the line. */
  bytes: number;
  failed: number;
}

/** Runs one job in a process of its own. */
export async function runLoad(job: LoadJob): Promise<LoadRun> {
  return JSON.parse(await inProcess('tests/bench/load-process.ts', job)) as LoadRun;
}

/** Starts one of our TypeScript files, gives it a value as JSON on its standard input, and returns what it wrote. */
export async function inProcess(file: string, input: unknown): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(input));
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return Buffer.concat(pieces).toString();
}

/** The figures of several runs of one kind of request. */
export function figuresOf(connections: number, runs: readonly LoadRun[]): LoadFigures {
  const at = (share: number) =>
    spread(
      runs.map((run) => percentile(run.milliseconds, share)),
      1,
    );
  const requests = runs.reduce((sum, run) => sum + run.milliseconds.length, 0);
  return {
    connections,
    requests,
    perSecond: spread(
      runs.map((run) => run.milliseconds.length / run.seconds),
      0,
    ),
    ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    bytes: round(runs.reduce((sum, run) => sum + run.bytes, 0) / Math.max(1, requests), 0),
    failed: runs.reduce((sum, run) => sum + run.failed, 0),
  };
}
