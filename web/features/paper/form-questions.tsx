// The questions of a form as they are printed: every one that the reasons allow, with boxes to tick, and what the data says beside it.
import { allowedOf } from '../../../server/flow/visits/answers/model.ts';
import type { Form, Question, TaskForm } from '../../../server/flow/visits/forms/model.ts';
import { answerText } from '../../ui/answer-text.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { paperWords } from './words.ts';

export function FormQuestions({ form, asked }: { form: Form | undefined; asked: TaskForm }) {
  const { language } = useLanguage();
  const words = useWords(paperWords);
  if (!form) return null;
  const allowed = allowedOf(form, asked.because);
  return (
    <section>
      <h2>
        {words.questions.form} <small>{words.tick}</small>
      </h2>
      <table className="paper-form">
        <tbody>
          {allowed.map((question) => {
            const known = asked.known[question.id];
            return (
              <tr key={question.id}>
                <th scope="row">{question.names[language]}</th>
                <td className="paper-choices">
                  {known && (
                    <span>
                      {words.says(answerText(question, known.value, language))} <Box /> {words.right}
                    </span>
                  )}
                  <Blanks question={question} />
                  <span>
                    <Box /> {words.unasked}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Blanks({ question }: { question: Question }) {
  const { language } = useLanguage();
  const words = useWords(paperWords);
  if (question.kind === 'choice' || question.kind === 'many')
    return question.options.map(({ id, names }) => (
      <span key={id}>
        <Box /> {names[language]}
      </span>
    ));
  if (question.kind === 'yes-no')
    return [words.yes, words.no].map((name) => (
      <span key={name}>
        <Box /> {name}
      </span>
    ));
  return <span className="paper-blank">{question.kind === 'money' && words.yuan}</span>;
}

/** Drawn, not set: browsers leave out what is not ink. */
export function Box() {
  return (
    <svg className="paper-box" width="12" height="12" aria-hidden="true">
      <rect x="0.75" y="0.75" width="10.5" height="10.5" fill="none" stroke="currentColor" strokeWidth="1.2" />
    </svg>
  );
}
