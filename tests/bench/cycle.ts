// `npm run bench:cycle`: what a turn of the flow costs on a made-up province: all indicators, one pass of all rules (beside two rule
// engines over the same rows), the whole turn with its alerts, and a turn over touched households only. Medians of `--runs` (default 5).
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { connect, type Database, type Transaction } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { ensureRoles } from '../../db/roles.ts';
import { type Catalogue, loadCatalogue } from '../../server/catalogue.ts';
import { prepareTurn, runCycle } from '../../server/cycle.ts';
import { compileIndicators } from '../../server/flow/indicators/compile.ts';
import { columnOf } from '../../server/flow/indicators/definition.ts';
import { prepareScope } from '../../server/flow/indicators/scope.ts';
import type { Row } from '../../server/flow/rules/evaluate.ts';
import { compilePass } from '../../server/flow/rules/pass.ts';
import { prepareStandards } from '../../server/flow/rules/standards.ts';
import { publishCatalogue } from '../../server/publish.ts';
import { type EngineResult, runCel, runJsonRules, runZen } from './engines.ts';
import { makeWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '100000' },
    touched: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    'engine-rows': { type: 'string', default: '5000' },
    json: { type: 'boolean' },
  },
});
const [households, touched, runs] = [Number(values.households), Number(values.touched), Number(values.runs)];
const NOW = new Date('2026-10-31T23:00:00+08:00');
const ENGINE_ROWS = Number(values['engine-rows']);

const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-'));
await chmod(folder, 0o711);
const embedded = await startEmbedded(join(folder, 'data'), 'bench');
try {
  const urls = await ensureRoles(embedded.url, 'bench', 'bench');
  await migrate(urls.owner);
  const catalogue = await loadCatalogue('rules');
  await publishCatalogue(urls.owner, catalogue);
  const owner = connect(urls.owner, { max: 1, name: 'bench-owner' });
  const flow = connect(urls.flow, { max: 4, name: 'bench' });
  const world = await makeWorld(owner, { households, until: '2026-10-01', months: 15 });
  await report(flow, owner, catalogue, world);
  await flow.$client.end();
  await owner.$client.end();
} finally {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function report(flow: Database, owner: Database, catalogue: Catalogue, world: object): Promise<void> {
  const turn = (extent: 'whole' | 'touched', now = NOW) =>
    runCycle({ flow, catalogue }, { trigger: 'command', now, extent });
  // The first turn raises everything: the backlog of a province that was never looked at.
  const first = await timed(async () => expectDone(await turn('whole')));
  await owner.execute(sql`vacuum analyze`);
  const indicators: number[] = [];
  const passes: number[] = [];
  const wholes: number[] = [];
  const few: number[] = [];
  for (let run = 0; run < runs; run++) {
    indicators.push(
      await inTurn(flow, catalogue, async (tx, day) => {
        await prepareScope(day);
        await tx.execute(
          sql`select count(*) from (${compileIndicators(day.book.catalogue.indicators, day, { everything: true })}) i`,
        );
      }),
    );
    passes.push(await onePass(flow, catalogue));
    wholes.push(await timed(async () => expectDone(await turn('whole'))));
    await owner.execute(
      sql`insert into touched_households (household_id) select id from households order by md5(id::text || ${run}) limit ${touched}`,
    );
    few.push(await timed(async () => expectDone(await turn('touched'))));
  }
  const steps = await flow.execute<{
    stage: string;
    seconds: number;
  }>(sql`select stage, extract(epoch from finished_at - started_at)::float8 as seconds
    from cycle_steps where cycle_id = (select max(id) from cycles where extent = 'whole') order by id`);
  const [found] = await flow.execute<{ findings: number; alerts: number }>(
    sql`select (select count(*)::int from findings) as findings, (select count(*)::int from alerts) as alerts`,
  );
  const engines = await compareEngines(flow, catalogue);
  const pass = median(passes);
  const summary = {
    ...{ machine: `${cpus().length} × ${cpus()[0]?.model}`, node: process.version, runs, households },
    ...{ ...world, ...found, indicators: catalogue.book.catalogue.indicators.size, rules: catalogue.book.rules.length },
    ...{ firstTurnSeconds: round(first), indicatorsSeconds: round(median(indicators)), passSeconds: round(pass) },
    ...{ wholeTurnSeconds: round(median(wholes)), [`touched${touched}Seconds`]: round(median(few)) },
    steps: Object.fromEntries(steps.map(({ stage, seconds }) => [stage, round(seconds)])),
    // Seconds for all households, from a sample of rows.
    engines: Object.fromEntries(
      Object.entries(engines).map(([name, { seconds, rows, agreed }]) => {
        const whole = (seconds / rows) * households;
        return [name, { seconds: round(whole), timesThePass: Math.round(whole / pass), agreed }];
      }),
    ),
  };
  console.log(JSON.stringify(summary, null, values.json ? 0 : 2));
}

function expectDone(report: Awaited<ReturnType<typeof runCycle>>): void {
  if (report.status !== 'done') throw new Error(JSON.stringify(report));
}

type Day = Awaited<ReturnType<typeof prepareTurn>> & { tx: Transaction; hint(): void };

/** Times something within a turn's transaction, rolled back. */
async function inTurn(
  flow: Database,
  catalogue: Catalogue,
  act: (tx: Transaction, day: Day) => Promise<void>,
): Promise<number> {
  const turn = await prepareTurn(flow, catalogue, NOW, 'everything');
  let spent = 0;
  const undo = new Error('undo');
  await flow
    .transaction(async (tx) => {
      spent = await timed(() => act(tx, { ...turn, tx, hint: () => {} }));
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return spent;
}

async function onePass(flow: Database, catalogue: Catalogue): Promise<number> {
  let spent = 0;
  await inTurn(flow, catalogue, async (tx, day) => {
    await prepareScope(day);
    await prepareStandards(tx, day.book.catalogue.parameters, day.asOf);
    spent = await timed(() => tx.execute(sql`select count(*) from (${compilePass(day.book.rules)}) hits`));
  });
  return spent;
}

/** Every engine over the same rows; `agreed`: rows and rules on which it says what the pass says. */
async function compareEngines(
  flow: Database,
  catalogue: Catalogue,
): Promise<Record<string, EngineResult & { agreed: string }>> {
  const { rules } = catalogue.book;
  const names = [...new Set(rules.flatMap((rule) => rule.names))];
  const ids: number[] = [];
  const rows: Row[] = [];
  const truth = new Set<string>();
  await inTurn(flow, catalogue, async (tx, day) => {
    await prepareScope(day);
    await prepareStandards(tx, day.book.catalogue.parameters, day.asOf);
    const columns = names.map(
      (name) =>
        sql`${sql.raw(name.startsWith('standard.') ? 's' : 'h')}.${sql.identifier(columnOf(name))} as ${sql.identifier(name)}`,
    );
    // Those the rules name, and as many others.
    const read = await tx.execute<
      Record<string, number | null>
    >(sql`select h.household_id, ${sql.join(columns, sql`, `)} from household_indicators h
      left join local_standards s on s.county_code = h.county_code and s.settlement = h.settlement
      order by not exists (select 1 from findings f where f.household_id = h.household_id), md5(h.household_id::text) limit ${ENGINE_ROWS}`);
    for (const { household_id: id, ...row } of read) {
      ids.push(Number(id));
      rows.push(row);
    }
    const at = new Map(ids.map((id, index) => [id, index]));
    const hits = await tx.execute<{ household_id: number; rule_id: string }>(
      sql`select household_id, rule_id from (${compilePass(rules)}) hits`,
    );
    for (const hit of hits) if (at.has(hit.household_id)) truth.add(`${at.get(hit.household_id)} ${hit.rule_id}`);
  });
  const told: Record<string, EngineResult & { agreed: string }> = {};
  const add = (name: string, result: EngineResult) => {
    const wrong =
      [...truth].filter((hit) => !result.hits.has(hit)).length +
      [...result.hits].filter((hit) => !truth.has(hit)).length;
    told[name] = {
      ...result,
      agreed: `${rows.length * rules.length - wrong} of ${rows.length * rules.length}, ${truth.size} of them hits`,
    };
  };
  add('cel', runCel(rules, rows));
  add('json-rules-engine', await runJsonRules(rules, rows));
  add('zen-engine', await runZen(rules, rows));
  return told;
}

async function timed(act: () => unknown): Promise<number> {
  const from = performance.now();
  await act();
  return (performance.now() - from) / 1000;
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
