// The only reader of the environment. Everything else is handed its settings.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Config {
  /** Folder of the embedded database and of the key ring. */
  dataDir: string;
  /** The owner's URL on a PostgreSQL 15 or later; undefined: the embedded one. */
  databaseUrl: string | undefined;
  /** Folder in which departments drop files, one sub-folder each; undefined: none. */
  dropDir: string | undefined;
  /** `id:base64` pairs; undefined: a file in the data folder. */
  keys: string | undefined;
  host: string;
  port: number;
  /** An empty database gets a rehearsal: an invented province, with sign-ins to try. */
  rehearse: boolean;
  /** Whose deliveries the rehearsal takes in; undefined: a generated province's. */
  rehearsalFolder: string | undefined;
  /** Set when the service stands behind HTTPS, so that cookies are sent over it only. */
  secureCookies: boolean;
  logLevel: string;
}

export const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Reads and checks the environment; a wrong value is refused with its name. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(environment.PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(
      `PORT 应是 0 到 65535 的整数，现在是“${environment.PORT}”。 / PORT must be a whole number from 0 to 65535.`,
    );
  return {
    dataDir: resolve(environment.SHOUWANG_DATA ?? resolve(PROJECT_ROOT, 'data')),
    databaseUrl: environment.DATABASE_URL || undefined,
    dropDir: environment.SHOUWANG_DROP_DIR ? resolve(environment.SHOUWANG_DROP_DIR) : undefined,
    keys: environment.SHOUWANG_KEYS || undefined,
    host: environment.HOST ?? '127.0.0.1',
    port,
    rehearse: environment.SHOUWANG_REHEARSAL !== 'off',
    rehearsalFolder: folderOf(environment.SHOUWANG_REHEARSAL),
    secureCookies: environment.SHOUWANG_SECURE_COOKIES === 'on',
    logLevel: environment.LOG_LEVEL ?? 'warn',
  };
}

/** `on`, `off` and nothing name no folder; whatever else stands there must be one. */
function folderOf(rehearsal: string | undefined): string | undefined {
  if (!rehearsal || rehearsal === 'on' || rehearsal === 'off') return undefined;
  const folder = resolve(rehearsal);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(
      `SHOUWANG_REHEARSAL 应是 on、off 或一个文件夹，没有“${folder}”。 / SHOUWANG_REHEARSAL must be on, off or a folder; there is no "${folder}".`,
    );
  return folder;
}
