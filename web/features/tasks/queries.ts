// Tasks by view, one task whole, and the moves people make. Every move carries the version the reader saw.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SavedView, UndoResult } from '../../../server/flow/tasks/desk/model.ts';
import type { BulkPreview, BulkResult, QueueRow, TaskDetail, TaskRow } from '../../../server/flow/tasks/model.ts';
import type { Names } from '../../../server/kernel/names.ts';
import { call, queryString } from '../../api/client.ts';
import type { DeskFilter } from './desk-filter.ts';

export interface TaskPage {
  items: QueueRow[];
  next: string | null;
  /** Of the first page. */
  counts: Partial<Record<string, number>>;
  groups: Partial<Record<string, number>>;
}

/** A list that was read further than this stays as it is until somebody asks: to read it all anew for each hint would never end. */
const MOST_LIVE_PAGES = 6;
const FIRST_PAGE = 100;
const NEXT_PAGE = 200;

type ListFilter = Pick<DeskFilter, 'area' | 'severity' | 'rule' | 'assignee' | 'sort'> & { view: string };

export const tasksQuery = ({ view, area, severity, rule, assignee, sort }: ListFilter) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', view, area, severity.join(), rule, assignee, sort],
    queryFn: ({ pageParam, signal }) => {
      const own = { view, area, severity, rule, assignee, sort: sort === 'urgency' ? null : sort };
      return call<TaskPage>(
        'GET',
        `/api/tasks${queryString({ ...own, limit: pageParam ? NEXT_PAGE : FIRST_PAGE, after: pageParam })}`,
        { signal },
      );
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: ({ state }) => ((state.data?.pages.length ?? 0) > MOST_LIVE_PAGES ? 'static' : 30_000),
  });

/** Whether a list no longer follows what happens. */
export const isStill = (pages: number) => pages > MOST_LIVE_PAGES;

/** What a coordinator has in hand. */
export const mineQuery = tasksQuery({ view: 'mine', area: '', severity: [], rule: '', assignee: '', sort: 'due' });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'one', id],
    queryFn: ({ signal }) => call<TaskDetail>('GET', `/api/tasks/${encodeURIComponent(id)}`, { signal }),
  });

/** The reasons that stand open somewhere in the area, most first. */
export const reasonsQuery = (area: string) =>
  queryOptions({
    queryKey: ['map', 'reasons', area],
    queryFn: async ({ signal }) =>
      (await call<{ rules: { id: string; names: Names }[] }>('GET', `/api/map${queryString({ area })}`, { signal }))
        .rules,
    staleTime: 5 * 60_000,
  });

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) => (await call<{ items: SavedView[] }>('GET', '/api/views', { signal })).items,
});

export const keepView = (name: string, filter: string) =>
  call<SavedView>('POST', '/api/views', { body: { name, filter } });
export const forgetView = (id: string) => call('DELETE', `/api/views/${encodeURIComponent(id)}`);

export type Move =
  | { move: 'dispatch'; assigneeId: string }
  | { move: 'accept' }
  | { move: 'return'; reason: string }
  | { move: 'confirm'; note?: string }
  | { move: 'acknowledge'; note: string }
  | { move: 'extend'; until: string; reason: string };

/** Sends a move; a task that has moved on or changed since is refused with 409 or 412. */
export function sendMove(
  task: Pick<TaskRow, 'id' | 'version'>,
  { move, ...body }: Move,
): Promise<{ id: string; version: number }> {
  return call('POST', `/api/tasks/${encodeURIComponent(task.id)}/${move}`, { body, version: task.version });
}

export interface Many {
  tasks: Pick<TaskRow, 'id' | 'version'>[];
  assigneeId?: string | undefined;
}

const bodyOf = ({ tasks, assigneeId }: Many) => ({
  tasks: tasks.map(({ id, version }) => ({ id, version })),
  ...(assigneeId && { assigneeId }),
});

export const previewMany = (many: Many, signal?: AbortSignal) =>
  call<BulkPreview>('POST', '/api/tasks/dispatch/preview', { body: bodyOf(many), ...(signal && { signal }) });

export const dispatchMany = async (many: Many) =>
  (await call<{ items: BulkResult[] }>('POST', '/api/tasks/dispatch', { body: bodyOf(many) })).items;

export const undoMany = async (tasks: Many['tasks']) =>
  (await call<{ items: UndoResult[] }>('POST', '/api/tasks/undo', { body: bodyOf({ tasks }) })).items;
