// The built pages, packed beforehand where the build did so. Any other path that a browser opens gets index.html, since its router lives in the page.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../kernel/problem.ts';
import { sendProblem } from './problems.ts';

/** The phone's pages are an app of their own, whose router lives in its page too. */
const PHONE = 'field/index.html';

export async function servePages(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const hasPages = webRoot !== undefined && existsSync(join(webRoot, 'index.html'));
  const hasPhone = hasPages && existsSync(join(webRoot, PHONE));
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
    if (hasPages && wantsPage && isOurs) void reply.sendFile(hasPhone && isPhone(request.url) ? PHONE : 'index.html');
    else sendProblem(request, reply, new Problem('not-found'));
  });
}

/** Everything below `/field/` but the training cards, which are the desk's. */
function isPhone(url: string): boolean {
  return /^\/field\/(?!training([/?]|$))/.test(url);
}

/** The version of the phone's app in the built pages, read once: a server serves one build. Null without one. */
export function readPhoneVersion(webRoot: string): () => string | null {
  let version: string | null | undefined;
  return () => {
    const file = join(webRoot, 'field', 'version.txt');
    version ??= existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
    return version;
  };
}
