// Files dropped into a department's folder: taken when they are whole, told what became of them, and never twice whatever ends.
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../server/config.ts';
import { DropFolder, startDropFolder } from '../../server/doors/drop-folder.ts';
import { startIntake } from '../../server/doors/intakes.ts';
import { lockIngest } from '../../server/flow/ingest/store.ts';
import { PRESENT } from '../support/cast.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { factsInForce, files, flowOn, idOf } from '../support/flow.ts';
import { countRows } from '../support/makers.ts';

const HEAD = idOf(1, '19700101');
const dataDir = mkdtempSync(join(tmpdir(), 'flow-drop-data-'));
let database: TestDatabase;
let folder: string;
let said: string[];
/** Every look at the clock is a second later. */
let seconds = 0;
const clock = () => new Date(PRESENT.getTime() + ++seconds * 1000);
beforeAll(async () => {
  database = await openDatabase();
  await flowOn(database).hand(files.registry('202609', [{ id: HEAD, household: 'H1' }]), '2026-09-30');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flow-drop-'));
  said = [];
  for (const department of ['tax', 'civil-affairs']) mkdirSync(join(folder, department));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const door = () => ({
  ...{ flow: database.flow, keys: KEYS, catalogue: CATALOGUE, urls: database.urls },
  ...{ clock, config: { dataDir } },
});
const watch = (quiet = 0) => new DropFolder(door(), { folder, quiet }, (told) => void said.push(told));
let amount = 1000;
const rowOf = () => ({ id: HEAD, month: '202608', amount: ++amount });
/** A file of one wage that no other test drops. */
const wages = (...more: { id: string; month: string; amount: number }[]) => files.wages('202608', [rowOf(), ...more]);
const at = (...path: string[]) => join(folder, ...path);
const NAME = '税务局_工资薪金所得_202608.csv';

function drop(path: string, name = basename(path), department = 'tax'): string {
  copyFileSync(path, at(department, name));
  return name;
}
const listed = (...path: string[]) => (existsSync(at(...path)) ? readdirSync(at(...path)).sort() : []);
const resultOf = (end: 'done' | 'refused', name: string, department = 'tax') => ({
  ...JSON.parse(readFileSync(at(department, end, `${name}.result.json`), 'utf8')),
  text: readFileSync(at(department, end, `${name}.result.txt`), 'utf8'),
});
const batches = () => countRows(database.flow, 'batches');

describe.sequential('a dropped file', () => {
  it('is taken in, and its result lies beside it', async () => {
    const name = drop(wages());
    await watch().look();
    expect(listed('tax')).toEqual(['done', 'refused', 'taking']);
    expect(listed('tax', 'done')).toEqual([name, `${name}.result.json`, `${name}.result.txt`]);
    const result = resultOf('done', name);
    expect(result).toMatchObject({
      ...{ file: name, state: 'done', dataset: 'wages', period: '2026-08', rejectsFile: null },
      counts: { accepted: 1, waiting: 0, rejected: {} },
    });
    expect(result.text).toContain('收下1行，待认0行，退回0行');
    expect(result.text).toContain('1 rows accepted');
    expect(said).toEqual([]);
    const [entry] = await database.flow.execute(
      sql`select actor, details from audit_entries where action = 'batch.hand-in' and subject_id = ${String(result.batch)}`,
    );
    expect(entry).toMatchObject({ actor: 'system', details: { channel: 'folder' } });
    const [intake] = await database.flow.execute(
      sql`select channel, department, state from intakes where batch_id = ${result.batch}`,
    );
    expect(intake).toEqual({ channel: 'folder', department: 'tax', state: 'done' });
  });

  it('gets its rejected rows back as they were sent, for nobody else to read; corrected and dropped they come in', async () => {
    const broken = `${idOf(2).slice(0, 17)}?`;
    const name = drop(wages({ id: broken, month: '202608', amount: 5 }));
    await watch().look();
    const result = resultOf('done', name);
    expect(result).toMatchObject({ counts: { accepted: 1, rejected: { 'malformed-id': 1 } } });
    expect(result.rejectsFile).toBe(`${name}.rejects.csv`);
    const rejects = at('tax', 'done', result.rejectsFile);
    expect(readFileSync(rejects, 'utf8')).toContain(broken);
    for (const file of [rejects, at('tax', 'done', `${name}.result.txt`)])
      expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(`${result.text} ${JSON.stringify(result)}`).not.toMatch(/2299|金顺姬/);
    const [entry] = await database.flow.execute(
      sql`select details from audit_entries where action = 'reject.fetch' and subject_id = ${String(result.batch)}`,
    );
    expect(entry).toEqual({ details: { rejects: 1, channel: 'folder' } });
    writeFileSync(at('tax', '更正_202608.csv'), readFileSync(rejects, 'utf8').replace(broken, idOf(2)));
    await watch().look();
    expect(resultOf('done', '更正_202608.csv')).toMatchObject({ counts: { accepted: 0, waiting: 1, rejected: {} } });
  });

  it('of the same bytes changes nothing and writes over nothing', async () => {
    const path = wages();
    const first = drop(path);
    await watch().look();
    const before = await batches();
    drop(path);
    await watch().look();
    expect(await batches()).toBe(before);
    const again = NAME.replace('.csv', '~2.csv');
    expect(listed('tax', 'done').filter((name) => name.endsWith('.csv'))).toEqual([first, again]);
    expect(resultOf('done', again)).toMatchObject({ state: 'known', counts: { accepted: 1 } });
    expect(resultOf('done', again).text).toContain('已经收过');
    expect(resultOf('done', first)).toMatchObject({ state: 'done' });
  });

  it('of another department, or of no use, is refused in words', async () => {
    const pensions = files.pensions('202608', [{ id: HEAD, month: '202608', amount: 100 }]);
    const names = [drop(pensions), drop(wages(), '空.csv')];
    writeFileSync(at('tax', '空.csv'), '');
    const before = await batches();
    await watch().look();
    expect(listed('tax', 'refused').filter((name) => /\.csv$/.test(name))).toEqual([...names].sort());
    expect(resultOf('refused', names[0]!).text).toContain('没有收下');
    expect(resultOf('refused', '空.csv')).toMatchObject({ state: 'refused', counts: null });
    expect(resultOf('refused', '空.csv').text).toMatch(/文件是空的[\s\S]*改好后再放进来[\s\S]*The file is empty/);
    expect(await batches()).toBe(before);
  });

  it('that does not say its period is told how to say it', async () => {
    const roster = files.roster('202608', [{ id: HEAD, from: '202601' }]);
    drop(roster, '名单.csv', 'civil-affairs');
    await watch().look();
    expect(resultOf('refused', '名单.csv', 'civil-affairs').text).toContain('请在文件名里写上是哪一期');
    renameSync(at('civil-affairs', 'refused', '名单.csv'), at('civil-affairs', '名单_202608.csv'));
    await watch().look();
    expect(resultOf('done', '名单_202608.csv', 'civil-affairs')).toMatchObject({ state: 'done', period: '2026-08' });
  });

  it('whose headings nobody knows is told to be matched on the page', async () => {
    const path = wages();
    const text = readFileSync(path, 'utf8').replace('纳税人姓名', '姓名').replace('收入额', '工资');
    writeFileSync(at('tax', NAME), text.replace('税款所属期', '月份'));
    await watch().look();
    expect(resultOf('refused', NAME).text).toContain('对一遍表头');
  });

  it('with rejected rows is told how they come in: of a list the whole of it again, else the rows alone', async () => {
    const broken = `${idOf(2).slice(0, 17)}?`;
    const list = [HEAD, broken].map((id) => ({ id, from: '202601' }));
    const names = [
      drop(wages({ id: broken, month: '202608', amount: 6 })),
      drop(files.roster('202606', list), undefined, 'civil-affairs'),
    ];
    await watch().look();
    expect(resultOf('done', names[0]!).text).toContain('只把这些行再放进来');
    expect(resultOf('done', names[1]!, 'civil-affairs').text).toContain('把整份名单再放进来');
  });

  it('that would end too much of a list is held, and says so', async () => {
    const ids = [HEAD, ...Array.from({ length: 9 }, (_, serial) => idOf(20 + serial))];
    const people = ids.map((id, index) => ({ id, household: `H${index + 1}` }));
    await flowOn(database).hand(files.registry('202610', people), '2026-10-02');
    drop(
      files.roster(
        '202609',
        ids.map((id) => ({ id, from: '202601' })),
      ),
      undefined,
      'civil-affairs',
    );
    await watch().look();
    const name = drop(files.roster('202610', [{ id: HEAD, from: '202601' }]), undefined, 'civil-affairs');
    await watch().look();
    const result = resultOf('done', name, 'civil-affairs');
    expect(result.state).toBe('held');
    expect(result.text).toContain('要等省里确认才生效');
  });
});

describe.sequential('what is not taken', () => {
  it('is a file that still grows, until it is quiet', async () => {
    const whole = readFileSync(wages());
    const drops = watch(300);
    writeFileSync(at('tax', NAME), whole.subarray(0, 60));
    const before = await batches();
    for (let i = 60; i < whole.length; i += 40) {
      await drops.look();
      await new Promise((resolve) => setTimeout(resolve, 200));
      appendFileSync(at('tax', NAME), whole.subarray(i, i + 40));
    }
    expect(listed('tax', 'taking')).toEqual([]);
    expect(listed('tax')).toContain(NAME);
    expect(await batches()).toBe(before);
    await drops.look();
    await new Promise((resolve) => setTimeout(resolve, 350));
    await drops.look();
    expect(resultOf('done', NAME)).toMatchObject({ state: 'done', counts: { accepted: 1, rejected: {} } });
  });

  it('is a file whose name says that it is not finished', async () => {
    for (const name of [`${NAME}.part`, `${NAME}.tmp`, `.${NAME}`, '~$工资.xlsx']) drop(wages(), name);
    const before = await batches();
    await watch().look();
    expect(await batches()).toBe(before);
    expect(listed('tax', 'refused')).toEqual([]);
    renameSync(at('tax', `${NAME}.part`), at('tax', NAME));
    await watch().look();
    expect(await batches()).toBe(before + 1);
  });

  it('is a link, a folder, a file of nobody’s folder: left where it is, and said', async () => {
    const secret = at('secret.csv');
    copyFileSync(wages(), secret);
    symlinkSync(secret, at('tax', NAME));
    mkdirSync(at('tax', 'sub'));
    copyFileSync(wages(), at('tax', 'sub', NAME));
    mkdirSync(at('nobody'));
    copyFileSync(wages(), at('nobody', NAME));
    symlinkSync(at('nobody'), at('police'));
    const before = await batches();
    const drops = watch();
    await drops.look();
    await drops.look();
    expect(await batches()).toBe(before);
    expect([listed('tax', 'sub'), listed('nobody')]).toEqual([[NAME], [NAME]]);
    expect(said).toHaveLength(2);
    expect(said.join()).toMatch(/2 entries of drop folder tax[\s\S]*|3 entries of the drop folder/);
  });

  it('is anything where done/ leads elsewhere; the other departments’ files are', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'flow-elsewhere-'));
    symlinkSync(elsewhere, at('civil-affairs', 'done'));
    drop(files.roster('202607', [{ id: HEAD, from: '202601' }]), '名单_202607.csv', 'civil-affairs');
    const name = drop(wages());
    await watch().look();
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(elsewhere, { recursive: true });
    expect(listed('civil-affairs')).toContain('名单_202607.csv');
    expect(said).toEqual(['drop folder civil-affairs was left']);
    expect(resultOf('done', name)).toMatchObject({ state: 'done' });
  });

  it('is a folder that is not there: said once, and taken up when it comes', async () => {
    const drops = watch();
    renameSync(folder, `${folder}-away`);
    await drops.look();
    await drops.look();
    expect(said).toEqual(['the drop folder cannot be read']);
    renameSync(`${folder}-away`, folder);
    const name = drop(wages());
    await drops.look();
    expect(resultOf('done', name)).toMatchObject({ state: 'done' });
  });
});

describe.sequential('after a kill', () => {
  it('between being in and being moved, a file is moved, and not taken in twice', async () => {
    const path = wages();
    mkdirSync(at('tax', 'taking'));
    copyFileSync(path, at('tax', 'taking', NAME));
    // The very state: the batch is committed, the file lies in taking/ still, and half of a result in done/.
    const of = { channel: 'folder' as const, path: at('tax', 'taking', NAME), fileName: NAME, department: 'tax' };
    const { taken } = await (await startIntake(door(), of)).ended;
    mkdirSync(at('tax', 'done'));
    writeFileSync(at('tax', 'done', `${NAME}.result.json.part`), '{"fi');
    const [before, facts] = [await batches(), await factsInForce(database.flow)];
    await watch().look();
    expect([await batches(), await factsInForce(database.flow)]).toEqual([before, facts]);
    expect(listed('tax', 'taking')).toEqual([]);
    expect(listed('tax', 'done')).toEqual([NAME, `${NAME}.result.json`, `${NAME}.result.txt`]);
    expect(resultOf('done', NAME)).toMatchObject({ batch: taken!.batchId, counts: { accepted: 1 } });
  });

  it('in the middle of it, a file is taken in by the next process', async () => {
    const name = drop(wages());
    const before = await batches();
    await killedAtTheDoor();
    expect(await batches()).toBe(before);
    expect(listed('tax', 'taking')).toEqual([name]);
    await watch().look();
    expect(await batches()).toBe(before + 1);
    expect(resultOf('done', name)).toMatchObject({ state: 'done', counts: { accepted: 1 } });
  });

  it('for the third time over one file, it is not begun again but refused in words', async () => {
    const name = drop(wages());
    const before = await batches();
    for (let times = 0; times < 3; times++) {
      await killedAtTheDoor();
    }
    await watch().look();
    expect(await batches()).toBe(before);
    expect(resultOf('refused', name)).toMatchObject({ state: 'broken-off' });
    expect(resultOf('refused', name).text).toContain('三次中断');
    renameSync(at('tax', 'refused', name), at('tax', name));
    await watch().look();
    expect(resultOf('done', name)).toMatchObject({ state: 'done' });
  });

  /** A process of its own, killed while its file stands at the door. */
  async function killedAtTheDoor(): Promise<void> {
    await database.owner.transaction(async (tx) => {
      await lockIngest(tx as never);
      const of = [
        '--import',
        'tsx',
        'tests/support/drop-process.ts',
        database.urls.flow,
        dataDir,
        folder,
        clock().toISOString(),
      ];
      const child = spawn(process.execPath, of, { cwd: PROJECT_ROOT, stdio: 'inherit' });
      const waits = async () =>
        (
          await database.owner.execute(
            sql`select 1 from pg_stat_activity where wait_event = 'advisory' and datname = current_database()`,
          )
        ).length;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      try {
        await expect.poll(waits, { timeout: 60_000 }).toBeGreaterThan(0);
      } finally {
        child.kill('SIGKILL');
        await ended;
      }
    });
    // What the server sees to when it finds the other end gone.
    const gone = async () =>
      (
        await database.owner.execute(
          sql`select 1 from pg_stat_activity where application_name in ('drop-process', 'shouwang-drop') and datname = current_database()`,
        )
      ).length;
    await expect.poll(gone, { timeout: 60_000 }).toBe(0);
  }
});

describe.sequential('the watcher', () => {
  it('of several processes is one, and another when that one stops', async () => {
    const options = { folder, every: 30, quiet: 0 };
    const first = await startDropFolder(door(), options);
    const second = await startDropFolder(door(), options);
    const one = drop(wages(), 'a_202608.csv');
    await expect.poll(() => listed('tax', 'done'), { timeout: 60_000 }).toContain(one);
    await first.stop();
    const other = drop(wages(), 'b_202608.csv');
    await expect.poll(() => listed('tax', 'done'), { timeout: 60_000 }).toContain(other);
    await second.stop();
    drop(wages(), 'c_202608.csv');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(listed('tax')).toContain('c_202608.csv');
    expect(listed('tax', 'done').filter((name) => name.endsWith('.csv'))).toEqual([one, other]);
  });

  it('that stops in order leaves the file it was at for the next', async () => {
    const name = drop(wages());
    const before = await batches();
    await database.owner.transaction(async (tx) => {
      await lockIngest(tx as never);
      const watcher = await startDropFolder(door(), { folder, every: 30, quiet: 0 });
      await expect.poll(() => listed('tax', 'taking'), { timeout: 60_000 }).toEqual([name]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await watcher.stop();
    });
    expect(listed('tax', 'taking')).toEqual([name]);
    await expect.poll(async () => (await openIntakes(name)).length, { timeout: 60_000 }).toBe(0);
    await watch().look();
    expect(await batches()).toBe(before + 1);
    expect(resultOf('done', name).counts).toMatchObject({ accepted: 1 });
  });

  it('tries again when the fault is ours, and gives the file up in words in the end', async () => {
    const name = drop(wages());
    chmodSync(at('tax', name), 0o644);
    const keys = {
      ...KEYS,
      hash: () => {
        throw new Error('the key ring is broken');
      },
    } as typeof KEYS;
    const drops = new DropFolder({ ...door(), keys }, { folder, quiet: 0 }, (told) => void said.push(told));
    for (let looks = 0; looks < 3; looks++) await drops.look();
    expect(said).toEqual(['a file of drop folder tax broke off']);
    expect(resultOf('refused', name).text).toContain('出了意外');
    renameSync(at('tax', 'refused', name), at('tax', name));
    await watch().look();
    expect(resultOf('done', name)).toMatchObject({ state: 'done' });
  });

  const openIntakes = (name: string) =>
    database.flow.execute(
      sql`select 1 from intakes where file_name = ${name} and state = 'waiting' and beat_at > now()`,
    );
});
