// One household, part by part, and the list of them. What a person looks at is recorded, so nothing is fetched that is not shown.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  CheckReport,
  HouseholdFilter,
  HouseholdLog,
  HouseholdRow,
  HouseholdView,
  Line,
  RevealInput,
  Series,
} from '../../../server/household/model.ts';
import { call, queryString } from '../../api/client.ts';

const pathOf = (id: string) => `/api/households/${encodeURIComponent(id)}`;

export const householdQuery = (id: string) =>
  queryOptions({
    queryKey: ['households', id, 'view'],
    queryFn: ({ signal }) => call<HouseholdView>('GET', pathOf(id), { signal }),
  });

export const lineQuery = (id: string) =>
  queryOptions({
    queryKey: ['households', id, 'line'],
    queryFn: ({ signal }) => call<Line>('GET', `${pathOf(id)}/line`, { signal }),
  });

export const seriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['households', id, 'series'],
    queryFn: ({ signal }) => call<Series>('GET', `${pathOf(id)}/series`, { signal }),
    staleTime: 10 * 60_000,
  });

export const logQuery = (id: string, looks: number) =>
  queryOptions({
    queryKey: ['households', id, 'log', looks],
    queryFn: ({ signal }) => call<HouseholdLog>('GET', `${pathOf(id)}/log${queryString({ looks })}`, { signal }),
  });

/** Made once when it is asked for, and kept as it was: a second look would be a second entry. */
export const reportQuery = (id: string, purpose: CheckReport['purpose']) =>
  queryOptions({
    queryKey: ['household-report', id, purpose],
    queryFn: ({ signal }) => call<CheckReport>('GET', `${pathOf(id)}/report${queryString({ purpose })}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const revealNumber = (id: string, asked: RevealInput) =>
  call<{ value: string }>('POST', `${pathOf(id)}/reveal`, { body: asked });

export interface HouseholdPage {
  items: HouseholdRow[];
  next: string | null;
}

export const householdsQuery = (filter: HouseholdFilter) => {
  const { q, area, group } = filter;
  const own = { q, area, group: group === 'all' ? null : group };
  return infiniteQueryOptions({
    queryKey: ['households', 'list', queryString(own)],
    queryFn: ({ pageParam, signal }) =>
      call<HouseholdPage>('GET', `/api/households${queryString({ ...own, limit: 50, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
};
