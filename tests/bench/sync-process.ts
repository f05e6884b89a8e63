// The phones of bench:sync in a process of their own: each on its own connection, counting what really crosses it, headers too.
// Answers are opened only after the last has come, so that the phones' work is not the server's.
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PHONE_HEADER } from '../../web/offline/told.ts';

export interface SyncJob {
  url: string;
  /** A cookie, a cursor and what it tells of itself for each phone. */
  phones: { cookie: string; cursor: string; told: string }[];
  /** How many at once. */
  atOnce: number;
  encoding: string;
}

export interface SyncRun {
  milliseconds: number[];
  /** From the first request to the last byte of the last answer, in seconds. */
  seconds: number;
  /** Request and answer on the line, of each phone. */
  bytes: number[];
  cursors: string[];
  items: number[];
  failed: number;
}

interface Answer {
  status: number;
  encoding: string;
  body: Buffer;
  milliseconds: number;
  bytes: number;
}

/** As a WebView sends them. */
const STANDARD = {
  accept: 'application/json',
  'accept-language': 'zh-CN,zh;q=0.9',
  'user-agent':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.149 Mobile Safari/537.36',
  'sec-fetch-site': 'same-origin',
};

const job = JSON.parse(await text(process.stdin)) as SyncJob;

function ask({ cookie, cursor, told }: SyncJob['phones'][number]): Promise<Answer> {
  const from = performance.now();
  const agent = new Agent({ keepAlive: true });
  return new Promise((resolve, reject) => {
    const asked = request(
      `${job.url}/api/field/sync?cursor=${cursor}`,
      { agent, headers: { cookie, [PHONE_HEADER]: told, ...STANDARD, 'accept-encoding': job.encoding } },
      (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () => {
          const { bytesRead = 0, bytesWritten = 0 } = asked.socket ?? {};
          agent.destroy();
          const { statusCode = 0, headers } = answer;
          const told = { status: statusCode, encoding: String(headers['content-encoding'] ?? '') };
          resolve({
            ...{ ...told, body: Buffer.concat(pieces), milliseconds: performance.now() - from },
            bytes: bytesRead + bytesWritten,
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

function open({ status, encoding, body }: Answer): { cursor: string; items: unknown[] } {
  if (status !== 200) return { cursor: '', items: [] };
  const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
  return JSON.parse(plain.toString()) as { cursor: string; items: unknown[] };
}

const answers: Answer[] = [];
let next = 0;
const from = performance.now();
await Promise.all(
  Array.from({ length: job.atOnce }, async () => {
    for (let at = next++; at < job.phones.length; at = next++) {
      answers[at] = await ask(job.phones[at]!);
    }
  }),
);
const seconds = (performance.now() - from) / 1000;
const opened = answers.map(open);
const run: SyncRun = {
  milliseconds: answers.map((answer) => answer.milliseconds),
  seconds,
  bytes: answers.map((answer) => answer.bytes),
  cursors: opened.map(({ cursor }) => cursor),
  items: opened.map(({ items }) => items.length),
  failed: answers.filter(({ status }) => status !== 200).length,
};
console.log(JSON.stringify(run));
