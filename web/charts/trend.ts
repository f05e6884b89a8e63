// Weeks as an ECharts option: on the left what came (bars by level, upwards) and what ended (downwards), on the right what stood open.
// Two small panels instead of one with two axes: a stock and a flow are of different sizes. Pure.
import type { AlertTrend } from '../../server/insight/model.ts';

export interface TrendInput {
  weeks: AlertTrend['weeks'];
  /** The Mondays as they are written below the bars. */
  labels: readonly string[];
  isDark: boolean;
  /** The week that the pointer or the arrow keys stand on. */
  focused: number | null;
}

const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;

/** The tiles' colours, which a canvas cannot read from the style sheet; and the inks around them. */
export const TREND_COLOURS = {
  light: {
    levels: { red: '#be1218', orange: '#ee7f14', yellow: '#f0be00', blue: '#bcdaf5' },
    ...{ closed: '#5f6b66', lapsed: '#b9c1bc', open: '#0e5e55', ink: '#5f6b66' },
  },
  dark: {
    levels: { red: '#f2555a', orange: '#f79236', yellow: '#f8d34c', blue: '#8cc2f4' },
    ...{ closed: '#8b9993', lapsed: '#46524e', open: '#62c8b4', ink: '#8b9993' },
  },
} as const;

/** Where the two panels stand, in per cent of the width; the headings above them use the same. */
export const PANELS = { flow: { left: 0, width: 56 }, stock: { left: 60, width: 40 } } as const;

/** A round number that is not smaller: 1, 2 or 5 times a power of ten. So a scale does not jump with every filter. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** A scale with room for both sides that has 0, its top and its bottom on it. */
export function flowScale(up: number, down: number): { min: number; max: number; interval: number } {
  const max = roundUp(Math.max(up, down));
  if (down === 0) return { min: 0, max, interval: max };
  const share = (max < 10 || down > up ? [1] : [0.2, 0.5, 1]).find((one) => one * max >= down) ?? 1;
  return { min: -share * max, max, interval: share * max };
}

/** All that was raised in a week, or ended in it. */
export const raisedIn = (week: TrendInput['weeks'][number]) =>
  LEVELS.reduce((sum, level) => sum + week.raised[level], 0);
export const endedIn = (week: TrendInput['weeks'][number]) => week.closed + week.lapsed;

export function trendOption({ weeks, labels, isDark, focused }: TrendInput) {
  const colours = TREND_COLOURS[isDark ? 'dark' : 'light'];
  const flow = flowScale(Math.max(...weeks.map(raisedIn), 0), Math.max(...weeks.map(endedIn), 0));
  const top = Math.max(...weeks.map((week) => week.open), 0);
  const grid = (panel: { left: number; width: number }) => ({
    left: `${panel.left}%`,
    width: `${panel.width}%`,
    ...{ top: 6, bottom: 16, containLabel: true },
  });
  const days = (gridIndex: number) => ({
    ...{ gridIndex, type: 'category' as const, data: [...labels], axisTick: { show: false } },
    axisLine: { lineStyle: { color: colours.ink }, onZero: true },
    axisLabel: { show: false },
  });
  const amounts = (gridIndex: number, scale: { min: number; max: number; interval: number }) => ({
    ...{ gridIndex, type: 'value' as const, ...scale },
    axisLabel: {
      ...{ color: colours.ink, fontSize: 12 },
      formatter: (value: number) => ([scale.min, 0, scale.max].includes(value) ? String(Math.abs(value)) : ''),
    },
    splitLine: { show: false },
  });
  const bar = (name: string, colour: string, amountOf: (week: TrendInput['weeks'][number]) => number) => ({
    ...{ type: 'bar' as const, name, stack: 'flow', xAxisIndex: 0, yAxisIndex: 0, barCategoryGap: '30%' },
    ...{ silent: true, animation: false, itemStyle: { color: colour } },
    data: weeks.map((week, index) => ({
      value: amountOf(week),
      itemStyle: { opacity: focused === null || focused === index ? 1 : 0.45 },
    })),
  });
  return {
    animation: false,
    grid: [grid(PANELS.flow), grid(PANELS.stock)],
    xAxis: [days(0), days(1)],
    yAxis: [amounts(0, flow), amounts(1, flowScale(top, 0))],
    series: [
      ...LEVELS.map((level) => bar(level, colours.levels[level], (week) => week.raised[level])),
      bar('closed', colours.closed, (week) => -week.closed),
      bar('lapsed', colours.lapsed, (week) => -week.lapsed),
      {
        ...{ type: 'line' as const, name: 'open', xAxisIndex: 1, yAxisIndex: 1, silent: true, animation: false },
        ...{ symbol: 'circle', lineStyle: { color: colours.open, width: 2 }, itemStyle: { color: colours.open } },
        data: weeks.map((week, index) => ({
          value: week.open,
          symbolSize: focused === index || (focused === null && index === weeks.length - 1) ? 8 : 4,
        })),
      },
    ],
  };
}
