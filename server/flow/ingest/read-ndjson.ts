// One JSON object a line (NDJSON) as rows: keys are headings. The rows then go through the same check as a department's CSV.
import { createReadStream } from 'node:fs';
import { decoderOf, type Encoding } from './encoding.ts';
import { FileRefused } from './reject.ts';
import type { Line } from './split-csv.ts';

const PIECE = 1 << 17;
const LONGEST_LINE = 1 << 20;
/** Keys are gathered from this many lines; a key that first comes later makes its row one with surplus cells. */
const LINES_FOR_KEYS = 1000;
/** More keys than any contract has columns by far; each costs a cell in every row. */
const MOST_KEYS = 1024;

type JsonObject = Record<string, unknown>;

/** The rows of a file, a piece's worth at a time, after one of line 0 that holds the keys. Lines count as in the file. */
export async function* readNdjson(path: string, encoding: Encoding): AsyncGenerator<Line[]> {
  const keys = new Map<string, number>();
  let waiting: { line: number; object: JsonObject }[] | undefined = [];
  for await (const objects of readObjects(path, encoding)) {
    if (!waiting) {
      yield objects.map(({ line, object }) => rowOf(line, object, keys));
      continue;
    }
    waiting.push(...objects);
    if (waiting.length < LINES_FOR_KEYS) continue;
    yield withHeading(waiting, keys);
    waiting = undefined;
  }
  if (waiting) yield withHeading(waiting, keys);
}

function withHeading(objects: { line: number; object: JsonObject }[], keys: Map<string, number>): Line[] {
  for (const { line, object } of objects) {
    for (const key of Object.keys(object)) if (!keys.has(key)) keys.set(key, keys.size);
    if (keys.size > MOST_KEYS) {
      throw new FileRefused('too-wide', {
        zh: `第${line}行之前已有超过${MOST_KEYS}个不同的键，不像一张表。请每行只写目录中的各列。`,
        en: `By line ${line} there are over ${MOST_KEYS} different keys, unlike any table. Give each line only the catalogue's columns.`,
      });
    }
  }
  return [{ line: 0, cells: [...keys.keys()] }, ...objects.map(({ line, object }) => rowOf(line, object, keys))];
}

function rowOf(line: number, object: JsonObject, keys: ReadonlyMap<string, number>): Line {
  const cells: string[] = new Array(keys.size).fill('');
  const numeric: boolean[] = [];
  for (const [key, value] of Object.entries(object)) {
    const at = keys.get(key);
    if (at === undefined) cells.push(key);
    else {
      cells[at] = textOf(value);
      if (typeof value === 'number') numeric[at] = true;
    }
  }
  return { line, cells, numeric };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  // Nothing nested is a value; written out, a deep one would end the process.
  if (typeof value === 'object') return Array.isArray(value) ? '[…]' : '{…}';
  return String(value);
}

async function* readObjects(path: string, encoding: Encoding) {
  const decoder = decoderOf(encoding);
  let rest = '';
  let line = 0;
  const take = (lines: string[]) =>
    lines.flatMap((text) => {
      line++;
      return text.trim() === '' ? [] : [{ line, object: parseObject(text, line) }];
    });
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
    const lines = (rest + decoder.decode(piece as Buffer, { stream: true })).split('\n');
    rest = lines.pop()!;
    if (rest.length > LONGEST_LINE) throw notAnObject(line + 1);
    yield take(lines);
  }
  yield take([rest + decoder.decode()]);
}

function parseObject(text: string, line: number): JsonObject {
  try {
    const value: unknown = text.length > LONGEST_LINE ? undefined : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // said below
  }
  throw notAnObject(line);
}

/** The whole file: a line cut off on its way cannot be told from one that was written wrong. */
export function notAnObject(line: number): FileRefused {
  return new FileRefused('broken-json', {
    zh: `第${line}行不是完整的JSON对象；需要每行一个对象（NDJSON），键为列名。可能传输中断，请重新导出后提交。`,
    en: `Line ${line} is no whole JSON object; wanted is one object a line (NDJSON), its keys the headings. It may have been cut off on its way: export it again.`,
  });
}
