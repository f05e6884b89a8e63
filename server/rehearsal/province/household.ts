// What is known of an invented household: its people, what they live on month by month, and what happened to them. The whole truth;
// departments see parts of it.
import type { Kind, Settlement } from './calibration.ts';

export interface Person {
  /** Its place in the household's ten numbers; with the household's index it makes the ID. */
  slot: number;
  id: string;
  name: string;
  isMale: boolean;
  bornOn: string;
  /** Months from year 0 to the month of birth. */
  bornMonth: number;
  relation: string;
  /** First and last month in this household; 0 and the calendar's end where nothing happened. */
  from: number;
  until: number;
  /** Days as calendar.ts counts them; undefined: never. */
  diesAt?: number;
  cancelledAt?: number;
  pension?: { scheme: string; amount: number; from: number };
  /** By month, in fen: declared wages, undeclared earnings, what pension insurance is paid on. */
  wages: Int32Array;
  informal: Int32Array;
  base: Int32Array;
  employer: number;
  /** First month without school, and the month of return, if it dropped out; whether only the roll lost it. */
  leftSchool?: { month: number; back: number | undefined; isReal: boolean };
  certificate?: { type: number; level: number; on: string };
}

export interface Bill {
  person: Person;
  day: number;
  /** In fen. */
  total: number;
  fund: number;
  aid: number;
  self: number;
  care: '住院' | '门诊';
  diagnosis: string;
  /** False: settled nowhere in the province, and in no department's file. */
  isTold: boolean;
}

export type EpisodeKind =
  | 'illness'
  | 'job-loss'
  | 'casual-work-loss'
  | 'disaster'
  | 'death'
  | 'disability'
  | 'dropout'
  | 'housing'
  | 'low-income'
  | 'wrongly-paid-death'
  | 'doubled'
  | 'income-rose'
  | 'car';

/** Something that happened; `needFrom` where the family needed help it did not get, `undueFrom` where aid was no longer due. */
export interface Episode {
  kind: EpisodeKind;
  person: Person | undefined;
  on: number;
  until: number | undefined;
  /** What it cost or brought, in fen. */
  size: number;
  needFrom?: number;
  needUntil?: number | undefined;
  undueFrom?: number;
  undueUntil?: number | undefined;
}

export interface AidLine {
  person: Person;
  category: '低保' | '特困' | '低保边缘';
  /** Of the standard of the month; 0 for those who are only registered. */
  share: number;
  /** The start as the roster says it (it may lie before the calendar), and the last month paid. */
  start: string;
  from: number;
  until: number | undefined;
}

export interface Disaster {
  event: string;
  sort: string;
  day: number;
  damage: string;
  loss: number;
}

export interface Assessment {
  grade: string;
  day: number;
  isOnly: boolean;
  state: string;
}

export interface Vehicle {
  person: Person;
  plate: string;
  sort: string;
  on: string;
  /** The month of registration in the calendar, -1 when before. */
  month: number;
  state: string;
}

export interface Monitored {
  category: string;
  risk: string;
  on: string;
  from: number;
  removed: number | undefined;
}

/** One household, all its life. */
export interface Household {
  index: number;
  number: string;
  village: string;
  county: string;
  settlement: Settlement;
  kind: Kind;
  address: string;
  /** The dibao standard a head and month, in fen, by month. */
  standard: Int32Array;
  people: Person[];
  bills: Bill[];
  disasters: Disaster[];
  assessments: Assessment[];
  vehicles: Vehicle[];
  unemployed: { person: Person; day: number; reason: string }[];
  aid: AidLine[];
  monitored: Monitored | undefined;
  /** Where and under which number it is found from a month on. */
  moves: { month: number; village: string; address: string }[];
  episodes: Episode[];
  /** By month, in fen: necessary spending (bills are spread over six months), and what is left for each head, aid included. */
  spending: Int32Array;
  perHead: Int32Array;
}

/** Living there in a month. */
export function isThere(person: Person, month: number): boolean {
  return month >= person.from && month <= person.until && (person.diesAt === undefined || month <= person.diesAt >> 5);
}

/** Full years in the middle of a month. */
export function ageIn(person: Person, monthNumber: number): number {
  return Math.floor((monthNumber - person.bornMonth) / 12);
}
