// Puts the weeks on the page: follows size, theme and focus, and reports the week under the pointer or the arrow keys.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type EChartsType, init } from './echarts.ts';
import { useIsDark } from './theme.ts';
import { type TrendInput, trendOption } from './trend.ts';

interface TrendChartProps extends Pick<TrendInput, 'weeks' | 'labels' | 'focused'> {
  label: string;
  onFocus: (week: number | null) => void;
}

/** The week under a point of the chart, in whichever of the two panels it lies. */
function weekAt(chart: EChartsType, x: number, y: number): number | null {
  const grid = [0, 1].find((gridIndex) => chart.containPixel({ gridIndex }, [x, y]));
  return grid === undefined ? null : (chart.convertFromPixel({ xAxisIndex: grid }, x) as unknown as number);
}

export default function TrendChart({ weeks, labels, focused, label, onFocus }: TrendChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const isDark = useIsDark();
  const latest = useRef(onFocus);
  latest.current = onFocus;

  useEffect(() => {
    const made = init(box.current as HTMLDivElement);
    made.getZr().on('mousemove', ({ offsetX, offsetY }) => latest.current(weekAt(made, offsetX, offsetY)));
    made.getZr().on('globalout', () => latest.current(null));
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current as HTMLDivElement);
    setChart(made);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    chart?.setOption(trendOption({ weeks, labels, isDark, focused }), { notMerge: true });
  }, [chart, weeks, labels, isDark, focused]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = focused ?? (step < 0 ? weeks.length : -1);
    onFocus(Math.min(weeks.length - 1, Math.max(0, from + step)));
  };
  return (
    <div
      ref={box}
      className="trend-canvas"
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the weeks are walked with arrow keys; the same figures stand in a table
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => onFocus(null)}
    />
  );
}
