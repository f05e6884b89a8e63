// The application on a test database, with a clock the test turns and a browser for each member of the cast.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { type AppConfig, type AppDeps, buildApp } from '../../server/app.ts';
import { CAST_PASSWORD, PRESENT } from './cast.ts';
import { KEYS, ROUTES } from './catalogue.ts';
import type { TestDatabase } from './database.ts';

export interface TestApp {
  app: FastifyInstance;
  /** Turns the clock; PRESENT at first. */
  setNow(now: Date): void;
  now(): Date;
  /** Why cycles were asked for, in order. */
  cycles: string[];
  /** What the service logged, one JSON line each. */
  log: string[];
  close(): Promise<void>;
}

/** Builds the app; everything that is not given is the default of a test. */
export async function startApp(
  database: Pick<TestDatabase, 'flow' | 'web'>,
  given: Partial<Omit<AppDeps, 'config'>> & { config?: Partial<AppConfig> } = {},
): Promise<TestApp> {
  let present = PRESENT;
  const cycles: string[] = [];
  const log: string[] = [];
  const app = await buildApp({
    flow: database.flow,
    web: database.web,
    keys: KEYS,
    clock: () => present,
    isReady: () => true,
    requestCycle: (reason) => cycles.push(reason),
    routes: ROUTES,
    ...given,
    config: {
      secureCookies: false,
      isRehearsal: true,
      signInsAMinute: 10_000,
      logStream: { write: (line) => void log.push(line) },
      ...given.config,
    },
  });
  await app.ready();
  const setNow = (now: Date) => {
    present = now;
  };
  return { app, setNow, now: () => present, cycles, log, close: () => app.close() };
}

export interface SendOptions {
  body?: unknown;
  /** Sent as If-Match. */
  version?: number;
  headers?: Record<string, string>;
  /** Sent as a form with one file; `body` holds its other fields. */
  file?: { name: string; content: string | Buffer };
}

/** One browser: it keeps its cookie and answers with fastify's light response. */
export interface Browser {
  username: string;
  cookie: string;
  send(method: string, url: string, options?: SendOptions): Promise<LightMyRequestResponse>;
  get(url: string, options?: SendOptions): Promise<LightMyRequestResponse>;
  post(url: string, body?: unknown, options?: SendOptions): Promise<LightMyRequestResponse>;
  put(url: string, body?: unknown, options?: SendOptions): Promise<LightMyRequestResponse>;
}

/** A browser with this cookie; without one, a stranger's. */
export function browse(app: FastifyInstance, username = '', cookie = ''): Browser {
  const send = (method: string, url: string, { body, version, headers, file }: SendOptions = {}) =>
    app.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(cookie && { cookie }),
        ...(version !== undefined && { 'if-match': `"v${version}"` }),
        ...(file && { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }),
        ...headers,
      },
      ...(file ? { payload: formOf((body ?? {}) as object, file) } : body !== undefined && { payload: body as object }),
    });
  return {
    username,
    cookie,
    send,
    get: (url, options) => send('GET', url, options),
    post: (url, body, options) => send('POST', url, { body, ...options }),
    put: (url, body, options) => send('PUT', url, { body, ...options }),
  };
}

const BOUNDARY = 'a-line-between-parts';

function formOf(fields: object, file: NonNullable<SendOptions['file']>): Buffer {
  const part = (disposition: string, content: string | Buffer) => [
    Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`),
    Buffer.from(content as string),
    Buffer.from('\r\n'),
  ];
  const values = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, String(value)));
  const parts = [...values, part(`name="file"; filename="${file.name}"`, file.content)];
  return Buffer.concat([...parts.flat(), Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** Signs a member of the cast in. */
export async function signIn(app: FastifyInstance, username: string, password = CAST_PASSWORD): Promise<Browser> {
  const answer = await browse(app).post('/api/session', { username, password });
  if (answer.statusCode !== 200) throw new Error(`${username} could not sign in: ${answer.body}`);
  const [cookie] = answer.cookies;
  return browse(app, username, `${cookie?.name}=${cookie?.value}`);
}
