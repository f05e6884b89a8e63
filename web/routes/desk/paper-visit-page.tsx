// Types in a visit that was written on paper; afterwards the township confirms it like any other.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { PaperVisitInput } from '../../../server/flow/visits/model.ts';
import { makeId } from '../../api/make-id.ts';
import { useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { EntryForm } from '../../features/paper/entry-form.tsx';
import { enterPaperVisit, sheetTaskQuery } from '../../features/paper/queries.ts';
import { paperWords } from '../../features/paper/words.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';

const OFFSET = 8 * 3600_000;

export default function PaperVisitPage() {
  const { id = '' } = useParams();
  const words = useWords(paperWords);
  const common = useWords(ui);
  const now = useNow();
  const say = useToast();
  const navigate = useNavigate();
  const client = useQueryClient();
  const task = useQuery(sheetTaskQuery(id));
  const outcomes = useQuery(outcomesQuery);
  const [visitId] = useState(() => makeId());
  const household = task.data?.task.household;
  const address = household ? `/households/${household.id}` : '/desk';
  usePageTitle(words.enterOf(household?.head ?? common.someone));
  const entering = useMutation({
    mutationFn: (visit: PaperVisitInput) => enterPaperVisit(visitId, visit),
    onSuccess: async () => {
      say(words.sent);
      void navigate(address);
      await Promise.all(
        ['tasks', 'households', 'map', 'alerts'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  const failed = [task, outcomes].find((query) => query.isError);
  if (failed) return <Failed what={words.what} error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!task.data || !outcomes.data) return <Skeleton lines={14} />;
  const { state } = task.data.task;
  const isOut = state === 'assigned' || state === 'accepted';
  return (
    <main className="paper-page">
      <div className="paper-bar">
        <Link to={address}>{words.back}</Link>
        <Link className="button" to={`/tasks/${id}/sheet`}>
          {words.sheet}
        </Link>
      </div>
      {isOut || entering.isSuccess ? (
        <EntryForm
          detail={task.data}
          outcomes={outcomes.data}
          latest={new Date(now.getTime() + OFFSET).toISOString().slice(0, 16)}
          isSending={entering.isPending || entering.isSuccess}
          error={entering.error}
          onSend={(visit) => entering.mutate(visit)}
        />
      ) : (
        <Empty>
          <p>{words.notNow(common.taskStates[state])}</p>
        </Empty>
      )}
    </main>
  );
}
