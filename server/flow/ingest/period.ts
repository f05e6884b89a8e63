// Which month or term a delivery speaks of: 'YYYY-MM', or 'YYYY-1' (spring) and 'YYYY-2' (autumn), so that text order is time order.
import { narrow } from './characters.ts';
import type { Contract } from './contract.ts';
import { readMonth } from './date.ts';
import type { Layout } from './detect.ts';
import type { RowSource } from './read.ts';
import { FileRefused } from './reject.ts';
import { readTerm, termIn } from './term.ts';

const MONTH_IN_NAME = /(?<!\d)((?:19|20)\d{2})(?:[-_.]?(0[1-9]|1[0-2])|年(1[0-2]|0?[1-9])月)(?!\d|[-_.]\d)/g;
const DAY_IN_NAME =
  /(?<!\d)((?:19|20)\d{2})(?:([-_.]?)(0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])|年(1[0-2]|0?[1-9])月\d{1,2}日)(?!\d)/g;
const MONTH_WRITTEN = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The period a file's name tells, if any. Of several months the latest (a file of history); whole days count only without a month. */
export function periodInName(name: string, kind: Contract['period']['kind']): string | undefined {
  const text = narrow(name).replace(/\.[A-Za-z]+$/, '');
  if (kind === 'term') return termIn(text);
  const days = [...text.matchAll(DAY_IN_NAME)].map((m) => monthOf(m[1]!, m[3] ?? m[4]!));
  const months = [...text.replace(DAY_IN_NAME, ' ').matchAll(MONTH_IN_NAME)].map((m) => monthOf(m[1]!, m[2] ?? m[3]!));
  return (months.length > 0 ? months : days).sort().at(-1);
}

/**
 * The period of a delivery: its period column (the latest value), else its name, else the latest month of the contract's
 * `latest_of` column; undefined when none tells, and then a person is asked. Reads the file once more when rows must tell.
 */
export async function periodOf(name: string, layout: Layout, source: RowSource): Promise<string | undefined> {
  const { column, kind, latest_of } = layout.contract.period;
  const told = column === undefined ? undefined : await latestIn(column, layout, source);
  return (
    told ??
    periodInName(name, kind) ??
    (latest_of === undefined ? undefined : await latestIn(latest_of, layout, source))
  );
}

/** The period as a person gave it, in its one form; throws FileRefused `bad-period`. */
export function parsePeriod(given: string, kind: Contract['period']['kind']): string {
  const text = narrow(given);
  const month = () => (MONTH_WRITTEN.test(text) ? text : readMonth(text, { isNumber: false, uses1904: false }));
  const period = kind === 'term' ? readTerm(text) : month();
  if (typeof period === 'string') return period;
  throw new FileRefused('bad-period', {
    zh: `“${given}”不是${kind === 'term' ? '学期，应如2026春' : '月份，应如2026-09'}。`,
    en: `"${given}" is no ${kind === 'term' ? 'term; wanted is one such as 2026春 or 2026-1' : 'month; wanted is one such as 2026-09'}.`,
  });
}

/** What is told when nobody says of which period a file is. */
export function periodUnknown(name: string, { period }: Contract): FileRefused {
  const example = period.kind === 'month' ? '2026-09' : '2026春';
  return new FileRefused('no-period', {
    zh: `“${name}”没有说明是哪一期。请在文件名里写上，或用 --period ${example}。`,
    en: `"${name}" does not say of which period it is: put it in the name, or give --period ${example}.`,
  });
}

function monthOf(year: string, month: string): string {
  return `${year}-${month.padStart(2, '0')}`;
}

async function latestIn(field: string, layout: Layout, source: RowSource): Promise<string | undefined> {
  const at = layout.columns.find((c) => c.column.field === field)?.at;
  if (at === undefined) return undefined;
  let latest: string | undefined;
  for await (const lines of source.read(layout.sheet)) {
    for (const { line, cells, numeric } of lines) {
      if (line <= layout.headingLine) continue;
      const cell = cells[at] ?? '';
      const told =
        layout.contract.period.kind === 'term'
          ? readTerm(cell)
          : readMonth(cell, { isNumber: numeric?.[at] === true, uses1904: source.uses1904 });
      if (typeof told === 'string' && (latest === undefined || told > latest)) latest = told;
    }
  }
  return latest;
}
