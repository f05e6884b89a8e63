// Headings nobody knows: which contract they are nearest to, and which heading means which column. A proposal, which a person
// confirms (layout-store.ts); detect.ts then takes the department's headings for the contract's. Pure.
import { headingKey, narrow, trim } from './characters.ts';
import { type Column, type Contract, neededColumns } from './contract.ts';
import type { LayoutProposal } from './model.ts';
import { readerOf } from './normalise.ts';
import { Fault, type Told } from './reject.ts';
import { isIgnorable } from './reject-file.ts';
import { similarity } from './similarity.ts';
import type { Line } from './split-csv.ts';

/** A layout that a person confirmed: the department's heading → the contract's, null: left out. */
export interface ConfirmedLayout {
  dataset: string;
  headings: Record<string, string | null>;
}

/** Rows looked at for what kind of values a column holds. */
export const SAMPLE_ROWS = 50;
/** A file wider than this is looked at only so far. */
const MOST_HEADINGS = 200;
/** What is longer is no heading. */
const LONGEST_HEADING = 60;
/** Below this a heading is not proposed for a column, and a contract not at all. */
const LEAST_PAIR = 0.35;
const LEAST_CONTRACT = 0.4;
/** Contracts nearer to each other than this are both proposed. */
const EQUALLY_NEAR = 0.05;
/** The share of a column's values that must be of a kind for the kind alone to decide. */
const CERTAIN = 0.9;
/** A department's heading is among the first lines of two cells that hold no data. */
const MOST_HEADING_LINES = 3;

interface Pair {
  at: number;
  column: Column;
  score: number;
}

/**
 * The readings of an unknown table, nearest first: one, or several that are equally near; none when nothing is near. `lines` are the
 * file's first lines: titles, heading, and up to SAMPLE_ROWS rows.
 */
export function proposeLayouts(lines: readonly Line[], contracts: readonly Contract[]): LayoutProposal[] {
  const headingLines = lines
    .filter(({ cells }) => cells.filter((cell) => trim(cell) !== '').length >= 2 && !cells.some(isDatum))
    .slice(0, MOST_HEADING_LINES);
  const all = headingLines.flatMap((heading) => {
    const sample = lines.filter((line) => line.line > heading.line).slice(0, SAMPLE_ROWS);
    return contracts.map((contract) => proposalOf(contract, heading, sample));
  });
  const ranked = all.filter(({ score }) => score >= LEAST_CONTRACT).sort((a, b) => b.score - a.score);
  const nearest = ranked[0];
  if (!nearest) return [];
  const near = ranked.filter((one) => one.score >= nearest.score - EQUALLY_NEAR);
  return near
    .filter((one, i) => near.findIndex((other) => other.proposal.dataset === one.proposal.dataset) === i)
    .map((one) => one.proposal);
}

/** A number, an ID, a day: no heading. Rows of people must not be shown as one. */
function isDatum(cell: string): boolean {
  return /\d{6}|^[\d.,/-]{4,}$/.test(narrow(cell));
}

function proposalOf(contract: Contract, heading: Line, sample: readonly Line[]) {
  const texts = heading.cells.slice(0, MOST_HEADINGS).map((cell) => (cell.length > LONGEST_HEADING ? '' : trim(cell)));
  const needed = new Set(neededColumns(contract));
  const pairs = pairsOf(contract, texts, sample);
  const missing = [...needed].filter((column) => !pairs.some((pair) => pair.column === column));
  const headings = Object.fromEntries(
    texts.flatMap((text, at) => {
      if (text === '' || isIgnorable(text)) return [];
      return [[text, pairs.find((pair) => pair.at === at)?.column.name ?? null]];
    }),
  );
  const found = pairs.filter((pair) => needed.has(pair.column)).reduce((sum, pair) => sum + pair.score, 0);
  const left = Object.values(headings).filter((to) => to === null).length;
  const score = found / needed.size - 0.2 * (left / Math.max(1, texts.length));
  const proposal: LayoutProposal = {
    dataset: contract.dataset,
    title: contract.title,
    headingLine: heading.line,
    headings,
    missing: missing.map((column) => column.name),
    contractHeadings: contract.columns.map((column) => ({ heading: column.name, isNeeded: needed.has(column) })),
  };
  return { score, proposal };
}

/** The best pairs first; every heading and every column once. */
function pairsOf(contract: Contract, texts: readonly string[], sample: readonly Line[]): Pair[] {
  const pairs: Pair[] = [];
  texts.forEach((text, at) => {
    if (text === '' || isIgnorable(text)) return;
    const values = sample.filter((line) => trim(line.cells[at] ?? '') !== '');
    for (const column of contract.columns) {
      const score = scoreOf(column, text, at, values);
      if (score >= LEAST_PAIR) pairs.push({ at, column, score });
    }
  });
  pairs.sort((a, b) => b.score - a.score || a.at - b.at);
  const chosen: Pair[] = [];
  for (const pair of pairs) {
    if (!chosen.some((one) => one.at === pair.at || one.column === pair.column)) chosen.push(pair);
  }
  return [...chosen, ...leftOvers(contract, texts, sample, chosen)];
}

/** Needed columns that no heading's name comes near, where the values of one heading alone are of their kind. */
function leftOvers(contract: Contract, texts: readonly string[], sample: readonly Line[], chosen: Pair[]): Pair[] {
  const found: Pair[] = [];
  for (const column of neededColumns(contract)) {
    if (TELLING[column.type] === undefined || chosen.some((pair) => pair.column === column)) continue;
    const fitting = texts.flatMap((text, at) => {
      if (text === '' || isIgnorable(text) || [...chosen, ...found].some((pair) => pair.at === at)) return [];
      const values = sample.filter((line) => trim(line.cells[at] ?? '') !== '');
      return values.length > 0 && fitOf(column, at, values) >= CERTAIN ? [at] : [];
    });
    if (fitting.length === 1) found.push({ at: fitting[0]!, column, score: LEAST_PAIR });
  }
  return found;
}

/** How much a value that a column's type reads says about it: an ID is nothing else, while every text is a text. */
const TELLING: Partial<Record<Column['type'], number>> = {
  id: 0.5,
  certificate: 0.5,
  term: 0.4,
  month: 0.3,
  date: 0.3,
  flag: 0.3,
  money: 0.2,
  integer: 0.15,
};

/** From 0 to 1: how alike the names are, and how well the values fit. A known name decides; values that do not fit rule out a guess. */
function scoreOf(column: Column, text: string, at: number, values: readonly Line[]): number {
  const names = [column.name, ...column.aliases];
  const alike = Math.max(...names.map((name) => similarity(headingKey(name), headingKey(text))));
  if (alike === 1) return 1;
  if (values.length === 0) return alike * 0.9;
  const fit = fitOf(column, at, values);
  if (fit < 0.5) return 0;
  const telling = column.values || column.reads ? 0.4 : (TELLING[column.type] ?? 0);
  return Math.min(0.95, alike * (1 - telling * 0.5) + telling * fit);
}

function fitOf(column: Column, at: number, values: readonly Line[]): number {
  const read = readerOf(column);
  // Rows with a wrong number in them are no reason to take the column for another.
  const fits = values.filter(({ cells, numeric }) => {
    const cell = cells[at] ?? '';
    if (column.type === 'money' && /^(?:19|20)\d{4}(?:\d\d)?$/.test(trim(cell))) return false; // 202609 is a month
    const value = read(cell, { isNumber: numeric?.[at] === true, uses1904: false });
    return !(value instanceof Fault) || value.code === 'bad-check-digit';
  });
  return fits.length / values.length;
}

/** Why a mapping cannot be confirmed; none when it can. */
export function layoutFaults(contract: Contract, headings: ConfirmedLayout['headings']): Told[] {
  const faults: Told[] = [];
  const names = new Set(contract.columns.map((column) => column.name));
  const taken = new Map<string, string>();
  for (const [from, to] of Object.entries(headings)) {
    if (to === null) continue;
    if (!names.has(to)) {
      faults.push({ zh: `约定里没有列“${to}”`, en: `the contract has no column "${to}"` });
      continue;
    }
    const other = taken.get(to);
    if (other !== undefined) {
      faults.push({ zh: `“${other}”和“${from}”都对应“${to}”`, en: `"${other}" and "${from}" both mean "${to}"` });
    }
    taken.set(to, from);
  }
  for (const column of neededColumns(contract)) {
    if (!taken.has(column.name)) faults.push({ zh: `缺少“${column.name}”`, en: `"${column.name}" is missing` });
  }
  return faults;
}
