// Makes deliveries for the ingest tests: text files, and workbooks put together byte by byte (so that they can be made wrong).
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { type CheckedFile, type CheckOptions, checkFile, type Row } from '../../server/flow/ingest/check.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { loadContracts } from '../../server/flow/ingest/load.ts';
import type { Reject } from '../../server/flow/ingest/reject.ts';

export const contracts = await loadContracts('rules/datasets');

const folder = mkdtempSync(join(tmpdir(), 'ingest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a delivery into a folder of its own, so that its name can be whatever a department calls it. */
export function writeFile(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(folder, randomUUID().slice(0, 8))), name);
  writeFileSync(path, content);
  return path;
}

export interface Checked {
  file: CheckedFile;
  rows: Row[];
  rejects: Reject[];
}

export async function check(path: string, options?: CheckOptions): Promise<Checked> {
  const file = await checkFile(path, contracts, options);
  const rows: Row[] = [];
  const rejects: Reject[] = [];
  for await (const outcome of file.outcomes) {
    if (outcome.kind === 'row') rows.push(outcome);
    else rejects.push(outcome);
  }
  return { file, rows, rejects };
}

/** Checks lines below the heading of the wages contract. */
export function checkWages(lines: string[], name = '工资_202609.csv'): Promise<Checked> {
  return check(writeFile(name, [WAGES_HEADING, ...lines, ''].join('\r\n')));
}

/** Array.fromAsync, which Node 20 has not. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const WAGES_HEADING = '纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人';

/** A valid number; `serial` tells persons apart. */
export function makeId(serial = 1, birth = '19800229'): string {
  const first = `229901${birth}${String(serial % 1000).padStart(3, '0')}`;
  return first + checkDigit(first);
}

export interface ZipPart {
  name: string;
  content: string | Uint8Array;
  /** What the zip claims, when it lies. */
  claimedSize?: number;
  claimedSum?: number;
}

export function makeZip(parts: ZipPart[]): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const content = Buffer.from(part.content as Uint8Array);
    const packed = deflateRawSync(content);
    const size = part.claimedSize ?? content.length;
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(8, 4);
    fixed.writeUInt32LE(part.claimedSum ?? crc32(content), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(size, 18);
    fixed.writeUInt16LE(name.length, 22);
    chunks.push(Buffer.from('PK\x03\x04', 'latin1'), fixed, name, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fixed, tail, name);
    offset += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...chunks, list, end]);
}

export type Cell = string | number | null;

export interface WorkbookParts {
  /** Sheets of rows; a row's number is its place. */
  sheets: Cell[][][];
  inline?: boolean;
  uses1904?: boolean;
  /** Replaces parts by name. */
  replace?: Record<string, ZipPart>;
}

export function makeWorkbook({ sheets, inline = false, uses1904 = false, replace = {} }: WorkbookParts): Buffer {
  const shared: string[] = [];
  const sheetXml = sheets.map((rows) => {
    const body = rows.map((cells, r) => `<row r="${r + 1}">${cells.map((c, i) => cellXml(c, i, r)).join('')}</row>`);
    return `<?xml version="1.0"?><worksheet><sheetData>${body.join('')}</sheetData></worksheet>`;
  });
  function cellXml(cell: Cell, column: number, row: number): string {
    const at = `r="${String.fromCharCode(65 + column)}${row + 1}"`;
    if (cell === null) return `<c ${at}/>`;
    if (typeof cell === 'number') return `<c ${at}><v>${cell}</v></c>`;
    if (inline) return `<c ${at} t="inlineStr"><is><t>${cell}</t></is></c>`;
    return `<c ${at} t="s"><v>${shared.push(cell) - 1}</v></c>`;
  }
  const links = sheets.map((_, i) => `<Relationship Id="r${i}" Type="x/worksheet" Target="worksheets/s${i}.xml"/>`);
  const parts: ZipPart[] = [
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="x"><workbookPr date1904="${uses1904 ? 1 : 0}"/><sheets>${sheets
        .map((_, i) => `<sheet name="表${i}" sheetId="${i + 1}" r:id="r${i}"/>`)
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships>${links.join('')}<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    ...sheetXml.map((content, i) => ({ name: `xl/worksheets/s${i}.xml`, content })),
    {
      name: 'xl/sharedStrings.xml',
      content: `<sst>${shared.map((s) => `<si><r><t>${s}</t></r><rPh><t>hint</t></rPh></si>`).join('')}</sst>`,
    },
  ];
  return makeZip(parts.map((part) => replace[part.name] ?? part));
}
