// 要去的户: red first, then by deadline; what is written but unsent stands above all.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { openLive } from '../../api/live.ts';
import { useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { UserMenu } from '../../features/session/user-menu.tsx';
import { mineQuery, taskQuery } from '../../features/tasks/queries.ts';
import { TrainingLink } from '../../features/training/training-link.tsx';
import { listDrafts } from '../../features/visits/draft.ts';
import { HouseholdCard } from '../../features/visits/household-card.tsx';
import { listGroups } from '../../features/visits/list-groups.ts';
import { sendWaiting } from '../../features/visits/send.ts';
import { Unsent } from '../../features/visits/unsent.tsx';
import { useOnline } from '../../features/visits/use-online.ts';
import { visitWords } from '../../features/visits/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { Frame } from './frame.tsx';

export default function FieldListPage() {
  const me = useMe();
  const common = useWords(ui);
  const words = useWords(visitWords);
  const now = useNow();
  const say = useToast();
  const client = useQueryClient();
  const isOnline = useOnline();
  const tasks = useInfiniteQuery(mineQuery);
  const [drafts, setDrafts] = useState(() => listDrafts(me.id));
  const rows = tasks.data?.pages.flatMap((page) => page.items) ?? [];
  const groups = listGroups(rows);

  useEffect(openLive, []);
  useEffect(() => {
    if (!isOnline) return;
    void sendWaiting(me.id, client).then((count) => {
      setDrafts(listDrafts(me.id));
      if (count > 0) say(words.sentNow);
    });
  }, [isOnline, me.id, client, say, words]);
  useEffect(() => {
    // Fetched while there is a network, for the village where there is none.
    void import('./visit-page.tsx');
    void import('./household-page.tsx');
    void client.prefetchQuery(outcomesQuery);
  }, [client]);
  useEffect(() => {
    for (const row of tasks.data?.pages[0]?.items.slice(0, 20) ?? []) {
      if (row.state === 'assigned' || row.state === 'accepted') void client.prefetchQuery(taskQuery(row.id));
    }
  }, [client, tasks.data]);

  return (
    <Frame title={words.title} mark={<Mark size={32} />} end={<UserMenu />}>
      {!isOnline && (
        <p className="field-banner is-offline" role="status">
          ○ {words.offline}
        </p>
      )}
      <Unsent
        userId={me.id}
        drafts={drafts.filter((draft) => draft.status !== 'writing')}
        onChanged={(text) => {
          say(text);
          setDrafts(listDrafts(me.id));
        }}
      />
      {tasks.isPending && <Skeleton lines={8} />}
      {tasks.isError && !tasks.data && (
        <Failed what={words.title} error={tasks.error} onRetry={() => void tasks.refetch()} />
      )}
      {tasks.data && rows.length === 0 && (
        <Empty>
          <p className="strong">{words.nothing}</p>
          <p>{words.nothingHint}</p>
        </Empty>
      )}
      {(['urgent', 'soon', 'sentGroup'] as const).map(
        (group) =>
          groups[group].length > 0 && (
            <section key={group} aria-label={words[group]}>
              <h2 className="field-group">{words[group]}</h2>
              <ul>
                {groups[group].map((task) => (
                  <HouseholdCard
                    key={task.id}
                    task={task}
                    now={now}
                    draft={drafts.find((draft) => draft.taskId === task.id)}
                  />
                ))}
              </ul>
            </section>
          ),
      )}
      <TrainingLink />
      {tasks.hasNextPage && (
        <div className="field-section">
          <button type="button" className="button field-button" onClick={() => void tasks.fetchNextPage()}>
            {tasks.isFetchingNextPage ? common.moreLoading : common.more}
          </button>
        </div>
      )}
    </Frame>
  );
}
