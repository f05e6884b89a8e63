// Signatures between us and gateways: HMAC-SHA256 over the moment and the body as it stands, good for five minutes.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far two clocks may be apart, in seconds; what was signed longer ago is somebody's copy. */
const WINDOW = 300;

/** Signs a body; `at` is the real time, never a rehearsal's. Hex. */
export function signBody(secret: string, at: Date, body: string): { timestamp: string; signature: string } {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return { timestamp, signature: hmac(secret, timestamp, body).toString('hex') };
}

/** True when the body was signed with this secret within five minutes of `now`; takes as long for a wrong signature as for a near one. */
export function isSigned(
  secret: string,
  of: { timestamp: string; signature: string; body: string },
  now: Date,
): boolean {
  if (!/^\d{1,12}$/.test(of.timestamp) || !/^[0-9a-f]{64}$/.test(of.signature)) return false;
  const isGenuine = timingSafeEqual(hmac(secret, of.timestamp, of.body), Buffer.from(of.signature, 'hex'));
  return isGenuine && Math.abs(now.getTime() / 1000 - Number(of.timestamp)) <= WINDOW;
}

function hmac(secret: string, timestamp: string, body: string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest();
}
