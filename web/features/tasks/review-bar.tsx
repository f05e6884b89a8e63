// What a township does with a submitted visit: confirm it, or ask again with a reason; and returning a task nobody can do.
import { useState } from 'react';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { taskWords } from './words.ts';

interface ReviewBarProps {
  moves: TaskDetail['moves'];
  isSending: boolean;
  onConfirm: (note: string) => void;
  onReturn: (reason: string) => void;
}

export function ReviewBar({ moves, isSending, onConfirm, onReturn }: ReviewBarProps) {
  const words = useWords(taskWords);
  const [note, setNote] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const canConfirm = moves.includes('confirm');
  const canAskAgain = moves.includes('ask-again');
  const canHandBack = moves.includes('hand-back');
  useKeys({
    r: () => {
      if (canAskAgain || canHandBack) setIsAsking(true);
    },
  });
  if (!canConfirm && !canAskAgain && !canHandBack) return null;
  return (
    <div className="review-bar">
      {canConfirm && (
        <input
          className="field"
          maxLength={500}
          placeholder={words.confirmNote}
          aria-label={words.confirmNote}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      )}
      <div className="bar-buttons">
        {canConfirm && (
          <button
            type="button"
            className="button button-primary"
            disabled={isSending}
            onClick={() => onConfirm(note.trim())}
          >
            {isSending ? words.sending : words.confirm}
          </button>
        )}
        {(canAskAgain || canHandBack) && (
          <button type="button" className="button" disabled={isSending} onClick={() => setIsAsking(true)}>
            {canAskAgain ? words.askAgain : words.handBack} <span className="key">R</span>
          </button>
        )}
      </div>
      {isAsking && (
        <ReasonDialog
          title={canAskAgain ? words.askAgainWhy : words.handBackWhy}
          onClose={() => setIsAsking(false)}
          onSend={(reason) => {
            setIsAsking(false);
            onReturn(reason);
          }}
        />
      )}
    </div>
  );
}
