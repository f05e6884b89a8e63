// What the reader may do with this task now, by the moves the server allows.
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { ClockBar } from './clock-bar.tsx';
import { DispatchBar } from './dispatch-bar.tsx';
import { MoveNotice } from './move-notice.tsx';
import type { Move } from './queries.ts';
import { ReviewBar } from './review-bar.tsx';
import { useMove } from './use-move.ts';
import { taskWords } from './words.ts';

interface ActionBarProps {
  detail: TaskDetail;
  /** Rows are chosen: the keys are for them. */
  isQuiet: boolean;
  onDone: () => void;
}

export function ActionBar({ detail, isQuiet, onDone }: ActionBarProps) {
  const common = useWords(ui);
  const words = useWords(taskWords);
  const say = useToast();
  const household = words.householdOf(detail.task.household?.head ?? common.someone);
  const doneText = (move: Move) => {
    if (move.move === 'dispatch')
      return words.dispatched(household, detail.coordinators.find((one) => one.id === move.assigneeId)?.name ?? '');
    if (move.move === 'confirm') return words.confirmed(household);
    if (move.move === 'acknowledge') return words.acknowledgedIt(household);
    if (move.move === 'extend') return words.extendedIt(household);
    return detail.task.state === 'submitted' ? words.askedAgain(household) : words.handedBack(household);
  };
  const { send, isSending, error, change } = useMove(detail, (move) => {
    say(doneText(move));
    // A task of which somebody took note, or whose visit was put off, is still theirs to see.
    if (move.move !== 'acknowledge' && move.move !== 'extend') onDone();
  });
  const canDispatch = detail.moves.includes('dispatch');
  if (!canDispatch && !detail.moves.some((move) => move !== 'submit' && move !== 'accept') && !error) return null;
  return (
    <footer className="action-bar no-print">
      <MoveNotice error={error} change={change} />
      {canDispatch && (
        <DispatchBar
          detail={detail}
          isSending={isSending}
          isQuiet={isQuiet}
          onDispatch={(assigneeId) => send({ move: 'dispatch', assigneeId })}
        />
      )}
      <ReviewBar
        moves={detail.moves}
        isSending={isSending}
        onConfirm={(note) => send({ move: 'confirm', ...(note && { note }) })}
        onReturn={(reason) => send({ move: 'return', reason })}
      />
      <ClockBar detail={detail} isSending={isSending} onSend={send} />
    </footer>
  );
}
