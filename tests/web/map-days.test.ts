// The slider, the filter in the address and in its pickers, and whose turn it is on the wall.
import { describe, expect, it } from 'vitest';
import { filterQuery, readFilter } from '../../web/api/filter.ts';
import { namedChoices, periodChange, periodChoices, periodValue } from '../../web/features/alerts/filter-choices.ts';
import { alertWords } from '../../web/features/alerts/words.ts';
import { barsOf, placeOf, stepTo } from '../../web/features/map/slider.ts';
import { isStopped, STOPPED_AFTER, secondsOf, turnsOf } from '../../web/features/wall/turns.ts';

const DAYS = [
  { day: '2026-09-30', raised: 12 },
  { day: '2026-10-01', raised: 0 },
  { day: '2026-10-02', raised: null },
];

describe('the slider', () => {
  it('scales to a round number, shades rest days and names the month on its first day', () => {
    const bars = barsOf(DAYS, (day) => day < '2026-10-01');
    expect(bars.map(({ height, isRest, isMonth }) => [height, isRest, isMonth])).toEqual([
      [0.6, false, false],
      [0, true, true],
      [0.1, true, false],
    ]);
    expect(barsOf([{ day: '2026-10-01', raised: 0 }], () => true)[0]?.height).toBe(0);
  });

  it('stands on the day of the address, on today without one, at the end where the day is older', () => {
    expect([undefined, '2026-10-01', '2020-01-01', '2030-01-01'].map((day) => placeOf(DAYS, day))).toEqual([
      2, 1, 0, 2,
    ]);
  });

  it('steps within the days, and back to today leaves the day out of the address', () => {
    expect([stepTo(DAYS, 1, -1), stepTo(DAYS, 0, -1), stepTo(DAYS, 1, 1), stepTo(DAYS, 2, 7)]).toEqual([
      '2026-09-30',
      '2026-09-30',
      null,
      null,
    ]);
  });
});

describe('the filter in the address', () => {
  it('comes back as it went, defaults left out', () => {
    const text =
      '?source=wages&from=2026-10-01&until=2026-10-03&state=lapsed&severity=red&day=2026-10-02&cause=illness';
    const filter = readFilter(new URLSearchParams(text));
    expect(readFilter(new URLSearchParams(filterQuery(filter)))).toEqual(filter);
    expect(filterQuery(readFilter(new URLSearchParams('state=open&subject=need')))).toBe('');
  });

  it('drops days that are none', () => {
    const filter = readFilter(new URLSearchParams('day=2026-13-01&from=yesterday&until=2026-1-1'));
    expect([filter.day, filter.from, filter.until]).toEqual([undefined, undefined, undefined]);
  });

  it('offers its own period beside the usual ones, and picking one replaces the other kind', () => {
    const words = alertWords.zh.pick;
    const filter = readFilter(new URLSearchParams('endedFrom=2026-10-02&endedUntil=2026-10-02'));
    const choices = periodChoices(filter, { words, language: 'zh', today: '2026-10-15' });
    expect(choices.find((choice) => choice.value === periodValue(filter))?.name).toBe('10月2日结束');
    expect(choices[1]).toEqual({ value: '2026-10-09..', name: '近 7 天发出' });
    expect(periodChange('2026-10-09..')).toEqual({ from: '2026-10-09', until: '', endedFrom: '', endedUntil: '' });
    expect(periodChange(periodValue(filter))).toMatchObject({ endedFrom: '2026-10-02', from: '' });
    expect(namedChoices('gone', 'all', [], 'en').map((choice) => choice.value)).toEqual(['', 'gone']);
  });
});

describe('the wall', () => {
  it('a province takes turns with its prefectures, anybody else stays alone', () => {
    const prefectures = [
      { code: '2201', name: '长春市' },
      { code: '2224', name: '延边州' },
    ];
    expect(turnsOf({ code: '22', name: '吉林省' }, prefectures).map((turn) => turn.code)).toEqual([
      '22',
      '2201',
      '2224',
    ]);
    expect(turnsOf({ code: '2224', name: '延边州' }, prefectures)).toHaveLength(1);
  });

  it.each([
    [null, 15],
    ['30', 30],
    ['1', 5],
    ['0', 0],
    ['-3', 15],
    ['soon', 15],
    ['1e9', 600],
  ])('rotate=%s shows a place for %d seconds', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it('has stopped when nothing came for three minutes, the network is gone, or the last try failed', () => {
    const fresh = { updatedAt: 1000, now: 1000 + STOPPED_AFTER, isOffline: false, hasFailed: false };
    expect(isStopped(fresh)).toBe(false);
    for (const change of [{ now: fresh.now + 1 }, { isOffline: true }, { hasFailed: true }])
      expect(isStopped({ ...fresh, ...change })).toBe(true);
  });
});
