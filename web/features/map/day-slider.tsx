// Below the map: new alerts of ninety days as bars. The day picked is the one whose end the map shows; it can be played.
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Filter } from '../../api/filter.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { isWorkday } from '../../ui/workdays.ts';
import { daysQuery } from './queries.ts';
import { barsOf, placeOf, stepTo } from './slider.ts';
import { toldCount } from './told.ts';
import { mapWords } from './words.ts';
import './slider.css';

const STEP = 10; // width of one day in the drawing's own measure
const HEIGHT = 40;
const TICK = 700; // milliseconds a day is shown while it plays

interface DaySliderProps {
  filter: Filter;
  /** Figures are still on their way: a playing slider waits for them. */
  isBusy: boolean;
  onDay: (day: string | null) => void;
}

const wantsStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export function DaySlider({ filter, isBusy, onDay }: DaySliderProps) {
  const { language } = useLanguage();
  const all = useWords(mapWords);
  const words = all.slider;
  const query = useQuery(daysQuery(filter));
  const days = query.data?.days;
  const bars = useMemo(() => barsOf(days ?? [], isWorkday), [days]);
  const [isPlaying, setIsPlaying] = useState(false);
  const place = placeOf(bars, filter.day);
  const latest = useRef({ isBusy, place, bars, onDay });
  latest.current = { isBusy, place, bars, onDay };

  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => {
      const now = latest.current;
      if (now.isBusy) return;
      if (now.place >= now.bars.length - 1) setIsPlaying(false);
      else now.onDay(stepTo(now.bars, now.place, 1));
    }, TICK);
    return () => clearInterval(timer);
  }, [isPlaying]);

  if (query.isPending) return <Skeleton lines={3} />;
  if (!days) return <Failed what={words.failed} error={query.error} onRetry={() => void query.refetch()} />;
  const step = (by: number) => {
    setIsPlaying(false);
    onDay(stepTo(bars, place, by));
  };
  const play = () => {
    if (!isPlaying && place >= bars.length - 1) onDay(bars[0]?.day ?? null);
    setIsPlaying(!isPlaying);
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    setIsPlaying(false);
    onDay(stepTo(bars, index, 0));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: 7, PageDown: -7, Home: -bars.length, End: bars.length }[
      event.key
    ];
    if (by === undefined) return;
    event.preventDefault();
    step(by);
  };
  const bar = bars[place];
  const at = bar ? formatDay(bar.day, language) : '';
  const width = STEP * bars.length;
  return (
    <section className={query.isPlaceholderData ? 'slider refreshing' : 'slider'} aria-label={words.what}>
      <p className="slider-head">
        <span className="strong">{words.what}</span> <span className="faint">{words.rest}</span>
        <span className="slider-at" aria-live="polite">
          {filter.day && (
            <>
              {words.at(at)}{' '}
              <button type="button" className="link-button" onClick={() => step(bars.length)}>
                {words.back}
              </button>
            </>
          )}
        </span>
        <button
          type="button"
          className="button slider-step no-print"
          aria-label={words.before}
          onClick={() => step(-1)}
        >
          <span className="key">[</span>
        </button>
        <button type="button" className="button slider-step no-print" aria-label={words.after} onClick={() => step(1)}>
          <span className="key">]</span>
        </button>
      </p>
      <div className="slider-row">
        {!wantsStill() && (
          <button type="button" className="button slider-play no-print" onClick={play} aria-pressed={isPlaying}>
            {isPlaying ? words.pause : words.play}
          </button>
        )}
        <div
          className="slider-track"
          role="slider"
          tabIndex={0}
          aria-label={words.label}
          aria-valuemin={0}
          aria-valuemax={bars.length - 1}
          aria-valuenow={place}
          aria-valuetext={words.value(at, toldCount(bar?.raised ?? 0, all))}
          onKeyDown={onKeyDown}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
        >
          <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {bars.map((one, index) => (
              <g key={one.day}>
                {one.isRest && <rect className="slider-rest" x={index * STEP} y={0} width={STEP} height={HEIGHT} />}
                <rect
                  className={
                    index === place ? 'slider-bar is-at' : index > place ? 'slider-bar is-later' : 'slider-bar'
                  }
                  x={index * STEP + 1.5}
                  y={HEIGHT * (1 - one.height)}
                  width={STEP - 3}
                  height={HEIGHT * one.height}
                />
              </g>
            ))}
          </svg>
          <span className="slider-post" style={{ left: `${(100 * (place + 0.5)) / bars.length}%` }} />
          <span className="slider-months faint" aria-hidden="true">
            {bars.map((one, index) =>
              one.isMonth ? (
                <i key={one.day} style={{ left: `${(100 * index) / bars.length}%` }}>
                  {formatDay(one.day.slice(0, 7), language)}
                </i>
              ) : null,
            )}
            <i className="slider-today">{filter.day ? words.today : at}</i>
          </span>
        </div>
      </div>
    </section>
  );
}
