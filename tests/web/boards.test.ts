// What the boards draw: periods, losses on the way, counties on a track.
import { describe, expect, it } from 'vitest';
import { daysOf, daysSoFar, halfOf, periodsAt } from '../../server/insight/boards/model.ts';
import { comparedOf, radiusOf, sortCounties, stepsOf, trackEnd } from '../../web/features/boards/figures.ts';
import { readAsked } from '../../web/features/boards/queries.ts';

const STAGES = {
  ...{ found: 40, lapsed: 2, dispatched: 30, visited: 20, confirmed: 10, helped: 4 },
  ...{ verified: 16, decided: 25, inTime: 20, overdue: 3 },
};
const county = (code: string, change: object = {}) => ({
  ...{ code, name: code, level: 'county', households: 1000, ...STAGES, ...change },
});

describe('periods', () => {
  it('are half-years and years, the running one first', () => {
    expect([halfOf('2026-06-30'), halfOf('2026-07-01')]).toEqual(['2026H1', '2026H2']);
    expect(daysOf('2026H1')).toEqual({ from: '2026-01-01', until: '2026-06-30' });
    expect(daysOf('2026')).toEqual({ from: '2026-01-01', until: '2026-12-31' });
    expect(periodsAt('2026-03-01')).toEqual(['2026H1', '2026', '2025H2', '2025H1', '2025']);
  });

  it('a running one ends today', () => {
    expect(daysSoFar('2026H2', '2026-07-03')).toEqual({ from: '2026-07-01', until: '2026-07-03', days: 3 });
    expect(daysSoFar('2025', '2026-07-03').days).toBe(365);
  });

  it('an unknown one in the address falls back to the running half-year', () => {
    for (const period of ['2026H3', 'ever', '']) {
      const asked = readAsked(new URLSearchParams({ period }), '2026-10-15');
      expect(asked.period).toBe('2026H2');
    }
  });
});

describe('figures', () => {
  it('a step loses what the one before had more', () => {
    expect(stepsOf(STAGES).map(({ step, share, lost }) => [step, share, lost])).toEqual([
      ['found', 1, 0],
      ['dispatched', 0.75, 10],
      ['visited', 0.5, 10],
      ['confirmed', 0.25, 10],
      ['helped', 0.1, 6],
    ]);
    expect(stepsOf({ ...STAGES, found: 0, dispatched: 0 })[0]?.share).toBe(0);
  });

  it('a share without a base is unknown, on few cases hollow', () => {
    expect(comparedOf(county('1'), 'rate')).toEqual({ value: 40, base: null, isFew: false });
    expect(comparedOf(county('1'), 'inTime')).toEqual({ value: 80, base: 25, isFew: true });
    expect(comparedOf(county('1', { decided: 40 }), 'inTime')).toEqual({ value: 50, base: 40, isFew: false });
    expect(comparedOf(county('1', { verified: 0 }), 'confirmed').value).toBeNull();
    expect(comparedOf(county('1', { households: 0 }), 'rate').value).toBeNull();
  });

  it('sorts the worst first: late where much is bad, in time where little is', () => {
    const rows = [
      county('a', { inTime: 25, overdue: 1 }),
      county('b', { inTime: 5, overdue: 9 }),
      county('c', { decided: 0 }),
    ];
    expect(sortCounties(rows, 'inTime').map((row) => row.code)).toEqual(['b', 'a', 'c']);
    expect(sortCounties(rows, 'overdue').map((row) => row.code)).toEqual(['b', 'c', 'a']);
  });

  it('a track ends on a round number, a share near the whole at a hundred', () => {
    expect([trackEnd([3, null], false), trackEnd([61], true), trackEnd([12], true), trackEnd([], true)]).toEqual([
      5, 100, 20, 1,
    ]);
  });

  it('a dot’s area tells the number', () => {
    expect(radiusOf(0, 9)).toBe(0);
    expect(radiusOf(25, 100)).toBe(radiusOf(100, 100) / 2);
  });
});
