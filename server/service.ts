// Opens what every entrance needs (server, command line, tests): keys, database, roles, migrations, catalogue, clock.
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect, type Database, disconnect } from '../db/client.ts';
import { type Embedded, startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { ensureRoles, type RoleUrls } from '../db/roles.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { type Config, PROJECT_ROOT } from './config.ts';
import { type Clock, movableClock } from './kernel/clock.ts';
import { type Keys, openKeyFile, parseKeys } from './kernel/keys.ts';
import { publishCatalogue } from './publish.ts';

/** On which a rehearsal's clock is told to every process: the milliseconds between it and the real one. */
export const CLOCK_CHANNEL = 'shouwang_clock';

export interface Service {
  config: Config;
  keys: Keys;
  catalogue: Catalogue;
  /** Steps and trusted reads. */
  flow: Database;
  /** Requests: scoped by row-level security. */
  web: Database;
  urls: RoleUrls;
  clock: Clock;
  /** The people are invented, and the clock is the rehearsal's own. */
  isRehearsal: boolean;
  /** Makes this service a rehearsal's: it lives by the clock that the settings keep, and follows whichever process moves it. */
  followClock(): Promise<void>;
  embedded: Embedded | undefined;
  /** Ends the pools, and the embedded database when nobody else uses it. */
  close(): Promise<void>;
}

/** Opens the service; the database is made, migrated and given the shipped policy where that is still to do. */
export async function openService(config: Config, name: string): Promise<Service> {
  const keys = config.keys ? parseKeys(config.keys) : openKeyFile(join(config.dataDir, 'keys.json'));
  const password = keys.derive('database');
  const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataDir, password);
  try {
    return await openOn(config, name, keys, embedded);
  } catch (error) {
    await embedded?.leave();
    throw error;
  }
}

async function openOn(config: Config, name: string, keys: Keys, embedded: Embedded | undefined): Promise<Service> {
  const password = keys.derive('database');
  const urls = embedded
    ? await ensureRoles(embedded.url, password, 'shouwang')
    : await ensureRoles(config.databaseUrl!, password);
  await migrate(urls.owner);
  const catalogue = await loadCatalogue(join(PROJECT_ROOT, 'rules'));
  await publishCatalogue(urls.owner, catalogue);
  const flow = connect(urls.flow, { max: 6, name: `${name}-flow` });
  const web = connect(urls.web, { max: 10, name: `${name}-web`, prepares: true });
  await refuseOwningWeb(web);
  const settings = await readSettings(flow);
  const { clock, setOffset } = movableClock(0);
  let unlisten = async () => {};
  const service: Service = {
    config,
    keys,
    catalogue,
    flow,
    web,
    urls,
    embedded,
    clock,
    isRehearsal: false,
    followClock: async () => {
      service.isRehearsal = true;
      const readOffset = async () => setOffset(Number((await readSettings(flow)).get('clock-offset') ?? 0));
      // Read again when a broken connection is back: what was told meanwhile was missed.
      const again = () => void readOffset().catch(() => {});
      unlisten = (await flow.$client.listen(CLOCK_CHANNEL, (told) => setOffset(Number(told)), again)).unlisten;
      await readOffset();
    },
    close: async () => {
      await unlisten().catch(() => {});
      await Promise.all([disconnect(flow), disconnect(web)]);
      await embedded?.leave(() => isConnected(urls.owner));
    },
  };
  if (settings.get('rehearsal') === 'on') await service.followClock();
  return service;
}

/** A role that owns a table, or rises above row-level security, would see everything: better not to start. */
async function refuseOwningWeb(web: Database): Promise<void> {
  const [row] = await web.execute<{ owns: number; above: boolean }>(sql`
    select (select count(*)::int from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = current_user and c.relkind in ('r', 'p')) as owns,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as above`);
  if (row && (row.owns > 0 || row.above))
    throw new Error(
      'shouwang_web 拥有数据表或可绕过行级权限，拒绝启动。 / shouwang_web owns tables or bypasses row-level security: refusing to start.',
    );
}

async function readSettings(flow: Database): Promise<Map<string, string>> {
  const rows = await flow.execute<{ key: string; value: string }>(sql`select key, value from settings`);
  return new Map(rows.map((row) => [row.key, row.value]));
}

/** Somebody who came by DATABASE_URL works on the embedded database. One that died under us is needed by nobody. */
async function isConnected(ownerUrl: string): Promise<boolean> {
  const owner = connect(ownerUrl, { max: 1, name: 'shouwang-closing' });
  try {
    const [row] = await owner.execute<{ others: number }>(sql`select count(*)::int as others from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name like 'shouwang%'`);
    return (row?.others ?? 0) > 0;
  } catch {
    return false;
  } finally {
    await disconnect(owner);
  }
}
