// Leads: listed, written down, tied to a household, sent to be registered.
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { SearchAnswer } from '../../../server/household/model.ts';
import type { LeadCounts, LeadRow } from '../../../server/leads/list/model.ts';
import type { DeskLeadInput, LeadTaken } from '../../../server/leads/model.ts';
import { call, queryString } from '../../api/client.ts';

export interface LeadPage {
  items: LeadRow[];
  next: string | null;
  counts: LeadCounts;
}

export const leadsQuery = (asked: { area: string; view: string; channel: string }) =>
  infiniteQueryOptions({
    queryKey: ['leads', asked],
    queryFn: ({ pageParam, signal }) =>
      call<LeadPage>('GET', `/api/leads${queryString({ ...asked, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const saveLead = (lead: DeskLeadInput) => call<LeadTaken>('POST', '/api/leads', { body: lead });

export const linkLead = (id: string, householdId: string) =>
  call('POST', `/api/leads/${id}/link`, { body: { householdId } });

export const registerLead = (id: string) => call('POST', `/api/leads/${id}/register`);

/** Households that may be meant; asked when somebody says so, since every answer is recorded. */
export const homesQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', 'homes', q],
    queryFn: ({ signal }) => call<SearchAnswer>('POST', '/api/search', { body: { q }, signal }),
    enabled: q.length > 0,
    gcTime: 60_000,
  });

/** A lead changes what lists, map and panels show. */
export async function afterLead(client: QueryClient): Promise<void> {
  await Promise.all(['leads', 'tasks', 'alerts', 'map'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}
