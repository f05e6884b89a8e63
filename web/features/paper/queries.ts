// A task as the sheet needs it, and a visit typed in from paper.
import { queryOptions } from '@tanstack/react-query';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { PaperVisitInput } from '../../../server/flow/visits/model.ts';
import { call } from '../../api/client.ts';

export const sheetTaskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'sheet', id],
    queryFn: ({ signal }) => call<TaskDetail>('GET', `/api/tasks/${encodeURIComponent(id)}`, { signal }),
  });

/** `id` is made before the first try: trying again is the same visit. */
export const enterPaperVisit = (id: string, visit: PaperVisitInput) =>
  call<{ id: string }>('PUT', `/api/paper-visits/${id}`, { body: visit });
