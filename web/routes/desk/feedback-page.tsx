// Feedback: how right the closed warnings were, and below it the rows that departments are asked to check.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { dayOf } from '../../../server/kernel/clock.ts';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { PrecisionTable } from '../../features/feedback/precision-table.tsx';
import { GROUPINGS, PERIODS, precisionQuery } from '../../features/feedback/queries.ts';
import { feedbackWords } from '../../features/feedback/words.ts';
import { TICKET_VIEWS } from '../../features/tickets/queries.ts';
import { TicketList } from '../../features/tickets/ticket-list.tsx';
import { useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { BoardTabs } from './board-tabs.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../features/feedback/feedback.css';

export default function FeedbackPage() {
  const me = useMe();
  const words = useWords(feedbackWords);
  const navigate = useNavigate();
  const { search, change } = useAddress();
  const today = dayOf(useNow());
  const home = me.areas[0];
  const area = search.get('area') ?? undefined;
  const by = GROUPINGS.find((one) => one === search.get('by')) ?? 'rule';
  const period = PERIODS.find((one) => one === search.get('period')) ?? '365';
  const view = TICKET_VIEWS.find((one) => one === search.get('view')) ?? 'open';
  const query = useQuery(precisionQuery({ by, period, area, today }));
  const path = useAreaPath(home, area ?? home?.code);
  const shown = path[path.length - 1] ?? home;
  const inner = useQuery({ ...areasQuery(shown?.code ?? ''), enabled: shown !== undefined });
  const goTo = (code: string) => change({ area: code === home?.code ? null : code });
  const areaChoices = [
    { value: shown?.code ?? '', name: words.whole(shown?.name ?? '') },
    ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
  ];
  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <main className="feedback-page">
        <h1 className="visually-hidden">{words.page}</h1>
        <div className="feedback-bar sentence-filter">
          <span>{words.lead}</span>
          <Picker label={words.area} value={shown?.code ?? ''} choices={areaChoices} onPick={goTo} />
          <Picker
            label={words.period}
            value={period}
            choices={PERIODS.map((one) => ({ value: one, name: words.periods[one] }))}
            onPick={(value) => change({ period: value === '365' ? null : value }, { replace: true })}
          />
          <span>{words.closed}</span>
          <Picker
            label={words.by}
            value={by}
            choices={GROUPINGS.map((one) => ({ value: one, name: words.groupings[one] }))}
            onPick={(value) => change({ by: value === 'rule' ? null : value }, { replace: true })}
          />
          <span>{words.ending}</span>
        </div>
        {me.actions.includes('board.read') && <BoardTabs at="precision" search={area ? `?area=${area}` : ''} />}
        {query.isPending && <Skeleton lines={8} />}
        {query.isError && !query.data && (
          <Failed what={words.table} error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.data && query.data.total === 0 && (
          <Empty>
            <p>{period === 'all' && !area ? words.empty : words.emptyPeriod}</p>
            {period !== 'all' && (
              <button type="button" className="button" onClick={() => change({ period: 'all' })}>
                {words.widen}
              </button>
            )}
          </Empty>
        )}
        {query.data && query.data.total > 0 && (
          <div className={query.isPlaceholderData ? 'feedback-scroll refreshing' : 'feedback-scroll'}>
            <PrecisionTable
              by={by}
              area={area}
              precision={query.data}
              onOpen={(to) => query.isPlaceholderData || void navigate(to)}
            />
          </div>
        )}
        {me.actions.includes('ticket.read') && (
          <section className="feedback-tickets">
            <h2>{words.tickets}</h2>
            <TicketList
              view={view}
              area={area}
              canAnswer={false}
              onView={(one) => change({ view: one === 'open' ? null : one }, { replace: true })}
              onTask={(task) => void navigate(`/desk?view=all&task=${task}`)}
            />
          </section>
        )}
      </main>
    </>
  );
}
