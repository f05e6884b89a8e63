// A fresh database for a test file, cloned from the migrated template, with the three roles' pools.
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { connect, type Database, disconnect } from '../../db/client.ts';
import type { RoleUrls } from '../../db/roles.ts';

export interface TestDatabase {
  owner: Database;
  flow: Database;
  web: Database;
  urls: RoleUrls;
  /** Ends the pools: what stands there is cloned from now on, and opened by nobody. */
  rest(): Promise<RoleUrls>;
  /** Ends the pools and drops the database. */
  close(): Promise<void>;
}

/** Clones the template, or a database that stands as one and to which nobody is connected; about 100 ms. Close it in `afterAll`. */
export async function openDatabase(template: RoleUrls = inject('template')): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const source = new URL(template.owner).pathname.slice(1);
  await asServer(template.owner, `create database "${name}" template "${source}"`);
  const urls = {
    owner: within(template.owner, name),
    flow: within(template.flow, name),
    web: within(template.web, name),
  };
  // A file may open one for each of its tests, and close them all at its end: at rest they must not use up the server's connections.
  const pool = (url: string, max: number, name: string) => connect(url, { max, name, idleSeconds: 3 });
  const owner = pool(urls.owner, 2, 'test-owner');
  const flow = pool(urls.flow, 4, 'test-flow');
  const web = connect(urls.web, { max: 4, name: 'test-web', idleSeconds: 3, prepares: true });
  let isResting = false;
  const rest = async () => {
    if (!isResting) await Promise.all([owner, flow, web].map((one) => disconnect(one)));
    isResting = true;
    return urls;
  };
  const close = async () => {
    await rest();
    await asServer(template.owner, `drop database "${name}" with (force)`);
  };
  return { owner, flow, web, urls, rest, close };
}

function within(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs a statement on the server itself: nobody may be connected to a template while it is cloned. */
async function asServer(ownerUrl: string, statement: string): Promise<void> {
  const server = connect(within(ownerUrl, 'postgres'), { max: 1, name: 'test-server' });
  try {
    await server.execute(sql.raw(statement));
  } finally {
    await disconnect(server);
  }
}
