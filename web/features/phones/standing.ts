// How a phone stands, from what it told: what is wrong with it, and how long ago things were. Pure.
import type { PhoneRow } from '../../../server/phones/model.ts';
import type { phonesWords } from './words.ts';

type Words = (typeof phonesWords)['zh'];
type Phone = NonNullable<PhoneRow['phone']>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** As the server counts: fifty megabytes free, ten minutes off. */
const SHORT_OF = 50 * 1024 ** 2;
const CLOCK_WRONG = 600;

export function agoText(when: string, now: Date, words: Words): string {
  const passed = Math.max(0, now.getTime() - Date.parse(when));
  if (passed < HOUR) return words.ago.minutes(Math.floor(passed / MINUTE));
  return passed < 2 * DAY ? words.ago.hours(Math.floor(passed / HOUR)) : words.ago.days(Math.floor(passed / DAY));
}

function spanText(seconds: number, { span }: Words): string {
  const minutes = Math.round(seconds / 60);
  if (minutes >= 1440) return span.days(Math.round(minutes / 1440));
  return minutes >= 60 ? span.hours(Math.round(minutes / 60)) : span.minutes(minutes);
}

export function isSilent({ syncedAt, firstSeenAt, ended }: Phone, days: number, now: Date): boolean {
  return ended === null && now.getTime() - Date.parse(syncedAt ?? firstSeenAt) > days * DAY;
}

export const isFull = ({ storageUsed, storageQuota }: Phone) =>
  storageUsed !== null && storageQuota !== null && storageQuota - storageUsed < SHORT_OF;

export function sizeText(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.round(bytes / 1024 ** 2)} MB`;
}

/** What somebody should know of it, gravest first. */
export function flagsOf(phone: Phone, of: { days: number; now: Date; words: Words }): string[] {
  const { ended, lost, clockAhead } = phone;
  const { words } = of;
  if (ended) return [words.flags[ended.because]];
  const flags: string[] = [];
  if (lost) flags.push(words.flags.lost);
  else if (isSilent(phone, of.days, of.now)) flags.push(words.flags.silent);
  if (isFull(phone)) flags.push(words.flags.full);
  if (clockAhead !== null && Math.abs(clockAhead) > CLOCK_WRONG)
    flags.push(words.clock[clockAhead > 0 ? 'ahead' : 'behind'](spanText(Math.abs(clockAhead), words)));
  return flags;
}
