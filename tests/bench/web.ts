// `npm run bench:web`: what the pages weigh and how soon they are usable, on a server of its own with a generated province; exits with 1
// when a figure is over its limit. `--address` and `--password` measure a server that runs already, `--json FILE` keeps the figures.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startServer } from '../support/server.ts';
import { describeMachine } from './figures.ts';
import { lighthouseOf } from './web-lighthouse.ts';
import { HOMES, measureHome } from './web-page.ts';

/** What is promised: kilobytes of gzip, milliseconds, points of a hundred. */
const LIMITS = { script: 350, usable: 2_500, mapData: 60, points: 95 };

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    address: { type: 'string' },
    password: { type: 'string' },
    json: { type: 'string' },
    'no-lighthouse': { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);

async function measureAll(at: { address: string; password: string }) {
  const homes = [];
  for (const home of HOMES) homes.push(await measureHome(at, { ...home, runs }));
  console.table(
    Object.fromEntries(
      homes.map(({ username, path, scriptKB, mapDataKB, usableMs }) => [
        `${username} ${path}`,
        {
          'script KB gzip': scriptKB,
          'map data KB gzip': mapDataKB,
          'usable ms': usableMs.median,
          'slowest ms': usableMs.max,
        },
      ]),
    ),
  );
  const points = values['no-lighthouse']
    ? []
    : await lighthouseOf(at, { usernames: [null, 'province', 'longjing'], runs });
  return { machine: describeMachine(), runs, homes, points };
}

type Figures = Awaited<ReturnType<typeof measureAll>>;

/** Every figure that is over its limit, in words. */
function faultsOf({ homes, points }: Figures): string[] {
  const over = (what: string, figure: number, limit: number, unit: string) =>
    figure > limit ? [`${what}: ${figure} ${unit}, at most ${limit}`] : [];
  return [
    ...homes.flatMap((home) => [
      ...over(`script of ${home.username}'s home`, home.scriptKB, LIMITS.script, 'KB'),
      ...over(`${home.username}'s home usable`, home.usableMs.median, LIMITS.usable, 'ms'),
      ...(home.username === 'province' ? over("the province map's data", home.mapDataKB, LIMITS.mapData, 'KB') : []),
    ]),
    ...points.flatMap(({ page, ...of }) =>
      Object.entries(of)
        .filter(([, score]) => score < LIMITS.points)
        .map(([category, score]) => `Lighthouse ${category} of ${page}: ${score}, at least ${LIMITS.points}`),
    ),
  ];
}

const server = values.address ? undefined : await startServer(undefined, 'on');
try {
  const address = values.address ?? (server?.address as string);
  const figures = await measureAll({ address, password: values.password ?? (server?.password as string) });
  const faults = faultsOf(figures);
  if (figures.points.length > 0) console.table(Object.fromEntries(figures.points.map(({ page, ...of }) => [page, of])));
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...figures, limits: LIMITS, faults }, null, 2)}\n`);
  for (const fault of faults) console.error(`over the limit: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await server?.stop();
}
