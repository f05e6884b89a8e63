// Where visits of one task say two things: both values, and which was chosen by whom, or that a choice is still awaited.
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { answerText } from '../../ui/answer-text.ts';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { clashWords } from './clash-words.ts';

type Clash = TaskDetail['clashes'][number];

interface ClashesProps {
  clashes: readonly Clash[];
  outcomes: Outcomes | undefined;
  now: Date;
}

export function Clashes({ clashes, outcomes, now }: ClashesProps) {
  const { language } = useLanguage();
  const words = useWords(clashWords);
  if (clashes.length === 0) return null;
  const say = ({ field }: Clash, value: Clash['mine']) => {
    if (field === 'outcomeCode')
      return outcomes?.items.find((one) => one.code === value)?.names[language] ?? String(value);
    if (field === 'cause') return outcomes?.causes.find((one) => one.code === value)?.names[language] ?? String(value);
    const questions = outcomes?.forms.flatMap((form) => form.sections.flatMap((section) => section.questions));
    return answerText(
      questions?.find(({ id }) => id === field),
      value,
      language,
    );
  };
  return (
    <section className="panel-section">
      <h3>{words.title}</h3>
      {clashes.map((clash) => (
        <div key={clash.visitId + clash.field} className="visit">
          <p className={clash.chosen ? 'faint' : 'strong'}>
            {clash.label[language]}
            {words.colon}
            {clash.chosen && clash.chosenAt
              ? words.chosen(clash.chosenBy ?? '', formatDayTime(clash.chosenAt, language, now))
              : words.waits(clash.mineBy)}
          </p>
          <dl className="visit-facts">
            <dt>{words.by(clash.mineBy)}</dt>
            <dd className={clash.chosen === 'mine' ? 'strong' : clash.chosen ? 'faint' : undefined}>
              {clash.chosen === 'mine' && '✓ '}
              {say(clash, clash.mine)}
            </dd>
            <dt>{words.other(clash.theirsSource[language], formatDay(clash.theirsAt, language, now))}</dt>
            <dd className={clash.chosen === 'theirs' ? 'strong' : clash.chosen ? 'faint' : undefined}>
              {clash.chosen === 'theirs' && '✓ '}
              {say(clash, clash.theirs)}
            </dd>
          </dl>
        </div>
      ))}
    </section>
  );
}
