// The Fastify instance, not listening: main.ts listens, tests inject. The order below is the order in which a request meets it.
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { AppDeps } from './http/deps.ts';
import { guard } from './http/guard.ts';
import { registerHealth } from './http/health.ts';
import { publishOpenApi } from './http/openapi.ts';
import { sendProblem, toProblem, writeProblems } from './http/problems.ts';
import { registerRoute } from './http/register.ts';
import { servePages } from './http/static.ts';
import { newId } from './kernel/id.ts';
import { announce, announceEnd } from './live/hints.ts';
import { registerLive } from './live/socket.ts';

export type { AppConfig, AppDeps } from './http/deps.ts';

/** Builds the whole application around what it is handed; `app.close()` ends its sockets and its LISTEN, not the pools. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config } = deps;
  const app = Fastify({
    // Requests are not logged one by one: their addresses may hold a name searched for. The audit log says who read what.
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: config.logLevel ?? 'warn', ...(config.logStream && { stream: config.logStream }) },
    genReqId: () => newId(),
    bodyLimit: 1024 ** 2,
    requestTimeout: 300_000,
    trustProxy: config.trustProxy ?? false,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, toProblem(error)),
  });
  writeProblems(app);
  await guard(app, config);
  await registerLive(app, deps);
  await publishOpenApi(app);
  const around = {
    deps,
    announce: (hints: Parameters<typeof announce>[1]) => announce(deps.flow, hints),
    endSockets: (tokenHash: string) => announceEnd(deps.flow, tokenHash),
  };
  for (const route of deps.routes) registerRoute(app, route, around);
  registerHealth(app, deps);
  await servePages(app, deps.webRoot);
  return app;
}
