// What the application is handed: pools, keys, clock, settings, routes. Nothing in http/ or live/ reads the environment.
import type { Database } from '../../db/client.ts';
import type { Route } from '../access/route.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';

export interface AppConfig {
  /** Behind HTTPS: cookies are sent over it only, and browsers are told to stay on it. */
  secureCookies: boolean;
  /** Shown as a banner: these families are invented. */
  isRehearsal: boolean;
  /** Proxies whose X-Forwarded-* is believed (fastify's `trustProxy`); default none. */
  trustProxy?: boolean | string;
  logLevel?: string;
  /** Where the log goes; default standard output. */
  logStream?: { write(line: string): void };
  /** Most requests to /api from one address in a minute; default 6000, since a county's office shares one. */
  requestsAMinute?: number;
  /** Most sign-ins from one address in a minute; default 60. */
  signInsAMinute?: number;
  /** Most calls of one route with departments' keys from one address in a minute; default 300. */
  pushesAMinute?: number;
  /** Largest file a department may hand in, in bytes; default 200 MB. */
  largestUpload?: number;
  /** Milliseconds between two pings of a live socket; default 30,000. */
  heartbeat?: number;
}

export interface AppDeps {
  /** The flow role's pool: accounts, sessions, the log, LISTEN. */
  flow: Database;
  /** The web role's pool: whatever is read or written for a person, inside their scope. */
  web: Database;
  keys: Keys;
  clock: Clock;
  config: AppConfig;
  /** Migrated, and the first cycle is done. */
  isReady(): boolean | Promise<boolean>;
  /** Asks for a cycle soon; several requests become one. */
  requestCycle(reason: string): void;
  routes: Route[];
  /** Folder of the built pages; left out: no pages. */
  webRoot?: string;
}
