// A process that is many browsers at once: opens live sockets, says when all are open, and then tells of each hint how long after it
// was sent each socket had it. Input: FanOutJob as the first line; then a line a hint with the instant at which it was sent.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

export interface FanOutJob {
  url: string;
  cookies: string[];
  clients: number;
}

/** The little of ws that is used here; it comes with @fastify/websocket and brings no types. */
interface Socket {
  on(event: 'open' | 'message', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
}
const WebSocket = createRequire(import.meta.url)('ws') as new (
  url: string,
  options: { headers: Record<string, string> },
) => Socket;

/** Sockets that are being opened at once. */
const AT_ONCE = 50;
const PATIENCE = 20_000;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { url, cookies, clients } = JSON.parse((await lines.next()).value as string) as FanOutJob;
let heard: number[] = [];
let whole: (() => void) | undefined;

async function openAll(): Promise<void> {
  let next = 0;
  const opener = async () => {
    while (next < clients) await open(cookies[next++ % cookies.length]!);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, opener));
}

function open(cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers: { cookie } });
    socket.on('open', resolve);
    socket.on('error', reject);
    socket.on('message', () => {
      heard.push(Date.now());
      if (heard.length === clients) whole?.();
    });
  });
}

const from = performance.now();
await openAll();
console.log(JSON.stringify({ openedSeconds: (performance.now() - from) / 1000 }));
for await (const line of lines) {
  const sent = Number(line);
  if (heard.length < clients)
    await new Promise<void>((resolve) => {
      whole = resolve;
      setTimeout(resolve, PATIENCE).unref();
    });
  console.log(JSON.stringify({ milliseconds: heard.map((at) => at - sent), missed: clients - heard.length }));
  heard = [];
}
process.exit(0);
