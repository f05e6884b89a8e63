// A department's data-quality tickets: which of its rows visits found wrong, and its answers.
import { useMe } from '../../api/session.ts';
import { TICKET_VIEWS } from '../../features/tickets/queries.ts';
import { TicketList } from '../../features/tickets/ticket-list.tsx';
import { ticketWords } from '../../features/tickets/words.ts';
import { useWords } from '../../ui/language.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';

export default function TicketsPage() {
  const me = useMe();
  const words = useWords(ticketWords);
  const { search, change } = useAddress();
  const view = TICKET_VIEWS.find((one) => one === search.get('view')) ?? 'open';
  return (
    <>
      <TopBarArea>
        <b>{words.page}</b>
      </TopBarArea>
      <main className="tickets-page">
        <p className="tickets-lead">{words.lead}</p>
        <TicketList
          view={view}
          canAnswer={me.actions.includes('ticket.answer')}
          onView={(one) => change({ view: one === 'open' ? null : one }, { replace: true })}
        />
      </main>
    </>
  );
}
