// Personal numbers at rest: AES-256-GCM for showing them again, a keyed hash for finding them. The key ring has ids; the newest
// encrypts, the others still decrypt. Nobody else touches a cipher.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Keys {
  /** Encrypts UTF-8 text; the result starts with the key's id, so that a ring can turn. */
  encrypt(text: string): Buffer;
  /** Reads what `encrypt` wrote; throws when the key is not in the ring or the bytes were altered. */
  decrypt(cipher: Buffer): string;
  /** As `encrypt`, for bytes that belong to `context` (a photo's id and place): elsewhere they do not open. */
  seal(bytes: Uint8Array, context: string): Buffer;
  unseal(cipher: Buffer, context: string): Buffer;
  /** 16 bytes of HMAC-SHA256, equal for equal text: the only way a personal number is looked up. */
  hash(text: string): Buffer;
  /** A secret for one named purpose (role passwords, cookies), derived from the ring's first key. */
  derive(purpose: string): string;
}

interface Ring {
  keys: { id: number; secret: string }[];
}

/** Reads the key ring of a file, making one on first use (mode 0600). Lose the file and the numbers are lost. */
export function openKeyFile(path: string): Keys {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
    const made = `${path}.${process.pid}`;
    writeFileSync(
      made,
      JSON.stringify({ keys: [{ id: 1, secret: randomBytes(32).toString('base64') }] } satisfies Ring),
      {
        mode: 0o600,
        flag: 'wx',
      },
    );
    if (!existsSync(path)) renameSync(made, path);
  }
  return makeKeys((JSON.parse(readFileSync(path, 'utf8')) as Ring).keys);
}

/** A ring from `SHOUWANG_KEYS`: `id:base64,id:base64`, oldest first. */
export function parseKeys(text: string): Keys {
  const keys = text.split(',').map((part) => {
    const [id, secret] = part.trim().split(':');
    return { id: Number(id), secret: secret ?? '' };
  });
  return makeKeys(keys);
}

function makeKeys(ring: { id: number; secret: string }[]): Keys {
  const secrets = new Map(ring.map((key) => [key.id, Buffer.from(key.secret, 'base64')]));
  for (const [id, secret] of secrets) {
    if (!Number.isInteger(id) || id < 1 || id > 255 || secret.length !== 32)
      throw new Error('A key is id:secret, the id 1 to 255, the secret 32 bytes in base64 (openssl rand -base64 32).');
  }
  const [first, newest] = [ring[0], ring.at(-1)];
  if (!first || !newest) throw new Error('The key ring is empty.');
  const sub = (id: number, purpose: string) => Buffer.from(hkdfSync('sha256', secrets.get(id)!, '', purpose, 32));
  const cipherKeys = new Map([...secrets.keys()].map((id) => [id, sub(id, 'shouwang.cipher')]));
  const hashKey = sub(first.id, 'shouwang.hash');
  const seal = (bytes: Uint8Array, context: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', cipherKeys.get(newest.id)!, nonce);
    if (context) cipher.setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([Buffer.from([newest.id]), nonce, cipher.getAuthTag(), body]);
  };
  const unseal = (bytes: Buffer, context: string) => {
    const key = cipherKeys.get(bytes[0] ?? 0);
    if (!key) throw new Error(`Key ${bytes[0]} is not in the ring.`);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13));
    if (context) decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(13, 29));
    return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]);
  };
  return {
    encrypt: (text) => seal(Buffer.from(text), ''),
    decrypt: (bytes) => unseal(bytes, '').toString('utf8'),
    seal,
    unseal,
    hash: (text) => createHmac('sha256', hashKey).update(text).digest().subarray(0, 16),
    derive: (purpose) => sub(first.id, `shouwang.${purpose}`).toString('hex'),
  };
}
