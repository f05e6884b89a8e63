// Local standards from a file: 参数,地区,城乡,生效日期,数值,单位. A new value for the same day replaces the old one, which stays known.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { AREA_CODE } from '../../kernel/area.ts';
import { readDate } from './date.ts';
import { decoderOf, findEncoding } from './encoding.ts';
import { readMoney } from './money.ts';
import { FileRefused } from './reject.ts';

/** What the importer must know of each parameter: its name in the file, its unit there, whether it is money, of which year it speaks. */
export interface KnownParameter {
  name: string;
  csv_unit: string;
  unit: string;
  of_year: number;
}

interface ParameterRow {
  name: string;
  area: string;
  settlement: 'urban' | 'rural' | null;
  from: string;
  value: number;
  unit: string;
  ofYear: number;
}

const HEADINGS = ['参数', '地区', '城乡', '生效日期', '数值', '单位'];

/** Imports a parameter file. Returns how many values are new; the same file twice changes nothing. */
export async function importParameters(
  tx: Executor,
  path: string,
  known: readonly KnownParameter[],
  now: Date,
): Promise<number> {
  const rows = await readParameters(path, known);
  const at = now.toISOString();
  const packed = JSON.stringify(rows);
  const shape = sql`jsonb_to_recordset(${packed}::jsonb) as n(name text, area text, settlement text, "from" date, value bigint, unit text, "ofYear" int)`;
  const same = sql`p.name = n.name and p.area_code = n.area and p.settlement is not distinct from n.settlement and p.from_on = n."from" and p.retracted_at is null`;
  await tx.execute(
    sql`update parameters p set retracted_at = ${at} from ${shape} where ${same} and p.value <> n.value`,
  );
  const added = await tx.execute(sql`
    insert into parameters (name, area_code, settlement, value, unit, from_on, of_year, status, document, recorded_at)
    select n.name, n.area, n.settlement, n.value, n.unit, n."from", n."ofYear", 'in-force', ${basename(path)}, ${at} from ${shape}
    where not exists (select 1 from parameters p where ${same})`);
  return added.count;
}

async function readParameters(path: string, known: readonly KnownParameter[]): Promise<ParameterRow[]> {
  const text = decoderOf(await findEncoding(path)).decode(await readFile(path));
  const lines = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, trim: true }) as string[][];
  if (HEADINGS.some((heading, index) => lines[0]?.[index] !== heading))
    throw refused(path, 1, `表头应是 ${HEADINGS.join(',')}`, `the headings must be ${HEADINGS.join(',')}`);
  return lines.slice(1).map((cells, index) => readRow(path, index + 2, cells, known));
}

function readRow(path: string, line: number, cells: string[], known: readonly KnownParameter[]): ParameterRow {
  const [name = '', area = '', settlement = '', day = '', number = '', unit = ''] = cells;
  const parameter = known.find((one) => one.name === name);
  if (!parameter)
    throw refused(
      path,
      line,
      `没有参数“${name}”，可用：${known.map((k) => k.name).join('、')}`,
      `no parameter "${name}"; there are ${known.map((k) => k.name).join(', ')}`,
    );
  if (!AREA_CODE.test(area)) throw refused(path, line, `地区“${area}”不是行政区划代码`, `"${area}" is no area code`);
  if (!['城市', '农村', ''].includes(settlement))
    throw refused(path, line, `城乡应是 城市、农村 或空`, 'urban or rural must be 城市, 农村 or empty');
  if (unit !== parameter.csv_unit)
    throw refused(path, line, `单位应是 ${parameter.csv_unit}`, `the unit must be ${parameter.csv_unit}`);
  const from = readDate(day, { isNumber: false, uses1904: false });
  const value = readMoney(number, false);
  if (typeof from !== 'string') throw refused(path, line, `生效日期“${day}”读不懂`, `"${day}" is no date`);
  if (typeof value !== 'number') throw refused(path, line, `数值“${number}”不是金额`, `"${number}" is no amount`);
  const year = Number(from.slice(0, 4)) + parameter.of_year;
  return {
    name,
    area,
    settlement: settlement === '' ? null : settlement === '城市' ? 'urban' : 'rural',
    from,
    value,
    unit: parameter.unit,
    ofYear: year,
  };
}

function refused(path: string, line: number, zh: string, en: string): FileRefused {
  return new FileRefused('not-a-table', {
    zh: `${basename(path)} 第${line}行：${zh}。`,
    en: `${basename(path)} line ${line}: ${en}.`,
  });
}
