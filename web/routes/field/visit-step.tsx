// One question with its two buttons; the last page sends.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Outcomes } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { CauseQuestion } from '../../features/visits/cause-question.tsx';
import { CheckPage, isComplete } from '../../features/visits/check-page.tsx';
import type { Draft } from '../../features/visits/draft.ts';
import { OutcomeQuestion } from '../../features/visits/outcome-question.tsx';
import { PlaceQuestion } from '../../features/visits/place-question.tsx';
import { type Sent, sendDraft } from '../../features/visits/send.ts';
import { isAnswered, STEPS } from '../../features/visits/steps.ts';
import { visitWords } from '../../features/visits/words.ts';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Frame } from './frame.tsx';

interface VisitStepProps {
  step: number;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  reload: () => void;
  isSaved: boolean;
  kind: string;
  outcomes: Outcomes;
  onSent: (sent: Sent) => void;
}

export function VisitStep({ step, draft, change, reload, isSaved, kind, outcomes, onSent }: VisitStepProps) {
  const me = useMe();
  const words = useWords(visitWords);
  const navigate = useNavigate();
  const client = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isSending, setIsSending] = useState(false);
  const name = STEPS[step - 1] ?? 'outcome';
  const goTo = (next: number) => void navigate(`/field/visit/${draft.taskId}/${next}`);
  useEffect(() => heading.current?.focus(), []);

  const send = async () => {
    setIsSending(true);
    const sent = await sendDraft(me.id, draft, client);
    setIsSending(false);
    if (sent === 'refused') reload();
    onSent(sent);
  };
  const isLast = name === 'check';
  const isHelpEmpty = name === 'help' && draft.assistanceNote.trim() === '';
  return (
    <Frame
      title={words.homeOf(draft.household)}
      backTo={step === 1 ? `/field/h/${draft.taskId}` : `/field/visit/${draft.taskId}/${step - 1}`}
      end={<span className="field-note">{words.stepOf(step, STEPS.length)}</span>}
      progress={{ step, all: STEPS.length }}
      footer={
        <>
          {step > 1 && (
            <button type="button" className="button" onClick={() => goTo(step - 1)}>
              {words.previous}
            </button>
          )}
          {isLast ? (
            <button
              type="button"
              className="button button-primary"
              disabled={isSending || !isComplete(draft)}
              onClick={() => void send()}
            >
              {isSending ? words.sending : words.send}
            </button>
          ) : (
            <button
              type="button"
              className="button button-primary"
              disabled={!isAnswered(draft, name)}
              onClick={() => goTo(step + 1)}
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
            kind={kind}
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
            onChange={(event) => change({ note: event.target.value })}
          />
        )}
        {name === 'help' && (
          <textarea
            className="field"
            rows={5}
            maxLength={2000}
            aria-label={words.helpLabel}
            value={draft.assistanceNote}
            onChange={(event) => change({ assistanceNote: event.target.value })}
          />
        )}
        {name === 'place' && <PlaceQuestion draft={draft} onChange={change} />}
        {name === 'check' && <CheckPage draft={draft} outcomes={outcomes} onChangeStep={goTo} />}
      </div>
      <p className={isSaved ? 'saved-line' : 'saved-line late'} role="status">
        {isSaved ? words.saved(formatTime(new Date(draft.savedAt))) : words.notSaved}
      </p>
    </Frame>
  );
}
