// The visit, one page after another. Every answer is on the phone before the next is asked; the back key goes one page back.
import { useEffect, useRef, useState } from 'react';
import type { FieldTask } from '../../../server/field/model.ts';
import { suggestOutcomes } from '../../../server/flow/visits/answers/model.ts';
import { serviceNow } from '../../api/now.ts';
import { AsLastPage } from '../../features/visits/as-last-page.tsx';
import { CauseQuestion } from '../../features/visits/cause-question.tsx';
import { formWords } from '../../features/visits/form-words.ts';
import { OutcomeQuestion } from '../../features/visits/outcome-question.tsx';
import { PlaceQuestion } from '../../features/visits/place-question.tsx';
import { SectionPage } from '../../features/visits/section-page.tsx';
import {
  type Asking,
  askingOf,
  askingOfLead,
  firstOpenStep,
  isAnswered,
  openQuestions,
  type Step,
  settleDraft,
  stepOfPointer,
  stepsOf,
} from '../../features/visits/steps.ts';
import { visitWords } from '../../features/visits/words.ts';
import { attemptsOf } from '../../offline/attempts.ts';
import type { Draft } from '../../offline/draft.ts';
import { finishVisit, namedBy } from '../../offline/phone.ts';
import { formatTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { goBack, goTo, pathOf, useAddress } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { fieldWords } from '../words.ts';
import { useDraft, type Writing } from './use-draft.ts';
import { useOpenQuestion } from './use-open-question.ts';

/** With the server's own model, whose schema library is a third of the whole: fetched beside the first load, and kept by the worker. */
const loadCheck = () => import('../../features/visits/check-page.tsx');
/** What needs a camera or a canvas. */
const loadPictures = () => import('../attachments/steps.tsx');

/** Asks for one page only, from the look over all: from there it goes back to it, not through everything that follows. */
const FIX = '?fix';

function useLoaded<T>(load: () => Promise<T>): T | null {
  const [loaded, setLoaded] = useState<{ of: T } | null>(null);
  useEffect(() => {
    void load().then((of) => setLoaded({ of }));
  }, [load]);
  return loaded?.of ?? null;
}

/** `step` counts from one; zero is wherever the visit stopped. */
export function VisitPage({ id, step }: { id: string; step: number }) {
  const { phone, shown } = usePhone();
  const draft = phone.drafts.find((one) => one.taskId === id);
  const task = shown.find((one) => one.task.id === id)?.task;
  const signed = draft ? namedBy(phone, draft).flatMap((one) => one.document ?? []) : [];
  const isOwn = draft?.lead !== undefined && !task;
  const asking = isOwn ? askingOfLead(phone.words, signed) : askingOf(task, phone.words, signed);
  const open = draft && step < 1 ? firstOpenStep(draft, asking) : undefined;
  const isMissing = draft === undefined;
  const isRefused = (draft?.faults?.length ?? 0) > 0;
  useEffect(() => {
    if (isMissing) goTo(pathOf('h', id), { replace: true });
    else if (open !== undefined) goTo(pathOf('visit', id, open) + (isRefused ? FIX : ''), { replace: true });
  }, [isMissing, id, open, isRefused]);
  if (!draft || open !== undefined) return null;
  return <Pages key={draft.id} first={draft} step={step} asking={asking} task={task} />;
}

interface PagesProps extends Omit<VisitStepProps, 'writing'> {
  first: Draft;
}

function Pages({ first, ...rest }: PagesProps) {
  const writing = useDraft(first);
  return <VisitStep key={rest.step} writing={writing} {...rest} />;
}

interface VisitStepProps {
  writing: Writing;
  step: number;
  asking: Asking;
  task: FieldTask | undefined;
}

function VisitStep({ writing, step, asking, task }: VisitStepProps) {
  const words = useWords(visitWords);
  const form = useWords(formWords);
  const field = useWords(fieldWords);
  const { phone, change: changePhone, sync } = usePhone();
  const { draft, change, settle, isSaved } = writing;
  const check = useLoaded(loadCheck);
  const pictures = useLoaded(loadPictures);
  const [isSending, setIsSending] = useState(false);
  const steps = stepsOf(draft, asking);
  const attempts = task ? attemptsOf(task, phone.outbox) : [];
  const at = Math.min(step, steps.length);
  const name = steps[at - 1] ?? 'place';

  const outcome = phone.words.outcomes.find(({ code }) => code === draft.outcomeCode);
  const open = openQuestions(draft, name, asking).length;
  const isDone = isAnswered(draft, name, asking);
  const { ref, isLed, lead } = useOpenQuestion();
  const isFixing = useAddress().search.has('fix');
  // What was taken over is not gone through page by page.
  const leap = name === 'as-last' && draft.isAsLast ? firstOpenStep(draft, asking) : at + 1;
  const following = isFixing ? steps.length : leap;

  const turnTo = async (next: number) => {
    if (!(await settle())) return;
    if (next < at || isFixing) goBack(pathOf('visit', draft.taskId, next));
    else goTo(pathOf('visit', draft.taskId, next));
  };
  const send = async () => {
    setIsSending(true);
    const isKept = await changePhone((before) => finishVisit(before, settleDraft(draft, asking), serviceNow()));
    setIsSending(false);
    if (!isKept) return;
    goTo(pathOf('sent', draft.id), { replace: true });
    sync();
  };
  /** What the server refused on this page is forgotten with the first new answer. */
  const answer = (part: Partial<Draft>, when?: 'now' | 'soon') => {
    const faults = draft.faults?.filter(({ pointer }) => stepOfPointer(pointer, asking) !== name);
    change({ ...part, ...(faults && { faults }) }, when);
  };
  const isSkipped =
    (name === 'help' && draft.assistanceNote.trim() === '') ||
    (name === 'photos' && draft.attachments.length === asking.signed.length) ||
    (name === 'sign' && asking.signed.length === 0 && asking.needs[draft.outcomeCode ?? ''] === undefined);
  return (
    <Frame
      title={field.homeOf(draft.household)}
      backTo={at === 1 ? pathOf(draft.lead ? 'lead' : 'h', draft.taskId) : pathOf('visit', draft.taskId, at - 1)}
      end={words.stepOf(at, steps.length)}
      progress={{ step: at, all: steps.length }}
      footer={
        <>
          {at > 1 && (
            <button type="button" className="button" onClick={() => void turnTo(at - 1)}>
              {words.previous}
            </button>
          )}
          {name === 'check' ? (
            <button
              type="button"
              className="button button-primary"
              disabled={isSending || !check?.isComplete(draft, asking)}
              onClick={() => void send()}
            >
              {isSending ? words.sending : words.send}
            </button>
          ) : (
            <button
              type="button"
              className="button button-primary"
              aria-disabled={!isDone}
              onClick={() => (isDone ? void turnTo(following) : lead())}
            >
              {isFixing ? words.fixed : isSkipped ? words.skipHelp : words.next}
            </button>
          )}
        </>
      }
    >
      <div ref={ref} className={isLed ? 'question is-led' : 'question'}>
        <Heading step={name} asking={asking} closes={outcome?.closes === true} />
        {name.startsWith('form/') && (
          <SectionPage
            draft={draft}
            step={name}
            asking={asking}
            onAnswer={(answers, when) => answer({ answers }, when)}
          />
        )}
        {name === 'as-last' && (
          <AsLastPage
            draft={draft}
            asking={asking}
            onAnswer={(answers, when) => answer({ answers }, when)}
            onSay={(part, isWhole) => {
              answer(part);
              if (isWhole) void turnTo(firstOpenStep({ ...draft, ...part }, asking));
            }}
          />
        )}
        {name === 'outcome' && (
          <OutcomeQuestion
            outcomes={{ items: phone.words.outcomes }}
            kind={task?.asKind ?? 'help'}
            suggested={suggestedFor(draft, asking)}
            attempts={attempts}
            isUnmet={draft.isUnmet === true}
            chosen={draft.outcomeCode}
            onChoose={(outcomeCode) => answer({ outcomeCode })}
          />
        )}
        {name === 'cause' && (
          <CauseQuestion causes={phone.words.causes} chosen={draft.cause} onChoose={(cause) => answer({ cause })} />
        )}
        {name === 'note' && (
          <textarea
            className="field"
            rows={7}
            maxLength={2000}
            aria-label={words.noteLabel}
            value={draft.note}
            onChange={(event) => answer({ note: event.target.value }, 'soon')}
          />
        )}
        {name === 'help' && (
          <textarea
            className="field"
            rows={5}
            maxLength={2000}
            aria-label={words.helpLabel}
            value={draft.assistanceNote}
            onChange={(event) => answer({ assistanceNote: event.target.value }, 'soon')}
          />
        )}
        {name === 'place' && <PlaceQuestion draft={draft} onChange={answer} />}
        {name === 'photos' && pictures && <pictures.PhotoStep draft={draft} onChange={answer} />}
        {name === 'sign' && pictures && (
          <pictures.SignStep draft={draft} onChange={answer} needed={asking.needs[draft.outcomeCode ?? ''] ?? null} />
        )}
        {name === 'check' && check && (
          <check.CheckPage
            draft={draft}
            asking={asking}
            outcomes={{ items: phone.words.outcomes, causes: phone.words.causes }}
            onChangeStep={(next) => goTo(pathOf('visit', draft.taskId, next) + FIX)}
          />
        )}
      </div>
      {open > 0 && <p className={isLed ? 'saved-line late' : 'saved-line'}>{form.left(open)}</p>}
      {open === 0 && isLed && !isDone && (
        <p className="saved-line late" role="alert">
          {form.unanswered}
        </p>
      )}
      <p className={isSaved === false ? 'saved-line late' : 'saved-line'} role="status">
        {isSaved === false ? words.notSaved : isSaved === true ? words.saved(formatTime(new Date(draft.savedAt))) : ''}
      </p>
    </Frame>
  );
}

const suggestedFor = (draft: Draft, { form, because }: Asking) =>
  form && !draft.isUnmet ? suggestOutcomes(form, because, draft.answers?.values ?? {}) : [];

/** What this page asks; it has the focus when the page opens. */
function Heading({ step, asking, closes }: { step: Step; asking: Asking; closes: boolean }) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const form = useWords(formWords);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const section = asking.form?.sections.find(({ id }) => step === `form/${id}`);
  const page = step.startsWith('form/') ? 'note' : (step as keyof typeof words.questions);
  // Whoever is there knows: such a question has no last row for what could not be found out.
  const sectionHint = section?.questions.every(({ sure }) => sure) ? form.sureHint : form.sectionHint;
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {section ? section.names[language] : words.questions[page]}
      </h2>
      <p className="faint">
        {section ? sectionHint : page === 'check' && closes ? words.checkCloses : words.hints[page]}
      </p>
    </>
  );
}
