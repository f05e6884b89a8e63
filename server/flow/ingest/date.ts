// Days as 'YYYY-MM-DD' and months as 'YYYY-MM', from every form departments write them in.
import { narrow } from './characters.ts';
import { Fault } from './reject.ts';

const IMPOSSIBLE = new Fault('impossible-date');
const DAY =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;
const MONTH = /^(\d{4})(?:[-/.]?(\d{2})|[-/.](\d)|年(\d{1,2})月?)$/;
/** Below this (1913) a number in a date column is not a day but something cut short, such as 2026.1. */
const FIRST_SERIAL = 5000;
const LAST_SERIAL = 2_958_465;
/** Days by which the 1904 calendar of old Macs lags. */
const LAG_1904 = 1462;

/** What a cell needs besides its text to be a date: whether it was a number, and in which of Excel's two calendars. */
export interface NumberSense {
  isNumber: boolean;
  uses1904: boolean;
}

export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (month === 2) return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

function pad(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}

function dayOf(year: number, month: number, day: number): string | Fault {
  return year >= 1850 && isCalendarDay(year, month, day) ? `${year}-${pad(month)}-${pad(day)}` : IMPOSSIBLE;
}

function dayOfSerial(text: string, uses1904: boolean): string | Fault {
  const serial = Math.floor(Number(text)) + (uses1904 ? LAG_1904 : 0);
  if (!(serial >= FIRST_SERIAL && serial <= LAST_SERIAL)) return IMPOSSIBLE;
  return new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
}

/** A day; a time of day behind it is dropped. Number cells are serial numbers, or YYYYMMDD. */
export function readDate(cell: string, sense: NumberSense): string | null | Fault {
  const text = narrow(cell);
  if (text === '') return null;
  if (sense.isNumber && !/^\d{8}$/.test(text)) return dayOfSerial(text, sense.uses1904);
  const m = DAY.exec(text);
  if (!m) return IMPOSSIBLE;
  const month = m[2] ?? m[4] ?? m[6] ?? m[8] ?? m[10];
  const day = m[3] ?? m[5] ?? m[7] ?? m[9] ?? m[11];
  return dayOf(Number(m[1]), Number(month), Number(day));
}

/** A month; a whole day gives its month. A six-digit number cell is YYYYMM, any other a serial number. */
export function readMonth(cell: string, sense: NumberSense): string | null | Fault {
  const text = narrow(cell);
  if (text === '') return null;
  const m = sense.isNumber && !/^\d{6}$/.test(text) ? null : MONTH.exec(text);
  if (!m) {
    const day = readDate(cell, sense);
    return typeof day === 'string' ? day.slice(0, 7) : day;
  }
  const [year, month] = [Number(m[1]), Number(m[2] ?? m[3] ?? m[4])];
  return year >= 1850 && month >= 1 && month <= 12 ? `${m[1]}-${pad(month)}` : IMPOSSIBLE;
}
