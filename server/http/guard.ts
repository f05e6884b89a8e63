// Headers, limits and the rule that no path under /api exists without an action.

import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../kernel/problem.ts';
import type { AppConfig } from './deps.ts';
import { LARGEST_UPLOAD } from './upload.ts';

export async function guard(app: FastifyInstance, config: AppConfig): Promise<void> {
  await app.register(helmet, {
    // Charts set inline styles, so styles may be inline; scripts may not.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        // Older Safari does not take 'self' to mean our own WebSocket.
        connectSrc: ["'self'", (request) => socketSource(request.headers.host)],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(config.secureCookies && { upgradeInsecureRequests: [] }),
      },
    },
    hsts: config.secureCookies ? { maxAge: 31536000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(cookie);
  await app.register(compress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    // Quality 11, brotli's default, costs more time than the network saves.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  await app.register(multipart, {
    limits: { files: 1, fields: 20, fieldSize: 20_000, fileSize: config.largestUpload ?? LARGEST_UPLOAD },
  });
  await app.register(rateLimit, {
    max: config.requestsAMinute ?? 6000,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith('/api/'),
    errorResponseBuilder: () => new Problem('too-many-requests'),
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onRoute', ({ url, config: of }) => {
    if (url.startsWith('/api/') && !url.startsWith('/api/docs') && !of?.action)
      throw new Error(`${url} names no action: a route without one is not served.`);
  });
}

function socketSource(host: string | undefined): string {
  return host && /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
