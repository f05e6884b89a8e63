// The first page of a visit by the calendar where all was well the last time: what is asked anew, and whether all else is as then.

import { answersAsLast } from '../../../server/flow/visits/answers/model.ts';
import type { Answers } from '../../../server/flow/visits/forms/model.ts';
import type { Draft } from '../../offline/draft.ts';
import { answerText } from '../../ui/answer-text.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ChoiceRow } from './choice-list.tsx';
import { formWords } from './form-words.ts';
import { Questions } from './section-page.tsx';
import { type Asking, askedAnew, hasMore, openQuestions, saidAsLast } from './steps.ts';

interface AsLastPageProps {
  draft: Draft;
  asking: Asking;
  onAnswer: (answers: Answers, when?: 'now' | 'soon') => void;
  /** With whether nothing is left to ask, so that it can be looked over and sent. */
  onSay: (part: Partial<Draft>, isWhole: boolean) => void;
}

export function AsLastPage({ draft, asking, onAnswer, onSay }: AsLastPageProps) {
  const { language } = useLanguage();
  const words = useWords(formWords);
  const { form, because, last } = asking;
  if (!form?.as_last || !last) return null;
  const { names, note } = form.as_last;
  const then = answersAsLast(form, because, { given: { ...asNew(draft) }, last: last.values });
  const questions = form.sections.flatMap((section) => section.questions).filter(({ id }) => id in then);
  const say = (isAsLast: boolean) =>
    onSay(
      saidAsLast(draft, asking, { isAsLast, note: note[language] }),
      isAsLast && openQuestions(draft, 'as-last', asking).length === 0,
    );
  return (
    <>
      <Questions questions={askedAnew(draft, asking)} draft={draft} asking={asking} onAnswer={onAnswer} />
      {hasMore(draft, asking) && (
        <fieldset className="form-question">
          <legend>{names[language]}</legend>
          <p className="faint small">{words.lastTime(formatDay(last.on, language))}</p>
          <dl className="last-time">
            {questions.map((question) => (
              <div key={question.id}>
                <dt>{question.names[language]}</dt>
                <dd>{answerText(question, then[question.id], language)}</dd>
              </div>
            ))}
          </dl>
          <ChoiceRow
            name="as-last"
            label={words.asLast}
            isChosen={draft.isAsLast === true}
            onChoose={() => say(true)}
          />
          <ChoiceRow
            name="as-last"
            label={words.notAsLast}
            isChosen={draft.isAsLast === false}
            onChoose={() => say(false)}
          />
        </fieldset>
      )}
    </>
  );
}

/** This visit's own answers, without what was taken over. */
function asNew({ answers }: Draft) {
  const taken = answers?.asLast?.questions ?? [];
  return Object.fromEntries(Object.entries(answers?.values ?? {}).filter(([id]) => !taken.includes(id)));
}
