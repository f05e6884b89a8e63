// A workbook's sheets as streams of rows. Shared strings are held (within limits), sheets are not.
import { FileRefused } from './reject.ts';
import type { Line } from './split-csv.ts';
import { broken, tooLarge, WORKBOOK_LIMITS, Workbook, type WorkbookLimits, type XmlHandler } from './workbook.ts';

const MOST_COLUMNS = 1024;
/** Characters of one row, as of one record of a CSV; Excel's own limit is 32,767 a cell. */
const LONGEST_ROW = 1 << 20;
const TRANSITIONAL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';

interface SheetPart {
  name: string;
  part: string;
}

/** What a workbook's index says: its visible sheets in their order, its calendar, where its strings are. */
export interface WorkbookIndex {
  sheets: SheetPart[];
  uses1904: boolean;
  sharedPart: string | undefined;
}

/** Reads a workbook's index; refuses what is no workbook. */
export async function readIndex(path: string, limits: WorkbookLimits = WORKBOOK_LIMITS): Promise<WorkbookIndex> {
  const book = await Workbook.open(path, limits);
  try {
    const home = book.has('xl/workbook.xml') ? 'xl/workbook.xml' : await findHome(book, limits);
    const folder = home.slice(0, home.lastIndexOf('/') + 1);
    const links = await readLinks(book, `${folder}_rels/${home.slice(folder.length)}.rels`, folder, limits);
    const sheets: SheetPart[] = [];
    let uses1904 = false;
    await readWhole(book, home, limits.partBytes, {
      open(name, attributes) {
        if (name === 'workbookPr') uses1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '');
        if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
        const id = Object.entries(attributes).find(([key]) => key === 'r:id' || key.endsWith(':id'))?.[1];
        const link = links.find((l) => l.id === id);
        if (link) sheets.push({ name: attributes.name ?? '', part: link.target });
      },
    });
    if (sheets.length === 0) throw broken('没有可见的工作表', 'it has no visible sheet');
    const shared = links.find((l) => l.type.endsWith('/sharedStrings'))?.target;
    return { sheets, uses1904, sharedPart: shared !== undefined && book.has(shared) ? shared : undefined };
  } finally {
    book.close();
  }
}

/** The strings that cells refer to by number. */
export async function readShared(
  path: string,
  part: string,
  limits: WorkbookLimits = WORKBOOK_LIMITS,
): Promise<string[]> {
  const book = await Workbook.open(path, limits);
  const strings: string[] = [];
  const text = new TextOfItem();
  try {
    await readWhole(book, part, limits.sharedBytes, {
      open: (name) => text.open(name),
      text: (piece) => text.add(piece),
      close(name) {
        text.close(name);
        if (name !== 'si') return;
        if (strings.push(text.take()) > limits.sharedStrings) {
          throw tooLarge(`共享字符串超过 ${limits.sharedStrings} 条`, `over ${limits.sharedStrings} shared strings`);
        }
      },
    });
    return strings;
  } finally {
    book.close();
  }
}

/** The rows of one sheet that have a cell, a piece's worth at a time. */
export async function* readSheet(
  path: string,
  part: string,
  shared: readonly string[],
  limits: WorkbookLimits = WORKBOOK_LIMITS,
): AsyncGenerator<Line[]> {
  const book = await Workbook.open(path, limits);
  const rows = new RowCollector(shared);
  try {
    for await (const _ of book.parse(part, limits.sheetBytes, rows)) {
      const lines = rows.take();
      if (lines.length > 0) yield lines;
    }
  } finally {
    book.close();
  }
}

/** The text of a string item or inline string: its runs joined, without phonetic hints (rPh). */
class TextOfItem {
  #text = '';
  #inText = false;
  #inHint = false;

  open(name: string): void {
    if (name === 'rPh') this.#inHint = true;
    else if (name === 't') this.#inText = true;
  }

  add(piece: string): void {
    if (this.#inText && !this.#inHint) this.#text = grown(this.#text, piece);
  }

  close(name: string): void {
    if (name === 'rPh') this.#inHint = false;
    else if (name === 't') this.#inText = false;
  }

  take(): string {
    // _x000D_ is how Excel escapes a character that XML cannot hold.
    const text = this.#text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
    this.#text = '';
    return text;
  }
}

class RowCollector implements XmlHandler {
  readonly #shared: readonly string[];
  readonly #inline = new TextOfItem();
  #lines: Line[] = [];
  #row: Line & { numeric: boolean[] } = { line: 0, cells: [], numeric: [] };
  #length = 0;
  #column = 0;
  #type = 'n';
  #value = '';
  #inValue = false;

  constructor(shared: readonly string[]) {
    this.#shared = shared;
  }

  take(): Line[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'c') {
      this.#column = attributes.r ? columnOf(attributes.r) : this.#row.cells.length;
      this.#type = attributes.t ?? 'n';
      this.#value = '';
    } else if (name === 'row') {
      const line = attributes.r ? Number(attributes.r) : this.#row.line + 1;
      if (!Number.isSafeInteger(line) || line < 1) throw broken(`行号 ${attributes.r}`, `row number ${attributes.r}`);
      this.#row = { line, cells: [], numeric: [] };
      this.#length = 0;
    } else if (name === 'v') this.#inValue = true;
    else this.#inline.open(name);
  }

  text(piece: string): void {
    if (this.#inValue) this.#value = grown(this.#value, piece);
    else this.#inline.add(piece);
  }

  close(name: string): void {
    if (name === 'v') this.#inValue = false;
    else if (name === 'c') this.#addCell();
    else if (name === 'row') {
      if (this.#row.cells.length > 0) this.#lines.push(this.#row);
    } else this.#inline.close(name);
  }

  #addCell(): void {
    const inline = this.#inline.take();
    let text = this.#value;
    if (this.#type === 's') {
      const string = this.#shared[Number(text)];
      if (string === undefined) {
        throw broken(
          `第${this.#row.line}行引用了不存在的字符串`,
          `row ${this.#row.line} refers to a string that is not there`,
        );
      }
      text = string;
    } else if (this.#type === 'inlineStr') text = inline;
    if (text === '') return;
    if (this.#column < 0)
      throw broken(`第${this.#row.line}行有没有列号的单元格`, `row ${this.#row.line} has a cell without a column`);
    if (this.#column >= MOST_COLUMNS) throw tooWide(this.#row.line);
    this.#length += text.length;
    if (this.#length > LONGEST_ROW) throw tooLong();
    const { cells, numeric } = this.#row;
    while (cells.length < this.#column) cells.push('');
    cells[this.#column] = text;
    if (this.#type === 'n') numeric[this.#column] = true;
  }
}

/** Many short pieces make one long text as well as one long piece does. */
function grown(text: string, piece: string): string {
  if (text.length + piece.length > LONGEST_ROW) throw tooLong();
  return text + piece;
}

function tooLong(): FileRefused {
  return tooLarge('有一行超过一百万个字符', 'it has a row of over a million characters');
}

/** A1 → 0, AB12 → 27, 1 → -1. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

interface Link {
  id: string;
  type: string;
  target: string;
}

async function readLinks(book: Workbook, part: string, folder: string, limits: WorkbookLimits): Promise<Link[]> {
  const links: Link[] = [];
  await readWhole(book, part, limits.partBytes, {
    open(name, { Id, Type, Target }) {
      if (name !== 'Relationship' || !Target) return;
      const target = Target.startsWith('/') ? Target.slice(1) : folder + Target.replace(/^\.\//, '');
      links.push({ id: Id ?? '', type: Type ?? '', target });
    },
  });
  return links;
}

/** Where the package says its workbook is; other zip files (a document, packed CSVs) have none. */
async function findHome(book: Workbook, limits: WorkbookLimits): Promise<string> {
  const links = book.has('_rels/.rels') ? await readLinks(book, '_rels/.rels', '', limits) : [];
  const types = [`${TRANSITIONAL}/officeDocument`, `${STRICT}/officeDocument`];
  const home = links.find((l) => types.includes(l.type))?.target;
  if (home !== undefined && book.has(home) && !home.startsWith('word/') && !home.startsWith('ppt/')) return home;
  throw new FileRefused('not-a-table', {
    zh: '这是一个压缩包或其他文档，不是Excel工作簿。请提交XLSX或CSV文件本身，不要打包。',
    en: 'This is an archive or another kind of document and no Excel workbook. Hand in the XLSX or CSV file itself, unpacked.',
  });
}

async function readWhole(book: Workbook, part: string, limit: number, handler: XmlHandler): Promise<void> {
  for await (const _ of book.parse(part, limit, handler));
}

function tooWide(line: number): FileRefused {
  return new FileRefused('too-wide', {
    zh: `第${line}行在第${MOST_COLUMNS}列之后还有内容。请删去表格右侧多余的内容后重新提交。`,
    en: `Row ${line} has content beyond column ${MOST_COLUMNS}. Delete what stands to the right of the table and hand it in again.`,
  });
}
