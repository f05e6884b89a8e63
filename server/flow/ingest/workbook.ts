// The zip and XML around a workbook, with limits: nothing is unpacked that says or turns out to be too large.
// read-xlsx.ts knows what the parts mean.
import { crc32 } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { FileRefused, type RefusalReason } from './reject.ts';

export interface WorkbookLimits {
  /** Uncompressed bytes of one sheet: Excel's full million rows of thirty columns. */
  sheetBytes: number;
  /** Uncompressed bytes of the shared strings; they are the only thing held in memory. */
  sharedBytes: number;
  sharedStrings: number;
  /** Any other part. */
  partBytes: number;
  entries: number;
}

export const WORKBOOK_LIMITS: WorkbookLimits = {
  sheetBytes: 2 ** 31,
  sharedBytes: 192 * 2 ** 20,
  sharedStrings: 4_000_000,
  partBytes: 16 * 2 ** 20,
  entries: 10_000,
};

/** XML text or one tag longer than this many bytes is no table (Excel's longest cell has 32,767 characters). */
const LONGEST_SILENCE = 4 * 2 ** 20;
/** Elements within elements: a workbook has about eight, and each open one is held in memory. */
const DEEPEST = 100;

export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** An open zip file whose parts are read one at a time. Close it. */
export class Workbook {
  readonly #zip: ZipFile;
  readonly #parts: Map<string, Entry>;

  private constructor(zip: ZipFile, parts: Map<string, Entry>) {
    this.#zip = zip;
    this.#parts = parts;
  }

  static async open(path: string, limits: WorkbookLimits): Promise<Workbook> {
    let zip: ZipFile | undefined;
    try {
      zip = await openPromise(path, { autoClose: false });
      if (zip.entryCount > limits.entries) throw tooLarge(`${zip.entryCount} 个部件`, `${zip.entryCount} parts`);
      const parts = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry);
      return new Workbook(zip, parts);
    } catch (error) {
      zip?.close();
      throw refusedFor(error);
    }
  }

  has(part: string): boolean {
    return this.#parts.has(part);
  }

  close(): void {
    this.#zip.close();
  }

  /** Parses a part as it is unpacked; yields after each piece, so that the handler's harvest can be taken away. */
  async *parse(part: string, limit: number, handler: XmlHandler): AsyncGenerator<void> {
    const entry = this.#parts.get(part);
    if (!entry) throw broken(`缺少 ${part}`, `${part} is missing`);
    if (entry.uncompressedSize > limit) {
      const size = Math.round(entry.uncompressedSize / 2 ** 20);
      throw tooLarge(`${part} 解压后有 ${size} MB`, `${part} unpacks to ${size} MB`);
    }
    if (entry.isEncrypted()) throw broken('工作簿有密码', 'the workbook has a password');
    try {
      // yauzl ends the stream with an error when it turns out longer or shorter than the entry says.
      const stream = await this.#zip.openReadStreamPromise(entry);
      const parser = parserFor(handler);
      const decoder = new TextDecoder('utf-8', { fatal: true });
      let sum = 0;
      for await (const piece of stream) {
        sum = crc32(piece as Buffer, sum);
        parser.write(decoder.decode(piece as Buffer, { stream: true }));
        yield;
      }
      parser.write(decoder.decode()).close();
      // yauzl leaves the checksum to its caller. Streaming means that rows were given out before this is known: nothing counts then.
      if (sum !== entry.crc32) throw broken(`${part} 校验和不符`, `the checksum of ${part} is wrong`);
      yield;
    } catch (error) {
      throw refusedFor(error);
    }
  }
}

interface Parser {
  write(text: string): Parser;
  close(): void;
}

function parserFor(handler: XmlHandler): Parser {
  const sax = new SaxesParser();
  let silence = 0;
  let depth = 0;
  const heard = () => {
    silence = 0;
  };
  sax.on('error', (error) => {
    throw broken(`XML有误（${error.message}）`, `its XML is wrong (${error.message})`);
  });
  sax.on('doctype', () => {
    throw new FileRefused('forbidden-xml', {
      zh: '工作簿中有DTD声明，正常的Excel文件没有，不予读取。请在Excel中另存为新的XLSX后重新提交。',
      en: 'The workbook declares a DTD, which no Excel file does, and is not read. Save it as a new XLSX in Excel and hand that in.',
    });
  });
  sax.on('opentag', (tag) => {
    heard();
    if (++depth > DEEPEST) throw broken('XML嵌套过深', 'its XML is nested too deep');
    handler.open?.(localName(tag.name), tag.attributes as Record<string, string>);
  });
  sax.on('closetag', (tag) => {
    heard();
    depth--;
    handler.close?.(localName(tag.name));
  });
  if (handler.text) sax.on('text', (text) => handler.text?.(text));
  const parser: Parser = {
    write(text) {
      silence += text.length;
      if (silence > LONGEST_SILENCE)
        throw tooLarge('有一个超过四百万字符的单元格', 'it has a cell of over four million characters');
      sax.write(text);
      return parser;
    },
    close: () => void sax.close(),
  };
  return parser;
}

/** Some writers prefix every element (x:row). */
function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

export function tooLarge(zh: string, en: string): FileRefused {
  return refuse('workbook-too-large', [
    `工作簿太大：${zh}，超出上限。请分成几个文件，或导出为CSV后重新提交。`,
    `The workbook is too large: ${en}, which is over the limit. Split it, or export it as CSV.`,
  ]);
}

export function broken(zh: string, en: string): FileRefused {
  return refuse('broken-workbook', [
    `XLSX文件读不完整：${zh}。可能传输中断或不是Excel工作簿，请在Excel中打开确认，另存为XLSX后重新提交。`,
    `The XLSX file cannot be read to its end: ${en}. It may have been cut off on its way or be no workbook: open it in Excel, save it as XLSX, hand it in again.`,
  ]);
}

function refuse(reason: RefusalReason, [zh, en]: [string, string]): FileRefused {
  return new FileRefused(reason, { zh, en });
}

/** Faults of the zip and of the characters in it are the file's; anything else is ours and stays what it is. */
function refusedFor(error: unknown): unknown {
  if (error instanceof FileRefused || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return error; // ENOENT, EACCES, EMFILE
  return broken(error.message, error.message);
}
