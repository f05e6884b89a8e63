// Under the changes: the last twelve weeks under the same filter, as two small panels or as their table. It fails or loads by itself.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Filter } from '../../api/filter.ts';
import { PANELS } from '../../charts/trend.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { trendQuery } from './queries.ts';
import { isQuiet, trendSentence, weekText } from './trend.ts';
import { TrendTable } from './trend-table.tsx';
import { mapWords } from './words.ts';
import './trend.css';

const TrendChart = lazy(() => import('../../charts/trend-chart.tsx'));

interface TrendStripProps {
  filter: Filter;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

export function TrendStrip({ filter, isTable, onTable }: TrendStripProps) {
  const { language } = useLanguage();
  const words = useWords(mapWords).trend;
  const query = useQuery(trendQuery(filter));
  const [focused, setFocused] = useState<number | null>(null);
  const trend = query.data;
  if (query.isPending) return <Skeleton lines={3} />;
  if (!trend) return <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />;
  if (trend.total === null) return <p className="trend faint">{words.few}</p>;
  const { weeks } = trend;
  const labels = weeks.map((week) => formatDay(week.from, language));
  const week = focused === null ? undefined : weeks[focused];
  const sentence = trendSentence(trend, language);
  return (
    <section className={query.isPlaceholderData ? 'trend refreshing' : 'trend'} aria-label={words.what}>
      <div className="trend-head">
        <h2>{words.what}</h2>
        {isQuiet(trend) ? (
          <p>{words.quiet}</p>
        ) : (
          <p aria-live="polite">{week ? weekText(week, focused === weeks.length - 1, language) : sentence}</p>
        )}
        {!isQuiet(trend) && (
          <button type="button" className="link-button" aria-pressed={isTable} onClick={() => onTable(!isTable)}>
            {isTable ? words.asChart : words.asTable}
          </button>
        )}
      </div>
      {!isQuiet(trend) && isTable && <TrendTable weeks={weeks} labels={labels} />}
      {!isQuiet(trend) && !isTable && (
        <>
          <div className="trend-titles faint" aria-hidden="true">
            <span style={{ width: `${PANELS.stock.left}%` }}>{words.flow}</span>
            <span>{words.stock}</span>
          </div>
          <Suspense fallback={<div className="trend-canvas" />}>
            <TrendChart
              weeks={weeks}
              labels={labels}
              focused={focused}
              label={words.label(sentence)}
              onFocus={setFocused}
            />
          </Suspense>
          <div className="trend-days faint" aria-hidden="true">
            <span style={{ width: `${PANELS.flow.width}%` }}>
              <i>{labels[0]}</i>
              <i>{words.thisWeek}</i>
            </span>
            <span style={{ marginLeft: `${PANELS.stock.left - PANELS.flow.width}%`, width: `${PANELS.stock.width}%` }}>
              <i>{labels[0]}</i>
              <i>{words.now}</i>
            </span>
          </div>
        </>
      )}
    </section>
  );
}
