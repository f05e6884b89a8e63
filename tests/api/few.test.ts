// Small counts kept back: none is told, and none follows from what is told.

import { expect, it } from 'vitest';
import { ROLES } from '../../server/access/model.ts';
import { hideFew, hideFewIn, hideFewParts, hidesFewFrom } from '../../server/insight/few.ts';
import fc from '../support/property.ts';

it('keeps back one to four, tells zero, and hides a second where one alone would follow from the sum', () => {
  expect(hideFew([0, 3, 9, 20])).toEqual([0, null, null, 20]);
  expect(hideFew([0, 3, 4, 20])).toEqual([0, null, null, 20]);
  expect(hideFew([0, 5, 20])).toEqual([0, 5, 20]);
  expect(hideFew([2])).toEqual([null]);
});

it('whatever the column: no small count is told, and what is hidden cannot be one number only, if others are there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 12 }), (counts) => {
      const told = hideFew(counts);
      expect(told.filter((one) => one !== null && one > 0 && one < 5)).toEqual([]);
      const hidden = counts.filter((_, index) => told[index] === null);
      if (hidden.length === 1) expect(counts.filter((one) => one >= 5)).toEqual([]);
      if (counts.every((one) => one === 0 || one >= 5)) expect(told).toEqual(counts);
    }),
    { seed: 5, numRuns: 300 },
  );
});

it('hides a field of rows and leaves what is not known', () => {
  const rows = [{ late: 2 }, { late: null }, { late: 7 }, { late: 9 }];
  expect(hideFewIn(rows, 'late').map((row) => row.late)).toEqual([null, null, null, 9]);
});

it('hides the levels of a place together, and of a second place where it would be alone', () => {
  const rows = [
    { red: 1, blue: 9 },
    { red: 6, blue: 6 },
    { red: 0, blue: 50 },
  ];
  const none = { red: null, blue: null };
  expect(hideFewParts(rows)).toEqual([none, none, { red: 0, blue: 50 }]);
});

it('is for those who may not read the cases', () => {
  const told = ROLES.filter((role) => !hidesFewFrom(role)).sort();
  expect(told).toEqual([
    ...['city-supervisor', 'county-dispatcher', 'province-monitor', 'township-officer', 'village-coordinator'],
  ]);
});
