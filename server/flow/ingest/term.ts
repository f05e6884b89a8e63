// School terms: 'YYYY-1' is spring (February to July), 'YYYY-2' autumn (August to January), so that text order is time order.
import { addDays, addMonths, monthEnd } from '../../kernel/clock.ts';
import { narrow } from './characters.ts';
import { Fault } from './reject.ts';

const NO_TERM = new Fault('impossible-date', {
  zh: '学期，如2026春、2026年秋季',
  en: 'a term such as 2026春 or 2026-1',
});
const SEASON = /((?:19|20)\d{2})年?(?:(春)|(秋))/;
/** 2025-2026学年第二学期 is the spring of 2026. */
const SCHOOL_YEAR = /((?:19|20)\d{2})\D{0,2}((?:19|20)\d{2})学年.{0,2}?(?:([一1上])|([二2下]))/;
const WRITTEN = /^(?:19|20)\d{2}-[12]$/;

/** The term that a text names anywhere, if any. */
export function termIn(text: string): string | undefined {
  const year = SCHOOL_YEAR.exec(text);
  if (year) return year[3] ? `${year[1]}-2` : `${year[2]}-1`;
  const season = SEASON.exec(text);
  return season ? `${season[1]}-${season[2] ? 1 : 2}` : undefined;
}

/** A term's cell. */
export function readTerm(cell: string): string | null | Fault {
  const text = narrow(cell);
  if (text === '') return null;
  return WRITTEN.test(text) ? text : (termIn(text) ?? NO_TERM);
}

/** First and last day of a period: a month `2026-09`, or a term `2026-1` (February to July), `2026-2` (August to January). */
export function spanOfPeriod(period: string | undefined): { from: string; until: string } | undefined {
  const [year, part] = period?.split('-') ?? [];
  if (!year || !part) return undefined;
  if (part.length === 2) return { from: `${period}-01`, until: monthEnd(`${period}-01`) };
  const from = part === '1' ? `${year}-02-01` : `${year}-08-01`;
  return { from, until: addDays(addMonths(from, 6), -1) };
}
