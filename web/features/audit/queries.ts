// The log from the server: its entries under a filter, the actions it knows, and the state of its chain.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AuditRow, AuditVerification, ChainState } from '../../../server/audit/model.ts';
import { addDays } from '../../../server/kernel/clock.ts';
import { call, queryString } from '../../api/client.ts';

/** What the address says of the log; `subject` is `household:ID`, or a kind alone. */
export interface AuditAsked {
  period: Period;
  /** With the period `days`: from and until, both included. */
  from: string;
  until: string;
  actor: string;
  action: string;
  subject: string;
  area: string;
}

export const PERIODS = ['1', '7', '30', 'all', 'days'] as const;
export type Period = (typeof PERIODS)[number];

/** The filter as the server takes it: a period of days ends today. */
export function wantedOf(asked: AuditAsked, today: string): Record<string, string | undefined> {
  const { period, actor, action, subject, area } = asked;
  const [subjectKind, subjectId] = subject.split(':');
  const range =
    period === 'all'
      ? {}
      : period === 'days'
        ? { from: asked.from, until: asked.until }
        : { from: addDays(today, 1 - Number(period)) };
  return { ...range, actor, action, subjectKind, subjectId, area };
}

interface Page {
  items: AuditRow[];
  next: string | null;
}

export const auditQuery = (wanted: ReturnType<typeof wantedOf>) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', wanted],
    queryFn: ({ pageParam, signal }) =>
      call<Page>('GET', `/api/audit${queryString({ ...wanted, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const auditActionsQuery = queryOptions({
  queryKey: ['audit', 'actions'],
  queryFn: async ({ signal }) => (await call<{ actions: string[] }>('GET', '/api/audit/actions', { signal })).actions,
});

export const chainQuery = queryOptions({
  queryKey: ['audit', 'chain'],
  queryFn: ({ signal }) => call<ChainState>('GET', '/api/audit/chain', { signal }),
  refetchInterval: 30_000,
});

export function verifyChain(): Promise<AuditVerification> {
  return call('GET', '/api/audit/verification');
}

export const exportFile = (wanted: ReturnType<typeof wantedOf>) => `/api/audit/export${queryString(wanted)}`;
