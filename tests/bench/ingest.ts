// `npm run bench:ingest`: what the door costs, as a multiple of a bare COPY of the same rows into a table like facts with its indexes.
// Both in one run on one database, so that the ratio says something whatever the machine. The file is taken in by a process of its
// own (ingest-process.ts), whose memory is told. `--rows N` (default 1,000,000), `--runs N`.
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { connect, type Database } from '../../db/client.ts';
import { PROJECT_ROOT, readConfig } from '../../server/config.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { openService } from '../../server/service.ts';
import { describeMachine, round, type Spread, spread, timed } from './figures.ts';

const MONTHS = 10;
const NOW = '2026-10-31T09:00:00+08:00';

export interface IngestFigures {
  rows: number;
  runs: number;
  doorSeconds: Spread;
  copySeconds: Spread;
  ratio: Spread;
  rowsPerSecond: number;
  openedMB: number;
  peakMB: number;
  fileMB: number;
  registry: { persons: number; seconds: number; peakMB: number };
}

/** Where one measurement works. */
interface Place {
  folder: string;
  env: NodeJS.ProcessEnv;
}

/** Takes `rows` lines of wages in, `runs` times over with other amounts, and copies the same facts beside it; leaves nothing behind. */
export async function benchIngest({ rows, runs }: { rows: number; runs: number }): Promise<IngestFigures> {
  const persons = Math.ceil(rows / MONTHS);
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-'));
  await chmod(folder, 0o711);
  const env = { ...process.env, SHOUWANG_DATA: join(folder, 'data'), SHOUWANG_KEYS: '', DATABASE_URL: '' };
  const place = { folder, env };
  const service = await openService(readConfig(env), 'shouwang-bench');
  try {
    await write(place, '公安厅_户籍人口_202601.csv', registryLines(persons));
    const registry = await takeIn(place, '公安厅_户籍人口_202601.csv');
    const results: Result[] = [];
    const name = '税务局_工资薪金所得_202610.csv';
    for (let run = 0; run < runs; run++) {
      await write(place, name, wageLines(persons, run));
      const door = await takeIn(place, name);
      const copy = await copyFacts(place, service.urls.owner);
      results.push({ ...door, copy, ratio: door.seconds / copy });
    }
    const bytes = statSync(join(folder, name)).size;
    return summaryOf(results, { registry, bytes, rows, persons });
  } finally {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  }
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

async function takeIn({ folder, env }: Place, name: string): Promise<Taken> {
  const args = ['--import', 'tsx', 'tests/bench/ingest-process.ts', join(folder, name), NOW];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: PROJECT_ROOT, env });
  return JSON.parse(stdout) as Taken;
}

function idOf(index: number): string {
  const day = new Date(Date.UTC(1950, 0, 1 + (index % 18_000))).toISOString().slice(0, 10).replaceAll('-', '');
  const first = `2299${String(1 + (Math.floor(index / 18_000) % 99)).padStart(2, '0')}${day}${String(Math.floor(index / (18_000 * 99)) % 1000).padStart(3, '0')}`;
  return first + checkDigit(first);
}

function* registryLines(persons: number): Generator<string> {
  yield '户号,姓名,公民身份号码,与户主关系,性别,出生日期,户口性质,村(社区)代码,详细地址,联系电话\r\n';
  for (let i = 0; i < persons; i++) {
    const id = idOf(i);
    const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
    yield `H${Math.floor(i / 3)},人${i},${id},${i % 3 ? '子' : '户主'},男,${birth},农业,222405105201,1组1号,14400000001\r\n`;
  }
}

function* wageLines(persons: number, run: number): Generator<string> {
  yield '纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人\r\n';
  for (let i = 0; i < persons; i++) {
    const id = idOf(i);
    for (let month = 1; month <= MONTHS; month++)
      yield `人${i},居民身份证,${id},2026${String(month).padStart(2, '0')},${2000 + ((i * 7 + month + run) % 3000)}.${String(i % 100).padStart(2, '0')},某单位${i % 500}\r\n`;
  }
}

async function write({ folder }: Place, name: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(join(folder, name));
  for (const line of lines)
    if (!out.write(line)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  await new Promise<void>((resolve) => out.end(() => resolve()));
}

/** The same facts, copied out and into a fresh table with the same indexes: the least any way of loading them could cost. */
async function copyFacts({ folder }: Place, ownerUrl: string): Promise<number> {
  const file = join(folder, 'facts.copy');
  // A connection for each way: after a COPY out, postgres.js may leave its socket paused, and what is asked next is never answered.
  await withOwner(ownerUrl, async ({ $client: client }) => {
    const rows = client`copy (select * from facts where kind = 'income.wage' and retracted_at is null) to stdout`;
    await pipeline(await rows.readable(), createWriteStream(file));
  });
  return await withOwner(ownerUrl, async (owner) => {
    await owner.execute(sql`drop table if exists facts_copy`);
    await owner.execute(sql`create table facts_copy (like facts_income_wage including all)`);
    const spent = await timed(async () =>
      pipeline(createReadStream(file), await owner.$client`copy facts_copy from stdin`.writable()),
    );
    rmSync(file);
    return spent;
  });
}

async function withOwner<T>(url: string, act: (owner: Database) => Promise<T>): Promise<T> {
  const owner = connect(url, { max: 1, name: 'shouwang-bench-owner' });
  try {
    return await act(owner);
  } finally {
    await owner.$client.end({ timeout: 1 });
  }
}

function summaryOf(
  results: Result[],
  { registry, bytes, rows, persons }: { registry: Taken; bytes: number; rows: number; persons: number },
): IngestFigures {
  const doorSeconds = spread(results.map((one) => one.seconds));
  return {
    ...{ rows, runs: results.length, doorSeconds, copySeconds: spread(results.map((one) => one.copy)) },
    ...{ ratio: spread(results.map((one) => one.ratio)), rowsPerSecond: Math.round(rows / doorSeconds.median) },
    ...{ openedMB: mega(results[0]!.opened), peakMB: mega(Math.max(...results.map((one) => one.peak))) },
    fileMB: mega(bytes),
    registry: { persons, seconds: round(registry.seconds), peakMB: mega(registry.peak) },
  };
}

function mega(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '1' },
      json: { type: 'boolean' },
    },
  });
  const figures = await benchIngest({ rows: Number(values.rows), runs: Number(values.runs) });
  console.log(JSON.stringify({ ...describeMachine(), ...figures }, null, values.json ? 0 : 2));
}
