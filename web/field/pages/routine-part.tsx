// A visit by the calendar: its mark on the list; on the household's page for whom, how often, last seen when, and who looks after them.
import type { FieldTask } from '../../../server/field/model.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { fieldWords } from '../words.ts';
import { routineWords } from './routine-words.ts';

type Routine = NonNullable<FieldTask['routine']>;

/** The line of a card: the mark, the groups, when somebody was last seen. */
export function RoutineLine({ routine, now }: { routine: Routine; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(routineWords);
  const { listComma } = useWords(fieldWords);
  const { groups, lastSeenOn } = routine;
  return (
    <>
      <span className="household-line">
        <span className="routine-mark">{words.mark}</span>
        {groups.map((names) => names[language]).join(listComma)}
      </span>
      <span className="household-line faint">
        {lastSeenOn ? words.last(formatDay(lastSeenOn, language, now)) : words.never}
      </span>
    </>
  );
}

export function RoutinePart({ routine, now }: { routine: Routine; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(routineWords);
  const { listComma, stop } = useWords(fieldWords);
  const { groups, risk, dueOn, lastSeenOn, agreement, needsAgreement } = routine;
  const day = (on: string) => formatDay(on, language, now);
  return (
    <>
      <section className="field-section">
        <h2>{words.why}</h2>
        <p className="strong">{groups.map((names) => names[language]).join(listComma)}</p>
        <p>
          {words.risks[risk]}
          {stop}
          {words.due(day(dueOn))}
        </p>
        <p className="faint">{lastSeenOn ? words.last(day(lastSeenOn)) : words.never}</p>
      </section>
      {(agreement || needsAgreement) && (
        <section className="field-section">
          <h2>{words.care}</h2>
          {agreement ? (
            <>
              <p>{words.carer(agreement.carer, day(agreement.until))}</p>
              <p className="faint">{agreement.terms}</p>
            </>
          ) : (
            <p className="late">{words.noCare}</p>
          )}
        </section>
      )}
    </>
  );
}
