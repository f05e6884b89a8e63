import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openRows } from '../../server/flow/ingest/read.ts';
import type { FileRefused } from '../../server/flow/ingest/reject.ts';
import { WORKBOOK_LIMITS } from '../../server/flow/ingest/workbook.ts';
import { type Cell, check, collect, makeId, makeWorkbook, makeZip, writeFile } from './ingest-files.ts';

const HEADING: Cell[] = ['姓名', '身份证号', '户主身份证号', '救助类别', '月救助金额（元）', ' 起始年月 ', '终止年月'];

function roster(...rows: Cell[][]): Cell[][] {
  return [['社会救助对象花名册'], HEADING, ...rows];
}

async function refusalOf(content: Uint8Array): Promise<FileRefused> {
  return check(writeFile('花名册_202609.xlsx', content)).then(
    () => Promise.reject(new Error('was taken')),
    (error) => error,
  );
}

describe('a workbook', () => {
  test.each([true, false])(
    'gives rows below its title, with the sheet’s row numbers (inline strings: %s)',
    async (inline) => {
      const sheet = roster(
        ['张三', makeId(1), null, '低保', 279.35, 202304, ''],
        [],
        ['李四', makeId(2), makeId(2), '特困', '1,000', '202304', 46326],
        ['合计', null, null, null, 1279.35],
      );
      const { file, rows, rejects } = await check(
        writeFile('花名册_202609.xlsx', makeWorkbook({ sheets: [sheet], inline })),
      );
      expect(file).toMatchObject({ headingLine: 2, encoding: 'xlsx', period: '2026-09', sheet: '表0' });
      expect(rows.map((r) => r.line)).toEqual([3, 5]);
      expect(rows[0]?.values).toMatchObject({ name: '张三', amount: 27935, start_month: '2023-04', end_month: null });
      expect(rows[1]?.values).toMatchObject({ amount: 100000, end_month: '2026-10' });
      expect(rejects).toMatchObject([{ line: 6, code: 'totals-line', column: '' }]);
    },
  );

  test('counts serial dates from 1904 when it says so', async () => {
    const sheet = roster(['张三', makeId(1), null, '低保', 1, 44864, '']);
    const { rows } = await check(writeFile('花名册_202609.xlsx', makeWorkbook({ sheets: [sheet], uses1904: true })));
    expect(rows[0]?.values.start_month).toBe('2026-10');
  });

  test('is searched sheet by sheet for the table', async () => {
    const sheets = [[['说明'], ['请勿修改']], roster(['张三', makeId(1), null, '低保', 1, 202304, ''])];
    const { file, rows } = await check(writeFile('花名册_202609.xlsx', makeWorkbook({ sheets })));
    expect([file.sheet, rows.length]).toEqual(['表1', 1]);
  });

  test('tells an ID in a number cell, and shows it masked', async () => {
    const sheet = roster(['张三', 229914195108155330, '', '特困', 715, '202304', '']);
    const { rejects } = await check(writeFile('花名册_202609.xlsx', makeWorkbook({ sheets: [sheet] })));
    expect(rejects).toMatchObject([
      { line: 3, column: '身份证号', code: 'id-stored-as-number', found: '229914**********30', droppedAmount: 71500 },
    ]);
  });

  test('that was cut off anywhere is refused', async () => {
    const whole = readFileSync('tests/fixtures/samples/2026-09/民政厅_社会救助对象_202609.xlsx');
    for (const share of [0.01, 0.3, 0.7, 0.99]) {
      expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * share)))).toMatchObject({
        reason: 'broken-workbook',
      });
    }
  });

  test('with a damaged part is refused, never half read in silence', async () => {
    const whole = Buffer.from(readFileSync('tests/fixtures/samples/2026-09/民政厅_社会救助对象_202609.xlsx'));
    const at = whole.indexOf('xl/worksheets/sheet1.xml') + 2000;
    whole.fill(0x55, at, at + 64);
    expect(await refusalOf(whole)).toMatchObject({ reason: 'broken-workbook' });
  });

  test('whose strings unpack to too much is refused before they are unpacked', async () => {
    const bomb = Buffer.alloc(WORKBOOK_LIMITS.sharedBytes + 1, ' ');
    const content = makeWorkbook({
      sheets: [roster()],
      replace: { 'xl/sharedStrings.xml': { name: 'xl/sharedStrings.xml', content: bomb } },
    });
    expect(content.length).toBeLessThan(1_000_000);
    const refused = await refusalOf(content);
    expect(refused).toMatchObject({ reason: 'workbook-too-large' });
    expect(refused.told.zh).toContain('192 MB');
  });

  test('that lies about its size is refused', async () => {
    const content = `<sst>${'<si><t>x</t></si>'.repeat(50_000)}</sst>`;
    const part = { name: 'xl/sharedStrings.xml', content, claimedSize: 100 };
    const refused = await refusalOf(makeWorkbook({ sheets: [roster()], replace: { [part.name]: part } }));
    expect(refused).toMatchObject({ reason: 'broken-workbook' });
  });

  test('whose checksum is wrong is refused', async () => {
    const part = { name: 'xl/sharedStrings.xml', content: '<sst/>', claimedSum: 1 };
    const refused = await refusalOf(makeWorkbook({ sheets: [roster()], replace: { [part.name]: part } }));
    expect(refused.told.en).toContain('checksum');
  });

  test('may have notes beside its table', async () => {
    const sheet = roster(['张三', makeId(1), null, '低保', 1, 202304, null, '已核对']);
    const { rows } = await check(writeFile('花名册_202609.xlsx', makeWorkbook({ sheets: [sheet] })));
    expect(rows).toHaveLength(1);
  });

  test('with more strings than are held in memory is refused', async () => {
    const path = writeFile('a.xlsx', makeWorkbook({ sheets: [roster(['a', 'b', 'c'])] }));
    const source = await openRows(path, { ...WORKBOOK_LIMITS, sharedStrings: 5 });
    await expect(collect(source.read(0))).rejects.toMatchObject({ reason: 'workbook-too-large' });
  });

  test('with one cell of many megabytes is refused', async () => {
    const part = { name: 'xl/sharedStrings.xml', content: `<sst><si><t>${'x'.repeat(6_000_000)}</t></si></sst>` };
    const refused = await refusalOf(makeWorkbook({ sheets: [roster()], replace: { [part.name]: part } }));
    expect(refused).toMatchObject({ reason: 'workbook-too-large' });
  });

  test.each([
    ['a DTD', '<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>', 'forbidden-xml'],
    ['an unknown entity', '<sst><si><t>&a;</t></si></sst>', 'broken-workbook'],
    ['strings that end too early', '<sst><si><t>', 'broken-workbook'],
    ['references to strings that are not there', '<sst/>', 'broken-workbook'],
  ])('with %s is refused', async (_, content, reason) => {
    const part = { name: 'xl/sharedStrings.xml', content };
    const refused = await refusalOf(makeWorkbook({ sheets: [roster()], replace: { [part.name]: part } }));
    expect(refused).toMatchObject({ reason });
  });

  test('is no zip of something else', async () => {
    const refused = await refusalOf(makeZip([{ name: '工资.csv', content: 'a,b' }]));
    expect(refused).toMatchObject({ reason: 'not-a-table' });
  });
});
