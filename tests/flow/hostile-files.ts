// Hostile deliveries, made one by one: each with what must become of it. Most are a few bytes; the large ones are written from a
// generator, so that no test holds them.
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import iconv from 'iconv-lite';
import { afterAll } from 'vitest';
import { writeXlsx } from '../../server/flow/ingest/write-xlsx.ts';
import { makeId, makeWorkbook, makeZip, WAGES_HEADING, writeFile } from './ingest-files.ts';

export interface Hostile {
  name: string;
  /** Writes the file and returns its path. */
  write: () => string | Promise<string>;
  /** Reasons for which the file may be refused; else the codes of its rejects, and how many rows stand. */
  refused?: string[];
  rejects?: string[];
  rows?: number;
}

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let written = 0;

async function stream(name: string, pieces: Iterable<string>): Promise<string> {
  const place = join(folder, String(++written));
  mkdirSync(place);
  await pipeline(Readable.from(pieces), createWriteStream(join(place, name)));
  return join(place, name);
}

function* times(piece: string, count: number, before = ''): Generator<string> {
  yield before;
  for (let i = 0; i < count; i++) yield piece;
}

const MB = 'x'.repeat(1 << 20);
const row = (over: Partial<Record<'name' | 'id' | 'month' | 'amount' | 'employer', string>> = {}) => {
  const { name = '张三', id = makeId(1), month = '202609', amount = '1', employer = '某单位' } = over;
  return [name, '居民身份证', id, month, amount, employer].join(',');
};
const csv = (...lines: string[]) => [WAGES_HEADING, ...lines, ''].join('\n');
const file =
  (content: string | Uint8Array, name = '工资_202609.csv') =>
  () =>
    writeFile(name, content);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const bytesOf = (seed: number) =>
  Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + i * seed * 7919 + seed) % 256));
const shorten = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : JSON.stringify(text));

const XLSX = readFileSync('tests/fixtures/samples/2026-09/民政厅_社会救助对象_202609.xlsx');
const ROSTER = ['姓名', '身份证号', '户主身份证号', '救助类别', '月救助金额(元)', '起始年月', '终止年月'];
const part = (name: string, content: string | Uint8Array, more = {}) => ({ [name]: { name, content, ...more } });
const SHEET = 'xl/worksheets/s0.xml';
const SHARED = 'xl/sharedStrings.xml';
const workbookWith = (replace: ReturnType<typeof part>) =>
  makeWorkbook({ sheets: [[ROSTER, ['张三', makeId(1)]]], replace });
const sheetWith = (inside: string) =>
  workbookWith(part(SHEET, `<worksheet><sheetData>${inside}</sheetData></worksheet>`));
const BROKEN = ['broken-workbook'];
const TOO_LARGE = ['workbook-too-large'];
const NO_TABLE = [
  'not-a-table',
  'unknown-layout',
  'record-too-long',
  'unclosed-quote',
  'old-workbook',
  'broken-workbook',
  'empty-file',
];

const cutOff: Hostile[] = [
  ...[0.002, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.999].map((share) => ({
    name: `a workbook cut off at ${share}`,
    write: file(XLSX.subarray(0, Math.floor(XLSX.length * share)), '花名册_202609.xlsx'),
    refused: BROKEN,
  })),
  ...[5, 20, 40, 60].map((cut) => ({
    name: `NDJSON cut off ${cut} characters into a line`,
    write: file(
      `{"id":"${makeId(1)}","month":"202609","amount":1,"name":"张三张三张三张三"}\n`.repeat(2).slice(0, 75 + cut),
      'a.ndjson',
    ),
    refused: ['broken-json'],
  })),
  ...[0, 9, 17].map((cut) => ({
    name: `a CSV cut off after ${cut} characters of an ID`,
    write: file(csv(row()) + row({ id: makeId(2) }).slice(0, 9 + cut)),
    rejects: [cut === 0 ? 'missing-id' : 'malformed-id'],
    rows: 1,
  })),
  { name: 'a CSV cut off within quotes', write: file(`${csv(row())}"张三,居`), refused: ['unclosed-quote'] },
  { name: 'a CSV cut off within its heading', write: file(WAGES_HEADING.slice(0, 12)), refused: ['unknown-layout'] },
];

const binary: Hostile[] = [
  ...[1, 2, 3, 4, 5].map((seed) => ({ name: `noise ${seed}`, write: file(bytesOf(seed)), refused: NO_TABLE })),
  ...Object.entries({
    PDF: '%PDF-1.7\n%âãÏÓ',
    PNG: '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
    JPEG: '\xff\xd8\xff\xe0\0\x10JFIF',
    GIF: 'GIF89a\x01\0\x01\0',
    gzip: '\x1f\x8b\x08\0\0\0',
    '7z': '7z\xbc\xaf\x27\x1c\0\x04',
    RAR: 'Rar!\x1a\x07\x01\0',
    ELF: '\x7fELF\x02\x01\x01\0',
    'old Excel': '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    'an empty zip': `PK\x05\x06${'\0'.repeat(18)}`,
    RTF: '{\\rtf1\\ansi 姓名}',
    HTML: '<html><script>alert(1)</script><table>',
    XML: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    'a JSON array': '[{"id":1}]',
    'a script': '#!/bin/sh\nrm -rf /\n',
    'only NULs': '\0'.repeat(1000),
  }).map(([name, start]) => ({
    name,
    write: file(Buffer.from(start, 'latin1')),
    refused: [...NO_TABLE, 'broken-json'],
  })),
  ...['utf-16le', 'utf-16be', 'utf-32le', 'big5', 'shift_jis', 'euc-kr'].map((encoding) => ({
    name: `rows in ${encoding}`,
    write: file(iconv.encode(csv(row()).replace('扣缴义务人', '備考'), encoding)),
    refused: NO_TABLE,
  })),
  { name: 'a zero byte in the heading', write: file(csv(row()).replace('证', '\0')), refused: ['not-a-table'] },
  {
    name: 'a zero byte after a megabyte',
    write: file(`${csv(row())}${`${row()}\n`.repeat(16_000)}\0`),
    refused: ['not-a-table'],
  },
  {
    name: 'a zero byte in a JSON text',
    write: file(`{"id":"${makeId(1)}\0","month":"202609","amount":1}`, 'a.ndjson'),
    refused: ['not-a-table'],
  },
];

const large: Hostile[] = [
  { name: 'one line of 64 MB', write: () => stream('a.csv', times(MB, 64)), refused: ['record-too-long'] },
  {
    name: 'a row of 64 MB',
    write: () => stream('工资_202609.csv', times(MB, 64, csv(row()))),
    refused: ['record-too-long'],
  },
  {
    name: '64 MB of commas',
    write: () => stream('a.csv', times(','.repeat(1 << 20), 64, csv(row()))),
    refused: ['record-too-long'],
  },
  {
    name: 'a quotation of 64 MB',
    write: () => stream('a.csv', times(MB, 64, `${csv(row())}"`)),
    refused: ['record-too-long', 'unclosed-quote'],
  },
  {
    name: 'a quotation of 64 MB in lines',
    write: () => stream('a.csv', times(`${'x'.repeat(999)}\n`, 64_000, `${csv(row())}"`)),
    refused: ['unclosed-quote', 'record-too-long'],
  },
  { name: 'a JSON line of 64 MB', write: () => stream('a.ndjson', times(MB, 64, '{"id":"')), refused: ['broken-json'] },
  {
    name: '4 MB of blank lines',
    write: () => stream('工资_202609.csv', times('\n'.repeat(1 << 20), 4, csv(row()))),
    rejects: [],
    rows: 1,
  },
  {
    name: 'a megabyte of spaces within a name',
    write: file(csv(row({ name: `a${' '.repeat(1_000_000)}b` }))),
    rejects: [],
    rows: 1,
  },
  {
    name: 'a megabyte of digits for an amount',
    write: file(csv(row({ amount: '9'.repeat(1_000_000) }))),
    rejects: ['not-a-number'],
  },
  {
    name: 'a megabyte of spaces in an ID',
    write: file(csv(row({ id: `2${' '.repeat(1_000_000)}2` }))),
    rejects: ['malformed-id'],
  },
  {
    name: 'JSON nested a hundred thousand deep',
    write: file(`{"month":"202609","amount":1,"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'a.ndjson'),
    rejects: ['malformed-id'],
  },
  {
    name: 'JSON with its prototype for a key',
    write: file(`{"__proto__":{"id":1},"constructor":"x","id":"${makeId(1)}","month":"202609","amount":1}`, 'a.ndjson'),
    rejects: [],
    rows: 1,
  },
  {
    name: 'JSON of 2,000 keys',
    write: file(JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, 1]))), 'a.ndjson'),
    refused: ['too-wide'],
  },
];

const workbooks: Hostile[] = [
  {
    name: 'strings that unpack to 193 MB',
    write: file(workbookWith(part(SHARED, Buffer.alloc(193 << 20, ' ')))),
    refused: TOO_LARGE,
  },
  {
    name: 'a cell that unpacks to 100 MB',
    write: file(sheetWith(`<row r="1"><c r="A1" t="inlineStr"><is><t>${' '.repeat(100 << 20)}</t></is></c></row>`)),
    refused: TOO_LARGE,
  },
  {
    name: 'a cell of a million short pieces',
    write: file(sheetWith(`<row r="1"><c r="A1" t="inlineStr"><is>${'<t>ab</t>'.repeat(1_000_000)}</is></c></row>`)),
    refused: TOO_LARGE,
  },
  {
    name: 'one string in every cell of a row',
    write: file(
      workbookWith({
        ...part(SHARED, `<sst><si><t>${'x'.repeat(30_000)}</t></si></sst>`),
        ...part(
          SHEET,
          `<worksheet><sheetData><row r="1">${'<c t="s"><v>0</v></c>'.repeat(100)}</row></sheetData></worksheet>`,
        ),
      }),
    ),
    refused: TOO_LARGE,
  },
  { name: 'a million elements within each other', write: file(sheetWith('<a>'.repeat(1_000_000))), refused: BROKEN },
  {
    name: 'a size that is a lie',
    write: file(workbookWith(part(SHARED, ' '.repeat(1 << 20), { claimedSize: 10 }))),
    refused: BROKEN,
  },
  {
    name: '20,000 parts',
    write: file(makeZip(Array.from({ length: 20_000 }, (_, i) => ({ name: `p${i}`, content: '' })))),
    refused: TOO_LARGE,
  },
  {
    name: 'a billion laughs',
    write: file(
      workbookWith(
        part(SHARED, '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'),
      ),
    ),
    refused: ['forbidden-xml'],
  },
  {
    name: 'an entity from a file',
    write: file(
      workbookWith(part(SHEET, '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>')),
    ),
    refused: ['forbidden-xml'],
  },
  {
    name: 'a name outside the archive',
    write: file(makeZip([{ name: '../../etc/passwd', content: 'x' }])),
    refused: BROKEN,
  },
  {
    name: 'a sheet that is not there',
    write: file(workbookWith(part(SHEET, '', { name: 'elsewhere.xml' }))),
    refused: BROKEN,
  },
  ...[
    '<row r="-1"><c r="A1"><v>1</v></c></row>',
    '<row r="x"><c><v>1</v></c></row>',
    '<row r="1"><c r="1"><v>1</v></c></row>',
    '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    '<row r="1"><c r="A1" t="s"><v>1e9</v></c></row>',
    '<row',
    '<row r="1"><c r="A1"><v>&#0;</v></c></row>',
  ].map((inside) => ({
    name: `a sheet of ${inside}`,
    write: file(sheetWith(inside)),
    refused: BROKEN,
  })),
  ...['<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', '<row r="1"><c r="AMK1"><v>1</v></c></row>'].map((inside) => ({
    name: `a sheet of ${inside}`,
    write: file(sheetWith(inside)),
    refused: ['too-wide'],
  })),
  {
    name: '10,000 columns in a sheet',
    write: file(writeXlsx([{ name: 's', rows: [Array.from({ length: 10_000 }, (_, i) => `列${i}`)] }])),
    refused: ['too-wide'],
  },
  {
    name: 'a workbook within a zip',
    write: file(makeZip([{ name: 'a.xlsx', content: XLSX }])),
    refused: ['not-a-table'],
  },
];

const tables: Hostile[] = [
  {
    name: '10,000 headings',
    write: file(`${Array.from({ length: 10_000 }, (_, i) => `列${i}`).join(',')}\n`),
    refused: ['unknown-layout'],
  },
  {
    name: '10,000 headings beside the known ones',
    write: file(`${WAGES_HEADING},${Array.from({ length: 10_000 }, (_, i) => `列${i}`).join(',')}\n${row()}\n`),
    rejects: [],
    rows: 1,
  },
  {
    name: '10,000 cells below six headings',
    write: file(csv(`${row()}${',x'.repeat(10_000)}`, row({ id: makeId(2) }))),
    rejects: ['too-many-cells'],
    rows: 1,
  },
  ...[
    WAGES_HEADING.replace('证件类型', '证件号码'),
    WAGES_HEADING.replace('证件类型', '身份证号'),
    `${WAGES_HEADING},收入额(元)`,
    `${WAGES_HEADING}, 税款 所属期 `,
  ].map((heading) => ({
    name: `the heading ${heading}`,
    write: file(`${heading}\n${row()}\n`),
    refused: ['heading-twice'],
  })),
  ...['"', '""', '"""', 'a"b', '"a"b"', '"a""', "'", '``', '“张三”'].map((name) => ({
    name: `the quotation ${name}`,
    write: file(csv(row({ name: name.startsWith('"') ? quoted(name) : name }))),
    rejects: [],
    rows: 1,
  })),
  {
    name: 'a quotation of 200 lines',
    write: file(csv(row({ name: quoted('a\n'.repeat(200)) }))),
    refused: ['unclosed-quote'],
  },
  { name: 'only commas', write: file(','.repeat(500)), refused: ['empty-file'] },
  {
    name: 'only a heading, ten times',
    write: file(csv(...Array(9).fill(WAGES_HEADING))),
    rejects: Array(9).fill('repeated-line'),
  },
];

const DATES = [
  '0000-01-01',
  '000001',
  '0年1月',
  '9999-99',
  '202600',
  '202613',
  '2026-1-1-1',
  '-202609',
  '1e308',
  'NaN',
  '2026-02-30',
  '2026年二月',
  '今天',
  '=TODAY()',
  '٢٠٢٦٠٩',
  '1849-12',
  '20269',
  '202609.5',
];
const AMOUNTS = [
  '1e400',
  'Infinity',
  'NaN',
  '0x10',
  '--1',
  '1.2.3',
  '１，２',
  '=1+1',
  "=cmd|' /C calc'!A0",
  '+1',
  '@SUM(A1)',
  '1;drop table facts',
  '一百',
  '1 000',
  '∞',
  '½',
  '1'.repeat(13),
];
const IDS = [
  '0'.repeat(18),
  'A'.repeat(18),
  `${makeId(1)}0`,
  makeId(1).slice(1),
  '=229901',
  '2.29E+17',
  "' or 1=1 --",
  '229901000002290018',
  '229901198013010011',
  '二二九九',
  '𠮷'.repeat(9),
  `${makeId(1).slice(0, 17)}Y`,
  '<script>',
];
const NAMES = [
  "'; drop table facts; --",
  "Robert'); DELETE FROM persons;--",
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '@x',
  '\u202e三张',
  '\u200b张三',
  '😀',
  '<img src=x onerror=alert(1)>',
  '$' + '{jndi:ldap://x}',
  '%s%n',
  '../../etc/passwd',
  '\\copy',
  '\\.',
  '\\N',
  'null',
  '__proto__',
  '张'.repeat(10_000),
];

const cells: Hostile[] = [
  ...DATES.map((month) => ({
    name: `the month ${shorten(month)}`,
    write: file(csv(row({ month }), row({ id: makeId(2) }))),
    rejects: ['impossible-date'],
    rows: 1,
  })),
  ...AMOUNTS.map((amount) => ({
    name: `the amount ${shorten(amount)}`,
    write: file(csv(row({ amount: quoted(amount) }), row({ id: makeId(2) }))),
    rejects: ['not-a-number'],
    rows: 1,
  })),
  ...IDS.map((id) => ({
    name: `the ID ${shorten(id)}`,
    write: file(csv(row({ id: quoted(id) }), row({ id: makeId(2) }))),
    rejects: ['ID'],
    rows: 1,
  })),
  ...NAMES.map((name) => ({
    name: `the name ${shorten(name)}`,
    write: file(csv(row({ name: quoted(name) }))),
    rejects: [],
    rows: 1,
  })),
];

export const HOSTILE: readonly Hostile[] = [...cutOff, ...binary, ...large, ...workbooks, ...tables, ...cells];
