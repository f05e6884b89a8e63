// Identity numbers of people who never lived: county codes 2299xx, which were never issued, right in all else. No two people share one.
import { checkDigit } from '../../flow/ingest/identity.ts';

/** Numbers of a household's people, and how many households the numbers last for. */
export const SLOTS = 10;
const CODES = 100;
const SEQUENCES = 500;
const DAYS = 28;
const ROOM = 12 * DAYS * CODES * SEQUENCES;
export const MOST_HOUSEHOLDS = ROOM / SLOTS;
/** Has no divisor in common with ROOM: neighbours' numbers lie far apart. */
const STRIDE = 6_180_341;

export interface Identity {
  /** Month of the year, from 0, and what is written between year and check digit. */
  month: number;
  code: string;
  dayText: string;
  monthText: string;
  sequence: number;
}

/** What person `slot` of household `index` is born with: month and day too, so that two people of a year never get one number. */
export function identityOf(index: number, slot: number): Identity {
  let place = ((index * SLOTS + slot) * STRIDE) % ROOM;
  const month = place % 12;
  place = Math.floor(place / 12);
  const day = (place % DAYS) + 1;
  place = Math.floor(place / DAYS);
  const code = place % CODES;
  return {
    month,
    code: `2299${two(code)}`,
    dayText: two(day),
    monthText: two(month + 1),
    sequence: Math.floor(place / CODES),
  };
}

/** The 18 characters: odd sequences are men's. */
export function writeId(identity: Identity, year: number, isMale: boolean): string {
  const sequence = identity.sequence * 2 + (isMale ? 1 : 0);
  const first = `${identity.code}${year}${identity.monthText}${identity.dayText}${String(sequence).padStart(3, '0')}`;
  return first + checkDigit(first);
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
