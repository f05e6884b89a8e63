// Tables as an XLSX that Excel opens without a word: texts stay texts (an ID keeps its 18 characters), formulas cannot come in.
// All of it in memory: for templates and lists a person reads, not for millions of rows.
import { neutralise, type TableCell } from '../../kernel/table-text.ts';
import { zipOf } from './zip.ts';

export interface Sheet {
  name: string;
  /** The first row is the heading, unless `heading` says which; rows above it are a title. */
  rows: readonly (readonly TableCell[])[];
  heading?: number;
  /** In characters, by column; 16 where nothing is said. */
  widths?: readonly number[];
  /** The values a column may take (by column number): offered as a list in each cell below the heading. */
  choices?: ReadonlyMap<number, readonly string[]>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const MOST_ROWS = 1_048_576;
const LONGEST_CELL = 32_767;
/** Excel takes a list of choices only up to this length. */
const LONGEST_CHOICES = 255;

/** Places in cellXfs of STYLES. */
const TEXT = 1;
const HEADING = 2;
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** The workbook's bytes. The same sheets give the same bytes. */
export function writeXlsx(sheets: readonly Sheet[]): Buffer {
  const numbers = sheets.map((_, index) => index + 1);
  const listed = sheets
    .map((sheet, i) => `<sheet name="${escapeXml(sheetName(sheet.name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join('');
  const sheetLinks = numbers.map((n) => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`)).join('');
  const stylesLink = relation(`rId${sheets.length + 1}`, 'styles', 'styles.xml');
  const sheetTypes = numbers
    .map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)
    .join('');
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${sheetTypes}</Types>`,
    ],
    ['_rels/.rels', relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${listed}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', relations(sheetLinks + stylesLink)],
    ['xl/styles.xml', STYLES],
    ...sheets.map((sheet, i): [string, string] => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)]),
  ];
  return zipOf(parts.map(([name, content]) => ({ name, content: DECLARATION + content })));
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
}

function relations(inside: string): string {
  return `<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`;
}

/** The columns are text as a whole, so that a number typed into them stays as it was typed. */
function sheetXml({ rows, heading = 0, widths = [], choices = new Map() }: Sheet): string {
  if (rows.length > MOST_ROWS) throw new RangeError(`${rows.length} rows are more than a sheet holds`);
  const width = Math.max(1, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, i) => {
    return `<col min="${i + 1}" max="${i + 1}" width="${widths[i] ?? 16}" style="${TEXT}" customWidth="1"/>`;
  });
  const body = rows.map((cells, r) => {
    const written = cells.map((cell, i) =>
      cellXml(cell, `${columnName(i)}${r + 1}`, r === 0 || r === heading ? HEADING : TEXT),
    );
    return `<row r="${r + 1}">${written.join('')}</row>`;
  });
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${heading + 1}" topLeftCell="A${heading + 2}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${body.join('')}</sheetData>${choicesXml(choices)}</worksheet>`;
}

function cellXml(cell: TableCell, at: string, style: number): string {
  if (cell === null || cell === undefined || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  const text = escapeXml(neutralise(cell).slice(0, LONGEST_CELL));
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function choicesXml(choices: ReadonlyMap<number, readonly string[]>): string {
  const lists = [...choices].filter(([, values]) => {
    return values.join(',').length <= LONGEST_CHOICES && values.every((value) => !/[",]/.test(value));
  });
  if (lists.length === 0) return '';
  const written = lists.map(([column, values]) => {
    const range = `${columnName(column)}2:${columnName(column)}${MOST_ROWS}`;
    return `<dataValidation type="list" allowBlank="1" sqref="${range}"><formula1>"${escapeXml(values.join(','))}"</formula1></dataValidation>`;
  });
  return `<dataValidations count="${lists.length}">${written.join('')}</dataValidations>`;
}

/** 0 → A, 26 → AA. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** Excel takes 31 characters, none of them []:*?/\ . */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

/** What XML cannot hold: control characters, lone halves of a pair. */
const UNHELD =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\x00-\x08\x0b-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** What XML cannot hold as Excel writes it (_x0001_), and what looks like that escaped itself. */
function escapeXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(UNHELD, hex)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function hex(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
