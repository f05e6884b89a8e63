// Why a row is not taken (a reject: one row) and why a file is not taken (FileRefused: the whole file).
import { Problem } from '../../kernel/problem.ts';
import type { LayoutProposal } from './model.ts';

export interface Told {
  zh: string;
  en: string;
}

/** What each fault's column should have held. The first eleven codes are the delivery specification's; the last four are ours. */
export const EXPECTED = {
  'bad-check-digit': { zh: '末位校验码正确的身份证号', en: 'an ID number whose check digit is right' },
  'malformed-id': { zh: '17位数字加一位数字或X', en: '17 digits and a digit or X' },
  'missing-id': { zh: '身份证号', en: 'an ID number' },
  'id-in-scientific-notation': {
    zh: '完整的18位号码（先把列设为文本再导出）',
    en: 'all 18 characters (set the column to text before exporting)',
  },
  'id-stored-as-number': {
    zh: '文本格式的号码（数字格式已丢失末几位，请重新导出）',
    en: 'the number as text (as a number its last digits are lost: export again)',
  },
  'impossible-birth-date-in-id': {
    zh: '第7至14位是真实的出生日期',
    en: 'a birth date that exists in characters 7 to 14',
  },
  'impossible-date': { zh: '真实的日期，如2026-10-31或202610', en: 'a date that exists, such as 2026-10-31 or 202610' },
  'not-a-number': { zh: '数字，如1234.50', en: 'a number such as 1234.50' },
  'negative-amount': { zh: '不小于零的金额', en: 'an amount not below zero' },
  'repeated-line': { zh: '与前面各行不同的行', en: 'a line unlike the earlier ones' },
  'totals-line': { zh: '一人一行的数据，不是合计', en: 'a line about one person, not a total' },
  'missing-value': { zh: '必填内容', en: 'a value: this column may not be empty' },
  'unknown-code': { zh: '目录中的取值', en: 'one of the values the catalogue lists' },
  'too-many-cells': {
    zh: '与表头列数相同（含逗号的内容要加引号）',
    en: 'as many cells as headings (quote what contains a comma)',
  },
  'no-consent': { zh: '本人同意查询的记录在有效期内', en: 'consent of the person to be asked about, in force' },
} as const satisfies Record<string, Told>;

export type RejectCode = keyof typeof EXPECTED;

/** What a cell reader answers instead of a value. */
export class Fault {
  readonly code: RejectCode;
  readonly expected: Told;

  constructor(code: RejectCode, expected: Told = EXPECTED[code]) {
    this.code = code;
    this.expected = expected;
  }
}

export interface Reject {
  kind: 'reject';
  /** As a person counts in the file: physical line of a CSV, row number of a sheet. */
  line: number;
  /** The heading as the file writes it; empty when the fault is the whole line's. */
  column: string;
  code: RejectCode;
  /** Masked. */
  found: string;
  expected: Told;
  /** The row as it was sent, to be corrected by its department: personal, never shown and kept only encrypted. */
  cells: string[];
  /** Fen that this row would have brought in, where its amount can be read. */
  droppedAmount?: number;
  /** For a repeated line: the line that stands. */
  sameAsLine?: number;
}

export type RefusalReason =
  | 'empty-file'
  | 'not-a-table'
  | 'old-workbook'
  | 'broken-workbook'
  | 'workbook-too-large'
  | 'forbidden-xml'
  | 'record-too-long'
  | 'unclosed-quote'
  | 'broken-json'
  | 'too-wide'
  | 'heading-twice'
  | 'unknown-layout'
  | 'bad-period'
  | 'no-period'
  | 'real-people';

/** The nearest contract's view of a layout nobody knows: what a person confirms or corrects. */
export interface NearestLayout {
  dataset: string;
  line: number;
  missing: string[];
  unknown: string[];
}

/** A file of which nothing is taken. The message says in both languages what was found, what was expected and what to do. */
export class FileRefused extends Problem {
  readonly reason: RefusalReason;
  readonly told: Told;
  readonly nearest: NearestLayout | undefined;
  /** Of an unknown layout: the readings proposed, nearest first; several when they are equally near. */
  readonly proposals: LayoutProposal[];

  constructor(reason: RefusalReason, told: Told, nearest?: NearestLayout, proposals: LayoutProposal[] = []) {
    super('file-refused', `${told.zh} / ${told.en}`);
    this.name = 'FileRefused';
    this.reason = reason;
    this.told = told;
    this.nearest = nearest;
    this.proposals = proposals;
  }
}
