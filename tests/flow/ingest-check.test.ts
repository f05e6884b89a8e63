import { describe, expect, test } from 'vitest';
import { periodInName } from '../../server/flow/ingest/period.ts';
import type { FileRefused } from '../../server/flow/ingest/reject.ts';
import { check, checkWages, makeId, WAGES_HEADING, writeFile } from './ingest-files.ts';

function wage(over: Partial<Record<'name' | 'id' | 'month' | 'amount' | 'employer', string>> = {}): string {
  const { name = '张三', id = makeId(1), month = '202609', amount = '3000.00', employer = '某单位' } = over;
  return [name, '居民身份证', id, month, amount, employer].join(',');
}

describe('a heading', () => {
  test('is found in any order, with spaces, full-width brackets and columns nobody asked for', async () => {
    const text = `灾情统计表\n\n 经济损失（元） ,备注,户主 身份证号,户主姓名,发生日期,灾种,灾害名称\n"1,200.5",无,${makeId(1)},张三,2026/8/3,洪涝,2026年洪涝\n`;
    const { file, rows } = await check(writeFile('报表.csv', text));
    expect(file).toMatchObject({ headingLine: 3, unknownHeadings: ['备注'], period: '2026-08' });
    expect(file.contract.dataset).toBe('disaster-families');
    expect(rows).toMatchObject([{ line: 4, values: { loss: 120050, struck_on: '2026-08-03', event: '2026年洪涝' } }]);
  });

  test('without a column that a fact rests on is refused with the nearest contract', async () => {
    const text = `${WAGES_HEADING.replace('收入额', '工资总额')}\n${wage()}\n`;
    const refused: FileRefused = await check(writeFile('税务局.csv', text)).catch((error) => error);
    expect(refused.nearest).toEqual({ dataset: 'wages', line: 1, missing: ['收入额'], unknown: ['工资总额'] });
    expect(refused.message).toContain('税务局.csv');
  });

  test('may leave out a column on which nothing rests', async () => {
    const text = `姓名,身份证号,税款所属期,收入额,扣缴义务人\n张三,${makeId(1)},202609,1,某单位\n`;
    const { file, rows } = await check(writeFile('税务局.csv', text));
    expect(file.absentColumns).toEqual(['证件类型']);
    expect(rows[0]?.values.id_kind).toBeNull();
  });

  test('that means one column twice is refused', async () => {
    const text = `姓名,${WAGES_HEADING}\n张三,${wage()}\n`;
    await expect(check(writeFile('a.csv', text))).rejects.toMatchObject({ reason: 'heading-twice' });
  });

  test('below the tenth line is not looked for', async () => {
    const text = `${'题目\n'.repeat(10)}${WAGES_HEADING}\n${wage()}\n`;
    await expect(check(writeFile('a.csv', text))).rejects.toMatchObject({ reason: 'unknown-layout' });
  });
});

describe('a line', () => {
  test('equal in every cell to an earlier one is rejected with the amount dropped', async () => {
    const { rows, rejects } = await checkWages([wage(), wage({ amount: '3000.0' }), wage({ amount: '"3000.00"' })]);
    expect(rows.map((r) => r.line)).toEqual([2, 3]);
    expect(rejects).toMatchObject([
      { line: 4, code: 'repeated-line', column: '', sameAsLine: 2, droppedAmount: 300000 },
    ]);
  });

  test('that repeats the heading is a repeated line', async () => {
    const { rejects } = await checkWages([wage(), WAGES_HEADING]);
    expect(rejects).toMatchObject([{ line: 3, code: 'repeated-line', sameAsLine: 1 }]);
  });

  test('of blanks is passed over, and counted in the line numbers', async () => {
    const { rows, rejects } = await checkWages(['', ',,,,,', ' ,\u3000,,,,', wage()]);
    expect([rows[0]?.line, rejects.length]).toEqual([5, 0]);
  });

  test('that says 合计 and names nobody is a totals line, twice if need be', async () => {
    const { rejects } = await checkWages([
      wage(),
      '合计,,,,3000.00,',
      '合计,,,,3000.00,',
      ' 合　计：,,1,,1,',
      ',,总计,,3000,',
    ]);
    expect(rejects.map((r) => r.code)).toEqual(Array(4).fill('totals-line'));
    expect(rejects[0]).not.toHaveProperty('droppedAmount');
  });

  test('with more cells than headings is rejected and not read shifted', async () => {
    const { rows, rejects } = await checkWages([wage({ amount: '2,442.98' }), `${wage()},,`]);
    expect(rejects).toMatchObject([{ line: 2, code: 'too-many-cells', found: '7' }]);
    expect(rows.map((r) => r.line)).toEqual([3]);
  });

  test('with several faults tells the ID’s', async () => {
    const { rejects } = await checkWages([wage({ id: '', amount: '-1', month: '202613' })]);
    expect(rejects).toMatchObject([{ code: 'missing-id', column: '证件号码', found: '' }]);
  });

  test.each([
    [{ id: '2.29901E+17' }, 'id-in-scientific-notation', '证件号码'],
    [{ id: '229901' }, 'malformed-id', '证件号码'],
    [{ month: '202613' }, 'impossible-date', '税款所属期'],
    [{ month: '' }, 'impossible-date', '税款所属期'],
    [{ amount: '详见附件' }, 'not-a-number', '收入额'],
    [{ amount: '' }, 'not-a-number', '收入额'],
    [{ amount: '-0.01' }, 'negative-amount', '收入额'],
  ])('with %j is rejected as %s', async (over, code, column) => {
    const { rows, rejects } = await checkWages([wage(over)]);
    expect(rows).toEqual([]);
    expect(rejects).toMatchObject([{ line: 2, code, column }]);
    expect(rejects[0]?.expected.zh).toBeTruthy();
  });

  test('never shows a number whole, not even one in the wrong column', async () => {
    const { rejects } = await checkWages([wage({ amount: makeId(2) }), wage({ month: '13812345678' })]);
    expect(rejects.map((r) => r.found)).toEqual([expect.stringMatching(/^229901\*+\w\w$/), '138123***78']);
  });

  test('with a value that the catalogue does not list is told which there are', async () => {
    const text = `姓名,身份证号,户主身份证号,救助类别,月救助金额,起始年月,终止年月\n张三,${makeId(1)},,临时救助,1,202609,\n`;
    const { rejects } = await check(writeFile('a_202609.csv', text));
    expect(rejects).toMatchObject([
      { code: 'unknown-code', found: '临时救助', expected: { zh: '低保、特困、低保边缘之一' } },
    ]);
  });
});

describe('the period of a delivery', () => {
  test.each([
    ['税务局_工资_202609.csv', '2026-09'],
    ['2026-09 工资.xlsx', '2026-09'],
    ['工资2026年9月.csv', '2026-09'],
    ['工资（２０２６年０９月）.csv', '2026-09'],
    ['工资_202410-202609.csv', '2026-09'],
    ['工资_202609_20261012导出.csv', '2026-09'],
    ['工资20260930.csv', '2026-09'],
    ['工资2026.09.30.csv', '2026-09'],
    ['H2201020000001.csv', undefined],
    ['220102202609.csv', undefined],
    ['工资202613.csv', undefined],
    ['参数_2026.csv', undefined],
  ])('in the name %s is %s', (name, period) => {
    expect(periodInName(name, 'month')).toBe(period);
  });

  test('of a term sorts spring before autumn', () => {
    expect(['学籍_2026春.csv', '学籍2026年秋季.csv'].map((name) => periodInName(name, 'term'))).toEqual([
      '2026-1',
      '2026-2',
    ]);
  });

  test('is the latest month of an increment’s rows when the name has none', async () => {
    const { file } = await checkWages(
      [wage({ month: '202608' }), wage({ month: '202609' }), wage({ month: '202699' })],
      '工资.csv',
    );
    expect(file.period).toBe('2026-09');
  });

  test('of a snapshot is asked for when the name has none', async () => {
    const text = `姓名,身份证号,户主身份证号,救助类别,月救助金额,起始年月,终止年月\n张三,${makeId(1)},,低保,1,202609,\n`;
    const path = writeFile('花名册.csv', text);
    expect((await check(path)).file.period).toBeUndefined();
    expect((await check(path, { period: '2026年10月' })).file.period).toBe('2026-10');
    expect((await check(path, { name: '花名册_202610.csv' })).file.period).toBe('2026-10');
    await expect(check(path, { period: 'soon' })).rejects.toMatchObject({ reason: 'bad-period' });
  });
});
