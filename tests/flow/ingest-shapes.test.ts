// The shapes of text tables beside the ordinary CSV: other delimiters, and one JSON object a line.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findDelimiter } from '../../server/flow/ingest/delimiter.ts';
import { openRows } from '../../server/flow/ingest/read.ts';
import { check, checkWages, collect, makeId, WAGES_HEADING, writeFile } from './ingest-files.ts';

const FOLDER = 'tests/fixtures/samples/2026-09';
const samples = readdirSync(FOLDER).filter((file) => file.endsWith('.csv'));

describe('a delimiter', () => {
  test.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a\tb\n1,000\t2\n', '\t'],
    ['a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n', ';'],
    ['"甲,乙";"丙,丁"\n', ';'],
    ['"甲;乙",丙\n', ','],
    ['报表，2026,9,10\na;b\n1;2\n', ';'],
    ['"多行\n表头,一"\t二\r\n1\t2\r\n', '\t'],
    ['姓名\n张三\n', ','],
    ['', ','],
    ['a;b', ';'],
  ])('of %j is %j', (start, delimiter) => {
    expect(findDelimiter(start)).toBe(delimiter);
  });

  test.each([
    ['\t', '.txt'],
    [';', '.csv'],
  ])('%j gives the same rows and rejects as the comma', async (delimiter, suffix) => {
    for (const sample of samples) {
      const asSent = await check(`${FOLDER}/${sample}`);
      const table = (await collect((await openRows(`${FOLDER}/${sample}`)).read(0))).flat();
      const text = table.map(({ cells }) => cells.map((c) => (/[;\t]/.test(c) ? `"${c}"` : c)).join(delimiter));
      const other = await check(writeFile(sample.replace('.csv', suffix), `${text.join('\r\n')}\r\n`));
      expect(other.rows).toEqual(asSent.rows);
      expect(other.rejects).toEqual(asSent.rejects);
    }
  });

  test('stays what it is in rows that hold others', async () => {
    const { rows } = await checkWages([`张;三,居民身份证,${makeId()},202609,1,a;b;c;d;e;f;g`]);
    expect(rows[0]?.values).toMatchObject({ name: '张;三', employer: 'a;b;c;d;e;f;g' });
  });
});

describe('one JSON object a line', () => {
  const lines = (...objects: unknown[]) => objects.map((object) => JSON.stringify(object)).join('\n');

  test('is read by the headings or by the contract’s fields, lines counted as in the file', async () => {
    const heads = {
      纳税人姓名: '张三',
      证件号码: makeId(1),
      税款所属期: '202609',
      收入额: '1,000.5',
      扣缴义务人: null,
    };
    const fields = { name: '张三', id: makeId(1), month: 202609, amount: 1000.5 };
    for (const object of [heads, fields]) {
      const { file, rows, rejects } = await check(writeFile('工资.ndjson', `${lines(object)}\n\n${lines(object)}\n`));
      expect(file).toMatchObject({ headingLine: 0, period: '2026-09' });
      expect(rows).toMatchObject([{ line: 1, values: { id: makeId(1), amount: 100050, month: '2026-09' } }]);
      expect(rejects).toMatchObject([{ line: 3, code: 'repeated-line', sameAsLine: 1 }]);
    }
  });

  test('gives the same rows and rejects as the department’s CSV', async () => {
    for (const sample of samples) {
      const asSent = await check(`${FOLDER}/${sample}`);
      const [heading, ...table] = (await collect((await openRows(`${FOLDER}/${sample}`)).read(0))).flat();
      const objects = table.map(({ cells }) =>
        Object.fromEntries(heading!.cells.map((key, i) => [key, cells[i] ?? ''])),
      );
      const other = await check(writeFile(sample.replace('.csv', '.ndjson'), lines(...objects)));
      expect(other.rows.map((row) => ({ ...row, line: row.line + 1 }))).toEqual(asSent.rows);
      expect(other.rejects.map((r) => [r.line + 1, r.code])).toEqual(asSent.rejects.map((r) => [r.line, r.code]));
    }
  });

  test('with a number for an ID, or a key that first comes late, rejects that row', async () => {
    const row = (serial: number) => ({ name: '张三', id: makeId(serial % 1000), month: '202609', amount: serial });
    const many = Array.from({ length: 1500 }, (_, i) => row(i));
    const late = { ...row(1501), surprise: 1 };
    const { rejects } = await check(
      writeFile('工资.ndjson', lines({ ...row(1), id: Number(makeId(1)) }, ...many, late)),
    );
    expect(rejects.map((r) => [r.line, r.code])).toEqual([
      [1, 'id-stored-as-number'],
      [1502, 'too-many-cells'],
    ]);
  });

  test.each([
    ['a line is cut off', `${lines({ id: makeId(), month: '202609', amount: 1 })}\n{"id":"2299`],
    ['a line is no object', `${lines({ id: makeId(), month: '202609', amount: 1 })}\n3`],
    ['it is one array', lines([{ id: makeId() }])],
    ['it is one object over several lines', '{\n "id": 1\n}'],
  ])('is refused with its line when %s', async (_, content) => {
    await expect(check(writeFile('工资.ndjson', content))).rejects.toMatchObject({
      reason: 'broken-json',
      message: expect.stringMatching(/第\d+行/),
    });
  });

  test('of no known dataset is refused', async () => {
    await expect(check(writeFile('a.ndjson', lines({ foo: 1, bar: 2 })))).rejects.toMatchObject({
      reason: 'unknown-layout',
    });
    expect(WAGES_HEADING).not.toContain('foo');
  });
});
