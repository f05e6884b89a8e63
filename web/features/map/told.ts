// A count as it is told: small ones are kept from those who take no part in the cases, and of a past day some are not known. Pure.
import { formatCount } from '../../ui/format.ts';

export interface ToldWords {
  few: string;
  notKnown: string;
}

/** `few` where the server keeps a small count back; `isKnown` false: nobody knows it any more. */
export function toldCount(count: number | null, words: ToldWords, isKnown = true): string {
  if (count !== null) return formatCount(count);
  return isKnown ? words.few : words.notKnown;
}

/** A change with its sign: +367, −7, 0. */
export function toldChange(change: number | null): string {
  if (change === null) return '';
  return change > 0 ? `+${formatCount(change)}` : change < 0 ? `−${formatCount(-change)}` : '0';
}

/** One decimal and, where asked, its sign of per cent. */
export function toldRate(rate: number | null, words: ToldWords, unit = ''): string {
  return rate === null ? words.notKnown : `${rate.toFixed(1)}${unit}`;
}
