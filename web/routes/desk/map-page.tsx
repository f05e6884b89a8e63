// The map page: filter sentence, map, and beside it the day's sentence, counts, and three views of the same figures.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAreaPath } from '../../api/areas.ts';
import { readFilter } from '../../api/filter.ts';
import { useMe } from '../../api/session.ts';
import type { Measure } from '../../charts/ramp.ts';
import { FilterSentence } from '../../features/alerts/filter-sentence.tsx';
import { AreaMap } from '../../features/map/area-map.tsx';
import { mapQuery } from '../../features/map/queries.ts';
import type { Target } from '../../features/map/sentence.ts';
import { TrendStrip } from '../../features/map/trend-strip.tsx';
import { mapWords } from '../../features/map/words.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { MapSide } from './map-side.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../features/map/map.css';

const MEASURES: Measure[] = ['count', 'rate'];

export default function MapPage() {
  const me = useMe();
  const words = useWords(mapWords);
  const navigate = useNavigate();
  const { search, change } = useAddress();
  const [focused, setFocused] = useState<string | null>(null);
  const filter = readFilter(search);
  const measure: Measure = search.get('by') === 'rate' ? 'rate' : 'count';
  const figures = useQuery(mapQuery(filter));
  const map = figures.data;
  const path = useAreaPath(
    me.areas.find((area) => !filter.area || filter.area.startsWith(area.code)) ?? me.areas[0],
    filter.area ?? map?.area.code,
  );
  const wider = path.slice(0, -1);

  const goTo = (code: string) => {
    setFocused(null);
    change({ area: code === me.areas[0]?.code ? null : code, alert: null });
  };
  const follow = (target: Target) => {
    if (target.to === 'list') change({ tab: 'list', alert: null });
    else if (target.to === 'severity') change({ severity: target.value, tab: 'list', alert: null });
    else if (target.to === 'area') goTo(target.value);
    else if (me.actions.includes('task.read'))
      void navigate(`/desk?view=overdue${filter.area ? `&area=${filter.area}` : ''}`);
    else change({ tab: 'areas', alert: null });
  };
  useKeys({
    escape: () => {
      const above = wider[wider.length - 1];
      if (search.get('alert')) change({ alert: null });
      else if (above) goTo(above.code);
    },
  });

  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <main className="map-page">
        <div className="sentence-filter">
          {map && (
            <FilterSentence
              filter={filter}
              area={{ code: filter.area ?? map.area.code, name: path[path.length - 1]?.name ?? map.area.name }}
              wider={wider}
              // biome-ignore lint/correctness/noChildrenProp: the children of a division, not of an element
              children={map.children}
              rules={map.rules}
              hasSources={me.areas[0]?.code.length === 2}
              onChange={(part) => {
                if ('area' in part) goTo(part.area ?? '');
                // Sources lie nowhere on the map: their list is what there is to see.
                else change({ ...part, alert: null, ...(part.subject && { tab: 'list' }) });
              }}
            />
          )}
          <span>{words.colourBy}</span>
          <Picker
            label={words.measure}
            value={measure}
            choices={MEASURES.map((one) => ({ value: one, name: words.measures[one] }))}
            onPick={(value) => change({ by: value === 'count' ? null : value }, { replace: true })}
          />
          <span>{words.coloured}</span>
        </div>
        <div className={figures.isPlaceholderData ? 'map-land refreshing' : 'map-land'}>
          {map && <AreaMap map={map} measure={measure} focused={focused} onFocus={setFocused} onEnter={goTo} />}
          {figures.isPending && <Skeleton lines={12} />}
          {figures.isError && !map && (
            <Failed what={words.figures} error={figures.error} onRetry={() => void figures.refetch()} />
          )}
        </div>
        <div className="map-trend">
          <TrendStrip
            filter={filter}
            isTable={search.get('trend') === 'table'}
            onTable={(isTable) => change({ trend: isTable ? 'table' : null }, { replace: true })}
          />
        </div>
        {map ? (
          <MapSide
            map={map}
            filter={filter}
            isOld={figures.isPlaceholderData}
            measure={measure}
            focused={focused}
            onFocus={setFocused}
            onEnter={goTo}
            onFollow={follow}
            search={search}
            change={change}
          />
        ) : (
          <aside className="map-side">{figures.isPending && <Skeleton lines={12} />}</aside>
        )}
      </main>
    </>
  );
}
