// A task as the sheet needs it, and a visit typed in from paper.
import { queryOptions } from '@tanstack/react-query';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { TaskForm } from '../../../server/flow/visits/forms/model.ts';
import type { PaperVisitInput } from '../../../server/flow/visits/model.ts';
import { call } from '../../api/client.ts';

export const sheetTaskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'sheet', id],
    queryFn: ({ signal }) => call<TaskDetail>('GET', `/api/tasks/${encodeURIComponent(id)}`, { signal }),
  });

/** What is asked at its door. What data says of it may change by the day: asked anew for each sheet. */
export const taskFormQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'form', id],
    queryFn: ({ signal }) => call<TaskForm>('GET', `/api/tasks/${encodeURIComponent(id)}/form`, { signal }),
  });

/** `id` is made before the first try: trying again is the same visit. */
export const enterPaperVisit = (id: string, visit: PaperVisitInput) =>
  call<{ id: string }>('PUT', `/api/paper-visits/${id}`, { body: visit });
