// What each visit found, as it was sent: the outcome in words, cause, situation, help, and whether the place is known.
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { Answers } from '../../../server/flow/visits/forms/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { AnswerList } from '../../ui/answer-list.tsx';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Attachments } from './attachments.tsx';
import { taskWords } from './words.ts';
import './panel.css';

interface VisitsProps {
  detail: Pick<TaskDetail, 'visits' | 'attempts' | 'held'>;
  outcomes: Outcomes | undefined;
  now: Date;
}

export function Visits({ detail, outcomes, now }: VisitsProps) {
  const { visits, attempts, held } = detail;
  const { language } = useLanguage();
  const words = useWords(taskWords);
  const outcomeName = (code: string) => outcomes?.items.find((one) => one.code === code)?.names[language];
  const causeName = (code: string) => outcomes?.causes.find((one) => one.code === code)?.names[language] ?? code;
  const isGivenUp = (code: string) => held?.values.outcomeCode !== undefined && held.values.outcomeCode !== code;
  if (visits.length + attempts.length === 0) return <p className="panel-section faint">{words.noVisits}</p>;
  const whyName = (code: string) => outcomes?.attemptReasons.find((one) => one.code === code)?.names[language] ?? code;
  return (
    <ul className="panel-section">
      {visits.map((visit) => (
        <li key={visit.id} className="visit">
          <p className={`${isGivenUp(visit.outcomeCode) ? 'faint' : 'strong'} visit-outcome`}>
            {outcomeName(visit.outcomeCode) ?? ''} <span className="faint">{visit.outcomeCode}</span>
          </p>
          {visit.keptBecause && <p className="late">{words.kept[visit.keptBecause]}</p>}
          <p className="faint">{words.visitBy(visit.visitor, formatDayTime(visit.visitedAt, language, now))}</p>
          <dl className="visit-facts">
            {visit.cause && (
              <>
                <dt>{words.cause}</dt>
                <dd>{causeName(visit.cause)}</dd>
              </>
            )}
            <dt>{words.note}</dt>
            <dd>{visit.note}</dd>
            {visit.assistanceNote && (
              <>
                <dt>{words.assistance}</dt>
                <dd>{visit.assistanceNote}</dd>
              </>
            )}
          </dl>
          <AnswerList answers={visit.answers as Answers} forms={outcomes?.forms ?? []} />
          <Attachments visit={visit} now={now} />
          <p className="faint">
            {visit.place
              ? words.place(Math.round(visit.place.accuracyMetres))
              : words.noPlace(visit.noPlaceReason ?? '')}
            {'　'}
            {words.sentAt(formatDayTime(visit.submittedAt, language, now))}
          </p>
        </li>
      ))}
      {attempts.map((attempt) => (
        <li key={attempt.id} className="visit">
          <p className="strong">{words.unmet(whyName(attempt.why))}</p>
          <p className="faint">{words.visitBy(attempt.visitor, formatDayTime(attempt.at, language, now))}</p>
          {attempt.note && <p>{attempt.note}</p>}
          {attempt.place && <p className="faint">{words.place(Math.round(attempt.place.accuracyMetres))}</p>}
        </li>
      ))}
    </ul>
  );
}
