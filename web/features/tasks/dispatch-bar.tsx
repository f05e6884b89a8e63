// To whom: the server's suggestion is chosen already; another can be chosen with their load in sight.
import { useRef, useState } from 'react';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { CoordinatorChoice } from './coordinator-choice.tsx';
import { roomOf, suggestCoordinator } from './load.ts';
import { taskWords } from './words.ts';

interface DispatchBarProps {
  detail: TaskDetail;
  isSending: boolean;
  /** Rows are chosen: the keys are for them. */
  isQuiet: boolean;
  onDispatch: (assigneeId: string) => void;
}

export function DispatchBar({ detail, isSending, isQuiet, onDispatch }: DispatchBarProps) {
  const words = useWords(taskWords);
  const { assignee, suggested: best } = detail.task;
  const bar = useRef<HTMLDivElement>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const [isArmed, setIsArmed] = useState(false);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const able = detail.coordinators.filter((one) => !one.isAway);
  const suggested = able.find((one) => one.id === best?.id) ?? suggestCoordinator(able, assignee?.id ?? null);
  const chosen = able.find((one) => one.id === chosenId) ?? suggested;
  const isHidden = assignee !== null && !isChoosing;

  const dispatch = () => {
    if (chosen && !isSending) onDispatch(chosen.id);
  };
  useKeys({
    a: () => {
      if (!isQuiet && bar.current?.offsetParent) setIsChoosing(true);
    },
    d: () => {
      if (isQuiet || !bar.current?.offsetParent) return; // a narrow screen hides the panel: nothing is dispatched unseen
      if (isHidden) setIsChoosing(true);
      else if (isArmed) dispatch();
      else setIsArmed(true);
    },
  });

  if (!chosen)
    return assignee ? (
      <p>
        {words.given} <b>{assignee.name}</b>
      </p>
    ) : (
      <p className="panel-note">{detail.coordinators.length > 0 ? words.allAway : words.noCoordinators}</p>
    );
  const label = assignee ? words.reassignTo(chosen.name) : words.dispatch(chosen.name);
  return (
    <div ref={bar} className="dispatch-bar">
      {isChoosing && (
        <CoordinatorChoice
          coordinators={detail.coordinators}
          holderId={assignee?.id ?? null}
          chosenId={chosen.id}
          onChoose={setChosenId}
        />
      )}
      <p className="bar-line">
        {isHidden ? (
          <span>
            {words.given} <b>{assignee.name}</b>
          </span>
        ) : (
          <>
            <span>
              {words.to} <b>{chosen.name}</b>{' '}
              <span className="faint">
                {chosen.isHere ? words.here : chosen.villages.map((one) => one.name).join(' ')}
              </span>
            </span>
            <span className={roomOf(chosen) > 0 ? '' : 'strong'}>{words.load(chosen.inHand, roomOf(chosen))}</span>
          </>
        )}
      </p>
      <div className="bar-buttons">
        {isHidden ? (
          <button type="button" className="button" onClick={() => setIsChoosing(true)}>
            {words.reassign} <span className="key">D</span>
          </button>
        ) : (
          <>
            <button
              type="button"
              className="button button-primary"
              disabled={isSending}
              onClick={dispatch}
              aria-live="polite"
            >
              {isSending ? words.sending : isArmed ? words.dispatchArmed(chosen.name) : label}{' '}
              <span className="key">D</span>
            </button>
            <button
              type="button"
              className="button"
              aria-expanded={isChoosing}
              onClick={() => setIsChoosing(!isChoosing)}
            >
              {words.choose} <span className="key">A</span>
            </button>
          </>
        )}
      </div>
    </div>
  );
}
