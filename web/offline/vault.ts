// What is on the phone is sealed by a data key. The data key lies there wrapped twice: by the PIN (PBKDF2), and around that by a device
// key that no script can read out, so that a copy of the records alone cannot be tried offline, and the device without the PIN opens
// nothing. Its limit: who can copy the browser's whole profile has the device key too, and is held up by PBKDF2 alone.
import { type Database, isFull } from './database.ts';

/** Of SHA-256; OWASP's figure of 2021, and what a phone of 2017 does in about a second. Faster ones do more. */
export const LEAST_ITERATIONS = 310_000;
const MOST_ITERATIONS = 1_200_000;
/** How long one try of the PIN may take, in milliseconds, when the phone is fast enough to choose. */
const AIM = 600;
const SAMPLE = 40_000;

/** Wrong PINs until everything on the phone is destroyed. */
export const MOST_TRIES = 10;
export const PIN_DIGITS = 6;

interface Header {
  shape: 1;
  userId: string;
  salt: Uint8Array;
  iterations: number;
  /** The data key, sealed by the PIN's key, sealed by the device's. */
  wrapped: Sealed;
}

interface Sealed {
  iv: Uint8Array;
  data: ArrayBuffer;
}

/** An open vault: seals and opens records. What was sealed under one key does not open under another. */
export interface Vault {
  userId: string;
  seal(key: string, content: unknown): Promise<Sealed>;
  open(key: string, sealed: unknown): Promise<unknown>;
  sealBytes(key: string, bytes: Uint8Array): Promise<unknown>;
  openBytes(key: string, sealed: unknown): Promise<Uint8Array>;
}

export type Unlocked = { kind: 'open'; vault: Vault } | { kind: 'wrong'; left: number } | { kind: 'spent' };

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** False in a page that came over plain HTTP from another machine: there is no cryptography there, so nothing is kept. */
export function canSeal(): boolean {
  return typeof crypto !== 'undefined' && crypto.subtle !== undefined && typeof indexedDB !== 'undefined';
}

export async function hasVault(database: Database): Promise<boolean> {
  return (await database.readAbout('vault')) !== undefined;
}

/** Makes a new vault for somebody, over whatever was there; the records of an old one are opened by nothing any more. */
export async function createVault(database: Database, userId: string, pin: string): Promise<Vault> {
  const raw = random(32);
  const salt = random(16);
  const iterations = await chooseIterations();
  const deviceKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const inner = await encrypt(await keyOfPin(pin, salt, iterations), raw, bytesOf(userId));
  const wrapped = await encrypt(deviceKey, join(inner), bytesOf(userId));
  const header: Header = { shape: 1, userId, salt, iterations, wrapped };
  await database.writeAbout('device-key', deviceKey);
  await forgetTries(database);
  await database.writeAbout('vault', header);
  return await openWith(raw, userId);
}

/** Tries a PIN. The try is counted before it is made, so that killing the app does not give it back. */
export async function unlock(database: Database, pin: string): Promise<Unlocked> {
  const header = await database.readAbout<Header>('vault');
  const deviceKey = await database.readAbout<CryptoKey>('device-key');
  if (!header || !deviceKey) return { kind: 'spent' };
  const tries = await countTry(database);
  if (tries > MOST_TRIES) return { kind: 'spent' };
  try {
    const inner = split(await decrypt(deviceKey, header.wrapped, bytesOf(header.userId)));
    const key = await keyOfPin(pin, header.salt, header.iterations);
    const raw = new Uint8Array(await decrypt(key, inner, bytesOf(header.userId)));
    await forgetTries(database);
    return { kind: 'open', vault: await openWith(raw, header.userId) };
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'OperationError') throw error;
    return tries >= MOST_TRIES ? { kind: 'spent' } : { kind: 'wrong', left: MOST_TRIES - tries };
  }
}

/** Where tries are counted that a full database does not take; browsers that shut it say so by throwing. */
const BESIDE = 'shouwang-field-tries';

function readBeside(): number {
  try {
    return Number(localStorage.getItem(BESIDE) ?? 0);
  } catch {
    return 0;
  }
}

/** A full phone must still be opened, or what fills it could never be sent: its tries are counted beside the database. */
async function countTry(database: Database): Promise<number> {
  const beside = readBeside();
  try {
    return (await database.count('tries')) + beside;
  } catch (error) {
    if (!isFull(error)) throw error;
    localStorage.setItem(BESIDE, String(beside + 1));
    return ((await database.readAbout<number>('tries')) ?? 0) + beside + 1;
  }
}

async function forgetTries(database: Database): Promise<void> {
  if (readBeside() > 0) localStorage.removeItem(BESIDE);
  await database.writeAbout('tries', 0).catch((error: unknown) => {
    if (!isFull(error)) throw error;
  });
}

async function openWith(raw: Uint8Array<ArrayBuffer>, userId: string): Promise<Vault> {
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  raw.fill(0);
  return {
    userId,
    seal: (name, content) => encrypt(key, bytesOf(JSON.stringify(content)), bytesOf(name)),
    open: async (name, sealed) =>
      JSON.parse(new TextDecoder().decode(await decrypt(key, sealed as Sealed, bytesOf(name)))) as unknown,
    sealBytes: (name, bytes) => encrypt(key, bytes as BufferSource, bytesOf(name)),
    openBytes: async (name, sealed) => new Uint8Array(await decrypt(key, sealed as Sealed, bytesOf(name))),
  };
}

async function keyOfPin(pin: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', bytesOf(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: salt as BufferSource, iterations };
  return await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** As many as this phone does in `AIM`, within the bounds. */
async function chooseIterations(): Promise<number> {
  const startedAt = performance.now();
  await keyOfPin('000000', random(16), SAMPLE);
  const spent = Math.max(1, performance.now() - startedAt);
  return Math.min(MOST_ITERATIONS, Math.max(LEAST_ITERATIONS, Math.round((SAMPLE * AIM) / spent)));
}

async function encrypt(key: CryptoKey, data: BufferSource, additionalData: BufferSource): Promise<Sealed> {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, data) };
}

async function decrypt(key: CryptoKey, sealed: Sealed, additionalData: BufferSource): Promise<ArrayBuffer> {
  const iv = sealed.iv as BufferSource;
  return await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed.data);
}

function join({ iv, data }: Sealed): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(iv.length + data.byteLength);
  joined.set(iv);
  joined.set(new Uint8Array(data), iv.length);
  return joined;
}

function split(joined: ArrayBuffer): Sealed {
  return { iv: new Uint8Array(joined, 0, 12), data: joined.slice(12) };
}
