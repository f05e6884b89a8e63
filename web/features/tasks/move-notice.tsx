// Why a move was not done: who or what changed meanwhile, or the server's words.
import { isConflict } from '../../api/problem.ts';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import type { Change } from './use-move.ts';
import { taskWords } from './words.ts';

export function MoveNotice({ error, change }: { error: unknown; change: Change | null }) {
  const common = useWords(ui);
  const words = useWords(taskWords);
  const problemText = useProblemText();
  if (!error) return null;
  if (!isConflict(error)) {
    return (
      <p className="move-notice" role="alert">
        <b>{words.notDone}</b> {problemText(error)}
      </p>
    );
  }
  const { before, after } = change ?? {};
  const hasNewState = before && after && before.state !== after.state;
  const hasNewHolder = before && after && before.assignee?.id !== after.assignee?.id;
  return (
    <p className="move-notice" role="alert">
      <b>{words.conflict}</b>{' '}
      {hasNewState && words.conflictState(common.taskStates[before.state], common.taskStates[after.state])}
      {hasNewHolder &&
        words.conflictHolder(before.assignee?.name ?? words.nobody, after.assignee?.name ?? words.nobody)}
      {change && !hasNewState && !hasNewHolder && words.conflictOther} {words.conflictKept}
    </p>
  );
}
