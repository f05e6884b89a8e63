// Working days of the Chinese calendar with 调休, as the server counts them: first what it told, then the package's calendar; a year
// that neither knows counts Monday to Friday.
import { isWorkday as isChineseWorkday } from 'chinese-days';
import { addDays } from '../../server/kernel/clock.ts';
import { toldWorkday } from '../api/workdays.ts';

export type IsWorkday = (day: string) => boolean;

export const isWorkday: IsWorkday = (day) => toldWorkday(day) ?? isChineseWorkday(day);

/** Working days after `from` up to and with `until`; negative when `until` lies before. */
export function workdaysBetween(from: string, until: string, isOne: IsWorkday = isWorkday): number {
  if (until < from) return -workdaysBetween(until, from, isOne);
  let count = 0;
  for (let day = from; day < until; ) {
    day = addDays(day, 1);
    if (isOne(day)) count += 1;
  }
  return count;
}
