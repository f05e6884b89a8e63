// The left half: the choropleth with legend and docked card; below the county, where nothing can be drawn, ranked bars.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { bordersQuery, prefectureBordersQuery, zonesQuery } from '../../api/areas.ts';
import type { Measure } from '../../charts/ramp.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { DockedCard } from './docked-card.tsx';
import { type Beside, drawnLevel, regionsOf, stepInto } from './figures.ts';
import { Legend } from './legend.tsx';
import { RankedBars, type RankedBarsProps } from './ranked-bars.tsx';
import { mapWords } from './words.ts';

const loadMap = () => import('../../charts/choropleth-map.tsx');
const ChoroplethMap = lazy(loadMap);
loadMap().catch(() => {}); // beside the figures and the borders, not after them; if it fails, showing it tries again and says so

interface AreaMapProps extends RankedBarsProps {
  measure: Measure;
  beside: Beside;
}

function DrawnMap({
  map,
  measure,
  beside,
  focused,
  onFocus,
  onEnter,
  level,
}: AreaMapProps & { level: 'counties' | 'prefectures' }) {
  const words = useWords(mapWords);
  const counties = useQuery(bordersQuery);
  const prefectures = useQuery(prefectureBordersQuery);
  const zones = useQuery(zonesQuery);
  const { code } = map.area;
  const outlines = useMemo(
    () => (prefectures.data?.features ?? []).filter((shape) => shape.properties.code.startsWith(code.slice(0, 4))),
    [prefectures.data, code],
  );
  const shapes = useMemo(() => {
    const source = level === 'counties' ? counties.data : prefectures.data;
    return (source?.features ?? []).filter((shape) => shape.properties.code.startsWith(code));
  }, [level, counties.data, prefectures.data, code]);
  const regions = useMemo(
    () => regionsOf(map.children, shapes, { ...beside, zones: zones.data ?? [], measure }),
    [map.children, shapes, zones.data, measure, beside],
  );
  const error = counties.error ?? prefectures.error;
  if (error) {
    const retry = () => void Promise.all([counties.refetch(), prefectures.refetch()]);
    return <Failed what={words.map} error={error} onRetry={retry} />;
  }
  if (!counties.data || !prefectures.data) return <Skeleton lines={10} />;
  if (shapes.length === 0) return <RankedBars map={map} focused={focused} onFocus={onFocus} onEnter={onEnter} />;
  return (
    <>
      <Suspense fallback={<Skeleton lines={10} />}>
        <ChoroplethMap
          label={words.mapLabel(map.area.name)}
          shapes={shapes}
          outlines={outlines}
          regions={regions}
          measure={measure}
          focused={focused}
          onFocus={onFocus}
          onEnter={(clicked) => onEnter(stepInto(code, clicked))}
        />
      </Suspense>
      <Legend measure={measure} isBlind={map.sources.some((source) => source.isBlind)} hidesFew={map.hidesFew} />
      <DockedCard
        map={map}
        code={focused}
        zones={zones.data ?? []}
        redLate={beside.redLate}
        name={shapes.find((one) => one.properties.code === focused)?.properties.name}
      />
    </>
  );
}

export function AreaMap(props: AreaMapProps) {
  const level = drawnLevel(props.map.children);
  return level ? <DrawnMap {...props} level={level} /> : <RankedBars {...props} />;
}
