// What holds of all that visits of one task say: the outcome, each field of which two things were said with who said which, and the answers.
import { Fragment } from 'react';
import type { Saying, TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { Answers } from '../../../server/flow/visits/forms/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { AnswerList } from '../../ui/answer-list.tsx';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useSaid } from '../../ui/said.ts';
import { clashWords } from './clash-words.ts';

interface HoldsProps {
  detail: Pick<TaskDetail, 'held' | 'clashes' | 'visits' | 'task'>;
  outcomes: Outcomes | undefined;
  now: Date;
}

/** Not asked about each, yet the first thing to see. */
const FIRST = ['outcomeCode', 'cause'];

export function Holds({ detail, outcomes, now }: HoldsProps) {
  const words = useWords(clashWords);
  const { held, clashes } = detail;
  const { labelOf, say } = useSaid(outcomes, held?.form);
  if (!held || (held.sayings.length === 0 && detail.visits.length < 2)) return null;
  const differing = [...new Set(held.sayings.map(({ field }) => field))];
  const plain = FIRST.filter((field) => held.values[field] !== undefined && !differing.includes(field));
  const questions = Object.entries(held.values).filter(([field]) => !NOT_ASKED.includes(field));
  const answers = { ...(held.form && { form: held.form }), values: Object.fromEntries(questions) };
  const shown = [
    ...FIRST.filter((field) => plain.includes(field) || differing.includes(field)),
    ...differing.filter((field) => !FIRST.includes(field)),
  ];
  const isOutcomeOpen = differing.includes('outcomeCode') && held.values.outcomeCode === undefined;
  return (
    <section className="panel-section">
      <h3>{words.title}</h3>
      {shown.map((field) => (
        <div key={field} className="visit">
          <p className={field in held.values ? 'faint' : 'strong'}>
            {labelOf(field)}
            <How field={field} clashes={clashes} isOpen={!(field in held.values)} now={now} />
          </p>
          {plain.includes(field) ? (
            <p className="strong">✓ {say(field, held.values[field])}</p>
          ) : (
            <Sayings sayings={held.sayings.filter((one) => one.field === field)} say={say} now={now} />
          )}
        </div>
      ))}
      {isOutcomeOpen && detail.task.state === 'submitted' && <p className="faint">{words.ifConfirmed}</p>}
      <AnswerList answers={answers as Answers} forms={outcomes?.forms ?? []} />
    </section>
  );
}

const NOT_ASKED = [...FIRST, 'note', 'assistanceNote'];

/** Who chose, or for whose choice it waits; nothing where nobody was asked. */
function How({
  field,
  clashes,
  isOpen,
  now,
}: {
  field: string;
  clashes: TaskDetail['clashes'];
  isOpen: boolean;
  now: Date;
}) {
  const { language } = useLanguage();
  const words = useWords(clashWords);
  const asked = clashes.filter((clash) => clash.field === field);
  const waiting = asked.filter(({ chosen }) => chosen === null);
  const last = asked.filter(({ chosen }) => chosen !== null).pop();
  if (isOpen && waiting.length > 0)
    return <>{words.gap + words.waits(waiting.map(({ mineBy }) => mineBy).join(words.comma))}</>;
  if (isOpen) return <>{words.gap + words.open}</>;
  if (!last?.chosenAt) return null;
  return <>{words.gap + words.chosen(last.chosenBy ?? '', formatDayTime(last.chosenAt, language, now))}</>;
}

function Sayings({
  sayings,
  say,
  now,
}: {
  sayings: readonly Saying[];
  say: (field: string, value: unknown) => string;
  now: Date;
}) {
  const { language } = useLanguage();
  const words = useWords(clashWords);
  const isOpen = sayings.every(({ holds }) => !holds);
  return (
    <dl className="visit-facts">
      {[...sayings]
        .sort((a, b) => Number(b.holds) - Number(a.holds))
        .map(({ field, value, by, at, holds }) => (
          <Fragment key={by.en + at}>
            <dt>
              {words.other(
                by[language],
                at.length > 10 ? formatDayTime(at, language, now) : formatDay(at, language, now),
              )}
            </dt>
            <dd className={holds ? 'strong' : isOpen ? undefined : 'faint'}>
              {holds && <span title={words.holds}>✓ </span>}
              {say(field, value)}
            </dd>
          </Fragment>
        ))}
    </dl>
  );
}
