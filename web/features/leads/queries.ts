// What is written and asked about leads.
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { SearchAnswer } from '../../../server/household/model.ts';
import type { DeskLeadInput, LeadTaken } from '../../../server/leads/model.ts';
import { call } from '../../api/client.ts';

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
  await Promise.all(['tasks', 'alerts', 'map'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}
