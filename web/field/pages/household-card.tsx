// One household on the list: who, why in words, by when.

import type { Shown } from '../../offline/holdings.ts';
import { isToVisit } from '../../offline/list.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { rulerOf } from '../../ui/ruler.ts';
import { DeadlineRuler } from '../../ui/ruler.tsx';
import { ui } from '../../ui/words.ts';
import { Link, pathOf } from '../address.tsx';
import { fieldWords } from '../words.ts';

export function HouseholdCard({ shown, now }: { shown: Shown; now: Date }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(fieldWords);
  const { task, draft, unsent } = shown;
  const standing = { ...task, state: shown.state };
  const due = deadlineText(standing, now, language);
  const ruler = rulerOf(standing, now);
  const isOpen = isToVisit(shown);
  const isUrgent = due !== null && due.tone !== 'plain';
  return (
    <li>
      <Link className={`household-card${task.severity === 'red' && isOpen ? ' is-red' : ''}`} to={pathOf('h', task.id)}>
        <span className="household-name">
          <Beacon severity={task.severity} size={26} />
          <b>{words.homeOf(task.head ?? common.someone)}</b>
          <span className="household-count">{task.members.length > 0 && words.people(task.members.length)}</span>
        </span>
        <span className="household-line">
          {task.reasons.map((reason) => reason.names[language]).join(words.semicolon) || common.taskKinds[task.kind]}
        </span>
        <span className="household-line faint">{task.place}</span>
        {isOpen && due && (
          <span className={`household-line household-due-line${isUrgent ? ' late' : ''}`}>
            <b>{due.text}</b>
            {ruler && <DeadlineRuler ruler={ruler} />}
          </span>
        )}
        {draft && <span className="household-line draft-line">{words.started}</span>}
        {unsent && <span className="household-line draft-line">{words.unsent}</span>}
      </Link>
    </li>
  );
}
