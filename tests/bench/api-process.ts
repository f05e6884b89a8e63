// The server that `npm run bench` measures: the real application on real sockets with its sealer, as main.ts puts it together. Only
// its limit of requests is lifted, here and nowhere else: no setting of an installation can do that.
import { text } from 'node:stream/consumers';
import { connect } from '../../db/client.ts';
import { buildApp } from '../../server/app.ts';
import { makeSealer } from '../../server/audit/seal.ts';
import { loadCatalogue } from '../../server/catalogue.ts';
import { parseKeys } from '../../server/kernel/keys.ts';
import { allRoutes } from '../../server/routes.ts';

export interface ServerJob {
  flow: string;
  web: string;
  keys: string;
  /** The instant at which the service believes to be, ISO. */
  now: string;
}

const job = JSON.parse(await text(process.stdin)) as ServerJob;
const [flow, web] = [
  connect(job.flow, { max: 6, name: 'bench-flow' }),
  connect(job.web, { max: 10, name: 'bench-web', prepares: true }),
];
const catalogue = await loadCatalogue('rules');
const keys = parseKeys(job.keys);
const offset = Date.parse(job.now) - Date.now();
const app = await buildApp({
  ...{ flow, web, keys, clock: () => new Date(Date.now() + offset) },
  config: { secureCookies: false, isRehearsal: true, requestsAMinute: 1e9, signInsAMinute: 1e9 },
  isReady: () => true,
  requestCycle: () => {},
  routes: allRoutes({ catalogue, keys, dataDir: '/nonexistent' }),
});
const sealNow = makeSealer(flow);
let sealing: Promise<unknown> = Promise.resolve();
setInterval(() => {
  sealing = sealing.then(() => sealNow(new Date()).catch((error: unknown) => console.error(error)));
}, 1000);
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 }));
// What it holds in memory, whenever it is asked.
process.on('SIGUSR2', () => console.log(JSON.stringify({ memory: process.memoryUsage() })));
