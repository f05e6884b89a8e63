// A table as a file to keep: on top what it is, of which day, under which filter and who took it; then the rows. Formulas stay texts.
import { FileAnswer } from '../access/route.ts';
import { writeXlsx } from '../flow/ingest/write-xlsx.ts';
import { dayOf } from '../kernel/clock.ts';
import type { TableCell } from '../kernel/table-text.ts';
import type { Language } from './filter-words.ts';

export interface ExportOf {
  title: string;
  /** The filter in words. */
  filter: string;
  /** Name and account of who takes it. */
  author: string;
  now: Date;
  language: Language;
  /** What must be known to read it: how a figure is counted, that rows were cut off. */
  notes?: readonly string[];
  heading: readonly string[];
  rows: readonly (readonly TableCell[])[];
  widths?: readonly number[];
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The workbook as an answer, named by title and day. */
export function exportFile(of: ExportOf): FileAnswer {
  const { title, now, language, notes = [], heading } = of;
  const isChinese = language === 'zh';
  const time = new Date(now.getTime() + 8 * 3600_000).toISOString().slice(11, 16);
  const above: TableCell[][] = [
    [title],
    [isChinese ? '时间' : 'As of', `${dayOf(now)} ${time}`],
    [isChinese ? '筛选' : 'Filter', of.filter],
    [isChinese ? '导出人' : 'Taken by', of.author],
    ...notes.map((note) => [isChinese ? '说明' : 'Note', note]),
    [],
  ];
  const rows = [...above, heading, ...of.rows];
  const sheet = { name: title, rows, heading: above.length, ...(of.widths && { widths: of.widths }) };
  return new FileAnswer({ name: `${title}_${dayOf(now)}.xlsx`, type: XLSX, content: writeXlsx([sheet]) });
}

/** A share as a number with one decimal, empty where it has no base. */
export function percent(part: number | null, whole: number | null): number | null {
  return part === null || !whole ? null : Math.round((1000 * part) / whole) / 10;
}
