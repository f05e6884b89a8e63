// `npm run bench:ingest`: what the door costs, as a multiple of a bare COPY of the same rows into a table like facts with its indexes.
// Both in one run on one database, so that the ratio says something whatever the machine. The file is taken in by a process of its
// own (ingest-process.ts), whose memory is told. `--rows N` (default 1,000,000), `--runs N`.
import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { connect, type Database } from '../../db/client.ts';
import { PROJECT_ROOT, readConfig } from '../../server/config.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { openService } from '../../server/service.ts';

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

const NOW = '2026-10-31T09:00:00+08:00';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-'));
await chmod(folder, 0o711);
const env = { ...process.env, SHOUWANG_DATA: join(folder, 'data'), SHOUWANG_KEYS: '', DATABASE_URL: '' };
const service = await openService(readConfig(env), 'shouwang-bench');
const owner = connect(service.urls.owner, { max: 1, name: 'shouwang-bench-owner' });
try {
  await write('公安厅_户籍人口_202601.csv', registryLines());
  const registry = await takeIn('公安厅_户籍人口_202601.csv');
  const results: Result[] = [];
  for (let run = 0; run < runs; run++) {
    const name = '税务局_工资薪金所得_202610.csv';
    await write(name, wageLines(run));
    const door = await takeIn(name);
    const copy = await copyFacts(owner);
    results.push({ ...door, copy, ratio: door.seconds / copy });
  }
  report(results, { registry, bytes: statSync(join(folder, '税务局_工资薪金所得_202610.csv')).size });
} finally {
  await owner.$client.end();
  await service.close();
  rmSync(folder, { recursive: true, force: true });
}

interface Taken {
  seconds: number;
  /** Bytes resident at most, once opened and at its end. */
  opened: number;
  peak: number;
}

interface Result extends Taken {
  copy: number;
  ratio: number;
}

async function takeIn(name: string): Promise<Taken> {
  const args = ['--import', 'tsx', 'tests/bench/ingest-process.ts', join(folder, name), NOW];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: PROJECT_ROOT, env });
  return JSON.parse(stdout) as Taken;
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

function report(results: Result[], { registry, bytes }: { registry: Taken; bytes: number }): void {
  const median = (pick: (one: Result) => number) =>
    results.map(pick).sort((a, b) => a - b)[Math.floor(results.length / 2)]!;
  const seconds = median((one) => one.seconds);
  const summary = {
    ...{ machine: `${cpus().length} × ${cpus()[0]?.model}`, node: process.version, rows, runs },
    ...{ doorSeconds: round(seconds), copySeconds: round(median((one) => one.copy)) },
    ...{ ratio: round(median((one) => one.ratio)), rowsPerSecond: Math.round(rows / seconds) },
    ...{ openedMB: mega(results[0]!.opened), peakMB: mega(Math.max(...results.map((one) => one.peak))) },
    fileMB: mega(bytes),
    registry: { persons, seconds: round(registry.seconds), peakMB: mega(registry.peak) },
  };
  if (values.json) console.log(JSON.stringify(summary));
  else console.table(summary);
}

function mega(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
