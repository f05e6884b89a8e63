// What the search box finds. Every answer is recorded, so it asks when somebody has stopped typing.
import { queryOptions } from '@tanstack/react-query';
import type { SearchAnswer } from '../../../server/household/model.ts';
import { call } from '../../api/client.ts';

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call<SearchAnswer>('POST', '/api/search', { body: { q }, signal }),
    enabled: q.length > 0,
    staleTime: 60_000,
    gcTime: 60_000,
  });
