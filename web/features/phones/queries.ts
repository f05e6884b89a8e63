// Phones of those who visit: listed, counted by area, the visits that came too late; reported lost and found again.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ViewedAs } from '../../../server/field/model.ts';
import type { KeptRow, PhoneCount, PhoneRow } from '../../../server/phones/model.ts';
import { call, queryString } from '../../api/client.ts';

export const STATES = ['all', 'unsent', 'stuck', 'silent', 'none', 'old', 'full', 'clock', 'lost'] as const;
export const DAYS = ['1', '3', '7', '14', '30'] as const;
export const DAYS_USUAL = '3';

export interface PhonesAsked {
  area: string;
  state: string;
  days: string;
}

const shortOf = ({ area, state, days }: PhonesAsked) => ({
  ...{ area, state: state === 'all' ? '' : state, days: days === DAYS_USUAL ? '' : days },
});

export const phonesQuery = (asked: PhonesAsked) =>
  infiniteQueryOptions({
    queryKey: ['phones', 'list', asked],
    queryFn: ({ pageParam, signal }) =>
      call<{ items: PhoneRow[]; next: string | null; present: string | null }>(
        'GET',
        `/api/phones${queryString({ ...shortOf(asked), after: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const countsQuery = ({ area, days }: Omit<PhonesAsked, 'state'>) =>
  queryOptions({
    queryKey: ['phones', 'counts', area, days],
    queryFn: async ({ signal }) =>
      (
        await call<{ items: PhoneCount[] }>(
          'GET',
          `/api/phones/counts${queryString({ area, days: days === DAYS_USUAL ? '' : days })}`,
          { signal },
        )
      ).items,
    placeholderData: keepPreviousData,
  });

export const keptQuery = (area: string) =>
  infiniteQueryOptions({
    queryKey: ['phones', 'kept', area],
    queryFn: ({ pageParam, signal }) =>
      call<{ items: KeptRow[]; next: string | null }>(
        'GET',
        `/api/phones/kept${queryString({ area, after: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const losePhone = (id: string, reason: string): Promise<void> =>
  call('POST', `/api/phones/${id}/lost`, { body: { reason } });

export const findPhone = (id: string): Promise<void> => call('POST', `/api/phones/${id}/found`);

export const viewAs = (userId: string, reason: string): Promise<ViewedAs> =>
  call('POST', '/api/field/view-as', { body: { userId, reason } });

/** What names a row in the address: its phone, or whoever has none. */
export const keyOf = ({ user, phone }: PhoneRow) => phone?.id ?? user.id;
