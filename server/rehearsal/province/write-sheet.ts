// The civil affairs roster as a workbook of any length: a title above the heading, a total below, rows packed as they come. What
// server/flow/ingest/write-xlsx.ts makes in memory, this streams: each piece is deflated by itself and ends on a byte.
import { closeSync, openSync } from 'node:fs';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { type LineFile, writeAll } from './write-text.ts';

const PIECE = 1 << 18;
/** A sheet's rows, title, heading and total included. */
const MOST_ROWS = 1_048_576;
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** 1980-01-01: the same rows give the same bytes. */
const DAY = 0x21;

const PARTS: readonly (readonly [string, string])[] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="花名册" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
];

interface Entry {
  name: string;
  at: number;
  crc: number;
  packed: number;
  size: number;
}

/** One column may hold numbers, whose sum stands in the last row. */
export class SheetFile implements LineFile {
  readonly #file: number;
  readonly #amountAt: number;
  readonly #entries: Entry[] = [];
  #offset = 0;
  #pending = '';
  #row = 0;
  #sum = 0;

  constructor(
    path: string,
    { title, headings, amountAt }: { title: string; headings: readonly string[]; amountAt: number },
  ) {
    this.#file = openSync(path, 'w');
    this.#amountAt = amountAt;
    for (const [name, content] of PARTS) {
      this.#begin(name);
      this.#pack(DECLARATION + content);
      this.#end();
    }
    this.#begin('xl/worksheets/sheet1.xml');
    this.#pending = `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>`;
    this.#write([title], false);
    this.#write(headings, false);
  }

  add(cells: readonly string[]): void {
    this.#sum += Number(cells[this.#amountAt]);
    this.#write(cells, true);
  }

  close(): void {
    this.#write(['合计', '', '', '', String(this.#sum)], true);
    this.#pack(`${this.#pending}</sheetData></worksheet>`);
    this.#end();
    this.#finish();
    closeSync(this.#file);
  }

  #write(cells: readonly string[], hasAmount: boolean): void {
    const row = ++this.#row;
    if (row > MOST_ROWS) throw new RangeError(`a sheet holds ${MOST_ROWS} rows: make fewer households`);
    let xml = `<row r="${row}">`;
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at]!;
      if (cell === '') continue;
      const place = String.fromCharCode(65 + at) + row;
      xml +=
        hasAmount && at === this.#amountAt
          ? `<c r="${place}"><v>${cell}</v></c>`
          : `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`;
    }
    this.#pending += `${xml}</row>`;
    if (this.#pending.length > PIECE) {
      this.#pack(this.#pending);
      this.#pending = '';
    }
  }

  #begin(name: string): void {
    this.#entries.push({ name, at: this.#offset, crc: 0, packed: 0, size: 0 });
    const label = Buffer.from(name);
    // Sizes and checksum are known at the end, and written into their place then.
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    shared(undefined).copy(head, 4);
    head.writeUInt16LE(label.length, 26);
    this.#put(Buffer.concat([head, label]));
  }

  #pack(text: string): void {
    const entry = this.#entries.at(-1)!;
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes, { level: 1, finishFlush: constants.Z_SYNC_FLUSH });
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.length;
    entry.packed += packed.length;
    this.#put(packed);
  }

  #end(): void {
    const entry = this.#entries.at(-1)!;
    const last = Buffer.from([3, 0]); // an empty last block
    entry.packed += last.length;
    this.#put(last);
    writeAll(this.#file, shared(entry), entry.at + 4);
  }

  #finish(): void {
    const from = this.#offset;
    for (const entry of this.#entries) {
      const label = Buffer.from(entry.name);
      const head = Buffer.alloc(46);
      head.writeUInt32LE(0x02014b50, 0);
      head.writeUInt16LE(20, 4);
      shared(entry).copy(head, 6);
      head.writeUInt16LE(label.length, 28);
      head.writeUInt32LE(entry.at, 42);
      this.#put(Buffer.concat([head, label]));
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#entries.length, 8);
    end.writeUInt16LE(this.#entries.length, 10);
    end.writeUInt32LE(this.#offset - from, 12);
    end.writeUInt32LE(from, 16);
    this.#put(end);
  }

  #put(bytes: Buffer): void {
    writeAll(this.#file, bytes, this.#offset);
    this.#offset += bytes.length;
  }
}

/** What local and central headers have in common, up to the sizes. */
function shared(entry: Entry | undefined): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(0x0800, 2);
  bytes.writeUInt16LE(8, 4);
  bytes.writeUInt16LE(DAY, 8);
  if (entry) {
    bytes.writeUInt32LE(entry.crc, 10);
    bytes.writeUInt32LE(entry.packed, 14);
    bytes.writeUInt32LE(entry.size, 18);
  }
  return bytes;
}
