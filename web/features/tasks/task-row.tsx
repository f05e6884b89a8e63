// One household, one row: who, why, by when, how far, with whom.
import type { TaskRow } from '../../../server/flow/tasks/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { Chain } from '../../ui/chain.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { DeadlineCell } from './deadline-cell.tsx';
import { taskWords } from './words.ts';

interface TaskRowProps {
  task: TaskRow;
  now: Date;
  isSelected: boolean;
  onSelect: (id: string) => void;
}

/** The kind, and what happened to it on the way: late and told, put off, its cause ended. */
function Remarks({ task }: { task: TaskRow }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(taskWords);
  const level = task.escalationLevel && words.levels[task.escalationLevel];
  const rest = [
    task.kind !== 'help' && common.taskKinds[task.kind],
    level && task.acknowledgedAt && words.noted(level),
    task.extendedAt && words.extended,
    task.notice !== null && task.notice !== 'assignee-away' && (common.notices[task.notice] ?? task.notice),
  ].filter(Boolean);
  return (
    <span className="second">
      {level && !task.acknowledgedAt && <span className="late">{words.told(level)} </span>}
      {rest.join(language === 'zh' ? '，' : ', ')}
    </span>
  );
}

export function TaskRowItem({ task, now, isSelected, onSelect }: TaskRowProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(taskWords);
  const reasons = task.reasons.map((reason) => reason.names[language]);
  return (
    <li>
      <button
        type="button"
        className="task-row"
        data-task={task.id}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => onSelect(task.id)}
      >
        <Beacon severity={task.severity} size={22} />
        <span className="task-cell">
          <span>
            <b>{task.household?.head ?? common.someone}</b>
            {task.household && <span className="faint"> {common.people(task.household.members)}</span>}
          </span>
          <span className="second">{task.place}</span>
        </span>
        <span className="task-cell">
          <span className="reasons">
            <span>{reasons.join(language === 'zh' ? '、' : ', ')}</span>
            {reasons.length > 1 && <span className="stacked">{words.stacked(reasons.length)}</span>}
          </span>
          <Remarks task={task} />
        </span>
        <span className="task-cell">
          <DeadlineCell task={task} now={now} />
        </span>
        <span className="task-cell">
          <Chain state={task.state} />
          <span className="second">{common.taskStates[task.state]}</span>
        </span>
        <span className="task-cell">
          <span className={task.assignee ? '' : 'faint'}>{task.assignee?.name ?? words.nobody}</span>
          {task.notice === 'assignee-away' && <span className="second late">{words.isAway}</span>}
        </span>
      </button>
    </li>
  );
}
