// The visit, one question a page. Every answer is on the phone before the next is asked; the back key goes one question back.
import { useEffect, useRef, useState } from 'react';
import { serviceNow } from '../../api/now.ts';
import { CauseQuestion } from '../../features/visits/cause-question.tsx';
import { OutcomeQuestion } from '../../features/visits/outcome-question.tsx';
import { PlaceQuestion } from '../../features/visits/place-question.tsx';
import { isAnswered, STEPS } from '../../features/visits/steps.ts';
import { visitWords } from '../../features/visits/words.ts';
import type { Draft } from '../../offline/draft.ts';
import { finishVisit } from '../../offline/phone.ts';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { goTo, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { fieldWords } from '../words.ts';
import { useDraft } from './use-draft.ts';

/** With the server's own model, whose schema library is a third of the whole: fetched beside the first load, and kept by the worker. */
const loadCheck = () => import('../../features/visits/check-page.tsx');

function useCheck() {
  const [check, setCheck] = useState<Awaited<ReturnType<typeof loadCheck>> | null>(null);
  useEffect(() => {
    void loadCheck().then(setCheck);
  }, []);
  return check;
}

export function VisitPage({ id, step }: { id: string; step: number }) {
  const { phone } = usePhone();
  const draft = phone.drafts.find((one) => one.taskId === id);
  const isMissing = draft === undefined;
  useEffect(() => {
    if (isMissing) goTo(pathOf('h', id), { replace: true });
  }, [isMissing, id]);
  return draft ? <VisitStep key={step} first={draft} step={step} /> : null;
}

function VisitStep({ first, step }: { first: Draft; step: number }) {
  const words = useWords(visitWords);
  const field = useWords(fieldWords);
  const { phone, shown, change: changePhone, sync } = usePhone();
  const { draft, change, settle, isSaved } = useDraft(first);
  const check = useCheck();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isSending, setIsSending] = useState(false);
  const name = STEPS[step - 1] ?? 'outcome';
  const task = shown.find((one) => one.task.id === draft.taskId)?.task;
  const outcomes = { items: phone.words.outcomes, causes: phone.words.causes };
  useEffect(() => heading.current?.focus(), []);

  const turnTo = async (next: number) => {
    if (await settle()) goTo(pathOf('visit', draft.taskId, next));
  };
  const send = async () => {
    setIsSending(true);
    const isKept = await changePhone((before) => finishVisit(before, draft, serviceNow()));
    setIsSending(false);
    if (!isKept) return;
    goTo(pathOf('sent', draft.id), { replace: true });
    sync();
  };
  const isLast = name === 'check';
  const isHelpEmpty = name === 'help' && draft.assistanceNote.trim() === '';
  return (
    <Frame
      title={field.homeOf(draft.household)}
      backTo={step === 1 ? pathOf('h', draft.taskId) : pathOf('visit', draft.taskId, step - 1)}
      end={words.stepOf(step, STEPS.length)}
      progress={{ step, all: STEPS.length }}
      footer={
        <>
          {step > 1 && (
            <button type="button" className="button" onClick={() => void turnTo(step - 1)}>
              {words.previous}
            </button>
          )}
          {isLast ? (
            <button
              type="button"
              className="button button-primary"
              disabled={isSending || !check?.isComplete(draft)}
              onClick={() => void send()}
            >
              {isSending ? words.sending : words.send}
            </button>
          ) : (
            <button
              type="button"
              className="button button-primary"
              disabled={!isAnswered(draft, name)}
              onClick={() => void turnTo(step + 1)}
            >
              {isHelpEmpty ? words.skipHelp : words.next}
            </button>
          )}
        </>
      }
    >
      <div className="question">
        <h2 ref={heading} tabIndex={-1}>
          {words.questions[name]}
        </h2>
        <p className="faint">{words.hints[name]}</p>
        {name === 'outcome' && (
          <OutcomeQuestion
            outcomes={outcomes}
            kind={task?.asKind ?? 'help'}
            chosen={draft.outcomeCode}
            onChoose={(outcomeCode) => change({ outcomeCode })}
          />
        )}
        {name === 'cause' && (
          <CauseQuestion causes={outcomes.causes} chosen={draft.cause} onChoose={(cause) => change({ cause })} />
        )}
        {name === 'note' && (
          <textarea
            className="field"
            rows={7}
            maxLength={2000}
            aria-label={words.noteLabel}
            value={draft.note}
            onChange={(event) => change({ note: event.target.value }, 'soon')}
          />
        )}
        {name === 'help' && (
          <textarea
            className="field"
            rows={5}
            maxLength={2000}
            aria-label={words.helpLabel}
            value={draft.assistanceNote}
            onChange={(event) => change({ assistanceNote: event.target.value }, 'soon')}
          />
        )}
        {name === 'place' && <PlaceQuestion draft={draft} onChange={change} />}
        {name === 'check' && check && (
          <check.CheckPage
            draft={draft}
            outcomes={outcomes}
            onChangeStep={(next) => goTo(pathOf('visit', draft.taskId, next))}
          />
        )}
      </div>
      <p className={isSaved === false ? 'saved-line late' : 'saved-line'} role="status">
        {isSaved === false ? words.notSaved : isSaved === true ? words.saved(formatTime(new Date(draft.savedAt))) : ''}
      </p>
    </Frame>
  );
}
