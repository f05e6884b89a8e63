// The departments' files read slowly and plainly, for the second reading of the rules: whole files in memory, a row an object.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRows } from '../../server/flow/ingest/read.ts';

/** One delivered file as it was written: cells by heading. */
export interface Table {
  dataset: string;
  /** 2026-09, or a term: 2026-1 spring, 2026-2 autumn. */
  period: string;
  file: string;
  headings: string[];
  rows: Record<string, string>[];
}

const DATASETS: Record<string, string> = {
  户籍人口: 'registry',
  社会救助对象: 'roster',
  医疗费用结算: 'medical',
  工资薪金所得: 'wages',
  养老金发放: 'pensions',
  职工养老保险缴费: 'contributions',
  失业登记: 'unemployment',
  残疾人证: 'disability',
  受灾家庭: 'disasters',
  死亡注销: 'deaths',
  学籍: 'school',
  农房鉴定: 'housing',
  机动车登记: 'vehicles',
  防止返贫监测对象: 'monitored',
};

/** Every file of a delivery, in order of name. */
export async function readTables(folder: string): Promise<Table[]> {
  const tables: Table[] = [];
  for (const file of readdirSync(folder).sort()) {
    const [, title = '', time = ''] = /^[^_]+_([^_]+)_(.+)\.\w+$/.exec(file) ?? [];
    const lines = file.endsWith('xlsx') ? await sheetOf(join(folder, file)) : csvOf(readFileSync(join(folder, file)));
    const at = lines.findIndex((cells) => cells.filter((cell) => cell !== '').length > 2);
    const headings = lines[at]!;
    const rows = lines
      .slice(at + 1)
      .map((cells) => Object.fromEntries(headings.map((name, index) => [name, cells[index] ?? ''])));
    const term = /^(\d{4})(春|秋)$/.exec(time);
    const period = term ? `${term[1]}-${term[2] === '春' ? 1 : 2}` : `${time.slice(0, 4)}-${time.slice(4)}`;
    tables.push({ dataset: DATASETS[title]!, period, file, headings, rows });
  }
  return tables;
}

/** A table as a department might write it again: UTF-8, quoted where need be. */
export function writeTable({ headings, rows }: Table): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [headings, ...rows.map((row) => headings.map((name) => row[name] ?? ''))]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('');
}

async function sheetOf(path: string): Promise<string[][]> {
  const source = await openRows(path);
  const lines: string[][] = [];
  // A long number has lost its last digits: marked, so that it is no ID.
  for await (const piece of source.read(0))
    for (const { cells, numeric } of piece)
      lines.push(cells.map((cell, index) => (numeric?.[index] && cell.length > 12 ? `number ${cell}` : cell)));
  return lines;
}

function csvOf(bytes: Buffer): string[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('gb18030').decode(bytes);
  }
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((found) =>
        (found[1] ?? found[2] ?? '').replaceAll('""', '"'),
      ),
    );
}

/** Half-width, trimmed. */
export function clean(cell: string | undefined): string {
  return (cell ?? '').normalize('NFKC').trim();
}

/** A valid ID number, else undefined. */
export function idIn(cell: string | undefined): string | undefined {
  const id = clean(cell).toUpperCase();
  if (!/^\d{17}[\dX]$/.test(id) || !dayIn(id.slice(6, 14))) return undefined;
  return checkOf(id) === id[17] ? id : undefined;
}

/** The check digit of the first seventeen: weights are powers of two modulo eleven (GB 11643). */
export function checkOf(id: string): string {
  let sum = 0;
  for (let place = 0; place < 17; place++) sum += Number(id[place]) * (2 ** (17 - place) % 11);
  return '10X98765432'[sum % 11]!;
}

/** YYYY-MM-DD, else undefined. */
export function dayIn(cell: string | undefined): string | undefined {
  const text = clean(cell);
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!found) return undefined;
  const day = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? undefined : day;
}

/** YYYY-MM, else undefined. */
export function monthIn(cell: string | undefined): string | undefined {
  const found = /^(\d{4})[-/.年]?(\d{1,2})月?$/.exec(clean(cell));
  return found && Number(found[2]) >= 1 && Number(found[2]) <= 12
    ? `${found[1]}-${found[2]!.padStart(2, '0')}`
    : undefined;
}

/** Yuan as fen, else undefined: no number, or less than nothing. */
export function fenIn(cell: string | undefined): number | undefined {
  const text = clean(cell).replaceAll(',', '');
  return /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 100) : undefined;
}
