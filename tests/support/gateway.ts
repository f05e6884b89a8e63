// A gateway on this machine that takes messages as the real ones do: it checks signatures, knows a message again by its key, and can
// be told to be down, busy, or to lose its answer or never give one after it has taken a message.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Mood =
  | 'well'
  | 'silent'
  | 'down'
  | 'busy'
  | 'refuses'
  | 'loses-answer'
  | 'says-busy'
  | 'says-unknown'
  | 'says-no';

export interface Taken {
  key: string;
  body: Record<string, unknown>;
  /** The whole body as it came, to look for what must not be in it. */
  text: string;
}

export interface Gateway {
  url: string;
  secret: string;
  /** What it was told once each: what reached a person. */
  told: Taken[];
  /** How often it was asked, whatever it answered. */
  asked(): number;
  /** How often a signature was wrong. */
  forged(): number;
  /** The moods of the next requests, in order; then `mood`. */
  next(...moods: Mood[]): void;
  setMood(mood: Mood): void;
  close(): Promise<void>;
}

/** What some gateways say with status 200. */
const SAYS: Partial<Record<Mood, object>> = {
  'says-busy': { errcode: -1, errmsg: 'system busy' },
  'says-unknown': { errcode: 40014, errmsg: 'invalid access_token' },
  'says-no': { code: 'isv.TEMPLATE_MISSING_PARAMETERS' },
};

/** The secret of the tests' gateway; the route table knows it. */
export const GATEWAY_SECRET = 'a secret of the gateway';

const signed = (secret: string, timestamp: string, body: string) =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** A receipt as a gateway hands it in. */
export function receiptOf(
  keys: readonly string[],
  status: 'delivered' | 'undelivered',
  at = new Date(),
  secret = GATEWAY_SECRET,
) {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const payload = JSON.stringify({ receipts: keys.map((key) => ({ key, status, id: `g-${key.slice(-12)}` })) });
  return { timestamp, payload, signature: signed(secret, timestamp, payload) };
}

export async function openGateway(secret = GATEWAY_SECRET): Promise<Gateway> {
  const told = new Map<string, Taken>();
  const queue: Mood[] = [];
  let mood: Mood = 'well';
  let asked = 0;
  let forged = 0;
  const answer = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    asked++;
    const now = queue.shift() ?? mood;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    if (now in SAYS) return answer(response, 200, SAYS[now]!);
    if (now === 'down') return answer(response, 503, {});
    if (now === 'busy') return answer(response, 429, {}, { 'retry-after': '90' });
    if (now === 'refuses') return answer(response, 422, {});
    const timestamp = String(request.headers['x-timestamp']);
    const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
    if (!isFresh || request.headers['x-signature'] !== signed(secret, timestamp, text)) {
      forged++;
      return answer(response, 401, {});
    }
    const key = String(request.headers['idempotency-key']);
    const isKnown = told.has(key);
    if (!isKnown) told.set(key, { key, body: JSON.parse(text), text });
    if (now === 'loses-answer') return request.socket.destroy();
    if (now === 'silent') return;
    return answer(response, isKnown ? 409 : 200, { id: `g-${key.slice(-12)}` });
  };

  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    secret,
    get told() {
      return [...told.values()];
    },
    asked: () => asked,
    forged: () => forged,
    next: (...moods) => void queue.push(...moods),
    setMood: (to) => {
      mood = to;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
