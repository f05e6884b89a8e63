// The figures of one filter: totals, children, rules and blind sources; its weeks, days, changes and confirmation.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { AlertChanges, AlertConfirmed, AlertDays, AlertTrend } from '../../../server/insight/model.ts';
import { call } from '../../api/client.ts';
import { type Filter, filterQuery } from '../../api/filter.ts';

/** Old figures stay, greyed, while a filter is fetched. */
export const mapQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['map', filterQuery(filter)],
    queryFn: ({ signal }) => call<AlertMap>('GET', `/api/map${filterQuery(filter)}`, { signal }),
    placeholderData: keepPreviousData,
  });

/** Keys of the map's: the same news make them old. Each says by itself which parts of the filter it does not ask for. */
function besideQuery<T>(part: 'trend' | 'days' | 'changes' | 'confirmed', filter: Filter) {
  const asked = filterQuery({ ...filter, state: 'open' });
  return queryOptions({
    queryKey: ['map', part, asked],
    queryFn: ({ signal }) => call<T>('GET', `/api/map/${part}${asked}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

function withoutDay({ day: _, ...filter }: Filter): Filter {
  return filter;
}

/** The trend speaks of raising and ending, so one answer serves every state and day of the filter. */
export const trendQuery = (filter: Filter) => besideQuery<AlertTrend>('trend', withoutDay(filter));
export const daysQuery = (filter: Filter) => besideQuery<AlertDays>('days', withoutDay(filter));
export const changesQuery = (filter: Filter) => besideQuery<AlertChanges>('changes', filter);
export const confirmedQuery = (filter: Filter) => besideQuery<AlertConfirmed>('confirmed', filter);
