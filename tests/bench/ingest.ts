// `npm run bench:ingest`: what the door costs, as a multiple of a bare COPY of the same rows into a table like facts with its indexes.
// Both in one run on one database, so that the ratio says something whatever the machine. `--rows N` (default 1,000,000), `--runs N`.
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { connect, type Database } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { ensureRoles } from '../../db/roles.ts';
import { loadCatalogue } from '../../server/catalogue.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { handIn } from '../../server/hand-in.ts';
import { openKeyFile } from '../../server/kernel/keys.ts';
import { publishCatalogue } from '../../server/publish.ts';

const MONTHS = 10;
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
});
const [rows, runs] = [Number(values.rows), Number(values.runs)];
const persons = Math.ceil(rows / MONTHS);

const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-'));
await chmod(folder, 0o711);
const embedded = await startEmbedded(join(folder, 'data'), 'bench');
try {
  const urls = await ensureRoles(embedded.url, 'bench', 'bench');
  await migrate(urls.owner);
  const catalogue = await loadCatalogue('rules');
  await publishCatalogue(urls.owner, catalogue);
  const flow = connect(urls.flow, { max: 4, name: 'bench' });
  const owner = connect(urls.owner, { max: 1, name: 'bench-owner' });
  const keys = openKeyFile(join(folder, 'keys.json'));
  const now = new Date('2026-10-31T09:00:00+08:00');
  await write('公安厅_户籍人口_202601.csv', registryLines());
  const registry = await timed(() =>
    handIn({ flow, keys, catalogue }, join(folder, '公安厅_户籍人口_202601.csv'), { now }),
  );
  const results: { door: number; copy: number; ratio: number }[] = [];
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 200);
  for (let run = 0; run < runs; run++) {
    const name = '税务局_工资薪金所得_202610.csv';
    await write(name, wageLines(run));
    const door = await timed(() => handIn({ flow, keys, catalogue }, join(folder, name), { now }));
    const copy = await copyFacts(owner);
    results.push({ door, copy, ratio: door / copy });
  }
  clearInterval(watch);
  report(results, { registry, peak, bytes: statSync(join(folder, '税务局_工资薪金所得_202610.csv')).size });
  await flow.$client.end();
  await owner.$client.end();
} finally {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}

function idOf(index: number): string {
  const day = new Date(Date.UTC(1950, 0, 1 + (index % 18_000))).toISOString().slice(0, 10).replaceAll('-', '');
  const first = `2299${String(1 + (Math.floor(index / 18_000) % 99)).padStart(2, '0')}${day}${String(Math.floor(index / (18_000 * 99)) % 1000).padStart(3, '0')}`;
  return first + checkDigit(first);
}

function* registryLines(): Generator<string> {
  yield '户号,姓名,公民身份号码,与户主关系,性别,出生日期,户口性质,村(社区)代码,详细地址,联系电话\r\n';
  for (let i = 0; i < persons; i++) {
    const id = idOf(i);
    const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
    yield `H${Math.floor(i / 3)},人${i},${id},${i % 3 ? '子' : '户主'},男,${birth},农业,222405105201,1组1号,14400000001\r\n`;
  }
}

function* wageLines(run: number): Generator<string> {
  yield '纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人\r\n';
  for (let i = 0; i < persons; i++) {
    const id = idOf(i);
    for (let month = 1; month <= MONTHS; month++)
      yield `人${i},居民身份证,${id},2026${String(month).padStart(2, '0')},${2000 + ((i * 7 + month + run) % 3000)}.${String(i % 100).padStart(2, '0')},某单位${i % 500}\r\n`;
  }
}

async function write(name: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(join(folder, name));
  for (const line of lines)
    if (!out.write(line)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  await new Promise<void>((resolve) => out.end(() => resolve()));
}

/** The same facts, copied out and into a fresh table with the same indexes: the least any way of loading them could cost. */
async function copyFacts(owner: Database): Promise<number> {
  const file = join(folder, 'facts.copy');
  const client = owner.$client;
  await pipeline(
    await client`copy (select * from facts where kind = 'income.wage' and retracted_at is null) to stdout`.readable(),
    createWriteStream(file),
  );
  await owner.execute(sql`drop table if exists facts_copy`);
  await owner.execute(sql`create table facts_copy (like facts_income_wage including all)`);
  const { createReadStream } = await import('node:fs');
  const spent = await timed(async () =>
    pipeline(createReadStream(file), await client`copy facts_copy from stdin`.writable()),
  );
  rmSync(file);
  return spent;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return (performance.now() - from) / 1000;
}

function report(
  results: { door: number; copy: number; ratio: number }[],
  other: { registry: number; peak: number; bytes: number },
): void {
  const median = (pick: (one: (typeof results)[number]) => number) =>
    results.map(pick).sort((a, b) => a - b)[Math.floor(results.length / 2)]!;
  const summary = {
    ...{ machine: `${cpus().length} × ${cpus()[0]?.model}`, node: process.version, rows, runs },
    ...{
      doorSeconds: round(median((r) => r.door)),
      copySeconds: round(median((r) => r.copy)),
      ratio: round(median((r) => r.ratio)),
    },
    ...{
      rowsPerSecond: Math.round(rows / median((r) => r.door)),
      peakMB: Math.round(other.peak / 2 ** 20),
      fileMB: Math.round(other.bytes / 2 ** 20),
    },
    registry: { persons, seconds: round(other.registry) },
  };
  if (values.json) console.log(JSON.stringify(summary));
  else console.table(summary);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
