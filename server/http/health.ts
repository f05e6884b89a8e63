// For whoever watches the process: /healthz says that it runs, and whether it only rehearses; /readyz that it can serve.
import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import type { AppDeps } from './deps.ts';

const PATIENCE = 3000;

export function registerHealth(app: FastifyInstance, deps: AppDeps): void {
  app.get('/healthz', { schema: { hide: true }, logLevel: 'silent' }, async () => ({
    status: 'running',
    isRehearsal: deps.config.isRehearsal,
  }));
  app.get('/readyz', { schema: { hide: true }, logLevel: 'silent' }, async (_request, reply) => {
    const database = await answers(deps);
    const ready = database && (await deps.isReady());
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', database });
  });
}

async function answers(deps: AppDeps): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  const asked = deps.web.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, tooLong]).finally(() => clearTimeout(timer));
}
