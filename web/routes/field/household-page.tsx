// One household before the door: why, who, how to reach them; below, the two buttons that matter.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { serviceNow, useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { sendMove, taskQuery } from '../../features/tasks/queries.ts';
import { loadDraft, saveDraft, startDraft } from '../../features/visits/draft.ts';
import { Household } from '../../features/visits/household.tsx';
import { firstOpenStep } from '../../features/visits/steps.ts';
import { visitWords } from '../../features/visits/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { Frame } from './frame.tsx';

export default function FieldHouseholdPage() {
  const { id = '' } = useParams();
  const me = useMe();
  const common = useWords(ui);
  const words = useWords(visitWords);
  const now = useNow();
  const say = useToast();
  const navigate = useNavigate();
  const client = useQueryClient();
  const problemText = useProblemText();
  const task = useQuery(taskQuery(id));
  const outcomes = useQuery(outcomesQuery);
  const accept = useMutation({
    mutationFn: async () => task.data && sendMove(task.data.task, { move: 'accept' }),
    onSuccess: () => say(words.accepted),
    onError: (error) => say(problemText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
  const detail = task.data;
  const head = detail?.task.household?.head ?? common.someone;
  const draft = loadDraft(me.id, id);
  const phone = detail?.members.find((member) => member.phone && member.isLiving)?.phone;
  const canVisit = detail?.moves.includes('submit') || draft !== null;

  const arrive = () => {
    const going = draft ?? startDraft(id, head, serviceNow());
    if (!draft) saveDraft(me.id, going);
    void navigate(`/field/visit/${id}/${firstOpenStep(going)}`);
  };
  return (
    <Frame
      title={detail ? words.homeOf(head) : words.detail}
      backTo="/field"
      footer={
        detail &&
        (canVisit || phone) && (
          <>
            {phone && (
              <a className="button" href={`tel:${phone}`}>
                {words.callUp}
              </a>
            )}
            {canVisit && (
              <button type="button" className="button button-primary" onClick={arrive}>
                {draft ? words.resume : words.arrived}
              </button>
            )}
          </>
        )
      }
    >
      {task.isPending && <Skeleton lines={8} />}
      {!detail && task.isError && <Failed what={words.detail} error={task.error} onRetry={() => void task.refetch()} />}
      {detail?.moves.includes('accept') && (
        <div className="field-section accept">
          <button
            type="button"
            className="button field-button"
            disabled={accept.isPending}
            onClick={() => accept.mutate()}
          >
            {words.accept}
          </button>
        </div>
      )}
      {detail && <Household detail={detail} outcomes={outcomes.data} now={now} />}
    </Frame>
  );
}
