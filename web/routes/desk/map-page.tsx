// The map page: filter sentence, map, slider, and beside them the day's sentence, counts, and four views of the same figures.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAreaPath } from '../../api/areas.ts';
import { readFilter } from '../../api/filter.ts';
import { useMe } from '../../api/session.ts';
import { MEASURES, type Measure } from '../../charts/ramp.ts';
import { FilterSentence } from '../../features/alerts/filter-sentence.tsx';
import { AreaMap } from '../../features/map/area-map.tsx';
import type { ChangeTarget } from '../../features/map/change-panel.tsx';
import { DaySlider } from '../../features/map/day-slider.tsx';
import { changesQuery, confirmedQuery, daysQuery, mapQuery } from '../../features/map/queries.ts';
import type { Target } from '../../features/map/sentence.ts';
import { placeOf, stepTo } from '../../features/map/slider.ts';
import { mapWords } from '../../features/map/words.ts';
import { fillScreen } from '../../features/wall/screen.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { PrintHead } from '../../ui/print-head.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { MapActs } from './map-acts.tsx';
import { MapSide } from './map-side.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../features/map/map.css';

export default function MapPage() {
  const me = useMe();
  const words = useWords(mapWords);
  const navigate = useNavigate();
  const { search, change } = useAddress();
  const [focused, setFocused] = useState<string | null>(null);
  const filter = readFilter(search);
  const measure: Measure = MEASURES.find((one) => one === search.get('by')) ?? 'rate';
  const figures = useQuery(mapQuery(filter));
  const map = figures.data;
  const changes = useQuery(changesQuery(filter));
  const confirmed = useQuery({ ...confirmedQuery(filter), enabled: measure === 'confirmed' });
  const days = useQuery(daysQuery(filter));
  const redLate = filter.day ? null : changes.data?.redLate;
  const beside = useMemo(() => ({ confirmed: confirmed.data, redLate }), [confirmed.data, redLate]);
  const path = useAreaPath(
    me.areas.find((area) => !filter.area || filter.area.startsWith(area.code)) ?? me.areas[0],
    filter.area ?? map?.area.code,
  );
  const wider = path.slice(0, -1);
  const shown = {
    code: filter.area ?? map?.area.code ?? '',
    name: path[path.length - 1]?.name ?? map?.area.name ?? '',
  };
  usePageTitle(`${words.page} ${shown.name}`);

  const goTo = (code: string) => {
    setFocused(null);
    change({ area: code === me.areas[0]?.code ? null : code, alert: null });
  };
  const toDesk = (view: string, area = filter.area) =>
    void navigate(`/desk?view=${view}${area ? `&area=${area}` : ''}`);
  const follow = (target: Target) => {
    if (target.to === 'list') change({ tab: 'list', alert: null });
    else if (target.to === 'changes') change({ tab: 'changes', alert: null });
    else if (target.to === 'severity') change({ severity: target.value, tab: 'list', alert: null });
    else if (target.to === 'area') goTo(target.value);
    else if (me.actions.includes('task.read')) toDesk('overdue');
    else change({ tab: 'areas', alert: null });
  };
  const followChange = ({ what, day, area, rule }: ChangeTarget) => {
    if (what === 'escalated') {
      if (me.actions.includes('task.read')) toDesk('escalated', area ?? filter.area);
      return;
    }
    const dates = what === 'raised' ? { from: day, until: day } : { endedFrom: day, endedUntil: day };
    const none = { from: null, until: null, endedFrom: null, endedUntil: null, day: null, alert: null };
    const state = what === 'raised' ? 'all' : what;
    change({ ...none, ...dates, state, tab: 'list', ...(area && { area }), ...(rule && { rule }) });
  };
  const goToDay = (day: string | null) => change({ day, alert: null }, { replace: true });
  const stepDay = (by: number) => {
    const known = days.data?.days;
    if (known) goToDay(stepTo(known, placeOf(known, filter.day), by));
  };
  useKeys({
    '[': () => stepDay(-1),
    ']': () => stepDay(1),
    f: () => {
      fillScreen();
      void navigate(`/wall?area=${shown.code}`);
    },
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
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={`${shown.name} ${words.page}`} />
        <div className="sentence-filter">
          {map && (
            <FilterSentence
              filter={filter}
              area={shown}
              wider={wider}
              // biome-ignore lint/correctness/noChildrenProp: the children of a division, not of an element
              children={map.children}
              rules={map.rules}
              sources={map.sources}
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
            onPick={(value) => change({ by: value === 'rate' ? null : value }, { replace: true })}
          />
          <span>{words.coloured}</span>
          <MapActs filter={filter} area={shown.code} />
        </div>
        <div className={figures.isPlaceholderData ? 'map-land refreshing' : 'map-land'}>
          {map && (
            <AreaMap
              map={map}
              measure={measure}
              beside={beside}
              focused={focused}
              onFocus={setFocused}
              onEnter={goTo}
            />
          )}
          {figures.isPending && <Skeleton lines={12} />}
          {figures.isError && !map && (
            <Failed what={words.figures} error={figures.error} onRetry={() => void figures.refetch()} />
          )}
        </div>
        <div className="map-trend">
          <DaySlider filter={filter} isBusy={figures.isFetching} onDay={goToDay} />
        </div>
        {map ? (
          <MapSide
            map={map}
            changes={changes.data}
            beside={beside}
            filter={filter}
            isOld={figures.isPlaceholderData}
            measure={measure}
            focused={focused}
            onFocus={setFocused}
            onEnter={goTo}
            onFollow={follow}
            onFollowChange={followChange}
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
