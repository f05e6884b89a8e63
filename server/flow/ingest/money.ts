// Yuan as written → whole fen, digit by digit: no floating point touches an amount.
import { narrow } from './characters.ts';
import { Fault } from './reject.ts';

const NOT_A_NUMBER = new Fault('not-a-number');
const NEGATIVE = new Fault('negative-amount');
const WRITTEN = /^(-)?[¥￥]?(-)?(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?元?$/;
const NUMBER_CELL = /^(-)?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** 99,999,999,999.99 yuan: more is a number that slipped its column, and the sum of many still fits a double. */
const MOST_DIGITS = 11;

function fenOf(negative: boolean, whole: string, fraction: string): number | Fault {
  const digits = whole.replace(/^0+/, '');
  if (digits.length > MOST_DIGITS) return NOT_A_NUMBER;
  const fen = Number(digits + fraction.slice(0, 2).padEnd(2, '0')) + (fraction.charCodeAt(2) >= 53 ? 1 : 0);
  return negative && fen > 0 ? NEGATIVE : fen;
}

/**
 * Fen of an amount in yuan, null for an empty cell. More than two decimals are rounded half up on the digits written (四舍五入):
 * 7.125 is 713 fen, since refusing the row would lose the amount for less than a fen. Letters, units but 元, misplaced separators
 * and scientific notation are no numbers.
 */
export function readMoney(cell: string, isNumber: boolean): number | null | Fault {
  const text = narrow(cell).replace('\u2212', '-');
  if (text === '') return null;
  if (isNumber) return readNumberCell(text);
  const m = WRITTEN.exec(text);
  if (!m || (m[1] && m[2]) || (m[3] === undefined && !m[4])) return NOT_A_NUMBER;
  return fenOf(Boolean(m[1] ?? m[2]), (m[3] ?? '').replaceAll(',', ''), m[4] ?? '');
}

/** Excel stores 2895.57 as 2895.5700000000002: a number cell is worth the fifteen digits Excel shows. */
function readNumberCell(text: string): number | Fault {
  const m = NUMBER_CELL.exec(text) && NUMBER_CELL.exec(shortened(text));
  if (!m) return NOT_A_NUMBER;
  const [whole, fraction, exponent] = [m[2]!, m[3] ?? '', Number(m[4] ?? 0)];
  if (Math.abs(exponent) > 30) return exponent < 0 ? 0 : NOT_A_NUMBER;
  const digits = `${'0'.repeat(31)}${whole}${fraction}${'0'.repeat(31)}`;
  const point = 31 + whole.length + exponent;
  return fenOf(m[1] !== undefined, digits.slice(0, point), digits.slice(point));
}

function shortened(text: string): string {
  return text.replace(/\D/g, '').length > 15 ? Number(text).toPrecision(15) : text;
}

/** A whole number, null for an empty cell. */
export function readInteger(cell: string): number | null | Fault {
  const text = narrow(cell);
  if (text === '') return null;
  const digits = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  return /^-?\d{1,15}(\.0+)?$/.test(digits) ? Number(digits) : NOT_A_NUMBER;
}
