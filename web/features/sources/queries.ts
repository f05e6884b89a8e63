// Sources, files on their way in, batches and their rejects; and what people do with them.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { BatchView, Consequences, IntakeView, RejectView, SourceView } from '../../../server/flow/ingest/model.ts';
import type { BlindMap } from '../../../server/insight/rules/model.ts';
import { call, queryString } from '../../api/client.ts';
import { type Headings, isRunning } from './intake.ts';

const POLL = 1_000;

interface Page<T> {
  items: T[];
  next: string | number | null;
}

const batchPath = (id: number) => `/api/batches/${id}`;
const sourcePath = (dataset: string) => `/api/sources/${encodeURIComponent(dataset)}`;
const intakePath = (id: string) => `/api/intakes/${encodeURIComponent(id)}`;

/** Which rule is blind where; a batch or a standard changes it, so it goes with the sources. */
export const blindMapQuery = queryOptions({
  queryKey: ['sources', 'blind'],
  queryFn: ({ signal }) => call<BlindMap>('GET', '/api/sources/blind', { signal }),
});

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: async ({ signal }) => (await call<{ items: SourceView[] }>('GET', '/api/sources', { signal })).items,
});

export const intakesQuery = queryOptions({
  queryKey: ['intakes', 'list'],
  queryFn: async ({ signal }) => (await call<{ items: IntakeView[] }>('GET', '/api/intakes', { signal })).items,
});

/** One file on its way in, asked for again each second while something is being done with it. */
export const intakeQuery = (id: string) =>
  queryOptions({
    queryKey: ['intakes', 'one', id],
    queryFn: ({ signal }) => call<IntakeView>('GET', intakePath(id), { signal }),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? POLL : false),
  });

export const batchesQuery = (dataset: string) =>
  infiniteQueryOptions({
    queryKey: ['batches', 'list', dataset],
    queryFn: ({ pageParam, signal }) =>
      call<Page<BatchView>>('GET', `/api/batches${queryString({ dataset, after: pageParam, limit: 20 })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === null ? undefined : String(next)),
  });

export const batchQuery = (id: number) =>
  queryOptions({
    queryKey: ['batches', 'one', id],
    queryFn: ({ signal }) => call<BatchView>('GET', batchPath(id), { signal }),
  });

export const rejectsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['batches', 'rejects', id],
    queryFn: ({ pageParam, signal }) =>
      call<Page<RejectView>>('GET', `${batchPath(id)}/rejects${queryString({ after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === null ? undefined : String(next)),
  });

/** What withdrawing would change now; worked out anew each time somebody asks. */
export const withdrawalQuery = (id: number) =>
  queryOptions({
    queryKey: ['batches', 'withdrawal', id],
    queryFn: ({ signal }) => call<Consequences>('GET', `${batchPath(id)}/withdrawal`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

export const rejectsFile = (id: number) => `${batchPath(id)}/rejects.csv`;
export const templateFile = (dataset: string, format: 'xlsx' | 'csv') =>
  `${sourcePath(dataset)}/template${queryString({ format })}`;

export function withdrawBatch(id: number, reason: string): Promise<unknown> {
  return call('POST', `${batchPath(id)}/withdraw`, { body: { reason } });
}

export function confirmBatch(id: number): Promise<unknown> {
  return call('POST', `${batchPath(id)}/confirm`, { body: {} });
}

export interface StateChange {
  state: SourceView['state'];
  fromOn: string;
  note: string;
}

export function changeSource(dataset: string, change: StateChange): Promise<unknown> {
  return call('PUT', sourcePath(dataset), { body: change });
}

export function cancelIntake(id: string): Promise<unknown> {
  return call('POST', `${intakePath(id)}/cancel`, { body: {} });
}

/** Lets the file the server kept in, or tries it again, with what a person has said since. */
export function handInKept(id: string, said: { period?: string; dryRun?: boolean } = {}): Promise<IntakeView> {
  return call<IntakeView>('POST', `${intakePath(id)}/hand-in`, { body: said });
}

export function keepLayout(intakeId: string, dataset: string, headings: Headings): Promise<unknown> {
  return call('POST', '/api/layouts', { body: { intakeId, dataset, headings } });
}
