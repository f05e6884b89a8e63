// One section of the form: its questions in big rows. What data says already is shown and confirmed, or corrected.
import { whyUnfit } from '../../../server/flow/visits/answers/model.ts';
import type { Answers, Known, Question, Value } from '../../../server/flow/visits/forms/model.ts';
import type { Draft } from '../../offline/draft.ts';
import { answerText } from '../../ui/answer-text.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { shownKnown, withAnswer, withKnown } from './answering.ts';
import { ChoiceRow } from './choice-list.tsx';
import { formWords } from './form-words.ts';
import { NumberField } from './number-field.tsx';
import { QuestionField } from './question-field.tsx';
import { type Asking, isOpen, type Step, sectionsOf } from './steps.ts';
import './form.css';

interface SectionPageProps {
  draft: Pick<Draft, 'answers' | 'isUnmet' | 'faults'>;
  step: Step;
  asking: Asking;
  onAnswer: (answers: Answers, when?: 'now' | 'soon') => void;
}

export function SectionPage({ step, ...of }: SectionPageProps) {
  const asked = sectionsOf(of.draft, of.asking).find(({ section }) => step === `form/${section.id}`);
  return <Questions questions={asked?.questions ?? []} {...of} />;
}

/** Some questions of the form, one below the other. */
export function Questions({
  questions,
  draft,
  asking: { form, known },
  onAnswer,
}: Omit<SectionPageProps, 'step'> & { questions: readonly Question[] }) {
  const { language } = useLanguage();
  if (!form) return null;
  return questions.map((question) => (
    <fieldset
      key={question.id}
      className={isOpen(draft, question) ? 'form-question is-open' : 'form-question'}
      aria-describedby={question.hint && `hint-${question.id}`}
    >
      <legend>{question.names[language]}</legend>
      {question.hint && (
        <p className="faint small" id={`hint-${question.id}`}>
          {question.hint[language]}
        </p>
      )}
      <Answer
        question={question}
        value={draft.answers?.values?.[question.id]}
        standing={draft.answers?.known?.[question.id]?.standing}
        known={shownKnown(question, draft.answers, known)}
        refusal={draft.faults?.find(({ pointer }) => pointer === `/answers/values/${question.id}`)?.detail}
        onAnswer={(value, when) => onAnswer(withAnswer(form, draft.answers, { question: question.id, value }), when)}
        onKnown={(known, isRight) =>
          onAnswer(withKnown(form, draft.answers, { question: question.id, known, isRight }))
        }
      />
    </fieldset>
  ));
}

interface AnswerProps {
  question: Question;
  value: Value | undefined;
  standing: 'confirmed' | 'corrected' | undefined;
  known: Known | undefined;
  refusal: string | undefined;
  onAnswer: (value: Value | undefined, when?: 'now' | 'soon') => void;
  onKnown: (known: Known, isRight: boolean) => void;
}

function Answer({ question, value, standing, known, refusal, onAnswer, onKnown }: AnswerProps) {
  const words = useWords(formWords);
  const isAsked = !known || standing === 'corrected' || value === null;
  return (
    <>
      {refusal && (
        <p className="late" role="alert">
          {refusal}
        </p>
      )}
      {known && <KnownValue question={question} known={known} standing={standing} onKnown={onKnown} />}
      {known && standing === 'corrected' && <p className="strong instead">{words.instead}</p>}
      {isAsked &&
        value !== null &&
        (question.kind === 'count' || question.kind === 'money' ? (
          <NumberField question={question} value={value} onAnswer={onAnswer} />
        ) : (
          <QuestionField question={question} value={value} onAnswer={onAnswer} />
        ))}
      {!question.sure && (
        <ChoiceRow
          name={`${question.id}-unasked`}
          kind="checkbox"
          label={words.unasked}
          isFaint
          isChosen={value === null}
          onChoose={() => onAnswer(value === null ? undefined : null)}
        />
      )}
      {value !== undefined && value !== null && whyUnfit(question, value) !== null && (
        <p className="late" role="status">
          {words.outOfRange(...boundsOf(question))}
        </p>
      )}
    </>
  );
}

const boundsOf = (question: Question): [string, string] =>
  'least' in question ? [String(question.least), String(question.most)] : ['', ''];

type KnownValueProps = Pick<AnswerProps, 'question' | 'standing' | 'onKnown'> & { known: Known };

function KnownValue({ question, known, standing, onKnown }: KnownValueProps) {
  const { language } = useLanguage();
  const words = useWords(formWords);
  return (
    <div className={`known-value${standing === 'confirmed' ? ' is-right' : ''}`}>
      <p>
        {words.dataSays} <b>{answerText(question, known.value, language)}</b>
      </p>
      <p className="faint small">{words.source(known.source[language], formatDay(known.on, language))}</p>
      <div className="known-buttons">
        <button
          type="button"
          className={`button${standing === 'confirmed' ? ' button-primary' : ''}`}
          aria-pressed={standing === 'confirmed'}
          onClick={() => onKnown(known, true)}
        >
          {standing === 'confirmed' ? words.rightNow : words.right}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={standing === 'corrected'}
          onClick={() => onKnown(known, false)}
        >
          {words.wrong}
        </button>
      </div>
    </div>
  );
}
