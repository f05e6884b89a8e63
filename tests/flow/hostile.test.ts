// Nobody's file may take the service down, or slip a row past the door unseen: each is refused, or told row by row.
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FileRefused } from '../../server/flow/ingest/reject.ts';
import { rejectFile } from '../../server/flow/ingest/reject-file.ts';
import { neutralise } from '../../server/kernel/table-text.ts';
import { HOSTILE } from './hostile-files.ts';
import { check } from './ingest-files.ts';

const ID_CODES = ['malformed-id', 'bad-check-digit', 'impossible-birth-date-in-id', 'id-in-scientific-notation'];
/** What one file may add to memory: 64 MB of it never stand there at once. A workbook's strings may (192 MB of them are refused). */
const MOST_MEMORY = 200 << 20;

describe('a hostile file', () => {
  test('is one of at least a hundred', () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(100);
    expect(new Set(HOSTILE.map((one) => one.name)).size).toBe(HOSTILE.length);
  });

  test.each(HOSTILE.map((one) => [one.name, one] as const))('%s', async (_, hostile) => {
    const path = await hostile.write();
    const before = process.memoryUsage();
    const started = performance.now();
    const found = await check(path, { period: '2026-09' }).catch((error: unknown) => error);
    const { heapUsed, external } = process.memoryUsage();
    expect(heapUsed + external - before.heapUsed - before.external).toBeLessThan(MOST_MEMORY);
    expect(performance.now() - started).toBeLessThan(80_000);
    rmSync(path);
    if (hostile.refused) {
      expect(found).toBeInstanceOf(FileRefused);
      const { reason, told } = found as FileRefused;
      expect(hostile.refused).toContain(reason);
      expect(Math.min(told.zh.length, told.en.length)).toBeGreaterThan(10);
      expect(told.zh.length).toBeLessThan(2000);
      return;
    }
    const { file, rows, rejects } = found as Awaited<ReturnType<typeof check>>;
    if (found instanceof Error) throw found;
    const codes = rejects.map((reject) => (ID_CODES.includes(reject.code) ? 'ID' : reject.code));
    expect(codes).toEqual(hostile.rejects?.map((code) => (ID_CODES.includes(code) ? 'ID' : code)));
    expect(rows).toHaveLength(hostile.rows ?? 0);
    for (const reject of rejects) {
      expect(reject.line).toBeGreaterThan(0);
      expect(reject.expected.zh).toBeTruthy();
      expect(reject.found.length).toBeLessThan(60);
    }
    // What goes back to the department runs in no spreadsheet.
    const cells = rejectFile(file.headings, rejects).split(/[,\r\n]+/);
    for (const cell of cells) expect(neutralise(cell.replace(/^\ufeff/, ''))).toBe(cell.replace(/^\ufeff/, ''));
  });
});
