// From a contract: the empty file a department fills in (XLSX, CSV), its data dictionary, and the JSON Schema of one row.
import { csvText } from '../../kernel/table-text.ts';
import { type Column, type Contract, listedValues, neededColumns } from './contract.ts';
import type { Told } from './reject.ts';
import { writeXlsx } from './write-xlsx.ts';

type ColumnType = Column['type'];

const TYPES: Record<ColumnType, Told> = {
  id: { zh: '身份证号（18位，文本）', en: 'ID number (18 characters, as text)' },
  certificate: { zh: '残疾人证号（20位，文本）', en: 'certificate number (20 characters, as text)' },
  name: { zh: '姓名', en: 'name' },
  text: { zh: '文字', en: 'text' },
  code: { zh: '代码或编号（文本）', en: 'code or number (as text)' },
  date: { zh: '日期，如2026-10-31', en: 'date such as 2026-10-31' },
  month: { zh: '年月，如202610', en: 'month such as 202610' },
  term: { zh: '学期，如2026春', en: 'school term such as 2026春' },
  money: { zh: '金额（元），不小于零', en: 'amount in yuan, not below zero' },
  integer: { zh: '整数', en: 'whole number' },
  flag: { zh: '是或否', en: '是 (yes) or 否 (no)' },
};

const DICTIONARY_HEADINGS = [
  '列名 Heading',
  '必填 Required',
  '类型 Type',
  '允许的取值 Allowed values',
  '例 Example',
  '也可写作 Also accepted',
  '含义',
  'Meaning',
];

/** A file's first two lines: headings, and one filled example to be replaced. */
export function templateRows(contract: Contract): string[][] {
  return [contract.columns.map((column) => column.name), contract.columns.map((column) => column.example)];
}

/** One line a column, under DICTIONARY_HEADINGS. */
export function dictionaryRows(contract: Contract): string[][] {
  const needed = new Set(neededColumns(contract));
  const lines = contract.columns.map((column) => {
    const { zh, en } = meaningOf(contract, column);
    const required = column.required
      ? '必填 yes'
      : needed.has(column)
        ? '要有此列，可空 column needed, may be empty'
        : '否 no';
    const type = `${TYPES[column.type].zh} / ${TYPES[column.type].en}`;
    const values = valuesOf(column)?.join('、') ?? '';
    return [column.name, required, type, values, column.example, column.aliases.join('、'), zh, en];
  });
  return [DICTIONARY_HEADINGS, ...lines];
}

/** The template as a workbook: the sheet to fill in, then the dictionary. */
export function templateXlsx(contract: Contract): Buffer {
  const { title, columns } = contract;
  const choices = new Map(columns.flatMap((column, i) => (valuesOf(column) ? [[i, valuesOf(column)!] as const] : [])));
  const widths = columns.map(({ name, type }) => (type === 'id' || type === 'certificate' ? 24 : 6 + 2 * name.length));
  const about = [
    [],
    [
      '说明',
      '',
      `${title.zh}（${contract.dataset}）。第一张表里的例子请换成真实数据；表头不要改。${contract.legal_basis}`,
    ],
    [
      'Note',
      '',
      `${title.en}. Replace the example on the first sheet by your rows, and leave the headings as they are.`,
    ],
  ];
  return writeXlsx([
    { name: title.zh, rows: templateRows(contract), widths, choices },
    {
      name: '数据字典 Dictionary',
      rows: [...dictionaryRows(contract), ...about],
      widths: [22, 18, 36, 30, 24, 40, 40, 50],
    },
  ]);
}

export function templateCsv(contract: Contract): string {
  return csvText(templateRows(contract));
}

/** JSON Schema (2020-12) of one row as NDJSON or a push carries it; keys are the contract's fields, or its headings. */
export function schemaOf(contract: Contract, keys: 'field' | 'heading' = 'field'): Record<string, unknown> {
  const keyOf = (column: Column) => (keys === 'field' ? column.field : column.name);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${contract.title.zh} ${contract.title.en}`,
    description: `${contract.purpose.zh} / ${contract.purpose.en}`,
    type: 'object',
    properties: Object.fromEntries(contract.columns.map((column) => [keyOf(column), propertyOf(contract, column)])),
    required: contract.columns.filter((column) => column.required).map(keyOf),
    additionalProperties: false,
  };
}

const SHAPES: Record<ColumnType, Record<string, unknown>> = {
  id: { type: 'string', pattern: '^[0-9]{17}[0-9Xx]$' },
  certificate: { type: 'string', pattern: '^[0-9]{17}[0-9Xx][1-7][1-4]$' },
  name: { type: 'string' },
  text: { type: 'string' },
  code: { type: 'string' },
  date: { type: 'string', format: 'date' },
  month: { type: 'string', pattern: '^[0-9]{4}-?(0[1-9]|1[0-2])$' },
  term: { type: 'string', pattern: '^[0-9]{4}(-[12]|[春秋])$' },
  money: { type: 'number', minimum: 0, description: 'yuan' },
  integer: { type: 'integer' },
  flag: { type: 'boolean' },
};

function propertyOf(contract: Contract, column: Column): Record<string, unknown> {
  const shape = { ...SHAPES[column.type], ...(listedValues(column) ? { enum: listedValues(column) } : {}) };
  const { zh, en } = meaningOf(contract, column);
  const described = {
    title: column.name,
    description: `${zh} / ${en}`,
    ...(column.example === '' ? {} : { examples: [exampleOf(column)] }),
  };
  return { ...(column.required ? shape : { anyOf: [shape, { type: 'null' }] }), ...described };
}

/** The example in the type the schema asks for. */
function exampleOf({ type, example }: Column): string | number | boolean {
  if (type === 'money' || type === 'integer') return Number(example);
  return type === 'flag' ? example === '是' : example;
}

/** The values to choose from, as a department writes them; of the many forms of one value only the first. */
function valuesOf(column: Column): readonly string[] | undefined {
  if (column.type === 'flag') return ['是', '否'];
  if (!column.reads) return column.values;
  const kept = new Map<string, string>();
  for (const [written, value] of Object.entries(column.reads)) {
    if (/^\d+$/.test(written)) continue; // objects put number keys first: 1 would stand before 一级
    if (!kept.has(value) || column.example === written) kept.set(value, written);
  }
  return [...kept.values()];
}

/** What a column says: as the contract words it, else from its place in key and facts. */
export function meaningOf(contract: Contract, column: Column): Told {
  if (column.meaning) return column.meaning;
  const { field } = column;
  const is = (names: (string | undefined)[]) => names.includes(field);
  const { facts, subject } = contract;
  if (field === contract.subject_id) {
    return subject === 'person'
      ? { zh: '这一行说的是谁', en: 'whom the row is about' }
      : { zh: '户主的号码；这一行说的是他（她）家', en: "the head's number: the row is about that household" };
  }
  if (is(facts.map((fact) => fact.on))) return { zh: '从哪一天（月）起', en: 'the day or month from which it is true' };
  if (is(facts.map((fact) => fact.until)))
    return { zh: '到哪一天（月）止，空为仍有效', en: 'until when; empty: it still is' };
  if (is(facts.map((fact) => fact.amount))) return { zh: '金额，用于比对', en: 'the amount that is reckoned with' };
  if (is(facts.map((fact) => fact.code))) return { zh: '类别，用于比对', en: 'the kind that is compared' };
  if (is(contract.key))
    return { zh: '与其他关键列一起认出同一行', en: 'with the other key columns it tells one row from another' };
  if (column.type === 'name') return { zh: '供核对，以号码为准', en: 'to compare by; the number decides' };
  if (is(facts.flatMap((fact) => Object.values(fact.attributes))))
    return { zh: '随事实保存，供核查', en: 'kept with the fact, for whoever looks into it' };
  return { zh: '供核对', en: 'to compare by' };
}
