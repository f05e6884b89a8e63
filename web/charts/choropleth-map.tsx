// Puts the choropleth on the page: registers borders, follows size, theme and focus, and reports hover, click and keys.
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { centreOf, choroplethOption, labelledCodes, type Region, type Shape } from './choropleth.ts';
import { type EChartsType, init, registerMap } from './echarts.ts';
import { neighbourOf } from './neighbour.ts';
import type { Measure } from './ramp.ts';
import { useIsDark } from './theme.ts';

export interface ChoroplethProps {
  label: string;
  shapes: readonly Shape[];
  outlines: readonly Shape[];
  regions: readonly Region[];
  measure: Measure;
  focused: string | null;
  onFocus?: (code: string | null) => void;
  onEnter?: (code: string) => void;
  /** A wall: always dark, large, and nothing to click. */
  isWall?: boolean;
}

function register(prefix: string, shapes: readonly Shape[]): string {
  const name = `${prefix}:${shapes.map((shape) => shape.properties.code).join(',')}`;
  registerMap(name, { type: 'FeatureCollection', features: shapes } as never);
  return name;
}

export default function ChoroplethMap(props: ChoroplethProps) {
  const { shapes, outlines, regions, measure, focused, isWall = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const isDark = useIsDark() || isWall;
  const latest = useRef(props);
  latest.current = props;

  const map = useMemo(() => register('regions', shapes), [shapes]);
  const outlineMap = useMemo(() => register('outlines', outlines), [outlines]);
  const centres = useMemo(() => new Map(shapes.map((shape) => [shape.properties.code, centreOf(shape)])), [shapes]);
  const labelled = useMemo(() => labelledCodes(shapes, centres, isWall), [shapes, centres, isWall]);

  useEffect(() => {
    const made = init(box.current as HTMLDivElement);
    made.on('mouseover', (event) => latest.current.onFocus?.(event.name));
    made.on('click', (event) => latest.current.onEnter?.(event.name));
    made.getZr().on('globalout', () => latest.current.onFocus?.(null));
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current as HTMLDivElement);
    setChart(made);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    if (!chart) return;
    chart.setOption(
      choroplethOption({
        ...{ map, outlines: outlineMap, regions, centres, labelled, measure, isDark, focused },
        // A wall is seen from afar, whatever its size.
        ...(isWall && { fontSize: Math.max(12, Math.round(chart.getWidth() / 40)) }),
      }),
      {
        notMerge: true,
      },
    );
  }, [chart, map, outlineMap, regions, centres, labelled, measure, isDark, focused, isWall]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.startsWith('Arrow')) {
      event.preventDefault();
      props.onFocus?.(neighbourOf(centres, focused, event.key));
    } else if (event.key === 'Enter' && focused) {
      props.onEnter?.(focused);
    }
  };
  if (isWall) return <div ref={box} className="choropleth" role="img" aria-label={props.label} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is walked with arrow keys; its table is in the tab beside it
    <div ref={box} className="choropleth" role="img" aria-label={props.label} tabIndex={0} onKeyDown={onKeyDown} />
  );
}
