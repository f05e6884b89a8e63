// A workbook that the service answered with, read back as rows of texts by the service's own reader.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRows } from '../../server/flow/ingest/read.ts';

/** The rows of its first sheet; empty ones are left out. */
export async function tableOfXlsx(content: Uint8Array): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-workbook-'));
  try {
    const path = join(folder, 'table.xlsx');
    writeFileSync(path, content);
    const rows: string[][] = [];
    for await (const lines of (await openRows(path)).read(0)) for (const line of lines) rows.push(line.cells);
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
