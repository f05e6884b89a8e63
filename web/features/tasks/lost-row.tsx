// A row that another dispatcher took while this reader looked at it or had chosen it: it stays, struck, and asks what to do.

import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { deskWords } from './desk-words.ts';
import type { Lost } from './queue.ts';
import { WhoAndWhy } from './task-row.tsx';

interface LostRowProps {
  lost: Lost;
  isCurrent: boolean;
  onAdopt: (id: string) => void;
  onReassign: (lost: Lost) => void;
}

export function LostRow({ lost, isCurrent, onAdopt, onReassign }: LostRowProps) {
  const common = useWords(ui);
  const words = useWords(deskWords);
  const { row, now } = lost;
  const name = row.household?.head ?? common.someone;
  return (
    <div className={isCurrent ? 'task-line is-lost is-current' : 'task-line is-lost'} data-lost={row.id}>
      <div className="task-row">
        <WhoAndWhy task={row} />
        <p className="lost-news" role="status">
          <span className="visually-hidden">{words.lost(name)} </span>
          {useNews(lost)}
        </p>
        <span className="lost-acts">
          <button type="button" className="button" onClick={() => onAdopt(row.id)}>
            {words.adopt}
          </button>
          {now?.state === 'assigned' && (
            <button type="button" className="button" onClick={() => onReassign(lost)}>
              {words.reassign}
            </button>
          )}
        </span>
      </div>
    </div>
  );
}

/** What became of it, in a line: 9:42 南哲已派给全永植. */
function useNews({ row, now }: Lost): string {
  const common = useWords(ui);
  const words = useWords(deskWords);
  if (!now) return words.gone;
  const isGiven = now.assignee !== null && now.assignee.id !== row.assignee?.id;
  if (isGiven && now.dispatchedAt) {
    const time = formatTime(new Date(now.dispatchedAt));
    return words.taken(time, now.dispatchedBy ?? words.somebody, now.assignee?.name ?? '');
  }
  return isGiven ? words.takenSystem(now.assignee?.name ?? '') : words.takenState(common.taskStates[now.state]);
}
