// Numbers, days and times as people read them, always in the province's time. Pure.

import { dayOf } from '../../server/kernel/clock.ts';
import { formatYuan } from '../../server/kernel/money.ts';
import type { Language } from './language.tsx';

const OFFSET = 8 * 3600_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = { zh: '日一二三四五六', en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] };

export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `10月13日` / `13 Oct`; the year only when it is not the reader's. Takes an instant or a day. */
export function formatDay(when: string, language: Language, now?: Date): string {
  const day = when.length <= 10 ? when : dayOf(new Date(when));
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const isOtherYear = now !== undefined && dayOf(now).slice(0, 4) !== day.slice(0, 4);
  if (language === 'zh') return `${isOtherYear ? `${year}年` : ''}${month}月${date ? `${date}日` : ''}`;
  return `${date ? `${date} ` : ''}${MONTHS[month - 1]}${isOtherYear ? ` ${year}` : ''}`;
}

export function formatWeekday(when: Date, language: Language): string {
  const weekday = new Date(when.getTime() + OFFSET).getUTCDay();
  return language === 'zh' ? `星期${WEEKDAYS.zh[weekday]}` : (WEEKDAYS.en[weekday] as string);
}

/** `09:40`, the wall clock of the province. */
export function formatTime(when: Date): string {
  return new Date(when.getTime() + OFFSET).toISOString().slice(11, 16);
}

export function formatDayTime(when: string, language: Language, now?: Date): string {
  return `${formatDay(when, language, now)} ${formatTime(new Date(when))}`;
}

/** A ratio as a percentage with at most one decimal: 0.232 → `23.2%`. */
export function formatPercent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(1))}%`;
}

/** A rule's value with its unit, ready to be set in a sum; the unit stands apart so that figures line up. */
export function formatValue(
  value: number,
  unit: 'fen' | 'count' | 'ratio' | 'flag',
  language: Language,
): { figure: string; unit: string } {
  if (unit === 'fen') return { figure: formatYuan(value), unit: language === 'zh' ? '元' : 'yuan' };
  if (unit === 'ratio') return { figure: formatPercent(value), unit: '' };
  if (unit === 'flag') return { figure: language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no', unit: '' };
  return { figure: Number.isInteger(value) ? formatCount(value) : String(Number(value.toFixed(2))), unit: '' };
}
