// Alerts under a filter, page by page, and one alert's why.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AlertRow, Why } from '../../../server/flow/alerts/model.ts';
import { call } from '../../api/client.ts';
import { type Filter, filterQuery } from '../../api/filter.ts';

export interface AlertPage {
  items: AlertRow[];
  next: string | null;
}

export const alertsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', filterQuery(filter)],
    queryFn: ({ pageParam, signal }) =>
      call<AlertPage>(
        'GET',
        `/api/alerts${filterQuery(filter, { limit: 50, ...(pageParam && { after: pageParam }) })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const whyQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'why', id],
    queryFn: ({ signal }) => call<Why>('GET', `/api/alerts/${encodeURIComponent(id)}`, { signal }),
  });
