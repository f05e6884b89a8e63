// The last weeks below the map: scales that keep 0 on them, bars upwards and downwards, and the words.
import { describe, expect, it } from 'vitest';
import type { AlertTrend } from '../../server/insight/model.ts';
import { endedIn, flowScale, raisedIn, roundUp, trendOption } from '../../web/charts/trend.ts';
import { isQuiet, trendSentence, weekText } from '../../web/features/map/trend.ts';

type Week = AlertTrend['weeks'][number];
const makeWeek = (given: Partial<Week> = {}): Week => ({
  ...{ from: '2026-10-05', raised: { red: 0, orange: 0, yellow: 0, blue: 0 }, closed: 0, lapsed: 0, open: 0 },
  ...given,
});
const WEEKS = [
  makeWeek({ from: '2026-09-28', raised: { red: 2, orange: 10, yellow: 5, blue: 0 }, closed: 4, open: 1200 }),
  makeWeek({ raised: { red: 1, orange: 0, yellow: 0, blue: 30 }, closed: 6, lapsed: 3, open: 1222 }),
  makeWeek({ from: '2026-10-12', closed: 1, open: 1221 }),
];
const draw = (weeks: Week[], focused: number | null = null) =>
  trendOption({ weeks, labels: weeks.map((week) => week.from), isDark: false, focused });

describe('the scale', () => {
  it('ends on a round number that nothing exceeds', () => {
    expect([0, 1, 3, 9, 11, 199, 201, 1221].map(roundUp)).toEqual([1, 1, 5, 10, 20, 200, 500, 2000]);
  });

  it.each([
    [31, 9],
    [100, 1],
    [3, 2],
    [5, 40],
    [0, 0],
    [0, 7],
    [1200, 600],
  ])('of %d up and %d down holds both, and has 0 on it', (up, down) => {
    const { min, max, interval } = flowScale(up, down);
    expect(max).toBeGreaterThanOrEqual(up);
    expect(-min).toBeGreaterThanOrEqual(down);
    expect(Math.abs(min % interval)).toBe(0);
    expect(max % interval).toBe(0);
    expect([min, max].every(Number.isInteger)).toBe(true);
  });
});

describe('the chart', () => {
  it('has a bar a level upwards, two downwards for what ended, and a line of its own panel for what is open', () => {
    const { series } = draw(WEEKS);
    const values = Object.fromEntries(series.map((one) => [one.name, one.data.map(({ value }) => value)]));
    expect(values).toEqual({
      ...{ red: [2, 1, 0], orange: [10, 0, 0], yellow: [5, 0, 0], blue: [0, 30, 0] },
      ...{ closed: [-4, -6, -1], lapsed: [-0, -3, -0], open: [1200, 1222, 1221] },
    });
    expect(series.map((one) => one.xAxisIndex)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(WEEKS.map((week) => [raisedIn(week), endedIn(week)])).toEqual([
      [17, 4],
      [31, 9],
      [0, 1],
    ]);
  });

  it('has each panel on its own scale, labelled at its ends and at 0', () => {
    const [flow, stock] = draw(WEEKS).yAxis;
    expect([flow!.min, flow!.max, stock!.min, stock!.max]).toEqual([-10, 50, 0, 2000]);
    expect([-10, 0, 10, 50].map((value) => flow!.axisLabel.formatter(value))).toEqual(['10', '0', '', '50']);
  });

  it('lifts the week that is looked at', () => {
    const [red] = draw(WEEKS, 1).series;
    expect(red!.data.map((one) => 'itemStyle' in one && one.itemStyle.opacity)).toEqual([0.45, 1, 0.45]);
  });
});

describe('in words', () => {
  it('speaks of the last whole week, and of where the stock went', () => {
    expect(trendSentence({ total: 1221, weeks: WEEKS }, 'zh')).toBe(
      '上周新增 31 条，结束 9 条；未办结的从 1,200 条增到 1,221 条。',
    );
    expect(trendSentence({ total: 1221, weeks: WEEKS }, 'en')).toBe(
      'Last week 31 came and 9 ended; open went up from 1,200 to 1,221.',
    );
    expect(trendSentence({ total: 5, weeks: [WEEKS[0]!, WEEKS[1]!, makeWeek({ open: 5 })] }, 'zh')).toContain(
      '降到 5 条',
    );
  });

  it('reads out one week, the running one as what it is', () => {
    expect(weekText(WEEKS[1]!, false, 'zh')).toBe('10月5日起一周：新增 31，其中红色 1；结束 9；周末未办结 1,222。');
    expect(weekText(WEEKS[2]!, true, 'en')).toBe(
      'Week of 12 Oct (running): 0 came, 0 of them red; 1 ended; 1,221 open now.',
    );
  });

  it('knows a filter under which nothing was', () => {
    expect(isQuiet({ total: 0, weeks: [makeWeek(), makeWeek()] })).toBe(true);
    expect(isQuiet({ total: 1, weeks: [makeWeek(), makeWeek({ open: 1 })] })).toBe(false);
  });
});
