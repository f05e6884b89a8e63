// For a minute after a dispatch: how many went, how long it can be taken back, and the button that does.
import { useEffect, useState } from 'react';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { type Dispatched, secondsLeft, useLastDispatch } from './acts.ts';
import { deskWords } from './desk-words.ts';
import { useUndo } from './use-undo.ts';

/** Seconds left of the last dispatch, running; null when there is none to take back. */
export function useUndoable(): { act: Dispatched; seconds: number } | null {
  const act = useLastDispatch();
  const [at, setAt] = useState(Date.now);
  useEffect(() => {
    if (!act) return;
    setAt(Date.now());
    const timer = setInterval(() => setAt(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [act]);
  const seconds = act ? secondsLeft(act, Math.max(at, act.at)) : 0;
  return act && seconds > 0 ? { act, seconds } : null;
}

export function UndoPart() {
  const words = useWords(deskWords);
  const undoable = useUndoable();
  const undo = useUndo();
  const start = () => {
    if (undoable && !undo.isPending) undo.mutate(undoable.act);
  };
  useKeys({ z: start });
  if (!undoable) return null;
  return (
    <span className="undo-part">
      <span>
        {words.justSent(undoable.act.tasks.length)}
        <span role="timer">{words.canUndo(undoable.seconds)}</span>
      </span>
      <button type="button" className="button" disabled={undo.isPending} onClick={start}>
        {undo.isPending ? words.undoing : words.undo} <span className="key">Z</span>
      </button>
    </span>
  );
}
