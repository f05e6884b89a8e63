// One household, one row: who, why, by when, how far, with whom or to whom.
import type { QueueRow, TaskRow } from '../../../server/flow/tasks/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { Chain } from '../../ui/chain.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { DeadlineCell } from './deadline-cell.tsx';
import { deskWords } from './desk-words.ts';
import { roomOf } from './load.ts';
import { taskWords } from './words.ts';

interface TaskRowProps {
  task: QueueRow;
  now: Date;
  isCurrent: boolean;
  isSelected: boolean;
  /** Whether rows can be chosen; those who only watch have no boxes. */
  hasBox: boolean;
  onOpen: (id: string) => void;
  onSelect: (id: string, isRange: boolean) => void;
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

/** With whom it is; while it waits, whom it would go to and how much they have, or why there is nobody. */
function Holder({ task }: { task: TaskRow }) {
  const words = useWords(deskWords);
  const { nobody, isAway } = useWords(taskWords);
  const { assignee, suggested, blocked } = task;
  if (assignee)
    return (
      <span className="task-cell">
        <span>{assignee.name}</span>
        {blocked && <span className="second late">{blocked === 'holder-away' ? isAway : words.blocks[blocked]}</span>}
      </span>
    );
  if (suggested) {
    const room = roomOf(suggested);
    const isOther = blocked !== null && blocked !== 'at-capacity';
    return (
      <span className="task-cell">
        <span>{suggested.name}</span>
        <span className={room > 0 && !isOther ? 'second' : 'second strong'}>
          {isOther ? words.blocks[blocked] : words.load(suggested.inHand, room)}
        </span>
      </span>
    );
  }
  return (
    <span className="task-cell">
      <span className={blocked ? 'strong' : 'faint'}>{blocked ? words.noOne : nobody}</span>
      {blocked && <span className="second">{words.blocks[blocked]}</span>}
    </span>
  );
}

/** Who it is and why: shared with the row that somebody else has taken. */
export function WhoAndWhy({ task }: { task: TaskRow }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(taskWords);
  const reasons = task.reasons.map((reason) => reason.names[language]);
  return (
    <>
      <Beacon severity={task.severity} size={22} />
      <span className="task-cell">
        <span>
          <b>{task.household?.head ?? common.someone}</b>
          {task.household && <span className="faint"> {common.people(task.household.members)}</span>}
        </span>
        <span className="second" title={task.place}>
          {placeOf(task.place)}
        </span>
      </span>
      <span className="task-cell">
        <span className="reasons">
          <span>{reasons.join(language === 'zh' ? '、' : ', ')}</span>
          {reasons.length > 1 && <span className="stacked">{words.stacked(reasons.length)}</span>}
        </span>
        <Remarks task={task} />
      </span>
    </>
  );
}

/** The county stands in the top bar already: a row says township and village. */
function placeOf(place: string): string {
  const parts = place.split(' ');
  return parts.length > 2 ? parts.slice(1).join(' ') : place;
}

export function TaskRowItem({ task, now, isCurrent, isSelected, hasBox, onOpen, onSelect }: TaskRowProps) {
  const common = useWords(ui);
  const words = useWords(deskWords);
  return (
    <div className={isCurrent ? 'task-line is-current' : isSelected ? 'task-line is-selected' : 'task-line'}>
      {hasBox && (
        <label className="task-box">
          <input
            type="checkbox"
            checked={isSelected}
            aria-label={words.selectRow(task.household?.head ?? common.someone)}
            onClick={(event) => onSelect(task.id, event.shiftKey)}
            onChange={() => undefined}
          />
        </label>
      )}
      <button
        type="button"
        className="task-row"
        data-task={task.id}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => onOpen(task.id)}
      >
        <WhoAndWhy task={task} />
        <span className="task-cell">
          <DeadlineCell task={task} now={now} />
        </span>
        <span className="task-cell">
          <Chain state={task.state} />
          <span className="second">{common.taskStates[task.state]}</span>
        </span>
        <Holder task={task} />
      </button>
    </div>
  );
}
