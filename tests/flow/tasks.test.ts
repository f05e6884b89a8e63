// Deadlines: red in clock hours, the others in working days of the Chinese calendar. 2026: National Day 1 to 7 October, working
// Sundays before and after it (20 September, 10 October is a Saturday of work).
import { expect, it } from 'vitest';
import { dueOf } from '../../server/flow/tasks/deadlines.ts';
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
