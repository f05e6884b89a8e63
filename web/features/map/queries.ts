// The figures of one filter: totals, one row a child division, one a rule, and which sources are blind; and its last weeks.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { AlertTrend } from '../../../server/insight/model.ts';
import { call } from '../../api/client.ts';
import { type Filter, filterQuery } from '../../api/filter.ts';

/** Old figures stay, greyed, while a filter is fetched. */
export const mapQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['map', filterQuery(filter)],
    queryFn: ({ signal }) => call<AlertMap>('GET', `/api/map${filterQuery(filter)}`, { signal }),
    placeholderData: keepPreviousData,
  });

/** The trend speaks of raising and ending, so one answer serves every state of the filter. A key of the map's: the same news make it old. */
export const trendQuery = (filter: Filter) => {
  const asked = filterQuery({ ...filter, state: 'open' });
  return queryOptions({
    queryKey: ['map', 'trend', asked],
    queryFn: ({ signal }) => call<AlertTrend>('GET', `/api/map/trend${asked}`, { signal }),
    placeholderData: keepPreviousData,
  });
};
