// One household on the list: who, why in words, by when.
import { Link } from 'react-router';
import type { TaskRow } from '../../../server/flow/tasks/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { visitWords } from './words.ts';

interface HouseholdCardProps {
  task: TaskRow;
  draft: Draft | undefined;
  now: Date;
}

export function HouseholdCard({ task, draft, now }: HouseholdCardProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(visitWords);
  const due = deadlineText(task, now, language);
  const isToVisit = task.state === 'assigned' || task.state === 'accepted';
  return (
    <li>
      <Link
        className={`household-card${task.severity === 'red' && isToVisit ? ' is-red' : ''}`}
        to={`/field/h/${task.id}`}
      >
        <span className="household-name">
          <Beacon severity={task.severity} size={26} />
          <b>{words.homeOf(task.household?.head ?? common.someone)}</b>
          <span className="household-count">{task.household && words.people(task.household.members)}</span>
        </span>
        <span className="household-line">
          {task.reasons.map((reason) => reason.names[language]).join(language === 'zh' ? '；' : '; ')}
        </span>
        <span className="household-line faint">{task.place}</span>
        {isToVisit && due && (
          <span className={due.tone === 'plain' ? 'household-line strong' : 'household-line late'}>{due.text}</span>
        )}
        {draft && (
          <span className="household-line draft-line">{draft.status === 'writing' ? words.started : words.unsent}</span>
        )}
      </Link>
    </li>
  );
}
