// A month of absences: who is away on which day, who stands in, and where nobody does. Pure.
import type { AbsenceRow, TeamMember } from '../../../server/flow/tasks/desk/model.ts';
import { addDays, addMonths, monthEnd } from '../../../server/kernel/clock.ts';

/**
 * How a coordinator stands on a day.
 *
 * - `here`: at work.
 * - `covered`: away, and somebody who is there stands in.
 * - `shared`: away with nobody named, but everything they serve has somebody else.
 * - `hole`: away, and of something they serve nobody takes care.
 */
export type DayState = 'here' | 'covered' | 'shared' | 'hole';

export const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The days of a month (`YYYY-MM`). */
export function daysOfMonth(month: string): string[] {
  const end = monthEnd(`${month}-01`);
  const days: string[] = [];
  for (let day = `${month}-01`; day <= end; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The month before or after. */
export function stepMonth(month: string, by: number): string {
  return addMonths(`${month}-01`, by).slice(0, 7);
}

/** The absence that counts for somebody on a day: of two the later made. */
export function absenceOn(absences: readonly AbsenceRow[], userId: string, day: string): AbsenceRow | undefined {
  return absences
    .filter((one) => one.user.id === userId && one.endedAt === null && one.fromOn <= day && one.untilOn >= day)
    .sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))[0];
}

/** Absences that hold on some day of the month, first to last. */
export function absencesIn(absences: readonly AbsenceRow[], month: string): AbsenceRow[] {
  const [first, last] = [`${month}-01`, monthEnd(`${month}-01`)];
  return absences
    .filter((one) => one.endedAt === null && one.fromOn <= last && one.untilOn >= first)
    .sort((a, b) => (a.fromOn < b.fromOn ? -1 : a.fromOn > b.fromOn ? 1 : 0));
}

export function stateOn(
  member: TeamMember,
  day: string,
  { team, absences }: { team: readonly TeamMember[]; absences: readonly AbsenceRow[] },
): DayState {
  const own = absenceOn(absences, member.id, day);
  if (!own) return 'here';
  if (own.cover && !absenceOn(absences, own.cover.id, day)) return 'covered';
  const serves = (other: TeamMember, place: string) => other.places.some((held) => place.startsWith(held));
  const isServed = (place: string) =>
    team.some((other) => other.id !== member.id && serves(other, place) && !absenceOn(absences, other.id, day));
  return member.places.every(isServed) ? 'shared' : 'hole';
}

export interface MonthRow {
  member: TeamMember;
  /** One a day. */
  states: DayState[];
}

/** One row a coordinator. `isAll`: those who are there all month, too. */
export function monthRows(
  month: string,
  { team, absences, isAll }: { team: readonly TeamMember[]; absences: readonly AbsenceRow[]; isAll: boolean },
): MonthRow[] {
  const days = daysOfMonth(month);
  const away = new Set(absencesIn(absences, month).map((one) => one.user.id));
  return team
    .filter((member) => isAll || away.has(member.id))
    .map((member) => ({ member, states: days.map((day) => stateOn(member, day, { team, absences })) }));
}

/** Days of the month on which nobody takes care of something, each once. */
export function holesOf(rows: readonly MonthRow[], days: readonly string[]): string[] {
  return days.filter((_, index) => rows.some((row) => row.states[index] === 'hole'));
}

/** Days in order as runs of consecutive ones: first and last of each. */
export function runsOf(days: readonly string[]): [first: string, last: string][] {
  const runs: [string, string][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && addDays(run[1], 1) === day) run[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}
