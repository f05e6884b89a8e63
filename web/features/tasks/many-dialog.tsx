// Dispatching many: first to whom, what they have and what would be too much; then how far it is; then what did not go and why.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { QueueRow } from '../../../server/flow/tasks/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { deskWords } from './desk-words.ts';
import { inParts, joinPreviews, PART, wentOf } from './many.ts';
import { PersonPicker } from './person-picker.tsx';
import { Loads, Refused } from './preview-tables.tsx';
import { previewMany } from './queries.ts';
import { useMany } from './use-many.ts';
import { taskWords } from './words.ts';

interface ManyDialogProps {
  tasks: readonly QueueRow[];
  /** Whether it begins by choosing one person for all. */
  isChoosing: boolean;
  onClose: () => void;
  /** Ids of what went, and those with which somebody else was faster. */
  onSent: (ids: string[], taken: QueueRow[]) => void;
}

export function ManyDialog({ tasks, isChoosing, onClose, onSent }: ManyDialogProps) {
  const common = useWords(ui);
  const words = useWords(deskWords);
  const { task: taskWord, sending: sendingWord } = useWords(taskWords);
  const say = useToast();
  const [assigneeId, setAssigneeId] = useState<string>();
  const { sending, start, stop } = useMany();
  const isUnchosen = isChoosing && !assigneeId;
  const preview = useQuery({
    queryKey: ['dispatch-preview', tasks.map((task) => `${task.id}:${task.version}`).join(), assigneeId ?? ''],
    queryFn: async ({ signal }) =>
      joinPreviews(await Promise.all(inParts(tasks).map((part) => previewMany({ tasks: part, assigneeId }, signal)))),
    enabled: !isUnchosen && sending === null,
    staleTime: 0,
    gcTime: 0,
  });
  const able = preview.data?.loads.reduce((sum, load) => sum + load.tasks.length, 0) ?? 0;
  const refused = new Set(preview.data?.refused.map((one) => one.id));

  const go = async () => {
    const end = await start(
      tasks.filter((task) => !refused.has(task.id)),
      assigneeId,
    );
    const went = wentOf(end.results);
    const conflicts = new Set(end.results.flatMap(({ id, outcome }) => (outcome === 'conflict' ? [id] : [])));
    onSent(
      went.map(({ id }) => id),
      tasks.filter((task) => conflicts.has(task.id)),
    );
    if (went.length === end.total && !end.error) {
      say(words.sentCount(went.length));
      onClose();
    }
  };
  const main = useRef<HTMLButtonElement>(null);
  const isReady = !isUnchosen && able > 0 && sending === null;
  useEffect(() => {
    if (isReady) main.current?.focus();
  }, [isReady]);

  const failures = sending?.results.filter((one) => one.outcome !== 'dispatched') ?? [];
  return (
    <Dialog title={words.dialogTitle(tasks.length)} onClose={onClose}>
      {isChoosing && sending === null && <PersonPicker tasks={tasks} chosenId={assigneeId} onChoose={setAssigneeId} />}
      {sending === null && !isUnchosen && preview.isPending && <Skeleton lines={4} />}
      {sending === null && preview.isError && (
        <Failed what={taskWord} error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {sending === null && preview.data && (
        <div className="many-preview">
          {able === 0 ? <p className="strong">{words.nobodyGets}</p> : <Loads loads={preview.data.loads} />}
          <Refused
            refused={preview.data.refused}
            tasks={tasks}
            title={words.refusedTitle(preview.data.refused.length)}
          />
        </div>
      )}
      {sending && (
        <div className="many-progress">
          {sending.total > PART && (
            <>
              <progress
                max={sending.total}
                value={sending.sent}
                aria-label={words.progress(sending.sent, sending.total)}
              />
              <p aria-live="polite">{words.progress(sending.sent, sending.total)}</p>
            </>
          )}
          {!sending.isRunning && (
            <>
              <p className="strong">{words.sentCount(wentOf(sending.results).length)}</p>
              {sending.isStopped && <p>{words.stopped}</p>}
              {sending.error !== null && <Failed what={words.failedMid} error={sending.error} />}
              <Refused refused={failures} tasks={tasks} title={words.keptCount(failures.length)} />
            </>
          )}
        </div>
      )}
      <div className="dialog-actions">
        {sending?.isRunning ? (
          <button type="button" className="button" onClick={stop}>
            {words.stop}
          </button>
        ) : (
          <button type="button" className="button" onClick={onClose}>
            {sending ? common.close : common.cancel}
          </button>
        )}
        {(sending === null || sending.isRunning) && (
          <button
            ref={main}
            type="button"
            className="button button-primary"
            disabled={!isReady}
            onClick={() => void go()}
          >
            {sending?.isRunning ? sendingWord : words.goAhead(able)}
          </button>
        )}
      </div>
    </Dialog>
  );
}
