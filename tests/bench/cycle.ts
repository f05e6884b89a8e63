// `npm run bench:cycle`: what a turn of the flow costs on a made-up province: all indicators, one pass of all rules (beside two rule
// engines over the same rows), the whole turn with its alerts, a turn over touched households only, and the preview of a rule.
// Medians of `--runs` (default 5). As a module: `benchCycle`.
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { connect, connectBeside, type Database, disconnect, type Transaction } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { ensureRoles } from '../../db/roles.ts';
import { makeScope } from '../../server/access/scope.ts';
import { type Catalogue, loadCatalogue } from '../../server/catalogue.ts';
import { prepareTurn, runCycle, TURN_SETTINGS } from '../../server/cycle.ts';
import { compileIndicators } from '../../server/flow/indicators/compile.ts';
import { columnOf } from '../../server/flow/indicators/definition.ts';
import { prepareScope } from '../../server/flow/indicators/scope.ts';
import type { Row } from '../../server/flow/rules/evaluate.ts';
import { compilePass } from '../../server/flow/rules/pass.ts';
import { inlineStandards, prepareStandards } from '../../server/flow/rules/standards.ts';
import { publishCatalogue } from '../../server/publish.ts';
import { beginDraft } from '../../server/studio/drafts.ts';
import { previewDraft } from '../../server/studio/preview.ts';
import { type EngineResult, runCel, runJsonRules, runZen } from './engines.ts';
import { makeWorld } from './world.ts';

const NOW = new Date('2026-10-31T23:00:00+08:00');

export interface CycleSize {
  households: number;
  /** Households of a turn over few; never more than a tenth of them. */
  touched: number;
  runs: number;
  /** Rows that the other rule engines are given. */
  engineRows: number;
}

export type CycleSummary = Awaited<ReturnType<typeof measure>>;

/** Makes a province in a database of its own, measures it, and leaves nothing behind. */
export async function benchCycle(size: CycleSize): Promise<CycleSummary> {
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
    const world = await makeWorld(owner, { households: size.households, until: '2026-10-01', months: 15 });
    const summary = await measure({ flow, owner, catalogue }, world, size);
    await flow.$client.end();
    await owner.$client.end();
    return summary;
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Means {
  flow: Database;
  owner: Database;
  catalogue: Catalogue;
}

/** Measures a province that nobody has looked at yet. */
export async function measure(
  { flow, owner, catalogue }: Means,
  world: { persons: number; facts: number },
  size: CycleSize,
) {
  const { households, runs } = size;
  const touched = Math.min(size.touched, Math.floor(households / 10));
  const turn = (extent: 'whole' | 'touched') => runCycle({ flow, catalogue }, { trigger: 'nightly', now: NOW, extent });
  // The first turn raises everything: the backlog of a province that was never looked at.
  const first = await timed(async () => expectDone(await turn('whole')));
  await owner.execute(sql`vacuum analyze`);
  const spent = { indicators: [] as number[], passes: [] as number[], wholes: [] as number[], few: [] as number[] };
  const previews: number[] = [];
  const draft = await draftRule(flow, catalogue);
  for (let run = 0; run < runs; run++) {
    spent.indicators.push(await allIndicators(flow, catalogue));
    spent.passes.push(await onePass(flow, catalogue));
    spent.wholes.push(await timed(async () => expectDone(await turn('whole'))));
    await owner.execute(
      sql`insert into touched_households (household_id) select id from households order by md5(id::text || ${run}) limit ${touched}`,
    );
    spent.few.push(await timed(async () => expectDone(await turn('touched'))));
    previews.push(await preview(flow, catalogue, draft));
  }
  const stepsOf = async (extent: string) => {
    const rows = await flow.execute<{ stage: string; seconds: number }>(sql`select stage,
      extract(epoch from finished_at - started_at)::float8 as seconds
      from cycle_steps where cycle_id = (select max(id) from cycles where extent = ${extent}) order by id`);
    return Object.fromEntries(rows.map(({ stage, seconds }) => [stage, round(seconds)]));
  };
  const [found] = await flow.execute<{ findings: number; alerts: number }>(
    sql`select (select count(*)::int from findings) as findings, (select count(*)::int from alerts) as alerts`,
  );
  const engines = await compareEngines(flow, catalogue, size.engineRows);
  const pass = median(spent.passes);
  return {
    ...{ machine: `${cpus().length} × ${cpus()[0]?.model}`, node: process.version, runs, households, touched },
    ...{
      ...world,
      ...found!,
      indicators: catalogue.book.catalogue.indicators.size,
      rules: catalogue.book.rules.length,
    },
    ...{ firstTurnSeconds: round(first), indicatorsSeconds: round(median(spent.indicators)), passSeconds: round(pass) },
    ...{ wholeTurnSeconds: round(median(spent.wholes)), touchedSeconds: round(median(spent.few)) },
    previewSeconds: round(median(previews)),
    steps: await stepsOf('whole'),
    touchedSteps: await stepsOf('touched'),
    peakMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    // Seconds for all households, from a sample of rows.
    engines: Object.fromEntries(
      Object.entries(engines).map(([name, { seconds, rows, agreed }]) => {
        const whole = (seconds / rows) * households;
        return [name, { seconds: round(whole), timesThePass: Math.round(whole / pass), agreed }];
      }),
    ),
  };
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
  const session = connectBeside(flow);
  try {
    await session.execute(TURN_SETTINGS);
    await session.transaction(async (tx) => {
      spent = await timed(() => act(tx, { ...turn, tx, hint: () => {} }));
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  } finally {
    await disconnect(session);
  }
  return spent;
}

/** Written down, as a turn does: asked for a count alone, the database would not work out one of them. */
async function allIndicators(flow: Database, catalogue: Catalogue): Promise<number> {
  let spent = 0;
  await inTurn(flow, catalogue, async (tx, day) => {
    await prepareScope(day);
    await tx.execute(sql`set local enable_hashagg = off`);
    const all = compileIndicators(day.book.catalogue.indicators, day, { extent: 'all' });
    spent = await timed(() => tx.execute(sql`create temporary table all_indicators on commit drop as ${all}`));
  });
  return spent;
}

async function onePass(flow: Database, catalogue: Catalogue): Promise<number> {
  let spent = 0;
  await inTurn(flow, catalogue, async (tx, day) => {
    const { parameters } = day.book.catalogue;
    await prepareScope(day);
    await prepareStandards(tx, parameters, day.asOf);
    const pass = compilePass(day.book.rules, { standards: await inlineStandards(tx, parameters) });
    spent = await timed(() => tx.execute(sql`select count(*) from (${pass}) hits`));
  });
  return spent;
}

/** A draft of the first rule that has parameters, each moved a little. */
async function draftRule(flow: Database, catalogue: Catalogue): Promise<number> {
  const rule = catalogue.book.rules.find(({ definition }) => Object.keys(definition.params ?? {}).length > 0)!;
  const params = Object.fromEntries(
    Object.entries(rule.definition.params ?? {}).map(([name, { value, min, max }]) => [
      name,
      Math.min(max, Math.max(min, value * 1.1)),
    ]),
  );
  const user = { id: '00000000-0000-7000-8000-000000000000', username: 'bench' };
  return await flow.transaction(async (tx) => {
    const { saved } = await beginDraft({ tx, user, now: NOW }, catalogue, { ruleId: rule.id, params });
    return saved.id;
  });
}

/** For the whole province, as its rule author sees it. */
async function preview(flow: Database, catalogue: Catalogue, draft: number): Promise<number> {
  const counties = await flow.execute<{ code: string }>(sql`select code from areas where length(code) = 6`);
  const scope = makeScope({
    ...{ userId: '00000000-0000-7000-8000-000000000000', areas: ['22'], department: null },
    counties: counties.map(({ code }) => code),
  });
  return await timed(() => flow.transaction((tx) => previewDraft(tx, { catalogue, scope, now: NOW }, draft)));
}

/** Every engine over the same rows; `agreed`: rows and rules on which it says what the pass says. */
async function compareEngines(
  flow: Database,
  catalogue: Catalogue,
  most: number,
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
      order by not exists (select 1 from findings f where f.household_id = h.household_id), md5(h.household_id::text) limit ${most}`);
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      households: { type: 'string', default: '100000' },
      touched: { type: 'string', default: '10000' },
      runs: { type: 'string', default: '5' },
      'engine-rows': { type: 'string', default: '5000' },
      json: { type: 'boolean' },
    },
  });
  const { households, touched, runs, 'engine-rows': engineRows } = values;
  const numbers = { households: +households, touched: +touched, runs: +runs, engineRows: +engineRows };
  console.log(JSON.stringify(await benchCycle(numbers), null, values.json ? 0 : 2));
}
