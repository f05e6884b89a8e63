// Starts and stops everything: database, first start, pages, scheduler, sealer, HTTP. Prints where to go and how to sign in.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { connect, disconnect } from '../db/client.ts';
import { EmbeddedRefused } from '../db/embedded.ts';
import { surviveLostConnections } from '../db/lost-connection.ts';
import type { FirstAccounts } from './access/cast.ts';
import { rehearsalPassword } from './access/cast.ts';
import { PLAYING } from './access/routes.ts';
import { buildApp } from './app.ts';
import { makeSealer } from './audit/seal.ts';
import { type Config, PROJECT_ROOT, readConfig } from './config.ts';
import { startDropFolder } from './doors/drop-folder.ts';
import { startIntakes } from './doors/intakes.ts';
import { firstStart } from './first-start.ts';
import { describeFault } from './http/problems.ts';
import { readPhoneVersion } from './http/static.ts';
import { dayOf } from './kernel/clock.ts';
import { openChannels } from './messages/channels.ts';
import { makeAhead } from './rehearsal/make-ahead.ts';
import { type Play, readPlay, refusePlay, startPlaying } from './rehearsal/play.ts';
import { keepNote } from './rehearsal/present.ts';
import { allRoutes } from './routes.ts';
import { startScheduler } from './scheduler.ts';
import { openService, type Service } from './service.ts';

const SEAL_EVERY = 1000;
const STOP_WITHIN = 20_000;

async function start(): Promise<void> {
  const config = readConfig();
  const step = readPlay(process.argv.slice(2));
  const log = pino({ level: config.logLevel });
  console.log('守望 Shouwang  正在启动 starting …');
  // Beside the database's own start and the rehearsal's: they wait for one another's processor only at times.
  const bring = makeAhead(config);
  const pages = buildPages();
  pages.catch(() => {}); // told where it is waited for
  const service = await openService(config, 'shouwang-server');
  const release = await holdFolder(service);
  let isReady = false;
  const channels = openChannels(config);
  const scheduler = await startScheduler(service, log, channels.list);
  const { catalogue, keys, flow, web } = service;
  const say = (line: string) => console.log(line);
  const accounts = await firstStart(service, say, bring);
  const noPlay = step === undefined ? undefined : await refusePlay(service);
  if (noPlay) console.error(noPlay);
  if (service.isRehearsal) await keepNote(service, PLAYING, null); // left behind by a kill
  await pages;
  const webRoot = join(PROJECT_ROOT, 'web', 'dist');
  const app = await buildApp({
    ...{ flow, web, keys, clock: service.clock, webRoot },
    config: {
      secureCookies: config.secureCookies,
      isRehearsal: service.isRehearsal,
      logLevel: config.logLevel,
      ...(config.trustedProxies && { trustProxy: config.trustedProxies }),
    },
    isReady: () => isReady,
    requestCycle: (reason) => scheduler.request(reason),
    routes: allRoutes({
      catalogue,
      keys,
      dataDir: config.dataDir,
      channels,
      phoneVersion: readPhoneVersion(webRoot),
    }),
  });
  const intakes = await startIntakes(service, (error, told) => log.error(describeFault(error), told));
  const drop = await watchDropFolder(service, log);
  let play: Play | undefined;
  const stop = stopper(service, [
    async () => play?.stop(),
    () => app.close(),
    drop,
    intakes.stop,
    scheduler.stop,
    startSealer(service, log),
    release,
  ]);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    console.error(listenFailure(config, error as NodeJS.ErrnoException));
    process.exitCode = 1;
    return await stop();
  }
  await scheduler.run({ trigger: 'start', extent: (await hasTurned(service)) ? 'touched' : 'whole' });
  isReady = true;
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  console.log(welcome(service, accounts, `http://${config.host}:${port}`));
  if (step !== undefined && !noPlay) {
    play = await startPlaying(service, step, say);
    say(`每 ${step / 1000} 秒过一个月。 / A month passes every ${step / 1000} seconds.`);
  }
}

/** Builds the pages when there are none, or when a source is newer than they are. */
async function buildPages(): Promise<void> {
  const built = join(PROJECT_ROOT, 'web', 'dist', 'index.html');
  const sources = join(PROJECT_ROOT, 'web');
  const newest = Math.max(
    ...['web', 'server/flow', 'server/access', 'server/kernel'].map((folder) => newestIn(join(PROJECT_ROOT, folder))),
  );
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  if (!existsSync(join(sources, 'vite.config.ts'))) return;
  console.log('  网页 building the pages …');
  const { build } = await import('vite');
  // A builder's hints are for who builds: here they would stand among the lines of a first start.
  await build({ configFile: join(sources, 'vite.config.ts'), logLevel: 'error' });
}

function newestIn(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.name !== 'dist')
      .map((entry) =>
        entry.isDirectory() ? newestIn(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs,
      ),
  );
}

/** One server a data folder: a lock that lives as long as this process, however it ends. */
async function holdFolder({ embedded, urls, config, close }: Service): Promise<() => Promise<void>> {
  if (!embedded) return async () => {};
  const holder = connect(urls.owner, { max: 1, name: 'holder' });
  const hold = async () => {
    const [row] = await holder.execute<{ locked: boolean }>(
      sql`select pg_try_advisory_lock(hashtext('shouwang.server')) as locked`,
    );
    return row?.locked === true;
  };
  if (!(await hold())) {
    await disconnect(holder);
    await close();
    throw new EmbeddedRefused(
      `另一个服务正在用数据文件夹 ${config.dataDir}。请先停下它，或用 SHOUWANG_DATA 另指一个文件夹。 / Another server is using the data folder ${config.dataDir}: stop it first, or give this one its own by SHOUWANG_DATA.`,
    );
  }
  // Taken again and again: a connection that broke took the lock with it. When the database is gone nobody brings it back under a
  // running server, and one that only answers 503 helps nobody: it ends, and the next start recovers.
  const beat = setInterval(async () => {
    if (await hold().catch(() => false)) return;
    console.error(
      '内置数据库停了，服务也停下；没有丢失数据，请重新启动。 / The embedded database is gone, so the service ends; nothing is lost: start it again.',
    );
    process.exit(1);
  }, 3_000);
  return async () => {
    clearInterval(beat);
    await disconnect(holder);
  };
}

/** Where the configuration names no folder, there is nothing to watch and nothing to stop. */
async function watchDropFolder(service: Service, log: pino.Logger): Promise<() => Promise<void>> {
  const folder = service.config.dropDir;
  if (folder === undefined) return async () => {};
  const { stop } = await startDropFolder(service, { folder }, (told, error) =>
    log.warn(error === undefined ? {} : describeFault(error), told),
  );
  return stop;
}

function startSealer({ flow }: Service, log: pino.Logger): () => Promise<void> {
  let sealing: Promise<unknown> = Promise.resolve();
  const sealNow = makeSealer(flow);
  const seal = () => sealNow(new Date()).catch((error: unknown) => log.error({ error }, 'sealing the log failed'));
  const timer = setInterval(() => {
    sealing = sealing.then(seal);
  }, SEAL_EVERY);
  return async () => {
    clearInterval(timer);
    await sealing;
    await seal();
  };
}

/** Ends everything in order, whoever asks first. */
function stopper(service: Service, ends: (() => Promise<unknown>)[]): () => Promise<void> {
  return async () => {
    console.log('正在停下 stopping …');
    // A database that does not answer must not keep the process: what it holds is safe, and the next start recovers.
    setTimeout(() => process.exit(1), STOP_WITHIN).unref();
    for (const end of ends) await end();
    await service.close();
  };
}

async function hasTurned({ flow }: Service): Promise<boolean> {
  const rows = await flow.execute(sql`select 1 from cycles where status = 'done' limit 1`);
  return rows.length > 0;
}

function listenFailure({ host, port }: Config, error: NodeJS.ErrnoException): string {
  if (error.code !== 'EADDRINUSE') return String(error);
  return `端口 ${host}:${port} 已被占用，请用 PORT 换一个。 / Port ${host}:${port} is taken: choose another by PORT.`;
}

function welcome(service: Service, accounts: FirstAccounts, address: string): string {
  const lines = ['', `守望已就绪 ready:  ${address}`, `接口说明 API:       ${address}/api/docs`];
  if (service.isRehearsal) {
    lines.push(
      '',
      `演练：人和数字都是编造的，今天当作 ${dayOf(service.clock())}。 / Rehearsal: people and figures are invented.`,
    );
    lines.push(`密码 password（全体 for all）: ${rehearsalPassword(service.keys)}`, '');
    for (const [username, zh, en] of SIGN_INS) lines.push(`  ${username.padEnd(27)} ${zh}  ${en}`);
  } else if (accounts.kind === 'administrator') {
    lines.push(
      '',
      '第一个账号，只显示这一次 the first account, shown this once:',
      `  ${accounts.username}  ${accounts.password}`,
    );
  }
  return lines.join('\n');
}

/** Whom to try first; the whole cast is in access/cast.ts. */
const SIGN_INS = [
  ['province', '省级监测员，地图', 'provincial monitor, the map'],
  ['longjing', '龙井市调度员，派发', 'county dispatcher, the desk'],
  ['longjing-zhixin', '智新镇经办员，确认', 'township officer, confirms'],
  ['longjing-zhixin-village', '智新镇协理员，手机', 'village coordinator, the phone'],
  ['longjing-zhixin-volunteer', '智新镇志愿者，定期探访', 'volunteer, visits by the calendar'],
  ['nanguan', '南关区调度员', 'the other county'],
  ['dunhua', '敦化市调度员，又一个县', 'a third county'],
  ['tax', '税务局联络员，来源', 'liaison of the tax office, the sources'],
  ['administrator', '系统管理员，账号', 'administrator, accounts'],
  ['security-officer', '安全保密员，登录与权限', 'security officer, sessions and rights'],
  ['auditor', '安全审计员，查阅记录', 'auditor, the log'],
] as const;

surviveLostConnections();
start().catch((error: unknown) => {
  console.error(error instanceof EmbeddedRefused ? error.message : error);
  process.exit(1);
});
