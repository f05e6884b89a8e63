// Who calls: the session behind the cookie, or a department by its key. And that a write comes from our own pages.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../db/client.ts';
import { findKey, type KeyHolder } from '../access/api-keys.ts';
import { findSession, hashToken, type Session } from '../access/sessions.ts';
import { Problem } from '../kernel/problem.ts';

/** `__Host-` lets no subdomain and no plain connection set it; browsers accept the prefix over HTTPS only. */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-shouwang' : 'shouwang';
}

/** The caller's session, read as the flow role; undefined for a stranger. */
export async function readSession(
  request: FastifyRequest,
  deps: { flow: Database; isSecure: boolean; now: Date },
): Promise<Session | undefined> {
  const token = request.cookies[cookieName(deps.isSecure)];
  return token && token.length <= 100 ? findSession(deps.flow, hashToken(token), deps.now) : undefined;
}

/**
 * Puts the session into the browser, or takes it out when there is none. By Max-Age, not by date: a rehearsal's clock is not the
 * browser's, and a date long past would drop the cookie at once.
 */
export function writeCookie(
  reply: FastifyReply,
  isSecure: boolean,
  session: { token: string; expiresAt: Date } | null,
  now: Date,
): void {
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure } as const;
  if (session)
    reply.setCookie(cookieName(isSecure), session.token, {
      ...options,
      maxAge: Math.round((session.expiresAt.getTime() - now.getTime()) / 1000),
    });
  else reply.clearCookie(cookieName(isSecure), options);
}

/**
 * Refuses what another site's page sends. SameSite=Strict already keeps our cookie from it, but other hosts of one domain count as
 * the same site. No Origin at all is no browser page (browsers send one with every write and every WebSocket).
 */
export function checkOrigin(request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isOurs =
    origin === undefined
      ? site === undefined || site === 'same-origin' || site === 'none'
      : isHost(origin, request.host);
  if (!isOurs) throw new Problem('not-allowed', '请求来自别的网站。 / The request comes from another site.');
}

/** True when the origin is of this host and port, a default port written out or not. */
function isHost(origin: string, host: string): boolean {
  try {
    const from = new URL(origin);
    return from.host !== '' && from.host === new URL(`${from.protocol}//${host}`).host;
  } catch {
    return false;
  }
}

/** The department whose key stands in `Authorization: Bearer …`, read as the flow role; cookies are not looked at. */
export async function readKey(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: { flow: Database; now: Date },
): Promise<KeyHolder> {
  const [, secret] = /^bearer +(\S{1,100}) *$/i.exec(request.headers.authorization ?? '') ?? [];
  const holder = secret ? await findKey(deps.flow, secret, deps.now) : undefined;
  if (holder) return holder;
  reply.header('www-authenticate', 'Bearer');
  const told = secret
    ? '推送密钥不对，或已撤销。 / The key is wrong, or revoked.'
    : '请在 Authorization: Bearer 之后写上推送密钥。 / Give a department’s key: Authorization: Bearer <key>.';
  throw new Problem('not-signed-in', told);
}
