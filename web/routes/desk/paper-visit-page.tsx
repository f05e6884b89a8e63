// Types in a visit that was written on paper; afterwards the township confirms it like any other.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { PaperVisitInput } from '../../../server/flow/visits/model.ts';
import { makeId } from '../../api/make-id.ts';
import { useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { tusOf } from '../../api/tus.ts';
import { EntryForm } from '../../features/paper/entry-form.tsx';
import { enterPaperVisit, sheetTaskQuery, taskFormQuery } from '../../features/paper/queries.ts';
import { sendPhotos } from '../../features/paper/send-photos.ts';
import { SendingPhotos } from '../../features/paper/sending-photos.tsx';
import { usePhotos } from '../../features/paper/use-photos.ts';
import { paperWords } from '../../features/paper/words.ts';
import { AllSections } from '../../features/visits/all-sections.tsx';
import type { Asking } from '../../features/visits/steps.ts';
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
  const me = useMe();
  const now = useNow();
  const say = useToast();
  const navigate = useNavigate();
  const client = useQueryClient();
  const task = useQuery(sheetTaskQuery(id));
  const outcomes = useQuery(outcomesQuery);
  const [visitId] = useState(() => makeId());
  const asked = useQuery(taskFormQuery(id));
  const photos = usePhotos();
  const household = task.data?.task.household;
  const address = household?.id ? `/households/${household.id}` : '/desk';
  usePageTitle(words.enterOf(household?.head ?? common.someone));
  const leave = () => {
    say(words.sent);
    void navigate(address);
  };
  const [arrived, setArrived] = useState(0);
  const sending = useMutation({
    mutationFn: () => sendPhotos(tusOf(me.id), photos.photos, setArrived),
    onSuccess: leave,
  });
  const entering = useMutation({
    mutationFn: (visit: PaperVisitInput) => enterPaperVisit(visitId, visit),
    onSuccess: async () => {
      if (photos.photos.length > 0) sending.mutate();
      else leave();
      await Promise.all(
        ['tasks', 'households', 'map', 'alerts', 'leads'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  const failed = [task, outcomes, asked].find((query) => query.isError);
  if (failed) return <Failed what={words.what} error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!task.data || !outcomes.data || !asked.data) return <Skeleton lines={14} />;
  const { state } = task.data.task;
  const isOut = state === 'assigned' || state === 'accepted';
  const { because, known, form } = asked.data;
  const asking: Asking = {
    ...{ because, known, needs: {}, signed: [], last: null },
    form: outcomes.data.forms.find((one) => one.id === form),
  };
  return (
    <main className="paper-page">
      <div className="paper-bar">
        <Link to={address}>{words.back}</Link>
        <Link className="button" to={`/tasks/${id}/sheet`}>
          {words.sheet}
        </Link>
      </div>
      {entering.isSuccess && (
        <SendingPhotos
          sent={arrived}
          all={photos.photos.length}
          error={sending.error}
          onAgain={() => sending.mutate()}
          onLeave={leave}
        />
      )}
      {!entering.isSuccess && isOut && (
        <EntryForm
          detail={task.data}
          outcomes={outcomes.data}
          asked={asked.data}
          photos={photos}
          renderForm={(answers, onAnswer) => <AllSections asking={asking} answers={answers} onAnswer={onAnswer} />}
          latest={new Date(now.getTime() + OFFSET).toISOString().slice(0, 16)}
          isSending={entering.isPending}
          error={entering.error}
          onSend={(visit) => entering.mutate(visit)}
        />
      )}
      {!entering.isSuccess && !isOut && (
        <Empty>
          <p>{words.notNow(common.taskStates[state])}</p>
        </Empty>
      )}
    </main>
  );
}
