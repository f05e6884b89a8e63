// A delivery as a stream of rows, whatever it is: what kind of file it is is found from its first bytes, never from its name.
import { open } from 'node:fs/promises';
import { findDelimiter } from './delimiter.ts';
import { decoderOf, type Encoding, findEncoding } from './encoding.ts';
import { readCsv } from './read-csv.ts';
import { notAnObject, readNdjson } from './read-ndjson.ts';
import { readIndex, readShared, readSheet } from './read-xlsx.ts';
import { FileRefused, type RefusalReason } from './reject.ts';
import type { Line } from './split-csv.ts';
import { WORKBOOK_LIMITS } from './workbook.ts';

export type { Line };

/** An opened delivery. It holds no file handle between reads; each read starts again at the top. */
export interface RowSource {
  format: 'csv' | 'ndjson' | 'xlsx';
  encoding: Encoding | 'xlsx';
  /** Names of the sheets that may hold the table; a CSV has one, without a name. */
  sheets: string[];
  /** Serial numbers count from 1904 instead of 1900. */
  uses1904: boolean;
  /** The rows of a sheet, a piece's worth at a time, in constant memory (of a workbook: beside its shared strings). */
  read(sheet: number): AsyncGenerator<Line[]>;
}

/** Opens a delivery; throws FileRefused when it is no table that can be read. */
export async function openRows(path: string, limits = WORKBOOK_LIMITS): Promise<RowSource> {
  const start = await firstBytes(path);
  const zip = start.length >= 2 && start[0] === 0x50 && start[1] === 0x4b;
  if (!zip) return openCsv(path, start);
  const index = await readIndex(path, limits);
  let shared: Promise<string[]> | undefined;
  return {
    format: 'xlsx',
    encoding: 'xlsx',
    sheets: index.sheets.map((sheet) => sheet.name),
    uses1904: index.uses1904,
    async *read(sheet) {
      shared ??= index.sharedPart === undefined ? Promise.resolve([]) : readShared(path, index.sharedPart, limits);
      yield* readSheet(path, index.sheets[sheet]!.part, await shared, limits);
    },
  };
}

async function openCsv(path: string, start: Buffer): Promise<RowSource> {
  if (start.length === 0) {
    throw refused('empty-file', '文件是空的。请重新导出后提交。', 'The file is empty. Export it again and hand it in.');
  }
  if (start[0] === 0xd0 && start[1] === 0xcf) {
    throw refused(
      'old-workbook',
      '这是旧版XLS或加密的工作簿。请在Excel中打开，去掉密码，另存为XLSX或CSV后重新提交。',
      'This is an old XLS or an encrypted workbook. Open it in Excel, remove the password, save it as XLSX or CSV.',
    );
  }
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    throw notATable('是UTF-16编码', 'is in UTF-16');
  }
  const text = start.toString('latin1').trimStart();
  if (start.includes(0) || /^(%PDF|<\?xml|<!doctype|<html|<table|\{\\rtf)/i.test(text)) {
    throw notATable('不是CSV或XLSX', 'is neither CSV nor XLSX');
  }
  const encoding = await findEncoding(path);
  const begin = decoderOf(encoding).decode(start, { stream: true });
  if (isGarbled(begin)) {
    throw notATable('不是UTF-8或GB18030编码的文字', 'is no text in UTF-8 or GB18030');
  }
  const source = { encoding, sheets: [''], uses1904: false };
  if (/^\s*\{/.test(begin)) return { ...source, format: 'ndjson', read: () => readNdjson(path, encoding) };
  if (/^\s*\[\s*[{\]]/.test(begin)) throw notAnObject(1);
  const delimiter = findDelimiter(begin);
  return { ...source, format: 'csv', read: () => readCsv(path, encoding, delimiter) };
}

/** One character in twenty that no text has: control characters, and bytes that decode to nothing. */
function isGarbled(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return (text.match(/[\x00-\x08\x0e-\x1f\x7f\ufffd]/g)?.length ?? 0) * 20 > text.length;
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function refused(reason: RefusalReason, zh: string, en: string): FileRefused {
  return new FileRefused(reason, { zh, en });
}

function notATable(zh: string, en: string): FileRefused {
  return refused(
    'not-a-table',
    `文件${zh}；需要UTF-8或GB18030编码的CSV，或XLSX。请另存为其中一种后重新提交。`,
    `The file ${en}; wanted is CSV in UTF-8 or GB18030, or XLSX. Save it as one of these and hand it in again.`,
  );
}
