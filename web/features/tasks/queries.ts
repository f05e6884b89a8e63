// Tasks by view, one task whole, and the moves people make. Every move carries the version the reader saw.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { TaskDetail, TaskRow } from '../../../server/flow/tasks/model.ts';
import { call, queryString } from '../../api/client.ts';

export type View = 'waiting' | 'out' | 'submitted' | 'overdue' | 'escalated' | 'closed' | 'all' | 'mine';
export interface TaskPage {
  items: TaskRow[];
  next: string | null;
  counts: Partial<Record<View, number>>;
}

export const tasksQuery = (view: View, area?: string) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', view, area ?? ''],
    queryFn: ({ pageParam, signal }) =>
      call<TaskPage>('GET', `/api/tasks${queryString({ view, area, limit: 50, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'one', id],
    queryFn: ({ signal }) => call<TaskDetail>('GET', `/api/tasks/${encodeURIComponent(id)}`, { signal }),
  });

export type Move =
  | { move: 'dispatch'; assigneeId: string }
  | { move: 'accept' }
  | { move: 'return'; reason: string }
  | { move: 'confirm'; note?: string }
  | { move: 'acknowledge'; note: string }
  | { move: 'extend'; until: string; reason: string };

/** Sends a move; a task that has moved on or changed since is refused with 409 or 412. */
export function sendMove(task: Pick<TaskRow, 'id' | 'version'>, { move, ...body }: Move): Promise<unknown> {
  return call('POST', `/api/tasks/${encodeURIComponent(task.id)}/${move}`, { body, version: task.version });
}
