// Tickets by view, one page after another: a department answers its own, an area reads along.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketRow } from '../../../server/flow/feedback/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { AnswerForm } from './answer-form.tsx';
import { TICKET_VIEWS, type TicketView, ticketsQuery } from './queries.ts';
import { TicketLine } from './ticket-row.tsx';
import { ticketWords } from './words.ts';
import './tickets.css';

interface TicketListProps {
  view: TicketView;
  area?: string | undefined;
  canAnswer: boolean;
  onView: (view: TicketView) => void;
  onTask?: (taskId: string) => void;
}

export function TicketList({ view, area, canAnswer, onView, onTask }: TicketListProps) {
  const words = useWords(ticketWords);
  const [answering, setAnswering] = useState<TicketRow | null>(null);
  const query = useInfiniteQuery(ticketsQuery(view, area));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = query.data?.pages[0]?.counts;
  return (
    <>
      <div className="ticket-views" role="tablist" aria-label={words.list}>
        {TICKET_VIEWS.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={one === view} onClick={() => onView(one)}>
            {words.views[one]}
            {counts && (
              <span className={one === 'overdue' && counts.overdue > 0 ? 'late' : 'faint'}>
                {formatCount(counts[one])}
              </span>
            )}
          </button>
        ))}
      </div>
      {query.isPending && <Skeleton lines={5} />}
      {query.isError && !query.data && (
        <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && rows.length === 0 && <Empty>{words.empty[view]}</Empty>}
      {rows.length > 0 && (
        <table className="ticket-table" aria-label={words.list}>
          <thead>
            <tr>
              {(['row', 'found', 'rule', 'due', 'answer'] as const).map((column) => (
                <th key={column} scope="col">
                  {words.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((ticket) => (
              <TicketLine
                key={ticket.id}
                ticket={ticket}
                onAnswer={canAnswer && ticket.state === 'open' ? () => setAnswering(ticket) : null}
                onTask={onTask ?? null}
              />
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <div className="ticket-more no-print">
          <More of={query} />
        </div>
      )}
      {answering && <AnswerForm key={answering.id} ticket={answering} onClose={() => setAnswering(null)} />}
    </>
  );
}
