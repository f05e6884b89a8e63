// Layouts that changed: proposed by machine, confirmed by a person, kept as versions of a contract.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ConfirmedLayout, layoutFaults, proposeLayouts } from '../../server/flow/ingest/layout.ts';
import { confirmLayout, readLayouts } from '../../server/flow/ingest/layout-store.ts';
import type { FileRefused } from '../../server/flow/ingest/reject.ts';
import { similarity } from '../../server/flow/ingest/similarity.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { check, contracts, makeId, writeFile } from './ingest-files.ts';

const refusalOf = (name: string, text: string): Promise<FileRefused> =>
  check(writeFile(name, text)).then(
    () => Promise.reject(new Error('was taken')),
    (error) => error,
  );

const people = (heading: string, row: (serial: number) => string) =>
  `${heading}\n${Array.from({ length: 60 }, (_, i) => row(i + 1)).join('\n')}\n`;

const WAGES = people(
  '员工姓名,证件种类,身份证件编码,所属月份,工资总额,单位名称,备注',
  (n) => `张三,居民身份证,${makeId(n)},2026${String((n % 9) + 1).padStart(2, '0')},${n}000.50,某单位,`,
);

describe('an unknown layout', () => {
  test('comes with the nearest contract’s mapping, by names and by values', async () => {
    const [proposal, ...others] = (await refusalOf('工资.csv', WAGES)).proposals;
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      dataset: 'wages',
      headingLine: 1,
      missing: [],
      headings: {
        员工姓名: '纳税人姓名',
        身份证件编码: '证件号码',
        所属月份: '税款所属期',
        工资总额: '收入额',
        备注: null,
      },
    });
    expect(proposal!.contractHeadings).toContainEqual({ heading: '收入额', isNeeded: true });
  });

  test('below a title is read by the line that is a heading', async () => {
    const [proposal] = (await refusalOf('工资.csv', `某某税务局工资报表\n${WAGES}`)).proposals;
    expect(proposal).toMatchObject({ dataset: 'wages', headingLine: 2, missing: [] });
  });

  test('says what is missing', async () => {
    const text = people('职工姓名,公民身份证号,所属期', (n) => `张三,${makeId(n)},202609`);
    const [proposal] = (await refusalOf('工资.csv', text)).proposals;
    expect(proposal).toMatchObject({ dataset: 'wages', missing: ['收入额'] });
  });

  test('equally near to two contracts proposes both', () => {
    const wages = contracts.find((one) => one.dataset === 'wages')!;
    const lines = WAGES.split('\n').map((text, i) => ({ line: i + 1, cells: text.split(',') }));
    const proposals = proposeLayouts(lines, [...contracts, { ...wages, dataset: 'wages-of-others' }]);
    expect(proposals.map((one) => one.dataset)).toEqual(['wages', 'wages-of-others']);
  });

  test('of which one heading alone holds amounts takes it for the amount', async () => {
    const text = people('姓名,证件号码,所属期,实际数', (n) => `张三,${makeId(n)},202609,${n}.25`);
    const { proposals } = await refusalOf('a.csv', text);
    expect(proposals[0]).toMatchObject({ dataset: 'wages', headings: { 实际数: '收入额' }, missing: [] });
  });

  test('near to nothing proposes nothing, and rows without a heading are never shown as one', async () => {
    expect((await refusalOf('a.csv', '站号,站名,降水量\n54292,龙井,3.5\n')).proposals).toEqual([]);
    const rows = WAGES.split('\n').slice(1).join('\n');
    expect((await refusalOf('a.csv', rows)).proposals).toEqual([]);
  });

  test('of many columns is looked at only so far', async () => {
    const wide = Array.from({ length: 10_000 }, (_, i) => `列${i}`).join(',');
    const started = performance.now();
    await refusalOf('a.csv', `${wide}\n`);
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

describe('a confirmed layout', () => {
  const layout: ConfirmedLayout = {
    dataset: 'wages',
    headings: {
      员工姓名: '纳税人姓名',
      身份证件编码: '证件号码',
      所属月份: '税款所属期',
      工资总额: '收入额',
      备注: null,
    },
  };

  test('lets the file in, and the contract’s own headings still come in', async () => {
    const { file, rows, rejects } = await check(writeFile('工资.csv', WAGES), { layouts: [layout] });
    expect(file).toMatchObject({ contract: { dataset: 'wages' }, confirmedLayout: layout, period: '2026-09' });
    expect(file.unknownHeadings).toEqual(['证件种类', '单位名称']);
    expect([rows.length, rejects.length, rows[0]!.values.amount]).toEqual([60, 0, 100050]);
    const known = await check('tests/fixtures/samples/2026-10/税务局_工资薪金所得_202610.csv', { layouts: [layout] });
    expect(known.file.confirmedLayout).toBeUndefined();
  });

  test('says of a heading what the contract would read otherwise', async () => {
    const text = `姓名,身份证号,本人号码,税款所属期,收入额\n张三,${makeId(1)},${makeId(2)},202609,1\n`;
    const headings = {
      姓名: '纳税人姓名',
      身份证号: null,
      本人号码: '证件号码',
      税款所属期: '税款所属期',
      收入额: '收入额',
    };
    const { rows } = await check(writeFile('a.csv', text), { layouts: [{ dataset: 'wages', headings }] });
    expect(rows[0]!.values.id).toBe(makeId(2));
  });

  test('with a column twice, missing or unknown has its faults told', () => {
    const contract = contracts.find((one) => one.dataset === 'wages')!;
    expect(layoutFaults(contract, layout.headings)).toEqual([]);
    const faults = layoutFaults(contract, { a: '收入额', b: '收入额', c: '没有的列', d: '证件号码' });
    expect(faults.map((fault) => fault.zh)).toEqual([
      '“a”和“b”都对应“收入额”',
      '约定里没有列“没有的列”',
      '缺少“税款所属期”',
    ]);
  });
});

describe.sequential('layouts kept', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openDatabase();
    return () => database.close();
  });

  test('are versions: a new one beside the old, the same one once', async () => {
    const { flow } = database;
    const now = new Date('2026-10-31T01:00:00Z');
    const first = { dataset: 'wages', headings: { 工资总额: '收入额' }, by: null, now };
    const second = { ...first, headings: { 应发工资: '收入额', 备注: null }, now: new Date('2026-11-01T01:00:00Z') };
    expect(await confirmLayout(flow, first)).toBe(2);
    expect(await confirmLayout(flow, second)).toBe(3);
    expect(await confirmLayout(flow, first)).toBe(2);
    expect(await confirmLayout(flow, { ...first, dataset: 'pensions' })).toBe(2);
    const kept = await readLayouts(flow);
    expect(kept.filter((one) => one.dataset === 'wages').map((one) => one.version)).toEqual([3, 2]);
    expect(kept[0]!.headings).toEqual(second.headings);
    await database.owner.execute(sql`update layouts set retired_at = now() where version = 3`);
    expect((await readLayouts(flow)).map((one) => one.version)).toEqual([2, 2]);
  });
});

test('headings are alike from nothing to all', () => {
  expect(similarity('收入额', '收入额')).toBe(1);
  expect(similarity('', '')).toBe(0);
  expect(similarity('姓名', '纳税人姓名')).toBeGreaterThanOrEqual(0.8);
  expect(similarity('身份证号', '证件号码')).toBeGreaterThan(0.3);
  expect(similarity('降水量', '姓名')).toBe(0);
});
