// Who this phone is to the server: an id, and a secret by which it asks how it stands when nobody is signed in. Not sealed: a lost phone
// must be able to wipe itself while it is locked. They say nothing of anybody.
import { makeId } from '../api/make-id.ts';
import type { Database } from './database.ts';

export interface Identity {
  id: string;
  /** 32 random bytes, base64url. */
  secret: string;
  /** SHA-256 of the secret, hex: what the server keeps. */
  secretHash: string;
}

/** The phone's identity, made when it has none yet: new with a new vault, and for a vault of an older app. */
export async function readIdentity(database: Database): Promise<Identity> {
  const kept = await database.readAbout<Identity>('identity');
  if (kept) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const secret = btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)));
  const secretHash = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const identity = { id: makeId(), secret, secretHash };
  await database.writeAbout('identity', identity);
  return identity;
}
