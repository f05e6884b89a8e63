// The last page: every answer once more, checked with the server's own model, and the way back to each.
import { VisitInput } from '../../../server/flow/visits/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { type Draft, visitInputOf } from '../../offline/draft.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { isAnswered, STEPS, type Step } from './steps.ts';
import { visitWords } from './words.ts';

/** True when the server would take it. */
export function isComplete(draft: Draft): boolean {
  return STEPS.every((step) => isAnswered(draft, step)) && VisitInput.safeParse(visitInputOf(draft)).success;
}

interface CheckPageProps {
  draft: Draft;
  outcomes: Outcomes;
  onChangeStep: (step: number) => void;
}

export function CheckPage({ draft, outcomes, onChangeStep }: CheckPageProps) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const outcome = outcomes.items.find((one) => one.code === draft.outcomeCode);
  const cause = outcomes.causes.find((one) => one.code === draft.cause);
  const answers: [Exclude<Step, 'check'>, string][] = [
    ['outcome', outcome?.names[language] ?? draft.outcomeCode ?? ''],
    ['cause', draft.cause === null ? words.unasked : (cause?.names[language] ?? draft.cause ?? '')],
    ['note', draft.note],
    ['help', draft.assistanceNote.trim() || words.none],
    ['place', draft.place ? words.located(Math.round(draft.place.accuracyMetres)) : (draft.noPlaceReason ?? '')],
  ];
  const missing = answers.filter(([step]) => !isAnswered(draft, step));
  return (
    <>
      {missing.length > 0 && (
        <p className="late" role="alert">
          {words.missing} {missing.map(([step]) => words.rows[step]).join(language === 'zh' ? '、' : ', ')}
        </p>
      )}
      {draft.refusal && (
        <p className="late" role="alert">
          {words.refusedHint} {draft.refusal}
        </p>
      )}
      <dl className="check-list">
        {answers.map(([step, text]) => (
          <div key={step}>
            <dt>{words.rows[step]}</dt>
            <dd>{text}</dd>
            <button type="button" className="link-button" onClick={() => onChangeStep(STEPS.indexOf(step) + 1)}>
              {words.change}
              <span className="visually-hidden"> {words.rows[step]}</span>
            </button>
          </div>
        ))}
        <div>
          <dt>{words.rows.time}</dt>
          <dd>{formatDayTime(draft.visitedAt, language)}</dd>
        </div>
      </dl>
    </>
  );
}
