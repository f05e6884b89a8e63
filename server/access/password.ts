// Passwords: argon2id with the parameters OWASP names (19 MiB, two passes, one lane), about 25 ms a try.
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** No letters or digits that look alike: these are read from paper and typed. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

export const SHORTEST_PASSWORD = 10;

/** The argon2id hash of a password, with its salt and parameters in it. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

let decoy: Promise<string> | undefined;

/** True when the password belongs to the hash. Without a hash it works as long and says no, so that time tells nothing. */
export async function checkPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFKC'));
  return passwordHash !== undefined && matches;
}

/** A password nobody chose: four groups of four, about 79 bits. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

/** Why a chosen password is refused, in both languages; undefined when it will do. Length counts, not its kinds of characters. */
export function findWeakness(password: string, username: string): string | undefined {
  if ([...password].length < SHORTEST_PASSWORD)
    return `密码至少 ${SHORTEST_PASSWORD} 个字符。 / At least ${SHORTEST_PASSWORD} characters.`;
  if (password.toLowerCase().includes(username.toLowerCase()))
    return '密码里不能有用户名。 / It must not contain the username.';
  if (new Set(password).size < 5) return '重复的字符太多。 / Too few different characters.';
  return undefined;
}
