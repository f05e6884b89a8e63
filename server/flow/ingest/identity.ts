// Citizen identity numbers (GB 11643): reading, checking, what they say, and how they are shown.
import { checkDigit } from '../../kernel/id-number.ts';
import { narrow } from './characters.ts';
import { isCalendarDay } from './date.ts';
import { Fault } from './reject.ts';

export { checkDigit };

const SCIENTIFIC = /^\d(\.\d*)?[eE]\+?\d+$/;
const WELL_FORMED = /^\d{17}[\dX]$/;

const CERTIFICATE = /^.{18}[1-7][1-4]$/;

const MISSING = new Fault('missing-id');
const AS_NUMBER = new Fault('id-stored-as-number');
const IN_SCIENTIFIC = new Fault('id-in-scientific-notation');
const MALFORMED = new Fault('malformed-id');
const NO_CERTIFICATE = new Fault('malformed-id', {
  zh: '18位身份证号加残疾类别（1至7）和等级（1至4）各一位',
  en: 'the 18 characters of the ID, a type digit (1 to 7) and a level digit (1 to 4)',
});
const IMPOSSIBLE_BIRTH = new Fault('impossible-birth-date-in-id');
const BAD_CHECK = new Fault('bad-check-digit');

/**
 * The 18-character number, null for an empty optional cell, or the fault. An impossible birth date is told before a wrong check
 * digit: it names the place of the error, while a wrong check digit only says that there is one.
 */
export function readId(cell: string, isNumber: boolean, required: boolean): string | null | Fault {
  const text = narrow(cell);
  if (text === '') return required ? MISSING : null;
  if (isNumber) return AS_NUMBER;
  if (SCIENTIFIC.test(text)) return IN_SCIENTIFIC;
  const id = text.endsWith('x') ? `${text.slice(0, -1)}X` : text;
  if (!WELL_FORMED.test(id)) return MALFORMED;
  const year = Number(id.slice(6, 10));
  if (year < 1850 || !isCalendarDay(year, Number(id.slice(10, 12)), Number(id.slice(12, 14)))) return IMPOSSIBLE_BIRTH;
  return checkDigit(id) === id[17] ? detached(id) : BAD_CHECK;
}

/**
 * The ID number at the beginning of a disability certificate's number (ID, type digit, level digit; 《残疾人证管理办法》). Type and
 * level are columns of their own.
 */
export function readCertificate(cell: string, isNumber: boolean, required: boolean): string | null | Fault {
  const text = narrow(cell);
  if (text === '' || isNumber || SCIENTIFIC.test(text)) return readId(cell, isNumber, required);
  return CERTIFICATE.test(text) ? readId(text.slice(0, 18), false, required) : NO_CERTIFICATE;
}

/** A copy of its own: a slice would keep the piece of the file it was cut from alive, and IDs are what callers keep. */
function detached(id: string): string {
  return Buffer.from(id, 'latin1').toString('latin1');
}

/** The birth date a valid number carries, `YYYY-MM-DD`. */
export function birthOf(id: string): string {
  return `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
}

/** The sex a valid number carries: the 17th digit is odd for men. */
export function sexOf(id: string): 'male' | 'female' {
  return (id.charCodeAt(16) - 48) % 2 === 1 ? 'male' : 'female';
}

/** First six and last two characters at most; shorter things lose their middle too, so that no number is ever shown whole. */
export function maskId(text: string): string {
  const shown = narrow(text);
  if (SCIENTIFIC.test(shown)) return shown.replace(/^(.{7}).*[eE]/, '$1E');
  if (shown.length > 10) return `${shown.slice(0, 6)}${'*'.repeat(Math.min(shown.length - 8, 16))}${shown.slice(-2)}`;
  return /\d{5}/.test(shown) ? `${shown.slice(0, 2)}${'*'.repeat(shown.length - 2)}` : shown;
}

/** Free text with every run of eleven or more digits masked (a telephone, an ID that slipped a column), cut to 40 characters. */
export function maskText(text: string): string {
  const shown = narrow(text).replace(/\d[\d -]{9,}[\dXx]/g, (run) => {
    const digits = run.replace(/[ -]/g, '');
    return digits.length > 10 ? maskId(digits) : run;
  });
  return shown.length > 40 ? `${shown.slice(0, 39)}…` : shown;
}
