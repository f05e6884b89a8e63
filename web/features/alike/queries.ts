// Visits that read alike, of one county or less, having one looked at again, and what second looks found.
import { queryOptions } from '@tanstack/react-query';
import type { AlikeGroup } from '../../../server/flow/tasks/alike/model.ts';
import type { SecondLooks } from '../../../server/flow/tasks/second-looks/model.ts';
import { call, queryString } from '../../api/client.ts';

export const alikeQuery = (area: string) =>
  queryOptions({
    queryKey: ['alike', area],
    queryFn: async ({ signal }) =>
      (await call<{ items: AlikeGroup[] }>('GET', `/api/visits/alike${queryString({ area })}`, { signal })).items,
  });

export const secondLooksQuery = (area: string) =>
  queryOptions({
    queryKey: ['alike', 'looks', area],
    queryFn: ({ signal }) => call<SecondLooks>('GET', `/api/second-looks${queryString({ area })}`, { signal }),
  });

export const askSecondLook = (taskId: string) => call<{ id: string }>('POST', `/api/tasks/${taskId}/second-look`);
