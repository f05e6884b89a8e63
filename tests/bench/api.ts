// `npm run bench:api`: what the API answers at a million tasks, asked by people who see one county, and the map by those who see the
// province. The real server in a process of its own on a real database; the load in another. Medians of several short runs.
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { askedOf } from './api-requests.ts';
import { type Served, withServer } from './api-server.ts';
import { figuresOf, type LoadFigures, type LoadRun, runLoad } from './load.ts';

export interface ApiFigures {
  world: Record<string, number>;
  worldSeconds: number;
  postgres: string;
  requests: Record<string, LoadFigures[]>;
}

/** Every kind of request at each number of connections, `runs` runs of `seconds` each. */
export async function measureApi(
  served: Served,
  {
    runs,
    seconds,
    connections,
    only,
  }: { runs: number; seconds: number; connections: number[]; only?: RegExp | undefined },
): Promise<ApiFigures> {
  const requests: ApiFigures['requests'] = {};
  for (const { name, cookie, prepare, once } of await askedOf(served)) {
    if (only && !only.test(name)) continue;
    requests[name] = [];
    for (const count of connections) {
      const taken: LoadRun[] = [];
      // One more than is counted: the first warms caches and code.
      for (let run = once ? 1 : 0; run <= runs; run++) {
        const told = await prepare(count);
        if (told.length === 0) throw new Error(`nothing to ask for: ${name}`);
        const done = await runLoad({
          url: served.url,
          cookie,
          connections: count,
          seconds,
          requests: told,
          once: once ?? false,
        });
        if (run > 0) taken.push(done);
      }
      requests[name].push(figuresOf(count, taken));
    }
  }
  const { world, worldSeconds, postgres } = served;
  return { world, worldSeconds, postgres, requests };
}

/** The whole of it, on a database of its own. */
export async function benchApi(size: {
  tasks: number;
  runs: number;
  seconds?: number;
  connections?: number[];
}): Promise<ApiFigures> {
  const { tasks, runs, seconds = 2, connections = [1, 4, 10] } = size;
  return withServer({ tasks }, (served) => measureApi(served, { runs, seconds, connections }));
}

/** A line a kind of request and number of connections, for the eye. */
export function tableOf({ requests }: ApiFigures): Record<string, Record<string, number>> {
  return Object.fromEntries(
    Object.entries(requests).flatMap(([name, all]) =>
      all.map((one) => [
        `${name} ×${one.connections}`,
        {
          ...{ p50: one.p50.median, p95: one.p95.median, p99: one.p99.median, 'p95 max': one.p95.max },
          ...{ 'a second': one.perSecond.median, bytes: one.bytes, failed: one.failed },
        },
      ]),
    ),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      tasks: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '1,4,10' },
      only: { type: 'string' },
      keep: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const figures = await withServer({ tasks: Number(values.tasks), keep: values.keep }, (served) =>
    measureApi(served, {
      ...{
        runs: Number(values.runs),
        seconds: Number(values.seconds),
        connections: values.connections.split(',').map(Number),
      },
      only: values.only ? new RegExp(values.only) : undefined,
    }),
  );
  if (values.json) console.log(JSON.stringify(figures));
  else {
    console.log(figures.world, `made in ${figures.worldSeconds.toFixed(0)} s`);
    console.table(tableOf(figures));
  }
}
