// Deadlines: red in clock hours, the others in working days of the Chinese calendar. 2026: National Day 1 to 7 October, working
// Sundays before and after it (20 September, 10 October is a Saturday of work).
import { describe, expect, it } from 'vitest';
import { dueOf, extendDue } from '../../server/flow/tasks/deadlines.ts';
import { isWorkday, Workdays } from '../../server/flow/tasks/workdays.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { CATALOGUE } from '../support/catalogue.ts';

const due = (severity: 'red' | 'orange' | 'yellow' | 'blue', day: string, isExit = false, time = '09:00') =>
  dueOf(CATALOGUE.deadlines, severity, isExit, instantAt(day, time));
const closing = (day: string) => instantAt(day, '17:30');

it('red runs through nights and holidays by the clock', () => {
  const { dispatch, visit, confirm } = due('red', '2026-10-01', false, '22:15');
  expect([dispatch, visit, confirm]).toEqual([
    instantAt('2026-10-02', '02:15'),
    instantAt('2026-10-02', '22:15'),
    instantAt('2026-10-03', '10:15'),
  ]);
});

it('three working days from the eve of National Day end after it, the working Saturday counted', () => {
  // 30 September is a Wednesday; 8 and 9 October are Thursday and Friday, 10 October a working Saturday.
  const { dispatch, visit, confirm } = due('orange', '2026-09-30');
  expect([dispatch, visit, confirm]).toEqual([closing('2026-10-08'), closing('2026-10-10'), closing('2026-10-12')]);
});

it('a working Sunday before the holiday counts, an ordinary weekend does not', () => {
  expect(due('orange', '2026-09-18').dispatch).toEqual(closing('2026-09-20'));
  expect(due('orange', '2026-09-11').dispatch).toEqual(closing('2026-09-14'));
});

it('Mid-Autumn 2026 (25 to 27 September) is no working time', () => {
  expect(due('yellow', '2026-09-24').dispatch).toEqual(closing('2026-09-29'));
});

it('work that begins in the holiday is due counted from its end, whatever the hour', () => {
  for (const time of ['00:00', '09:00', '23:59'])
    expect(due('orange', '2026-10-03', false, time).dispatch).toEqual(closing('2026-10-08'));
});

it('what may take something away has terms of its own, unless it is red', () => {
  expect(due('orange', '2026-10-12', true).visit).toEqual(closing('2026-10-26'));
  expect(due('red', '2026-10-12', true).visit).toEqual(instantAt('2026-10-13', '09:00'));
});

describe('a year that the library does not know', () => {
  const years = { '2031': { holidays: ['2031-10-01', '2031-10-02', '2031-10-03'], workdays: ['2031-09-28'] } };

  it('is Monday to Friday, unless the table says otherwise', () => {
    // 28 September 2031 is a Sunday, 1 to 3 October are Wednesday to Friday.
    expect(['2031-09-28', '2031-09-30', '2031-10-01', '2031-10-04'].map((day) => isWorkday(day, {}))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['2031-09-28', '2031-09-30', '2031-10-01', '2031-10-04'].map((day) => isWorkday(day, years))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('moves deadlines as the table says', () => {
    const deadlines = { ...CATALOGUE.deadlines, workdays: years };
    const { dispatch, visit } = dueOf(deadlines, 'orange', false, instantAt('2031-09-30', '09:00'));
    expect([dispatch, visit]).toEqual([closing('2031-10-06'), closing('2031-10-08')]);
    expect(dueOf(deadlines, 'orange', false, instantAt('2031-09-26')).dispatch).toEqual(closing('2031-09-28'));
  });

  it('is refused when a day stands in both lists, or in another year', () => {
    const both = { '2031': { holidays: ['2031-10-01'], workdays: ['2031-10-01'] } };
    expect(Workdays.safeParse(both).success).toBe(false);
    expect(Workdays.safeParse({ '2031': { holidays: ['2032-10-01'] } }).success).toBe(false);
    expect(Workdays.safeParse(years).success).toBe(true);
  });
});

it('2027 has its statutory holidays before the year’s arrangement is known', () => {
  expect(due('orange', '2027-09-30').dispatch).toEqual(closing('2027-10-04'));
});

describe('a visit put off', () => {
  const orange = { visit: closing('2026-10-16'), confirm: closing('2026-10-19') };
  const until = (day: string) => extendDue(CATALOGUE.deadlines, orange, day, instantAt('2026-10-16'));

  it('moves confirmation by as many working days', () => {
    expect(until('2026-10-20')).toEqual({ visit: closing('2026-10-20'), confirm: closing('2026-10-21') });
  });

  it('goes to a later working day within the most there may be', () => {
    expect(['2026-10-16', '2026-10-18', '2026-10-26'].map(until)).toEqual(['not-later', 'no-workday', 'too-far']);
    expect(until('2026-10-23')).toMatchObject({ visit: closing('2026-10-23') });
    const late = extendDue(CATALOGUE.deadlines, orange, '2026-10-19', instantAt('2026-10-20'));
    expect(late).toBe('past');
  });
});
