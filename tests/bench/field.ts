// `npm run bench:field`: the phone's app as an app: Lighthouse for a phone, installable by the browser's own check, usable on slow 3G with a
// slow processor, a long list scrolled. On a server of its own with the sample deliveries, or by `--address` and `--password`; a coordinator
// with nothing in hand is given some households first. Exits with 1 over a limit.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openBrowser } from '../support/browser.ts';
import { Desk, giveHouseholds } from '../support/coordinator.ts';
import { startServer } from '../support/server.ts';
import { phonePointsOf } from './field-lighthouse.ts';
import { measureLoads } from './field-load.ts';
import { measureScroll } from './field-scroll.ts';
import { describeMachine } from './figures.ts';

/** In hand when it is measured. */
const HOUSEHOLDS = 12;

/** What is promised: points of a hundred, milliseconds. */
const LIMITS = { points: 95, usable: 4_000, list: 4_000, search: 500 };

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    address: { type: 'string' },
    password: { type: 'string' },
    username: { type: 'string', default: 'longjing-zhixin-village' },
    county: { type: 'string', default: 'longjing' },
    area: { type: 'string', default: '222405105' },
    json: { type: 'string' },
    'no-lighthouse': { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);

/** Nobody works in the samples: without this the list would stay empty. */
async function handOut(address: string, password: string): Promise<void> {
  const holder = await Desk.signIn(address, values.username, password);
  const { items } = await holder.ask<{ items: unknown[] }>('GET', '/api/tasks?view=mine&limit=1');
  if (items.length > 0) return;
  const given = await giveHouseholds(await Desk.signIn(address, values.county, password), values.area, HOUSEHOLDS);
  if (given.length === 0) throw new Error(`there is nothing to give to ${values.username}`);
}

const server = values.address ? undefined : await startServer();
const browser = await openBrowser();
try {
  const address = values.address ?? (server?.address as string);
  const password = values.password ?? (server?.password as string);
  const at = { address, password, username: values.username };
  await handOut(address, password);
  const loads = await measureLoads(browser, at, runs);
  const scroll = await measureScroll(browser, at);
  const points = values['no-lighthouse'] ? null : await phonePointsOf(at, runs);
  const over = (what: string, figure: number, limit: number) =>
    figure > limit ? [`${what}: ${figure}, at most ${limit}`] : [];
  const faults = [
    ...over('first visit usable, ms', loads.firstMs.median, LIMITS.usable),
    ...over('second visit usable, ms', loads.againMs.median, LIMITS.usable),
    ...over('from the PIN to the list, ms', loads.listMs.median, LIMITS.list),
    ...over('a search among many, ms', scroll.searchMs, LIMITS.search),
    ...loads.installabilityErrors.map((error) => `not installable: ${error}`),
    ...Object.entries(points ?? {}).flatMap(([page, of]) =>
      Object.entries(of)
        .filter(([, score]) => score < LIMITS.points)
        .map(([category, score]) => `Lighthouse ${category} of ${page}: ${score}, at least ${LIMITS.points}`),
    ),
  ];
  console.table({ 'first visit': loads.firstMs, 'second visit': loads.againMs, 'PIN to list': loads.listMs });
  console.table({ scroll });
  if (points) console.table(points);
  const figures = { machine: describeMachine(), runs, loads, scroll, points, limits: LIMITS, faults };
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  for (const fault of faults) console.error(`over the limit: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  await server?.stop();
}
