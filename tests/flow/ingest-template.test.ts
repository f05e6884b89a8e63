// What we write for departments to fill in: our own door must take it, and no spreadsheet may run it.

import { describe, expect, test } from 'vitest';
import { neededColumns } from '../../server/flow/ingest/contract.ts';
import { openRows } from '../../server/flow/ingest/read.ts';
import {
  dictionaryRows,
  schemaOf,
  templateCsv,
  templateRows,
  templateXlsx,
} from '../../server/flow/ingest/template.ts';
import { writeXlsx } from '../../server/flow/ingest/write-xlsx.ts';
import { csvText, neutralise, withoutGuard } from '../../server/kernel/table-text.ts';
import fc from '../support/property.ts';
import { check, collect, contracts, writeFile } from './ingest-files.ts';

const named = contracts.map((contract) => [contract.dataset, contract] as const);

async function tableOf(content: Uint8Array | string, name: string, sheet = 0): Promise<string[][]> {
  return (await collect((await openRows(writeFile(name, content))).read(sheet))).flat().map((line) => line.cells);
}

describe.each(named)('the template of %s', (dataset, contract) => {
  test.each(['xlsx', 'csv'] as const)('as %s: its example row is accepted', async (format) => {
    const content = format === 'xlsx' ? templateXlsx(contract) : templateCsv(contract);
    const { file, rows, rejects } = await check(writeFile(`模板.${format}`, content), {
      period: contract.period.kind === 'term' ? '2026-1' : '2026-09',
    });
    expect(rejects).toEqual([]);
    expect(rows).toHaveLength(1);
    expect(file).toMatchObject({ headingLine: 1, unknownHeadings: [], absentColumns: [], contract: { dataset } });
    for (const column of neededColumns(contract))
      if (column.required) expect(rows[0]!.values[column.field]).not.toBeNull();
  });

  test('has a dictionary of every column in both languages', async () => {
    const lines = (await tableOf(templateXlsx(contract), '模板.xlsx', 1)).slice(1, contract.columns.length + 1);
    expect(lines.map((line) => line[0])).toEqual(contract.columns.map((column) => column.name));
    for (const [i, line] of lines.entries()) {
      expect(line[6]).toMatch(/\p{Script=Han}/u);
      expect(line[7]).toMatch(/[a-z]/);
      const listed = contract.columns[i]!.values;
      if (listed) expect(line[3]).toBe(listed.join('、'));
    }
    expect(dictionaryRows(contract)).toHaveLength(contract.columns.length + 1);
  });

  test('has a JSON Schema whose example is accepted as NDJSON', async () => {
    for (const keys of ['field', 'heading'] as const) {
      const schema = schemaOf(contract, keys) as {
        properties: Record<string, { examples?: unknown[] }>;
        required: string[];
      };
      const row = Object.fromEntries(
        Object.entries(schema.properties).map(([key, one]) => [key, one.examples?.[0] ?? null]),
      );
      expect(Object.keys(row)).toEqual(contract.columns.map((c) => (keys === 'field' ? c.field : c.name)));
      expect(schema.required.every((key) => row[key] !== null)).toBe(true);
      const period = contract.period.kind === 'term' ? '2026-1' : '2026-09';
      const alone = await check(writeFile('a.ndjson', JSON.stringify(row)), { period });
      expect([alone.file.contract.dataset, alone.rows.length, alone.rejects]).toEqual([dataset, 1, []]);
    }
  });

  test('is the same bytes whenever it is made', () => {
    expect(templateXlsx(contract).equals(templateXlsx(contract))).toBe(true);
    expect(templateRows(contract)).toHaveLength(2);
  });
});

describe('an exported text', () => {
  test.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '=HYPERLINK("http://x")', '-', '+86 144'])(
    '%j is neutralised in CSV and XLSX alike',
    async (text) => {
      expect(neutralise(text)).toBe(`'${text}`);
      const rows = [
        ['甲', '乙'],
        [text, 'x'],
      ];
      expect((await tableOf(csvText(rows), 'a.csv'))[1]![0]).toBe(`'${text}`);
      expect((await tableOf(writeXlsx([{ name: 's', rows }]), 'a.xlsx'))[1]![0]).toBe(`'${text}`);
    },
  );

  test.each(['-733.86', '-1', '229901198002290018', '张三', 'a=b', "'quoted", ''])('%j stays as it is', (text) => {
    expect(neutralise(text)).toBe(text);
  });

  test('comes back as it was, whatever it holds', async () => {
    const cell = fc.string({
      unit: fc.constantFrom(
        '=',
        '"',
        ',',
        ';',
        '\t',
        '\n',
        '\r',
        '-',
        "'",
        '&',
        '<',
        '中',
        '𠮷',
        'a',
        '_x0041_',
        '\u0001',
      ),
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (cells) => {
        const rows = [['甲', '乙'], ...cells];
        const wanted = cells.map((row) => row.map((text) => neutralise(text)));
        const padded = (table: string[][]) => table.slice(1).map((row) => [row[0] ?? '', row[1] ?? '']);
        const isThere = ([a, b]: string[]) => a !== '' || b !== '';
        expect(padded(await tableOf(writeXlsx([{ name: 's', rows }]), 'a.xlsx'))).toEqual(wanted.filter(isThere));
        for (const [text] of cells) if (!text.startsWith("'")) expect(withoutGuard(neutralise(text))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});
