import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decoderOf, encodingOf, findEncoding } from '../../server/flow/ingest/encoding.ts';
import { readCsv } from '../../server/flow/ingest/read-csv.ts';
import type { FileRefused } from '../../server/flow/ingest/reject.ts';
import { SeenLines } from '../../server/flow/ingest/repeated.ts';
import { CsvSplitter, type Line } from '../../server/flow/ingest/split-csv.ts';
import fc from '../support/property.ts';
import { check, checkWages, collect, makeId, WAGES_HEADING, writeFile } from './ingest-files.ts';

function split(...pieces: string[]): Line[] {
  const splitter = new CsvSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

function reasonOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return (error as FileRefused).reason;
  }
  return undefined;
}

describe('records of a CSV', () => {
  test('carry the physical line they begin on, line breaks in cells and blank lines counted', () => {
    const text = 'a,b\r\n"1\n2","x ""y"""\r\n\r\n3,"p\r\nq\rr"\r\nlast,"z"';
    expect(split(text)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1\n2', 'x "y"'] },
      { line: 4, cells: [''] },
      { line: 5, cells: ['3', 'p\r\nq\rr'] },
      { line: 8, cells: ['last', 'z'] },
    ]);
  });

  test('end at CRLF, LF or CR alike', () => {
    const cells = [
      ['a', 'b'],
      ['c', ''],
    ];
    for (const end of ['\r\n', '\n', '\r']) {
      expect(split(`a,b${end}c,${end}`).map((l) => l.cells)).toEqual(cells);
    }
  });

  test('keep a quotation mark that opens no cell as it is', () => {
    expect(split('5" pipe,a"b"\n"x"y,z\n').map((l) => l.cells)).toEqual([
      ['5" pipe', 'a"b"'],
      ['xy', 'z'],
    ]);
  });

  test('do not depend on where the pieces are cut', () => {
    const text = fc.array(fc.constantFrom('"', ',', '\r', '\n', '\r\n', 'a', '""', '㛃', '𠮷', '"x",'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        text.map((t) => t.join('')),
        fc.array(fc.nat(60), { maxLength: 6 }),
        (whole, cuts) => {
          const at = [0, ...cuts.map((c) => Math.min(c, whole.length)).sort((x, y) => x - y), whole.length];
          const pieces = at.slice(1).map((end, i) => whole.slice(at[i], end));
          const inOne = reasonOf(() => split(whole));
          if (inOne) expect(reasonOf(() => split(...pieces))).toBe(inOne);
          else expect(split(...pieces)).toEqual(split(whole));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('that were written by the rules come back cell for cell', () => {
    const cell = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', '中', ' ') });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (table) => {
        const text = table.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(split(text).map((l) => l.cells)).toEqual(table);
      }),
    );
  });
});

describe('an encoding', () => {
  const registry = readFileSync('tests/fixtures/samples/2026-09/公安厅_户籍人口_202609.csv');

  test('GB18030 decodes four-byte characters wherever a piece is cut', async () => {
    const whole = iconv.decode(registry, 'gb18030');
    expect(whole).toContain('𠮷');
    expect(whole).toContain('㛃');
    for (const size of [1, 2, 3, 5, 7, 11]) {
      const decoder = decoderOf('gb18030');
      const pieces: string[] = [];
      for (let at = 0; at < 20_000; at += size) {
        pieces.push(decoder.decode(registry.subarray(at, Math.min(at + size, 20_000)), { stream: true }));
      }
      expect(whole.startsWith(pieces.join(''))).toBe(true);
    }
  });

  test('of a file never changes its records with the size of the pieces', async () => {
    const path = 'tests/fixtures/samples/2026-10/公安厅_户籍人口_202610.csv';
    const read = async (size?: number) => (await collect(readCsv(path, 'gb18030', ',', size))).flat();
    const whole = await read();
    for (const size of [1, 2, 3, 64]) expect(await read(size)).toEqual(whole);
  });

  test('is found in a file that begins with a quarter of a million plain bytes', async () => {
    const plain = `${'0123456789,\r\n'.repeat(20_164)}`; // ends in the middle of a piece's last bytes
    for (const encoding of ['utf-8', 'gb18030'] as const) {
      for (const shift of ['', 'x', 'xx', 'xxx']) {
        const path = writeFile(
          'a.csv',
          Buffer.concat([Buffer.from(plain + shift), iconv.encode('某单位的姓名', encoding)]),
        );
        expect(await findEncoding(path)).toBe(encoding);
      }
    }
  });

  test('stays UTF-8 when a byte of it is damaged or its last character is cut', () => {
    const text = Buffer.from(WAGES_HEADING);
    expect(encodingOf(text.subarray(0, -1))).toBe('utf-8');
    expect(encodingOf(Buffer.concat([text, Buffer.from([0xff]), text]))).toBe('utf-8');
    expect(encodingOf(iconv.encode(WAGES_HEADING, 'gb18030'))).toBe('gb18030');
  });

  test.each(['utf-8', 'utf-8-bom', 'gb18030'] as const)('%s gives the same rows', async (encoding) => {
    const text = `${WAGES_HEADING}\r\n㛃𠮷,居民身份证,${makeId()},202609,100,某单位\r\n`;
    const bytes =
      encoding === 'gb18030'
        ? iconv.encode(text, 'gb18030')
        : iconv.encode(text, 'utf-8', { addBOM: encoding === 'utf-8-bom' });
    const { file, rows } = await check(writeFile('x.csv', bytes));
    expect(file.encoding).toBe(encoding);
    expect(rows[0]?.values).toMatchObject({ name: '㛃𠮷', amount: 10000, month: '2026-09' });
  });
});

describe('a file that cannot be taken', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['is empty', '', 'empty-file'],
    ['has only a BOM and blank lines', '\ufeff\r\n\r\n', 'empty-file'],
    ['is binary', Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 256)), 'not-a-table'],
    [
      'is binary without a zero byte',
      Buffer.from(Array.from({ length: 9000 }, (_, i) => 128 + ((i * 7919) % 127))),
      'unknown-layout',
    ],
    [
      'is binary with control characters',
      Buffer.from(Array.from({ length: 9000 }, (_, i) => 1 + ((i * 7919) % 255))),
      'not-a-table',
    ],
    ['is UTF-16', iconv.encode(WAGES_HEADING, 'utf-16le', { addBOM: true }), 'not-a-table'],
    ['is a web page', '\n<html><table><tr><td>姓名</td></tr></table></html>', 'not-a-table'],
    ['is an old workbook', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'old-workbook'],
    ['is one huge line', 'x'.repeat(3_000_000), 'record-too-long'],
    ['has a huge line among others', `${WAGES_HEADING}\n${'x'.repeat(1_500_000)}\n`, 'record-too-long'],
    [
      'never closes a quotation mark',
      `${WAGES_HEADING}\n"a,b,c,202609,1,d\n${'e,f,g,202609,1,h\n'.repeat(200)}`,
      'unclosed-quote',
    ],
    ['ends inside a quotation', `${WAGES_HEADING}\n"a,b`, 'unclosed-quote'],
    ['has zero bytes further down', `${WAGES_HEADING}\n${'a,b,c,d,e,f\n'.repeat(999)}\0\n`, 'not-a-table'],
  ])('because it %s is refused in both languages', async (_, content, reason) => {
    const refused: FileRefused = await check(writeFile('工资_202609.csv', content)).then(
      () => Promise.reject(new Error('was taken')),
      (error) => error,
    );
    expect(refused).toMatchObject({ name: 'FileRefused', reason });
    expect(refused.told.zh.length).toBeGreaterThan(10);
    expect(refused.told.en.length).toBeGreaterThan(10);
  });

  test('is told apart from one that has a heading and no rows', async () => {
    const { file, rows, rejects } = await checkWages([]);
    expect([file.contract.dataset, rows.length, rejects.length]).toEqual(['wages', 0, 0]);
  });
});

describe('lines seen', () => {
  test('are known again cell for cell, and by nothing less', () => {
    const seen = new SeenLines(3);
    expect(seen.firstLineOf(['a', 'b', ''], 2)).toBeUndefined();
    expect(seen.firstLineOf(['a', 'b'], 3)).toBe(2);
    for (const other of [
      ['ab', '', ''],
      ['a', '', 'b'],
      ['', 'a', 'b'],
      ['a ', 'b', ''],
      ['A', 'b', ''],
      ['a', 'b\0', ''],
    ]) {
      expect(seen.firstLineOf(other, 4)).toBeUndefined();
    }
  });

  test('of two million lines take less than 40 MB, and none is mistaken for another', () => {
    const before = process.memoryUsage().arrayBuffers;
    const seen = new SeenLines(2);
    let repeated = 0;
    for (let i = 0; i < 2_000_000; i++) if (seen.firstLineOf([String(i), 'x'], i + 1) !== undefined) repeated++;
    expect(repeated).toBe(0);
    expect(seen.firstLineOf(['1234567', 'x'], 2_000_001)).toBe(1_234_568);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40e6);
  });
});
