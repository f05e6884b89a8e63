// Data-quality tickets: pages of them, the batches a correction may be in, and the answer.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { TicketAnswer, TicketRow } from '../../../server/flow/feedback/model.ts';
import type { BatchView } from '../../../server/flow/ingest/model.ts';
import { call, queryString } from '../../api/client.ts';

export const TICKET_VIEWS = ['open', 'overdue', 'answered', 'all'] as const;
export type TicketView = (typeof TICKET_VIEWS)[number];

interface TicketPage {
  items: TicketRow[];
  next: string | null;
  counts: Record<TicketView, number>;
}

export const ticketsQuery = (state: TicketView, area?: string) =>
  infiniteQueryOptions({
    queryKey: ['tickets', 'list', state, area],
    queryFn: ({ pageParam, signal }) =>
      call<TicketPage>('GET', `/api/tickets${queryString({ state, area, after: pageParam, limit: 30 })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** Batches in force of the same dataset that came after the row's own: one of them may hold the correction. */
export const correctionsQuery = ({ dataset, batchId }: TicketRow) =>
  queryOptions({
    queryKey: ['batches', 'corrections', dataset, batchId],
    queryFn: async ({ signal }) => {
      const path = `/api/batches${queryString({ dataset, status: 'accepted', limit: 20 })}`;
      const { items } = await call<{ items: BatchView[] }>('GET', path, { signal });
      return items.filter((batch) => batch.id > batchId);
    },
  });

export function answerTicket(ticket: TicketRow, answer: TicketAnswer): Promise<unknown> {
  return call('POST', `/api/tickets/${encodeURIComponent(ticket.id)}/answer`, {
    body: answer,
    version: ticket.version,
  });
}
