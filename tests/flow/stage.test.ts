// Files of more than one piece: rejects between the rows, a file that ends badly half-way, a disk that is full.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIntake, startIntakes } from '../../server/doors/intakes.ts';
import { listIntakes, startOver } from '../../server/flow/ingest/intake-store.ts';
import { PRESENT } from '../support/cast.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { type Flow, files, flowOn, idOf, writeDelivery } from '../support/flow.ts';
import { countRows } from '../support/makers.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'flow-stage-'));
let database: TestDatabase;
let flow: Flow;
beforeAll(async () => {
  database = await openDatabase();
  flow = flowOn(database);
});
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const WAGES = '纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人';
const REGISTRY = '户号,姓名,公民身份号码,与户主关系,性别,出生日期,户口性质,村(社区)代码,详细地址,联系电话';
const birth = (index: number) => new Date(Date.UTC(1950, 0, 1 + index)).toISOString().slice(0, 10);
const id = (index: number) => idOf(1, birth(index).replaceAll('-', ''));
const wage = (index: number) => `金顺姬,居民身份证,${id(index)},202609,100,某单位`;
const resident = (index: number, number = id(index)) =>
  `H${index},金顺姬,${number},户主,男,${birth(index)},农业,222405105201,5组,14400000001`;
const lines = (heading: string, count: number, line: (index: number) => string) =>
  `${[heading, ...Array.from({ length: count }, (_, index) => line(index))].join('\r\n')}\r\n`;
const of = async (batchId: number) => {
  const [row] = await database.flow.execute(sql`select rows_good as good, rows_rejected as rejected,
    (select count(*)::int from rejects where batch_id = b.id) as rejects,
    (select count(distinct line)::int from rejects where batch_id = b.id) as lines from batches b where id = ${batchId}`);
  return row;
};

describe.sequential('a file of several pieces', () => {
  it('whose rejects stand between its rows keeps every one of both, of a registry', async () => {
    const text = lines(REGISTRY, 12_000, (index) => resident(index, index % 4 === 0 ? `${id(index)}9` : id(index)));
    const { batchId } = await flow.hand(writeDelivery('公安厅_户籍人口_202609.csv', text), '2026-09-30');
    expect(await of(batchId)).toEqual({ good: 9_000, rejected: 3_000, rejects: 3_000, lines: 3_000 });
    expect(await countRows(database.flow, 'persons')).toBe(9_000);
  });

  it('whose rejects stand between its rows keeps every one of both, of wages', async () => {
    const text = lines(WAGES, 12_000, (index) => wage(index % 4 === 1 ? index - 1 : index));
    const { batchId } = await flow.hand(writeDelivery('税务局_工资薪金所得_202609.csv', text), '2026-09-30');
    expect(await of(batchId)).toMatchObject({ rejected: 3_000, rejects: 3_000, lines: 3_000 });
    expect(await countRows(database.flow, 'facts')).toBe(6_000);
  });

  it.each([
    ['公安厅_户籍人口_202610.csv', REGISTRY, resident],
    ['税务局_工资薪金所得_202610.csv', WAGES, wage],
  ])(
    'that turns out unreadable half-way is refused in words, and the next one comes in: %s',
    async (name, heading, line) => {
      const before = await countRows(database.flow, 'batches');
      const text = `${lines(heading, 12_000, line)}"${'x\n'.repeat(200)}`;
      await expect(flow.hand(writeDelivery(name, text), '2026-10-31')).rejects.toMatchObject({
        reason: 'unclosed-quote',
      });
      // As many as the pool has connections: none of them may be left in the middle of the file.
      for (let time = 0; time < 4; time++) expect(await countRows(database.flow, 'batches')).toBe(before);
    },
  );
});

describe.sequential('a disk that is full', () => {
  it('breaks a file off in words, keeps it, and lets it in once there is room', async () => {
    await database.owner.execute(sql`create function no_room() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
    await database.owner.execute(
      sql`create trigger no_room before insert on facts for each row execute function no_room()`,
    );
    const door = { flow: database.flow, keys: KEYS, catalogue: CATALOGUE, clock: () => PRESENT, config: { dataDir } };
    const path = files.wages('202608', [{ id: id(1), month: '202608', amount: 1 }]);
    const started = await startIntake(door, { channel: 'page', path, fileName: basename(path) });
    expect(await started.ended).toMatchObject({ state: 'broken-off' });
    const intake = async () => (await listIntakes(database.flow, sql`i.id = ${started.id}::uuid`, 1))[0]!;
    expect((await intake()).reason).toEqual({
      zh: '磁盘已满，请先腾出空间。没有收下任何内容。文件还在，可以重新收。',
      en: 'The disk is full: make room first. Nothing of it was taken in. The file is kept: take it in again.',
    });
    await database.owner.execute(sql`drop function no_room cascade`);
    await database.flow.transaction((tx) => startOver(tx, started.id, { period: null, isDryRun: false }, PRESENT));
    const runner = await startIntakes(door);
    await expect.poll(async () => (await intake()).state, { timeout: 60_000 }).toBe('done');
    await runner.stop();
  });
});
