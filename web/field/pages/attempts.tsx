// On a household's page: the tries that met nobody, what is still missing, and the way to end the visit once there were enough.
import { missingDays, offeredEnd } from '../../../server/flow/visits/attempts/model.ts';
import { serviceNow } from '../../api/now.ts';
import { attemptsOf } from '../../offline/attempts.ts';
import { startDraft } from '../../offline/draft.ts';
import type { Shown } from '../../offline/holdings.ts';
import { isToVisit } from '../../offline/list.ts';
import { saveDraft } from '../../offline/phone.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { goTo, Link, pathOf } from '../address.tsx';
import { usePhone } from '../open-phone.tsx';
import { useNow } from '../use-now.ts';
import { fieldWords } from '../words.ts';
import { attemptWords } from './attempt-words.ts';

export function Attempts({ shown }: { shown: Shown }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const field = useWords(fieldWords);
  const words = useWords(attemptWords);
  const say = useToast();
  const now = useNow();
  const { phone, change } = usePhone();
  const { task, draft } = shown;
  const attempts = attemptsOf(task, phone.outbox);
  const { outcomes, attemptReasons } = phone.words;
  const end = offeredEnd(outcomes, attempts, task.asKind);
  const outcomeName = outcomes.find((one) => one.code === end)?.names[language] ?? '';
  const fitting = outcomes.filter((one) => one.kinds.includes(task.asKind));
  const days = Math.max(0, ...fitting.map((one) => missingDays(one, attempts)));
  const finish = async () => {
    const going = draft ?? startDraft(task.id, task.head ?? common.someone, serviceNow());
    const ended = { ...going, isUnmet: true, outcomeCode: end, cause: null };
    if (!(await change((before) => saveDraft(before, ended)))) return say(field.full);
    goTo(pathOf('visit', task.id));
  };
  const isOpen = isToVisit(shown);
  return (
    <>
      {attempts.length > 0 && (
        <section className="field-section">
          <h2>{words.past}</h2>
          <ol>
            {attempts.map(({ at, why }) => (
              <li key={at}>
                {words.one(
                  formatDayTime(at, language, now),
                  attemptReasons.find((one) => one.code === why)?.names[language] ?? why,
                )}
              </li>
            ))}
          </ol>
          {isOpen && end === null && days > 0 && <p className="faint">{words.daysLeft(days)}</p>}
          {isOpen && end !== null && (
            <button type="button" className="button field-button wide" onClick={() => void finish()}>
              {words.end(outcomeName)}
            </button>
          )}
        </section>
      )}
      {isOpen && (
        <p className="field-hint">
          <Link className="quiet-link" to={pathOf('h', task.id, 'unmet')}>
            {words.link}
          </Link>
        </p>
      )}
    </>
  );
}
