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
  /** Addresses of proxies whose X-Forwarded-For is believed, comma-separated; undefined: none is. */
  trustedProxies: string | undefined;
  /** The gateway for text messages; undefined: none is sent. */
  sms: SmsConfig | undefined;
  /** Where messages for 政务微信 or another system of notices go; undefined: nowhere. */
  webhook: WebhookConfig | undefined;
  logLevel: string;
}

export interface SmsConfig {
  url: string;
  keyId: string;
  secret: string;
  /** Our template's name → the gateway's id of it; `name.en` for the English one. */
  templates: Record<string, string>;
}

export interface WebhookConfig {
  url: string;
  secret: string;
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
    trustedProxies: environment.SHOUWANG_TRUSTED_PROXIES || undefined,
    sms: readSms(environment),
    webhook: readWebhook(environment),
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

function readSms(environment: NodeJS.ProcessEnv): SmsConfig | undefined {
  const url = environment.SHOUWANG_SMS_URL;
  if (!url) return undefined;
  return {
    url: checkGateway('SHOUWANG_SMS_URL', url),
    keyId: required('SHOUWANG_SMS_KEY_ID', environment.SHOUWANG_SMS_KEY_ID),
    secret: required('SHOUWANG_SMS_SECRET', environment.SHOUWANG_SMS_SECRET),
    templates: Object.fromEntries(
      required('SHOUWANG_SMS_TEMPLATES', environment.SHOUWANG_SMS_TEMPLATES)
        .split(',')
        .map((pair) => pair.split('=').map((part) => part.trim()) as [string, string]),
    ),
  };
}

function readWebhook(environment: NodeJS.ProcessEnv): WebhookConfig | undefined {
  const url = environment.SHOUWANG_WEBHOOK_URL;
  if (!url) return undefined;
  return {
    url: checkGateway('SHOUWANG_WEBHOOK_URL', url),
    secret: required('SHOUWANG_WEBHOOK_SECRET', environment.SHOUWANG_WEBHOOK_SECRET),
  };
}

/** True for an address on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** People's numbers go there: over TLS, or not off this machine. */
function checkGateway(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(text))) return text;
  throw new Error(
    `${name} 应是 https:// 的地址（只有本机可以用 http://）。 / ${name} must be an https:// address (http:// only on this machine).`,
  );
}

function required(name: string, value: string | undefined): string {
  if (value) return value;
  throw new Error(`配了网关就要有 ${name}。 / A gateway is configured, so ${name} is needed.`);
}
