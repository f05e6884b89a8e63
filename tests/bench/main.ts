// `npm run bench`: everything that the speed of this service is promised by, in one command: a table for the eye and JSON to keep.
// Parts: ingest, cycle, api, fan-out, growth; `--only` names some of them; sizes by flag.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureApi, tableOf } from './api.ts';
import { withServer } from './api-server.ts';
import { benchCycle, type CycleSummary } from './cycle.ts';
import { measureFanOut } from './fan-out.ts';
import { describeMachine, round } from './figures.ts';
import { benchGrowth } from './growth.ts';
import { benchIngest } from './ingest.ts';

const PARTS = ['ingest', 'cycle', 'api', 'fan-out', 'growth'] as const;
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '100000' },
    touched: { type: 'string', default: '10000' },
    'engine-rows': { type: 'string', default: '5000' },
    tasks: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '1000000' },
    clients: { type: 'string', default: '2000' },
    connections: { type: 'string', default: '1,4,10' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: PARTS.join() },
    json: { type: 'string' },
  },
});
const number = (name: 'households' | 'touched' | 'engine-rows' | 'tasks' | 'rows' | 'clients' | 'runs') => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number, at least 1`);
  return value;
};
const parts = values.only.split(',').map((name) => {
  if (!PARTS.includes(name as Part)) throw new Error(`--only ${name}: one of ${PARTS.join(', ')}`);
  return name as Part;
});
const runs = number('runs');
const touchedOf = (households: number) => Math.max(1, Math.min(number('touched'), Math.floor(households / 10)));

const report: Record<string, unknown> = { ...describeMachine(), began: new Date().toISOString(), runs };
if (parts.includes('ingest')) await told('ingest', () => benchIngest({ rows: number('rows'), runs }));
if (parts.includes('cycle')) await told('cycle', () => turnsOf(number('households')));
if (parts.includes('api') || parts.includes('fan-out'))
  await withServer({ tasks: number('tasks') }, async (served) => {
    report.postgres = served.postgres;
    report.served = { ...served.world, madeSeconds: round(served.worldSeconds, 0) };
    if (parts.includes('api')) {
      const connections = values.connections.split(',').map(Number);
      const figures = await measureApi(served, { runs, seconds: 2, connections });
      report.api = figures.requests;
      console.log('\napi, milliseconds');
      console.table(tableOf(figures));
      report.serverMemory = await served.memory();
    }
    if (parts.includes('fan-out'))
      await told('fan-out', () => measureFanOut(served, { clients: number('clients'), runs }));
  });
if (parts.includes('growth'))
  await told('growth', () => {
    const eighth = (name: 'households' | 'rows') => Math.max(1, Math.floor(number(name) / 8));
    return benchGrowth({ households: eighth('households'), rows: eighth('rows'), runs }, async (households) => {
      const { wholeTurnSeconds, touchedSeconds } = await turnsOf(households);
      return { 'whole turn': wholeTurnSeconds, 'touched turn': touchedSeconds };
    });
  });
report.ended = new Date().toISOString();
report.peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

/** Measures one part, keeps its figures and prints them. */
async function told(name: string, measure: () => Promise<object>): Promise<void> {
  const figures = await measure();
  report[name] = figures;
  console.log(`\n${name}`);
  console.log(JSON.stringify(figures, null, 2));
}

function turnsOf(households: number): Promise<CycleSummary> {
  return benchCycle({
    ...{ households, touched: touchedOf(households), runs },
    engineRows: Math.min(number('engine-rows'), households),
  });
}
