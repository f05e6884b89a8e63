// The built pages, packed beforehand where the build did so. Any other path that a browser opens gets index.html, since its router lives in the page.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../kernel/problem.ts';
import { sendProblem } from './problems.ts';

export async function servePages(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const hasPages = webRoot !== undefined && existsSync(join(webRoot, 'index.html'));
  if (hasPages)
    await app.register(fastifyStatic, {
      root: webRoot,
      cacheControl: false,
      preCompressed: true,
      // Built assets carry a hash of their content in the name; everything else asks again.
      setHeaders: (reply, path) => {
        const isHashed = path.startsWith(join(webRoot, 'assets'));
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    const isOurs = !/^\/(api|assets|healthz|readyz)(\/|$|\?)/.test(request.url);
    // Nothing is returned: fastify would wait for the reply as for a promise, once a layer, and Node warns of the listeners.
    if (hasPages && wantsPage && isOurs) void reply.sendFile('index.html');
    else sendProblem(request, reply, new Problem('not-found'));
  });
}
