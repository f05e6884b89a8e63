// The figures of one filter: totals, one row a child division, one a rule, and which sources are blind.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import { call } from '../../api/client.ts';
import { type Filter, filterQuery } from '../../api/filter.ts';

/** Old figures stay, greyed, while a filter is fetched. */
export const mapQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['map', filterQuery(filter)],
    queryFn: ({ signal }) => call<AlertMap>('GET', `/api/map${filterQuery(filter)}`, { signal }),
    placeholderData: keepPreviousData,
  });
