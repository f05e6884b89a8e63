// Turns a Route into a Fastify route: who calls, may they, one transaction inside their scope, the log, then after commit the
// answer, the hints and the cycle.
import { rm } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { z } from 'zod';
import type { Transaction } from '../../db/client.ts';
import type { KeyHolder } from '../access/api-keys.ts';
import { ACTIONS, mayDo } from '../access/model.ts';
import {
  type AuditNote,
  type Call,
  FileAnswer,
  HeaderAnswer,
  type Route,
  type SessionCookie,
  type SessionOrigin,
} from '../access/route.ts';
import { enterScope, makeScope } from '../access/scope.ts';
import { scopeOf } from '../access/scope-of.ts';
import type { Session } from '../access/sessions.ts';
import { type Actor, recordAct } from '../audit/record.ts';
import { dayOf } from '../kernel/clock.ts';
import { Problem } from '../kernel/problem.ts';
import { checkOrigin, readKey, readSession, writeCookie } from './authenticate.ts';
import type { AppDeps } from './deps.ts';
import { describeRoute } from './openapi.ts';
import { describeFault, sendProblem } from './problems.ts';
import { LARGEST_UPLOAD, PIECE_TYPE, receiveFile, receiveStream, STREAM_TYPE } from './upload.ts';
import { parseInput } from './validate.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The action a path under /api needs; a path without one does not boot. */
    action?: string;
  }
}

export interface Registration {
  deps: AppDeps;
  /** Tells all processes what changed; called after commit. */
  announce(hints: { action: string; area: string }[]): Promise<void>;
  /** Sessions that ended, so that their sockets close. */
  endSockets(tokenHash: string): Promise<void>;
}

const LONGEST_DEVICE = 300;

/** Serves one route. One whose action is none of the catalogue's is refused, whatever the compiler was told. */
export function registerRoute(app: FastifyInstance, route: Route, around: Registration): void {
  const { deps } = around;
  if (!(route.action in ACTIONS)) throw new Error(`${route.method} ${route.url} names no action: it is not served.`);
  const { signInsAMinute = 60, pushesAMinute = 300 } = deps.config;
  const perMinute = route.perMinute ?? (route.isPublic ? signInsAMinute : route.isKeyed ? pushesAMinute : undefined);
  const options: RouteOptions = {
    method: route.method,
    url: route.url,
    config: {
      action: route.action,
      ...(route.method === 'HEAD' && { swagger: { exposeHeadRoute: true } }), // one of our own, not the shadow of a GET
      ...(perMinute && { rateLimit: { max: perMinute, timeWindow: 60_000 } }),
    },
    schema: describeRoute(route),
    handler: (request, reply) => answer(request, reply, route, around).finally(() => removeUpload(request)),
  };
  const { takesPiece } = route;
  if (takesPiece)
    app.register(async (own) => {
      own.removeAllContentTypeParsers();
      const how = { parseAs: 'buffer', bodyLimit: takesPiece } as const;
      own.addContentTypeParser(PIECE_TYPE, how, (_request, body, done) => done(null, body));
      own.route(options);
    });
  else if (!route.takesStream) app.route(options);
  // In a part of the application of its own, where a body of rows is left to the handler as a stream, and no other kind is taken.
  else
    app.register(async (own) => {
      own.removeAllContentTypeParsers();
      own.addContentTypeParser(STREAM_TYPE, (_request, payload, done) => done(null, payload));
      own.route(options);
    });
}

/** An uploaded file goes with its request, however that ends. The plugin cleans after the answer, and is left nothing to miss. */
async function removeUpload(request: FastifyRequest): Promise<void> {
  const paths = request.tmpUploads ?? [];
  request.tmpUploads = [];
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}

const isRead = ({ method }: Route) => method === 'GET' || method === 'HEAD';

async function answer(request: FastifyRequest, reply: FastifyReply, route: Route, around: Registration) {
  const { deps } = around;
  const now = deps.clock();
  const isWrite = !isRead(route);
  // A key is in no browser, so there is nothing that another site's page could make it send.
  if (isWrite && !route.isKeyed) checkOrigin(request);
  const readHolder = () => (route.isKeyed ? readKey(request, reply, { flow: deps.flow, now }) : undefined);
  const holder = await readHolder();
  const session = route.isPublic || route.isKeyed ? undefined : await authorise(request, route, deps, now);
  const version = readVersion(request, route);
  const scope = session ? await scopeOf(deps.flow, session.user, dayOf(now)) : NOBODY;
  const upload = await receive(request, route, deps);
  // Asked again: a body may be minutes on its way, and a key that was revoked meanwhile lets nothing in.
  const key = route.takesStream ? await readHolder() : holder;
  const input = parseInput(route, {
    params: request.params,
    query: request.query,
    body: route.takesStream || route.takesPiece ? undefined : (upload?.fields ?? request.body),
    headers: request.headers,
  });

  const notes: AuditNote[] = [];
  const cookie = new PendingCookie(session, originOf(request));
  const result = await (route.isTrusted ? deps.flow : deps.web).transaction(async (tx) => {
    if (!route.isTrusted) await enterScope(tx, scope);
    const { isRehearsal } = deps.config;
    const call = { tx, scope, now, version, session: cookie, phone: phoneOf(request), isRehearsal, ...input };
    const record = (note: AuditNote) =>
      recordNote(tx, { note, route, actor: session?.user ?? actorOf(key), now, notes });
    const brought = { user: session?.user, key, file: upload?.file, piece: pieceOf(request) };
    const result = await route.handle({ ...call, ...brought, record } as Call<unknown, unknown, unknown>);
    if (isWrite && notes.length === 0) throw new Error(`${route.method} ${route.url} wrote no audit entry`);
    return result;
  });

  // Before the answer is on its way: who has it may rely on the file being gone.
  await removeUpload(request);
  await afterCommit(request, route, around, { cookie, notes, reply, now });
  if (result instanceof Problem) return sendProblem(request, reply, result);
  if (result instanceof FileAnswer) return sendFile(reply, result);
  if (result instanceof HeaderAnswer) return reply.code(result.status).headers(result.headers).send();
  if (route.isAccepted) reply.code(202);
  return sendAnswer(reply, route.response, result);
}

/** A request without a body brings an empty piece. */
const pieceOf = ({ body }: FastifyRequest) => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

async function receive(request: FastifyRequest, route: Route, { config }: AppDeps) {
  if (route.takesFile) return await receiveFile(request);
  if (!route.takesStream) return undefined;
  return { file: await receiveStream(request, config.largestUpload ?? LARGEST_UPLOAD), fields: undefined };
}

const NOBODY = makeScope({ userId: '', areas: [], counties: [], department: null });

async function authorise(request: FastifyRequest, route: Route, deps: AppDeps, now: Date): Promise<Session> {
  const session = await readSession(request, { flow: deps.flow, isSecure: deps.config.secureCookies, now });
  if (!session) throw new Problem('not-signed-in');
  if (!mayDo(session.user.role, route.action)) throw new Problem('not-allowed');
  refuseAddressBar(request, session);
  if (session.mustChangePassword && !/^(session\.(start|read|end)$|password\.)/.test(route.action))
    throw new Problem('not-allowed', '请先修改初始密码。 / Change your first password before anything else.');
  return session;
}

/**
 * A phone lies locked behind its PIN while its session goes on for two weeks: whoever holds it types this address into its browser, and
 * gets nothing. Pages of ours ask by fetch; browsers say which it is, since Chrome 76.
 */
function refuseAddressBar(request: FastifyRequest, { user }: Session): void {
  if (user.role === 'village-coordinator' && request.headers['sec-fetch-mode'] === 'navigate')
    throw new Problem('not-allowed', '请在手机应用里看。 / Look at it in the phone’s app.');
}

/** The version in If-Match, `"v3"` → 3; 0 where none is needed. */
function readVersion(request: FastifyRequest, route: Route): number {
  const [, digits] = /^"v(\d{1,9})"$/.exec(request.headers['if-match'] ?? '') ?? [];
  if (route.needsVersion && digits === undefined) throw new Problem('version-required');
  return Number(digits ?? 0);
}

/** Keeps what the handler says about the cookie until its transaction has been committed. */
class PendingCookie implements SessionCookie {
  readonly tokenHash: string | null;
  readonly mustChangePassword: boolean;
  readonly origin: SessionOrigin;
  readonly ended: string[] = [];
  change: { token: string; expiresAt: Date } | null | undefined;

  constructor(session: Session | undefined, origin: SessionOrigin) {
    this.tokenHash = session?.tokenHash ?? null;
    this.mustChangePassword = session?.mustChangePassword ?? false;
    this.origin = origin;
  }

  keep(token: string, expiresAt: Date) {
    this.change = { token, expiresAt };
  }

  drop() {
    this.change = null;
  }

  endOthers(tokenHashes: readonly string[]) {
    this.ended.push(...tokenHashes);
  }
}

/** A browser may call itself anything, at any length. */
function originOf(request: FastifyRequest): SessionOrigin {
  return { address: request.ip, device: (request.headers['user-agent'] ?? '').slice(0, LONGEST_DEVICE) };
}

/** A line that is longer than ours can be is none of ours. */
function phoneOf(request: FastifyRequest): string | null {
  const told = request.headers['x-shouwang-phone'];
  return typeof told === 'string' && told.length <= LONGEST_DEVICE ? told : null;
}

/** A department's system acts as its key. */
const actorOf = (key: KeyHolder | undefined): Actor => (key ? { id: key.id, username: key.name } : 'stranger');

async function recordNote(
  tx: Transaction,
  of: { note: AuditNote; route: Route; actor: Actor; now: Date; notes: AuditNote[] },
): Promise<void> {
  const actor = of.note.actor ?? of.actor;
  await recordAct(tx, { ...of.note, at: of.now, actor, action: of.note.action ?? of.route.action });
  of.notes.push(of.note);
}

/** The act stands now. What follows must not undo the answer: a hint that fails is logged, the browser's next read shows all. */
async function afterCommit(
  request: FastifyRequest,
  route: Route,
  around: Registration,
  done: { cookie: PendingCookie; notes: AuditNote[]; reply: FastifyReply; now: Date },
): Promise<void> {
  const { cookie, notes, reply } = done;
  if (cookie.change !== undefined) writeCookie(reply, around.deps.config.secureCookies, cookie.change, done.now);
  if (isRead(route)) return;
  const hints = notes.flatMap(({ action, areaCode }) =>
    areaCode ? [{ action: action ?? route.action, area: areaCode }] : [],
  );
  const quietly = (error: unknown) => request.log.warn(describeFault(error), 'a hint was not sent');
  if (hints.length > 0) around.announce(hints).catch(quietly);
  const ended = [...cookie.ended, ...(cookie.change === null && cookie.tokenHash ? [cookie.tokenHash] : [])];
  for (const tokenHash of ended) around.endSockets(tokenHash).catch(quietly);
  if (route.startsCycle) around.deps.requestCycle(route.action);
}

/** A file under its own name (RFC 6266, RFC 8187): never shown in the page, whatever it holds. */
function sendFile(reply: FastifyReply, { name, type, content }: FileAnswer): FastifyReply {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return reply
    .headers({ 'content-disposition': `attachment; filename*=UTF-8''${encoded}`, 'cache-control': 'private, no-store' })
    .type(type)
    .send(content);
}

/** Through the response's schema: what it does not name does not leave. An answer that misses it is our fault, so a 500. */
function sendAnswer(reply: FastifyReply, response: z.ZodType, result: unknown): FastifyReply {
  const parsed = response.safeParse(result);
  if (!parsed.success)
    throw new Error(`The answer misses its schema at ${parsed.error.issues.map((i) => i.path.join('.')).join(', ')}`);
  const { data } = parsed;
  if (data === null || data === undefined) return reply.code(204).send();
  const { version } = data as { version?: unknown };
  if (typeof version === 'number') reply.header('etag', `"v${version}"`);
  return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(data);
}
