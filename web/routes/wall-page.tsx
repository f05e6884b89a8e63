// The wall: full screen, always dark, nothing to click and nobody by name. It takes turns and says when its figures have stopped.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { AlertMap } from '../../server/flow/alerts/model.ts';
import type { AlertChanges } from '../../server/insight/model.ts';
import { areasQuery, bordersQuery, prefectureBordersQuery, zonesQuery } from '../api/areas.ts';
import { useConnection } from '../api/connection.ts';
import { readFilter } from '../api/filter.ts';
import { openLive } from '../api/live.ts';
import { serviceTimeOf, useNow } from '../api/now.ts';
import { useMe } from '../api/session.ts';
import { BREAKS, rampOf } from '../charts/ramp.ts';
import { drawnLevel, rankChildren, ratePerThousand, regionsOf, withZones } from '../features/map/figures.ts';
import { changesQuery, daysQuery, mapQuery } from '../features/map/queries.ts';
import { barsOf } from '../features/map/slider.ts';
import { fillScreen, leaveScreen } from '../features/wall/screen.ts';
import { isStopped, secondsOf, turnsOf } from '../features/wall/turns.ts';
import { WallDays } from '../features/wall/wall-days.tsx';
import { WallLeft } from '../features/wall/wall-left.tsx';
import { WallNews, WallTop } from '../features/wall/wall-right.tsx';
import { wallWords } from '../features/wall/words.ts';
import { formatDay, formatTime, formatWeekday } from '../ui/format.ts';
import { useKeys } from '../ui/keys.ts';
import { useLanguage, useWords } from '../ui/language.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Failed, Skeleton } from '../ui/states.tsx';
import { isWorkday } from '../ui/workdays.ts';
import '../features/map/map.css';
import '../features/wall/wall.css';

const ChoroplethMap = lazy(() => import('../charts/choropleth-map.tsx'));
const EVERY = 60_000;
const TOP = 5;
/** Where nothing can be drawn, bars take the map's place. */
const MOST_BARS = 14;

export default function WallPage() {
  const me = useMe();
  const { language } = useLanguage();
  const words = useWords(wallWords);
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const now = useNow();
  const { isOffline } = useConnection();
  useEffect(openLive, []);
  useEffect(() => leaveScreen, []);
  const home = me.areas[0];
  const asked = readFilter(search).area ?? home?.code ?? '';
  const inner = useQuery({ ...areasQuery(asked), enabled: asked.length === 2 });
  const [at, setAt] = useState(0);
  const turns = useMemo(() => turnsOf({ code: asked, name: '' }, inner.data ?? []), [asked, inner.data]);
  const seconds = secondsOf(search.get('rotate'));
  useEffect(() => {
    if (seconds === 0 || turns.length < 2 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(() => setAt((old) => old + 1), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, turns.length]);
  const area = turns[at % turns.length]?.code ?? asked;
  const filter = readFilter(new URLSearchParams({ area }));
  const figures = useQuery({ ...mapQuery(filter), refetchInterval: EVERY });
  const changes = useQuery({ ...changesQuery(filter), refetchInterval: EVERY });
  const days = useQuery({ ...daysQuery(filter), refetchInterval: EVERY });
  const bars = useMemo(() => barsOf(days.data?.days ?? [], isWorkday), [days.data]);
  const zones = useQuery(zonesQuery);
  const map = figures.data;
  usePageTitle(words.main);
  useKeys({
    escape: () => void navigate(`/map?area=${asked}`),
    f: () => (document.fullscreenElement ? leaveScreen() : fillScreen()),
  });
  if (!map) {
    const failed = <Failed what={words.map} error={figures.error} onRetry={() => void figures.refetch()} />;
    return (
      <main className="wall" data-theme="dark">
        {figures.isError ? failed : <Skeleton lines={12} />}
      </main>
    );
  }
  const stopped = isStopped({
    ...{
      updatedAt: figures.dataUpdatedAt || Date.now(),
      now: Date.now(),
      isOffline,
      hasFailed: figures.isRefetchError,
    },
  });
  // A zone is counted with its county, as on the map: a handful of households make no rate.
  const isDrawn = drawnLevel(map.children) !== null;
  const ranked = rankChildren(withZones(map.children, zones.data ?? []), 'rate')
    .slice(0, isDrawn ? TOP : MOST_BARS)
    .flatMap(({ code, name, ...child }) => {
      const rate = ratePerThousand(child);
      return rate === null ? [] : [{ code, name, rate }];
    });
  return (
    <main className="wall" data-theme="dark" aria-label={words.main}>
      <header className="wall-head">
        <h1>{words.title(map.area.name)}</h1>
        <p>{isDrawn ? words.caption : words.captionBars}</p>
        <span>
          {formatDay(now.toISOString(), language)} {formatWeekday(now, language)}
        </span>
        <span className={stopped ? 'wall-clock is-stale' : 'wall-clock'} role="status">
          {stopped ? words.stale(formatTime(serviceTimeOf(figures.dataUpdatedAt))) : formatTime(now)}
        </span>
      </header>
      <WallLeft map={map} changes={changes.data} />
      {isDrawn ? (
        <WallLand key={map.area.code} map={map} redLate={changes.data?.redLate ?? null} />
      ) : (
        <div key={map.area.code} className="wall-land">
          <WallTop top={ranked} />
        </div>
      )}
      <div className="wall-side">
        {isDrawn && <WallTop top={ranked} />}
        <WallNews changes={changes.data} />
        {isDrawn && <WallLegend />}
      </div>
      <footer className="wall-foot">
        <WallDays bars={bars} />
        <span className="wall-turns">
          {[
            turns.length > 1 && words.turn(map.area.name, (at % turns.length) + 1, turns.length),
            me.isRehearsal && words.rehearsal,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </footer>
    </main>
  );
}

function WallLegend() {
  const words = useWords(wallWords);
  const ramp = rampOf('rate', true);
  return (
    <p className="wall-legend">
      {words.legend}
      <br />
      {ramp.map((colour, index) => (
        <span key={colour}>
          <i style={{ background: colour }} />
          {index > 0 ? BREAKS.rate[index - 1] : 0}
        </span>
      ))}
    </p>
  );
}

/** The map of a province or a prefecture; below it nothing can be drawn, and the five places tell it. */
function WallLand({ map, redLate }: { map: AlertMap; redLate: AlertChanges['redLate'] }) {
  const words = useWords(wallWords);
  const counties = useQuery(bordersQuery);
  const prefectures = useQuery(prefectureBordersQuery);
  const zones = useQuery(zonesQuery);
  const { code } = map.area;
  const shapes = useMemo(
    () => (counties.data?.features ?? []).filter((shape) => shape.properties.code.startsWith(code)),
    [counties.data, code],
  );
  const outlines = useMemo(
    () => (prefectures.data?.features ?? []).filter((shape) => shape.properties.code.startsWith(code.slice(0, 4))),
    [prefectures.data, code],
  );
  const regions = useMemo(
    () => regionsOf(map.children, shapes, { zones: zones.data ?? [], measure: 'rate', redLate }),
    [map.children, shapes, zones.data, redLate],
  );
  if (shapes.length === 0) return <div className="wall-land" />;
  return (
    <div className="wall-land">
      <Suspense fallback={null}>
        <ChoroplethMap
          label={words.map}
          shapes={shapes}
          outlines={outlines}
          regions={regions}
          measure="rate"
          focused={null}
          isWall
        />
      </Suspense>
    </div>
  );
}
