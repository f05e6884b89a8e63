// What can be done about a deadline: take note that it has passed, or put the visit off with a reason.
import { useState } from 'react';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { addDays, dayOf } from '../../../server/kernel/clock.ts';
import { useNow } from '../../api/now.ts';
import { useWords } from '../../ui/language.tsx';
import type { Move } from './queries.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { taskWords } from './words.ts';

interface ClockBarProps {
  detail: TaskDetail;
  isSending: boolean;
  onSend: (move: Move) => void;
}

export function ClockBar({ detail, isSending, onSend }: ClockBarProps) {
  const words = useWords(taskWords);
  const now = useNow();
  const [asking, setAsking] = useState<'acknowledge' | 'extend' | null>(null);
  const canAcknowledge = detail.moves.includes('acknowledge');
  const canExtend = detail.moves.includes('extend');
  if (!canAcknowledge && !canExtend) return null;
  const dueOn = dayOf(new Date(detail.task.visitDueAt));
  const today = dayOf(now);
  const send = (move: Move) => {
    setAsking(null);
    onSend(move);
  };
  return (
    <div className="bar-buttons clock-bar">
      {canAcknowledge && (
        <button type="button" className="button" disabled={isSending} onClick={() => setAsking('acknowledge')}>
          {words.acknowledge}
        </button>
      )}
      {canExtend && (
        <button type="button" className="button" disabled={isSending} onClick={() => setAsking('extend')}>
          {words.extend}
        </button>
      )}
      {asking === 'acknowledge' && (
        <ReasonDialog
          title={words.acknowledgeWhy}
          onClose={() => setAsking(null)}
          onSend={(note) => send({ move: 'acknowledge', note })}
        />
      )}
      {asking === 'extend' && (
        <ReasonDialog
          title={words.extendWhy}
          hint={words.extendHint}
          firstDay={dueOn < today ? today : addDays(dueOn, 1)}
          onClose={() => setAsking(null)}
          onSend={(reason, until) => send({ move: 'extend', until, reason })}
        />
      )}
    </div>
  );
}
