// A CSV file as a stream of records: bytes → text (encoding.ts) → records (split-csv.ts). One piece in memory at a time.
import { createReadStream } from 'node:fs';
import type { Delimiter } from './delimiter.ts';
import { decoderOf, type Encoding } from './encoding.ts';
import { FileRefused } from './reject.ts';
import { CsvSplitter, type Line } from './split-csv.ts';

const PIECE = 1 << 17;

/** The records of a CSV file, a piece's worth at a time. `pieceSize` exists for tests. */
export async function* readCsv(
  path: string,
  encoding: Encoding,
  delimiter: Delimiter = ',',
  pieceSize = PIECE,
): AsyncGenerator<Line[]> {
  const decoder = decoderOf(encoding);
  const splitter = new CsvSplitter(delimiter);
  for await (const piece of createReadStream(path, { highWaterMark: pieceSize })) {
    const bytes: Buffer = piece;
    if (bytes.includes(0)) throw notText();
    const lines = splitter.push(decoder.decode(bytes, { stream: true }));
    if (lines.length > 0) yield lines;
  }
  yield [...splitter.push(decoder.decode()), ...splitter.end()];
}

function notText(): FileRefused {
  return new FileRefused('not-a-table', {
    zh: '文件中有二进制内容，不是UTF-8或GB18030编码的CSV。请从原系统导出为CSV或XLSX后重新提交。',
    en: 'The file has binary content and is no CSV in UTF-8 or GB18030. Export it as CSV or XLSX from the system it comes from.',
  });
}
