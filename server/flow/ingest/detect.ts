// Which contract a delivery follows, told by its headings alone (the contract's, or those a person confirmed): never by its name, the
// order of columns or their spacing.

import { headingKey, trim } from './characters.ts';
import { type Column, type Contract, neededColumns } from './contract.ts';
import { maskText } from './identity.ts';
import { type ConfirmedLayout, proposeLayouts, SAMPLE_ROWS } from './layout.ts';
import type { LayoutProposal } from './model.ts';
import type { Line, RowSource } from './read.ts';
import { FileRefused } from './reject.ts';
import { isIgnorable } from './reject-file.ts';

/** Titles stand above a heading, but not many. */
const HEADING_WITHIN = 10;

export interface PlacedColumn {
  column: Column;
  /** Where it stands in the file; undefined when the file does not have it. */
  at: number | undefined;
  /** The heading as the file writes it (trimmed). */
  heading: string;
}

/** How a file lays out a contract's columns. */
export interface Layout {
  contract: Contract;
  sheet: number;
  headingLine: number;
  /** The heading's cells as written: a line equal to it further down repeats it. */
  headingCells: string[];
  columns: PlacedColumn[];
  /** Headings that the contract does not know, and columns that the file leaves out: neither is needed by any fact. */
  unknown: string[];
  absent: string[];
  /** The confirmed layout by which it was read. */
  confirmed: ConfirmedLayout | undefined;
}

interface Candidate extends Layout {
  missing: string[];
  matched: number;
}

/** How the headings of one contract may be read: its own names, and what a person confirmed. */
interface Reading {
  contract: Contract;
  confirmed: ConfirmedLayout | undefined;
  /** The keys of the headings that mean a column. */
  keys: Map<Column, Set<string>>;
  /** Headings that a person left out. */
  ignored: Set<string>;
}

/**
 * The layout of a delivery; throws FileRefused `unknown-layout`, with the nearest contract and proposed mappings, when none fits.
 * `layouts` are tried in their order before the contracts' own headings.
 */
export async function detectLayout(
  name: string,
  source: RowSource,
  contracts: readonly Contract[],
  layouts: readonly ConfirmedLayout[] = [],
): Promise<Layout> {
  const readings = readingsOf(contracts, layouts, source.format === 'ndjson');
  let nearest: Candidate | undefined;
  let top: Line | undefined;
  for (let sheet = 0; sheet < source.sheets.length; sheet++) {
    const lines = await firstLines(source, sheet, HEADING_WITHIN);
    top ??= lines.find((line) => !isBlank(line));
    let best: Candidate | undefined;
    for (const line of lines) {
      const places = placesOf(line);
      for (const reading of readings) {
        const candidate = place(reading, line, places, sheet);
        if (candidate.missing.length === 0 && candidate.matched > (best?.matched ?? 0)) best = candidate;
        if (nearness(candidate) > nearness(nearest)) nearest = candidate;
      }
    }
    if (best) return withoutTwins(name, best, readings);
  }
  if (!top) {
    throw new FileRefused('empty-file', {
      zh: `${name} 中没有任何内容。请重新导出后提交。`,
      en: `${name} has no content at all. Export it again and hand it in.`,
    });
  }
  const sample = await firstLines(source, nearest?.sheet ?? 0, HEADING_WITHIN + SAMPLE_ROWS);
  throw unknownLayout(name, nearest, top, proposeLayouts(sample, contracts));
}

function readingsOf(
  contracts: readonly Contract[],
  layouts: readonly ConfirmedLayout[],
  byField: boolean,
): readonly Reading[] {
  return contracts.flatMap((contract) => {
    const confirmed = layouts.filter((layout) => layout.dataset === contract.dataset);
    return [...confirmed, undefined].map((layout) => readingOf(contract, layout, byField));
  });
}

/** `byField`: keys may also be the contract's own field names, which machines send. */
function readingOf(contract: Contract, confirmed: ConfirmedLayout | undefined, byField: boolean): Reading {
  const said = Object.entries(confirmed?.headings ?? {}).map(([from, to]) => ({ key: headingKey(from), to }));
  const keys = new Map(
    contract.columns.map((column) => {
      const own = [column.name, ...column.aliases, ...(byField ? [column.field] : [])].map(headingKey);
      const mapped = said.filter(({ to }) => to === column.name).map(({ key }) => key);
      // What a person said of a heading stands above what the contract says of it.
      return [column, new Set(mapped.length > 0 ? mapped : own.filter((key) => !said.some((one) => one.key === key)))];
    }),
  );
  return { contract, confirmed, keys, ignored: new Set(said.filter(({ to }) => to === null).map(({ key }) => key)) };
}

async function firstLines(source: RowSource, sheet: number, within: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const piece of source.read(sheet)) {
    for (const line of piece) {
      if (line.line > within) return lines;
      lines.push(line);
    }
  }
  return lines;
}

function isBlank(line: Line): boolean {
  return line.cells.every((cell) => trim(cell) === '');
}

/** Where each heading stands; of two alike the first. */
function placesOf(line: Line): Map<string, number> {
  const places = new Map<string, number>();
  line.cells.forEach((cell, at) => {
    const key = headingKey(cell);
    if (key !== '' && !places.has(key)) places.set(key, at);
  });
  return places;
}

function place(reading: Reading, line: Line, places: ReadonlyMap<string, number>, sheet: number): Candidate {
  const { contract, confirmed, keys, ignored } = reading;
  const columns = contract.columns.map((column): PlacedColumn => {
    const key = [...keys.get(column)!].find((one) => places.has(one));
    const at = key === undefined ? undefined : places.get(key);
    return { column, at, heading: at === undefined ? column.name : trim(line.cells[at]!) };
  });
  const taken = new Set(columns.map((c) => c.at));
  const needed = new Set(neededColumns(contract));
  const left = columns.filter((c) => c.at === undefined);
  const isUnknown = (key: string) => key !== '' && !ignored.has(key) && !isIgnorable(key);
  return {
    contract,
    sheet,
    headingLine: line.line,
    headingCells: line.cells,
    columns,
    unknown: line.cells.filter((cell, at) => !taken.has(at) && isUnknown(headingKey(cell))).map(trim),
    absent: left.map((c) => c.column.name),
    confirmed,
    missing: left.filter((c) => needed.has(c.column)).map((c) => c.column.name),
    matched: columns.length - left.length,
  };
}

/** A share, so that a contract of few columns is not always the farthest. */
function nearness(candidate: Candidate | undefined): number {
  if (!candidate) return 0;
  return candidate.matched / (candidate.contract.columns.length + candidate.unknown.length);
}

/** Two columns of one heading, or of a heading and its alias: which is meant nobody can tell. */
function withoutTwins(name: string, found: Candidate, readings: readonly Reading[]): Layout {
  const { missing: _, matched: __, ...layout } = found;
  const { keys } = readings.find((one) => one.contract === layout.contract && one.confirmed === layout.confirmed)!;
  for (const { column, at } of layout.columns) {
    if (at === undefined) continue;
    const twins = layout.headingCells.filter((cell) => keys.get(column)!.has(headingKey(cell))).map(trim);
    if (twins.length < 2) continue;
    throw new FileRefused('heading-twice', {
      zh: `${name} 第${layout.headingLine}行的表头有两列都表示“${column.name}”（${twins.join('、')}），无法判断用哪一列。请只保留一列后重新提交。`,
      en: `In ${name}, the heading on line ${layout.headingLine} has two columns for "${column.name}" (${twins.join(', ')}): which is meant cannot be told. Keep one and hand it in again.`,
    });
  }
  return layout;
}

function unknownLayout(
  name: string,
  nearest: Candidate | undefined,
  top: Line,
  proposals: LayoutProposal[],
): FileRefused {
  const list = (words: string[]) => (words.length > 0 ? words.map(maskText).join('、') : '—');
  if (!nearest) {
    const told = {
      zh: `${name} 前${HEADING_WITHIN}行里找不到任何数据集的表头（首行是 ${list(top.cells.slice(0, 12))}）。请按目录里的模板核对列名后重新提交。`,
      en: `The first ${HEADING_WITHIN} lines of ${name} hold no heading of any dataset (the first is ${list(top.cells.slice(0, 12))}). Compare its headings with the catalogue's template.`,
    };
    return new FileRefused('unknown-layout', told, undefined, proposals);
  }
  const { contract, headingLine: line, missing, unknown } = nearest;
  return new FileRefused(
    'unknown-layout',
    {
      zh: `${name} 的列名不属于任何数据集。最接近“${contract.title.zh}”（第${line}行）：缺少 ${list(missing)}；多出 ${list(unknown)}。请改正列名，或由管理员确认新的列名对应关系。`,
      en: `The headings of ${name} are no known dataset's. Nearest is ${contract.dataset} (line ${line}): missing ${list(missing)}; unknown ${list(unknown)}. Correct the headings, or have the new ones confirmed.`,
    },
    { dataset: contract.dataset, line, missing, unknown },
    proposals,
  );
}
