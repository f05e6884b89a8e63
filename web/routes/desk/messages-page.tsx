// How telling people went: each channel's health, days and places, messages one by one, and whom nothing reaches.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { DayTable } from '../../features/messages/day-table.tsx';
import { byDay, totalOf } from '../../features/messages/figures.ts';
import { HealthCards } from '../../features/messages/health-cards.tsx';
import { PlaceTable } from '../../features/messages/place-table.tsx';
import { sendTest, summaryQuery, unreachedQuery } from '../../features/messages/queries.ts';
import { UnreachedTable } from '../../features/messages/unreached-table.tsx';
import { messageWords } from '../../features/messages/words.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useToast } from '../../ui/toast.tsx';
import { HomeArea } from './home-area.tsx';
import { MessageList } from './message-list.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';
import '../../ui/list.css';
import '../../features/messages/messages.css';

const TABS = ['days', 'list', 'unreached'] as const;

export default function MessagesPage() {
  const words = useWords(messageWords);
  const now = useNow();
  const { search, change } = useAddress();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'days';
  const summary = useQuery(summaryQuery);
  const view = summary.data;
  const days = byDay(view?.days ?? []);
  const { all, parts } = totalOf(days);
  const unreachable = view?.places.reduce((sum, place) => sum + place.unreachable, 0) ?? 0;
  return (
    <main className="plain-page">
      <HomeArea />
      <div className="plain-head">
        <h1>{words.title}</h1>
        <TestButton />
      </div>
      {summary.isPending && <Skeleton lines={8} />}
      {summary.isError && !view && (
        <Failed what={words.what} error={summary.error} onRetry={() => void summary.refetch()} />
      )}
      {view && (
        <>
          <p className="plain-sentence">
            {words.sentence(formatCount(all), formatCount(parts.delivered))}
            {parts.failed > 0 && <span className="late">{words.failed(formatCount(parts.failed))}</span>}
            {unreachable > 0 && <span className="strong">{words.unreached(formatCount(unreachable))}</span>}
          </p>
          {view.channels.every((one) => !one.isConfigured) && <p className="note-line">{words.noChannel}</p>}
          {view.isRehearsal && <p className="plain-sentence faint">{words.rehearsal}</p>}
          <HealthCards channels={view.channels} now={now} />
          <Tabs
            label={words.title}
            tabs={TABS.map((value) => ({ value, name: words.tabs[value] }))}
            chosen={tab}
            onPick={(one) => change({ tab: one === 'days' ? null : one, day: null, state: null })}
          />
          {tab === 'days' && (
            <div className="message-columns">
              {days.length === 0 ? (
                <Empty>
                  <p className="strong">{words.empty}</p>
                  <p>{words.emptyHint}</p>
                </Empty>
              ) : (
                <DayTable days={days} onOpen={(day) => change({ tab: 'list', day })} />
              )}
              <PlaceTable places={view.places} />
            </div>
          )}
          {tab === 'list' && <MessageList days={days.map(({ day }) => day)} now={now} />}
          {tab === 'unreached' && <UnreachedList />}
        </>
      )}
    </main>
  );
}

function TestButton() {
  const client = useQueryClient();
  const words = useWords(messageWords);
  const problemText = useProblemText();
  const say = useToast();
  const test = useMutation({
    mutationFn: sendTest,
    onSuccess: async () => {
      say(words.tested);
      await client.invalidateQueries({ queryKey: ['messages'] });
    },
    onError: (error) => say(problemText(error)),
  });
  return (
    <span className="no-print">
      <ActButton disabled={test.isPending} onClick={() => test.mutate()}>
        {words.test}
      </ActButton>
    </span>
  );
}

function UnreachedList() {
  const me = useMe();
  const words = useWords(messageWords);
  const query = useInfiniteQuery(unreachedQuery);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeleton lines={6} />;
  if (!query.data)
    return <Failed what={words.tabs.unreached} error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return <Empty>{words.nobodyUnreached}</Empty>;
  return (
    <>
      <UnreachedTable rows={rows} canEnter={me.actions.includes('user.change')} />
      <More of={query} />
    </>
  );
}
