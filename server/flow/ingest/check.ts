// The door: a delivery in, checked rows and rejects out, in the file's order. Knows no database and no person.
import { basename } from 'node:path';
import { narrow, trim } from './characters.ts';
import { amountField, type Contract } from './contract.ts';
import type { NumberSense } from './date.ts';
import { detectLayout, type Layout, type PlacedColumn } from './detect.ts';
import { maskId, maskText } from './identity.ts';
import type { ConfirmedLayout } from './layout.ts';
import { type CellReader, readerOf, type Value } from './normalise.ts';
import { parsePeriod, periodOf } from './period.ts';
import { type Line, openRows, type RowSource } from './read.ts';
import { EXPECTED, Fault, type Reject, type RejectCode } from './reject.ts';
import { SeenLines } from './repeated.ts';

export interface Row {
  kind: 'row';
  line: number;
  /** By field: IDs as 18 characters, money in fen, days 'YYYY-MM-DD', months 'YYYY-MM', flags 'true' or 'false', empty null. */
  values: Record<string, Value>;
}

export type Outcome = Row | Reject;

export interface CheckedFile {
  contract: Contract;
  /** 'YYYY-MM' or 'YYYY-1', 'YYYY-2'; undefined when nothing tells it and a person must be asked. */
  period: string | undefined;
  encoding: RowSource['encoding'];
  sheet: string;
  headingLine: number;
  /** The heading's cells as the file writes them. */
  headings: string[];
  /** Headings nobody asked for, and columns the file leaves out although the contract lists them. */
  unknownHeadings: string[];
  absentColumns: string[];
  /** The confirmed layout by which it was read, if any. */
  confirmedLayout: ConfirmedLayout | undefined;
  /** Reads the file as it is iterated; may throw FileRefused on the way, and then nothing of the file counts. */
  outcomes: AsyncIterable<Outcome>;
}

export interface CheckOptions {
  /** As a person gave it; stands above all that the file says of itself. */
  period?: string;
  /** The delivery's name where `path` is a temporary file's. */
  name?: string;
  /** Layouts that a person confirmed, newest first. */
  layouts?: readonly ConfirmedLayout[];
}

/** Finds the contract and period of a delivery and checks its rows; throws FileRefused when nothing of it can be taken. */
export async function checkFile(
  path: string,
  contracts: readonly Contract[],
  options: CheckOptions = {},
): Promise<CheckedFile> {
  const name = options.name ?? basename(path);
  const source = await openRows(path);
  const layout = await detectLayout(name, source, contracts, options.layouts);
  const given = options.period;
  return {
    contract: layout.contract,
    period:
      given === undefined ? await periodOf(name, layout, source) : parsePeriod(given, layout.contract.period.kind),
    encoding: source.encoding,
    sheet: source.sheets[layout.sheet] ?? '',
    headingLine: layout.headingLine,
    headings: layout.headingCells.map(trim),
    unknownHeadings: layout.unknown,
    absentColumns: layout.absent,
    confirmedLayout: layout.confirmed,
    outcomes: { [Symbol.asyncIterator]: () => checkRows(source, layout) },
  };
}

async function* checkRows(source: RowSource, layout: Layout): AsyncGenerator<Outcome> {
  const check = checkerOf(layout, source);
  for await (const lines of source.read(layout.sheet)) {
    for (const line of lines) {
      if (line.line <= layout.headingLine) continue;
      const outcome = check(line);
      if (outcome) yield outcome;
    }
  }
}

type PlacedReader = PlacedColumn & { read: CellReader };

const TOTAL = /^(本页|本表|全省|全市|全县|累计)?(合计|总计|小计|共计)([:：(（\d].*)?$/;
const BY_COLUMN_COUNT: Fault = new Fault('too-many-cells');

/**
 * The check of one line, undefined for a blank one. Which fault is told when there are several: a total, then a repeated line, then
 * surplus cells, then the subject's ID, then the other columns in the contract's order.
 */
function checkerOf(layout: Layout, { uses1904, format }: RowSource): (line: Line) => Outcome | undefined {
  const { contract, headingCells } = layout;
  const width = headingCells.length;
  const seen = new SeenLines(width);
  seen.firstLineOf(headingCells, layout.headingLine);
  const readers = layout.columns
    .filter((placed) => placed.at !== undefined)
    .map((placed): PlacedReader => ({ ...placed, read: readerOf(placed.column) }))
    .sort((a, b) => rank(contract, b) - rank(contract, a));
  const subject = readers[0]!;
  const amount = readers.find((r) => r.column.field === amountField(contract));
  const sense: NumberSense = { isNumber: false, uses1904 };

  function read(reader: PlacedReader, { cells, numeric }: Line): Value | Fault {
    sense.isNumber = numeric?.[reader.at!] === true;
    return reader.read(cells[reader.at!] ?? '', sense);
  }

  function reject(line: Line, code: RejectCode, at?: PlacedReader, fault?: Fault): Reject {
    const dropped = amount && code !== 'totals-line' ? read(amount, line) : null;
    return {
      kind: 'reject',
      line: line.line,
      column: at?.heading ?? '',
      code,
      found: at ? masked(at, line.cells[at.at!] ?? '') : '',
      expected: fault?.expected ?? EXPECTED[code],
      cells: detached(line.cells),
      ...(typeof dropped === 'number' ? { droppedAmount: dropped } : {}),
    };
  }

  return (line) => {
    const { cells } = line;
    if (cells.every((cell) => trim(cell) === '')) return undefined;
    if (isTotal(cells, subject.at!)) return reject(line, 'totals-line');
    const earlier = seen.firstLineOf(cells, line.line);
    if (earlier !== undefined) {
      return { ...reject(line, 'repeated-line'), expected: unlike(earlier), sameAsLine: earlier };
    }
    // A note beside the table of a sheet is nobody's surplus: only a comma too many shifts cells.
    if (format !== 'xlsx' && cells.length > width && cells.slice(width).some((cell) => trim(cell) !== '')) {
      return { ...reject(line, 'too-many-cells'), found: String(cells.length), expected: BY_COLUMN_COUNT.expected };
    }
    const values: Record<string, Value> = {};
    for (const placed of layout.columns) values[placed.column.field] = null;
    for (const reader of readers) {
      const value = read(reader, line);
      if (value instanceof Fault) return reject(line, value.code, reader, value);
      values[reader.column.field] = value;
    }
    return { kind: 'row', line: line.line, values };
  };
}

/** Copies: slices would keep the piece of the file they were cut from alive, and rejects are gathered from many pieces. */
function detached(cells: readonly string[]): string[] {
  return JSON.parse(JSON.stringify(cells)) as string[];
}

function rank(contract: Contract, { column }: PlacedColumn): number {
  return column.field === contract.subject_id ? 1 : 0;
}

/** A line that says 合计 and whose ID is none. */
function isTotal(cells: readonly string[], idAt: number): boolean {
  const id = cells[idAt] ?? '';
  if (id.length >= 15 && /\d{15}/.test(narrow(id))) return false;
  return cells.some((cell) => cell.length < 60 && TOTAL.test(narrow(cell).replace(/\s/g, '')));
}

function masked({ column }: PlacedColumn, cell: string): string {
  if (column.type === 'id' || column.type === 'certificate') return maskId(cell);
  if (column.personal === 'none') return maskText(cell);
  const text = trim(cell);
  return column.type === 'date'
    ? maskText(text)
    : text.slice(0, 1) + (text.length > 1 ? '*'.repeat(Math.min(text.length - 1, 8)) : '');
}

function unlike(line: number) {
  return { zh: `与第${line}行不同的内容`, en: `a line unlike line ${line}` };
}
