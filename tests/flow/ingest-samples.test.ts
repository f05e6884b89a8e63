import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { openRows } from '../../server/flow/ingest/read.ts';
import type { FileRefused } from '../../server/flow/ingest/reject.ts';
import { check, collect, writeFile } from './ingest-files.ts';

interface ExpectedRows {
  good: number;
  waiting: number;
  rejected: Record<string, number>;
}

const expectedRows: Record<string, ExpectedRows> = JSON.parse(
  readFileSync('tests/fixtures/expected-rows.json', 'utf8'),
);

function deliveries(root: string): string[] {
  return ['2026-09', '2026-10'].flatMap((month) => readdirSync(join(root, month)).map((file) => `${month}/${file}`));
}

describe('sample deliveries', () => {
  test.each(deliveries('tests/fixtures/samples'))(
    '%s gives the rows and rejects that its makers counted',
    async (file) => {
      const { file: header, rows, rejects } = await check(join('tests/fixtures/samples', file));
      const expected = expectedRows[file];
      // The October list of 防止返贫 does not exist: with no new delivery the last one stands.
      expect(expected).toBeDefined();
      const byCode: Record<string, number> = {};
      for (const { code } of rejects) byCode[code] = (byCode[code] ?? 0) + 1;
      expect(byCode).toEqual(expected?.rejected);
      expect(rows).toHaveLength(expected!.good + expected!.waiting);
      expect(header.period).toBe(/春|秋/.test(file) ? `2026-${file.includes('春') ? 1 : 2}` : file.slice(0, 7));
      expect(header.headingLine).toBe(header.encoding === 'xlsx' ? 2 : 1);
    },
  );

  test.each(deliveries('tests/fixtures/samples').filter((file) => file.endsWith('.csv')))(
    '%s gives the same with its columns turned round, spaces in its headings, a title above and another encoding',
    async (file) => {
      const path = join('tests/fixtures/samples', file);
      const asSent = await check(path);
      const table = (await collect((await openRows(path)).read(0))).flat().map(({ cells }) => cells.toReversed());
      table[0] = table[0]!.map((heading) => ` ${heading.slice(0, 2)}\u3000${heading.slice(2).replace('(', '（')} `);
      const text = ['某某部门报表', ...table.map((cells) => cells.map((c) => `"${c}"`).join(','))].join('\n');
      const other = asSent.file.encoding === 'gb18030' ? 'utf-8' : 'gb18030';
      const turned = await check(writeFile(file.slice(8), iconv.encode(text, other)));
      expect(turned.file).toMatchObject({ encoding: other, headingLine: 2, period: asSent.file.period });
      expect(turned.rows).toEqual(asSent.rows.map((row) => ({ ...row, line: row.line + 1 })));
      expect(turned.rejects.map((r) => [r.line - 1, r.code])).toEqual(asSent.rejects.map((r) => [r.line, r.code]));
    },
  );

  test.each(deliveries('tests/fixtures/samples'))(
    '%s shows no whole number in what its rejects found',
    async (file) => {
      const { rejects } = await check(join('tests/fixtures/samples', file));
      for (const { found } of rejects) expect(found).not.toMatch(/\d{9}/);
    },
  );

  test('cover every file that is counted', () => {
    expect(deliveries('tests/fixtures/samples').sort()).toEqual(Object.keys(expectedRows).sort());
  });

  test('of a dataset without a contract are refused by name', async () => {
    for (const file of readdirSync('tests/fixtures/unknown')) {
      const refused = await check(join('tests/fixtures/unknown', file)).catch((error: FileRefused) => error);
      expect(refused).toMatchObject({ reason: 'unknown-layout', code: 'file-refused' });
      expect((refused as FileRefused).told.zh).toContain(file);
    }
  });
});
