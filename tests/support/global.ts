// Starts one PostgreSQL for the whole run and makes the template that each test file clones: migrated, with the
// shipped policy, roles and the cast.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { TestProject } from 'vitest/node';
import { connect, disconnect } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { ensureRoles, type RoleUrls } from '../../db/roles.ts';
import { addCast } from '../../server/access/cast.ts';
import { publishCatalogue } from '../../server/publish.ts';
import { CAST_PASSWORD, PRESENT } from './cast.ts';
import { CATALOGUE } from './catalogue.ts';
import { offerServer } from './shared-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    template: RoleUrls;
  }
}

const PASSWORD = 'only-for-tests';
export const TEMPLATE = 'shouwang_template';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-tests-'));
  // As root, PostgreSQL runs as somebody else, who must be able to walk in.
  chmodSync(folder, 0o711);
  const embedded = await startEmbedded(join(folder, 'data'), PASSWORD);
  await hurry(embedded.url);
  const urls = await ensureRoles(embedded.url, PASSWORD, TEMPLATE);
  await migrate(urls.owner);
  await publishCatalogue(urls.owner, CATALOGUE);
  const flow = connect(urls.flow, { max: 1, name: 'shouwang-tests' });
  await flow.transaction((tx) => addCast(tx, CAST_PASSWORD, PRESENT));
  await disconnect(flow);
  project.provide('template', urls);
  const shared = await offerServer();
  project.provide('sharedServer', shared.address);
  return async () => {
    await shared.stop();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Nothing here outlives the run, so nothing need reach the disk. */
async function hurry(url: string): Promise<void> {
  const owner = connect(url, { max: 1, name: 'shouwang-tests' });
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
    await owner.execute(sql.raw(`alter system set ${setting} = off`));
  await owner.execute(sql`select pg_reload_conf()`);
  await disconnect(owner);
}
