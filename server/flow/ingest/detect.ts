// Which contract a delivery follows, told by its headings alone: never by its name, the order of columns or their spacing.

import { headingKey, trim } from './characters.ts';
import { type Column, type Contract, neededColumns } from './contract.ts';
import { maskText } from './identity.ts';
import type { Line, RowSource } from './read.ts';
import { FileRefused } from './reject.ts';

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
}

interface Candidate extends Layout {
  missing: string[];
  matched: number;
}

/** The layout of a delivery; throws FileRefused `unknown-layout` with the nearest contract when none fits. */
export async function detectLayout(name: string, source: RowSource, contracts: readonly Contract[]): Promise<Layout> {
  let nearest: Candidate | undefined;
  let top: Line | undefined;
  for (let sheet = 0; sheet < source.sheets.length; sheet++) {
    const lines = await firstLines(source, sheet);
    top ??= lines.find((line) => !isBlank(line));
    let best: Candidate | undefined;
    for (const line of lines) {
      for (const contract of contracts) {
        const candidate = place(contract, line, sheet);
        if (candidate.missing.length === 0 && candidate.matched > (best?.matched ?? 0)) best = candidate;
        if (nearness(candidate) > nearness(nearest)) nearest = candidate;
      }
    }
    if (best) return withoutTwins(name, best);
  }
  if (!top) {
    throw new FileRefused('empty-file', {
      zh: `${name} 中没有任何内容。请重新导出后提交。`,
      en: `${name} has no content at all. Export it again and hand it in.`,
    });
  }
  throw unknownLayout(name, nearest, top);
}

async function firstLines(source: RowSource, sheet: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const piece of source.read(sheet)) {
    for (const line of piece) {
      if (line.line > HEADING_WITHIN) return lines;
      lines.push(line);
    }
  }
  return lines;
}

function isBlank(line: Line): boolean {
  return line.cells.every((cell) => trim(cell) === '');
}

function place(contract: Contract, line: Line, sheet: number): Candidate {
  const places = new Map<string, number>();
  line.cells.forEach((cell, at) => {
    const key = headingKey(cell);
    if (key !== '' && !places.has(key)) places.set(key, at);
  });
  const columns = contract.columns.map((column): PlacedColumn => {
    const at = [column.name, ...column.aliases]
      .map((name) => places.get(headingKey(name)))
      .find((i) => i !== undefined);
    return { column, at, heading: at === undefined ? column.name : trim(line.cells[at]!) };
  });
  const taken = new Set(columns.map((c) => c.at));
  const needed = new Set(neededColumns(contract));
  const left = columns.filter((c) => c.at === undefined);
  return {
    contract,
    sheet,
    headingLine: line.line,
    headingCells: line.cells,
    columns,
    unknown: line.cells.filter((cell, at) => !taken.has(at) && headingKey(cell) !== '').map(trim),
    absent: left.map((c) => c.column.name),
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
function withoutTwins(name: string, { missing: _, matched: __, ...layout }: Candidate): Layout {
  for (const { column, at } of layout.columns) {
    if (at === undefined) continue;
    const known = new Set([column.name, ...column.aliases].map(headingKey));
    const twins = layout.headingCells.filter((cell) => known.has(headingKey(cell))).map(trim);
    if (twins.length < 2) continue;
    throw new FileRefused('heading-twice', {
      zh: `${name} 第${layout.headingLine}行的表头有两列都表示“${column.name}”（${twins.join('、')}），无法判断用哪一列。请只保留一列后重新提交。`,
      en: `In ${name}, the heading on line ${layout.headingLine} has two columns for "${column.name}" (${twins.join(', ')}): which is meant cannot be told. Keep one and hand it in again.`,
    });
  }
  return layout;
}

function unknownLayout(name: string, nearest: Candidate | undefined, top: Line): FileRefused {
  const list = (words: string[]) => (words.length > 0 ? words.map(maskText).join('、') : '—');
  if (!nearest) {
    return new FileRefused('unknown-layout', {
      zh: `${name} 前${HEADING_WITHIN}行里找不到任何数据集的表头（首行是 ${list(top.cells.slice(0, 12))}）。请按目录里的模板核对列名后重新提交。`,
      en: `The first ${HEADING_WITHIN} lines of ${name} hold no heading of any dataset (the first is ${list(top.cells.slice(0, 12))}). Compare its headings with the catalogue's template.`,
    });
  }
  const { contract, headingLine: line, missing, unknown } = nearest;
  return new FileRefused(
    'unknown-layout',
    {
      zh: `${name} 的列名不属于任何数据集。最接近“${contract.title.zh}”（第${line}行）：缺少 ${list(missing)}；多出 ${list(unknown)}。请改正列名，或由管理员确认新的列名对应关系。`,
      en: `The headings of ${name} are no known dataset's. Nearest is ${contract.dataset} (line ${line}): missing ${list(missing)}; unknown ${list(unknown)}. Correct the headings, or have the new ones confirmed.`,
    },
    { dataset: contract.dataset, line, missing, unknown },
  );
}
