// The last page: every answer once more, checked with the server's own model, and the way back to each.
import { findFaults } from '../../../server/flow/visits/answers/model.ts';
import type { Question } from '../../../server/flow/visits/forms/model.ts';
import { VisitInput } from '../../../server/flow/visits/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { type Draft, visitInputOf } from '../../offline/draft.ts';
import { answerText } from '../../ui/answer-text.ts';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { formWords } from './form-words.ts';
import {
  type Asking,
  askedAnew,
  goneOf,
  isAnswered,
  type Page,
  type Step,
  sectionsOf,
  settleDraft,
  stepOfPointer,
  stepsOf,
} from './steps.ts';
import { visitWords } from './words.ts';

/** True when the server would take it. */
export function isComplete(draft: Draft, asking: Asking): boolean {
  const settled = settleDraft(draft, asking);
  const { form, because } = asking;
  const isOld = settled.answers?.version !== form?.version;
  const faults =
    form && settled.answers
      ? findFaults(form, settled.answers, { because, forgives: isOld ? 'version' : 'nothing' })
      : [];
  const isWhole = stepsOf(draft, asking).every((step) => isAnswered(draft, step, asking));
  return isWhole && faults.length === 0 && VisitInput.safeParse(visitInputOf(settled)).success;
}

interface CheckPageProps {
  draft: Draft;
  asking: Asking;
  outcomes: Pick<Outcomes, 'items' | 'causes'>;
  onChangeStep: (step: number) => void;
}

interface Row {
  key: string;
  step: Step;
  label: string;
  text: string;
  note?: string | undefined;
}

function useRows({ draft, asking, outcomes }: Omit<CheckPageProps, 'onChangeStep'>): Row[] {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const form = useWords(formWords);
  const outcome = outcomes.items.find((one) => one.code === draft.outcomeCode)?.names[language];
  const cause = outcomes.causes.find((one) => one.code === draft.cause)?.names[language];
  const photos = draft.attachments.length - asking.signed.length;
  const texts: Record<Exclude<Page, 'check' | 'as-last'>, string> = {
    place: draft.place ? words.located(Math.round(draft.place.accuracyMetres)) : (draft.noPlaceReason ?? ''),
    outcome: outcome ?? draft.outcomeCode ?? '',
    cause: draft.cause === null ? words.unasked : (cause ?? draft.cause ?? ''),
    note: draft.note,
    help: draft.assistanceNote.trim() || words.none,
    photos: photos > 0 ? words.photoCount(photos) : words.none,
    sign: asking.signed.map((document) => words.documents[document]).join(words.comma) || words.none,
  };
  const sections = sectionsOf(draft, asking);
  const noteOf = (id: string) => {
    const { known: all, asLast } = draft.answers ?? {};
    if (asLast?.questions.includes(id)) return form.sameAsLast(formatDay(asLast.on, language));
    const known = all?.[id];
    if (!known) return undefined;
    const question = asking.form?.sections.flatMap((one) => one.questions).find((one) => one.id === id);
    return known.standing === 'confirmed'
      ? form.confirmed
      : form.corrected(answerText(question, known.value, language));
  };
  const rowOf = (step: Step) => (question: Question) => {
    const value = draft.answers?.values?.[question.id];
    const text = value === undefined ? '' : answerText(question, value, language);
    return { key: question.id, step, label: question.names[language], text, note: noteOf(question.id) };
  };
  const anew = askedAnew(draft, asking);
  return stepsOf(draft, asking).flatMap((step): Row[] => {
    if (step === 'check') return [];
    if (step === 'as-last') return anew.map(rowOf(step));
    if (step in texts) {
      const page = step as keyof typeof texts;
      return [{ key: page, step, label: words.rows[page], text: texts[page] }];
    }
    const questions = sections.find(({ section }) => step === `form/${section.id}`)?.questions ?? [];
    return questions.filter((one) => !anew.includes(one)).map(rowOf(step));
  });
}

export function CheckPage({ draft, asking, outcomes, onChangeStep }: CheckPageProps) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const form = useWords(formWords);
  const rows = useRows({ draft, asking, outcomes });
  const steps = stepsOf(draft, asking);
  const numberOf = (step: Step) => steps.indexOf(step) + 1;
  const missing = steps.filter((step) => step !== 'check' && !isAnswered(draft, step, asking));
  const nameOf = (step: Step) =>
    asking.form?.sections.find(({ id }) => step === `form/${id}`)?.names[language] ??
    words.rows[step as Exclude<Page, 'check'>];
  const gone = goneOf(draft.answers, asking.form);
  return (
    <>
      {missing.length > 0 && (
        <div className="late" role="alert">
          {words.missing}
          {missing.map((step) => (
            <button key={step} type="button" className="link-button" onClick={() => onChangeStep(numberOf(step))}>
              {nameOf(step)}
            </button>
          ))}
        </div>
      )}
      {draft.refusal && (
        <p className="late" role="alert">
          {words.refusedHint} {draft.refusal}
        </p>
      )}
      {draft.faults?.map(({ pointer, detail }) => {
        const step = stepOfPointer(pointer, asking);
        return (
          <p key={pointer} className="late">
            {detail}
            {step && numberOf(step) > 0 && (
              <button type="button" className="link-button" onClick={() => onChangeStep(numberOf(step))}>
                {nameOf(step)}
              </button>
            )}
          </p>
        );
      })}
      <dl className="check-list">
        {rows.map(({ key, step, label, text, note }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>
              {text}
              {note && <span className="choice-note">{note}</span>}
            </dd>
            <button type="button" className="link-button" onClick={() => onChangeStep(numberOf(step))}>
              {words.change}
              <span className="visually-hidden"> {label}</span>
            </button>
          </div>
        ))}
        <div>
          <dt>{words.rows.time}</dt>
          <dd>{formatDayTime(draft.visitedAt, language)}</dd>
        </div>
        {gone.map(([id, value]) => (
          <div key={id}>
            <dt>{form.gone}</dt>
            <dd>{answerText(undefined, value, language)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
