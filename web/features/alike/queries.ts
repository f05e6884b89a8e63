// Visits that read alike, of one county or less, and having one looked at again.
import { queryOptions } from '@tanstack/react-query';
import type { AlikeGroup } from '../../../server/flow/tasks/alike/model.ts';
import { call, queryString } from '../../api/client.ts';

export const alikeQuery = (area: string) =>
  queryOptions({
    queryKey: ['alike', area],
    queryFn: async ({ signal }) =>
      (await call<{ items: AlikeGroup[] }>('GET', `/api/visits/alike${queryString({ area })}`, { signal })).items,
  });

export const askSecondLook = (taskId: string) => call<{ id: string }>('POST', `/api/tasks/${taskId}/second-look`);
