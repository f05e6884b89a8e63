// /api/live: tells a browser that something changed where its user may look, and nothing else; what changed is fetched through scope.
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayDo } from '../access/model.ts';
import { areasOf } from '../access/scope-of.ts';
import { findSession, type Session } from '../access/sessions.ts';
import { checkOrigin, readSession } from '../http/authenticate.ts';
import type { AppDeps } from '../http/deps.ts';
import { describeFault } from '../http/problems.ts';
import { ancestorOf, LEVELS } from '../kernel/area.ts';
import { dayOf } from '../kernel/clock.ts';
import { Problem } from '../kernel/problem.ts';
import { type Hint, hear } from './hints.ts';

const MOST_A_USER = 8;
const LARGEST_MESSAGE = 1024;
const MOST_MESSAGES = 20;
/** Hints are gathered this long: one act is often several, and a cycle is thousands. */
const GATHER = 200;

/** Close codes of our own (4000 to 4999 are free for it). */
export const CLOSED = { signedOut: 4401, tooMuch: 4429 } as const;

/** What we use of a `ws` socket. */
interface Socket {
  readonly readyState: number;
  send(text: string): void;
  ping(): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  on(event: 'message' | 'pong' | 'close' | 'error', listener: () => void): void;
}

interface Connection {
  socket: Socket;
  session: Session;
  areas: readonly string[];
  isAlive: boolean;
  messages: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who opens a live socket, and their areas: set by its gate before the upgrade. */
    live: { session: Session; areas: readonly string[] } | null;
  }
}

/** Adds the socket and whatever feeds it; starts with the app and ends with it. */
export async function registerLive(app: FastifyInstance, deps: AppDeps): Promise<void> {
  const connections = new Set<Connection>();
  const gathered = new Map<string, Hint>();
  let gathering: NodeJS.Timeout | undefined;
  const ofUser = (id: string) => [...connections].filter((one) => one.session.user.id === id).length;

  await app.register(websocket, { options: { maxPayload: LARGEST_MESSAGE } });
  app.decorateRequest('live', null);

  const gate = async (request: FastifyRequest) => {
    checkOrigin(request);
    const session = await readSession(request, {
      flow: deps.flow,
      isSecure: deps.config.secureCookies,
      now: deps.clock(),
    });
    if (!session) throw new Problem('not-signed-in');
    if (!mayDo(session.user.role, 'session.read')) throw new Problem('not-allowed');
    if (ofUser(session.user.id) >= MOST_A_USER) throw new Problem('too-many-requests');
    request.live = { session, areas: await areasNow(session, deps) };
  };

  const open = (socket: Socket, request: FastifyRequest) => {
    const connection: Connection = { socket, ...request.live!, isAlive: true, messages: 0 };
    connections.add(connection);
    socket.on('pong', () => {
      connection.isAlive = true;
    });
    // A browser has nothing to say here.
    socket.on('message', () => {
      connection.messages += 1;
      if (connection.messages > MOST_MESSAGES) socket.close(CLOSED.tooMuch, 'too many messages');
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => connections.delete(connection));
  };

  app.route({
    method: 'GET',
    url: '/api/live',
    config: { action: 'session.read' },
    schema: { hide: true },
    preValidation: gate,
    handler: async () => {
      throw new Problem('bad-request', '这里只收 WebSocket。 / WebSocket only.');
    },
    wsHandler: open,
  });

  const deliver = () => {
    gathering = undefined;
    const said = sortHints([...gathered.values()]);
    gathered.clear();
    for (const connection of connections) for (const text of hintsFor(connection, said)) connection.socket.send(text);
  };
  const hears = {
    hints(hints: Hint[]) {
      for (const hint of hints) gathered.set(`${hint.action} ${hint.area}`, hint);
      gathering ??= setTimeout(deliver, GATHER);
    },
    end(tokenHash: string) {
      for (const { session, socket } of connections)
        if (session.tokenHash === tokenHash) socket.close(CLOSED.signedOut, 'signed out');
    },
  };
  let stop: (() => Promise<void>) | undefined;
  app.addHook('onReady', async () => {
    stop = await hear(deps.flow, hears);
  });

  const heartbeat = setInterval(() => {
    for (const connection of connections)
      beat(connection, deps).catch((error) => app.log.warn(describeFault(error), 'a live socket was not checked'));
  }, deps.config.heartbeat ?? 30_000);
  heartbeat.unref();

  app.addHook('preClose', async () => {
    clearInterval(heartbeat);
    clearTimeout(gathering);
    await stop?.().catch(() => {});
  });
}

/** Drops who no longer answers or is no longer signed in; areas are dated, so they are read again. */
async function beat(connection: Connection, deps: AppDeps): Promise<void> {
  const { socket } = connection;
  if (!connection.isAlive) return socket.terminate();
  connection.isAlive = false;
  connection.messages = 0;
  socket.ping();
  const session = await findSession(deps.flow, connection.session.tokenHash, deps.clock());
  if (!session) return socket.close(CLOSED.signedOut, 'session over');
  connection.session = session;
  connection.areas = await areasNow(session, deps);
}

function areasNow(session: Session, deps: AppDeps): Promise<readonly string[]> {
  return areasOf(deps.flow, session.user, dayOf(deps.clock()));
}

type Texts = ReadonlyMap<string, ReadonlySet<string>>;

/** What is to be said, ready to be looked up by the code of an area: for whoever is near, and for whoever watches from afar. */
interface Said {
  /** Of a place, what changed in it. */
  inside: { near: Texts; afar: Texts };
  /** Of a place, what changed as wide as it is. */
  at: { near: Texts; afar: Texts };
}

/** Sorts the hints by place once for all connections: a cycle has thousands, which would each be asked of every connection. */
function sortHints(hints: readonly Hint[]): Said {
  const maps = () => ({ near: new Map<string, Set<string>>(), afar: new Map<string, Set<string>>() });
  const said = { inside: maps(), at: maps() };
  const add = (to: Map<string, Set<string>>, code: string, text: string) => {
    const known = to.get(code);
    if (known) known.add(text);
    else to.set(code, new Set([text]));
  };
  for (const { action, area } of hints) {
    const texts = {
      near: JSON.stringify({ action, area }),
      afar: JSON.stringify({ action, area: ancestorOf(area, 'county') ?? area }),
    };
    for (const distance of ['near', 'afar'] as const) {
      add(said.at[distance], area, texts[distance]);
      for (const code of around(area)) add(said.inside[distance], code, texts[distance]);
    }
  }
  return said;
}

/** A code and those of the places around it, widest first. */
function around(area: string): string[] {
  return LEVELS.flatMap((level) => ancestorOf(area, level) ?? []);
}

/**
 * The hints of one connection, each once: those inside its areas, where whoever watches from afar learns the county only; and those
 * about a place around its areas (a cycle is over for the whole province), as they came.
 */
function hintsFor({ session, areas }: Connection, said: Said): Set<string> {
  const distance = session.user.role === 'village-coordinator' ? 'near' : 'afar';
  const texts = new Set<string>();
  for (const code of areas) {
    for (const text of said.inside[distance].get(code) ?? []) texts.add(text);
    for (const wider of around(code)) for (const text of said.at[distance].get(wider) ?? []) texts.add(text);
  }
  return texts;
}
