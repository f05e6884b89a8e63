// The list in groups by what to do first.
import type { ReactNode } from 'react';
import type { TaskRow } from '../../../server/flow/tasks/model.ts';
import { useWords } from '../../ui/language.tsx';
import { groupTasks } from './groups.ts';
import { TaskRowItem } from './task-row.tsx';
import { taskWords } from './words.ts';
import './tasks.css';

interface TaskListProps {
  rows: readonly TaskRow[];
  now: Date;
  selected: string | null;
  onSelect: (id: string) => void;
  footer?: ReactNode;
}

export function TaskList({ rows, now, selected, onSelect, footer }: TaskListProps) {
  const words = useWords(taskWords);
  return (
    <div className="task-list">
      <div className="task-head faint" aria-hidden="true">
        <span />
        <span>{words.columns.household}</span>
        <span>{words.columns.reasons}</span>
        <span>{words.columns.deadline}</span>
        <span>{words.columns.state}</span>
        <span>{words.columns.assignee}</span>
      </div>
      {groupTasks(rows, now).map((group) => (
        <section key={group.urgency} aria-label={words.groups[group.urgency]}>
          <h2 className="task-group">
            <span className={group.urgency === 'overdue' ? 'late' : ''}>{words.groups[group.urgency]}</span>
            <span className="second">
              {[words.households(group.rows.length), words.groupNotes[group.urgency]]
                .filter(Boolean)
                .join(words.noteBreak)}
            </span>
          </h2>
          <ul>
            {group.rows.map((task) => (
              <TaskRowItem key={task.id} task={task} now={now} isSelected={task.id === selected} onSelect={onSelect} />
            ))}
          </ul>
        </section>
      ))}
      {footer}
    </div>
  );
}
