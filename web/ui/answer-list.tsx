// The answers of a visit in words, folded up: questions and answers, and beside a corrected one what the data had said.
import type { Answers, Form, Question } from '../../server/flow/visits/forms/model.ts';
import { answerText } from './answer-text.ts';
import { answerWords } from './answer-words.ts';
import { formatDay } from './format.ts';
import { useLanguage, useWords } from './language.tsx';
import './answer-list.css';

interface AnswerListProps {
  answers: Answers | undefined;
  forms: readonly Form[];
}

export function AnswerList({ answers, forms }: AnswerListProps) {
  const { language } = useLanguage();
  const words = useWords(answerWords);
  const values = Object.entries(answers?.values ?? {});
  if (values.length === 0) return null;
  const form = forms.find((one) => one.id === answers?.form);
  const questions = form?.sections.flatMap((section) => section.questions) ?? [];
  // In the order of the form; what it no longer asks comes last, by its own name.
  const place = (id: string) =>
    questions.findIndex((one) => one.id === id) + (questions.some((one) => one.id === id) ? 0 : 1e3);
  const corrections = Object.values(answers?.known ?? {}).filter(({ standing }) => standing === 'corrected').length;
  return (
    <details className="answer-list">
      <summary>
        {form?.names[language] ?? words.answers}
        {words.count(values.length, corrections)}
      </summary>
      <dl>
        {values
          .sort(([one], [other]) => place(one) - place(other))
          .map(([id, value]) => {
            const question = questions.find((one) => one.id === id);
            return (
              <div key={id}>
                <dt>{question?.names[language] ?? words.gone(id)}</dt>
                <dd>
                  {answerText(question, value, language)}
                  <Told question={question} told={answers?.known?.[id]} />
                  {answers?.asLast?.questions.includes(id) && (
                    <span className="answer-told">{words.asLast(formatDay(answers.asLast.on, language))}</span>
                  )}
                </dd>
              </div>
            );
          })}
      </dl>
    </details>
  );
}

function Told({
  question,
  told,
}: {
  question: Question | undefined;
  told: NonNullable<Answers['known']>[string] | undefined;
}) {
  const { language } = useLanguage();
  const words = useWords(answerWords);
  if (!told) return null;
  const day = formatDay(told.on, language);
  return told.standing === 'confirmed' ? (
    <span className="answer-told">{words.confirmed(day)}</span>
  ) : (
    <span className="answer-told is-corrected">{words.corrected(answerText(question, told.value, language), day)}</span>
  );
}
