// Sends a move and keeps what the reader chose: on a conflict the task is fetched again and the difference is said.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskDetail, TaskRow } from '../../../server/flow/tasks/model.ts';
import { isConflict } from '../../api/problem.ts';
import { forgetOwn, noteDispatch, noteOwn } from './acts.ts';
import { type Move, sendMove, taskQuery } from './queries.ts';

export interface Change {
  before: TaskRow;
  after: TaskRow;
}

export function useMove(detail: TaskDetail, onDone: (move: Move) => void) {
  const client = useQueryClient();
  const [change, setChange] = useState<Change | null>(null);
  const mutation = useMutation({
    mutationFn: (move: Move) => sendMove(detail.task, move),
    onMutate: () => {
      setChange(null);
      noteOwn([{ id: detail.task.id, version: detail.task.version + 1 }]);
    },
    onSuccess: async (moved, move) => {
      noteOwn([moved]);
      if (move.move === 'dispatch') noteDispatch([moved]);
      onDone(move);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['tasks'] }),
        client.invalidateQueries({ queryKey: ['map'] }),
      ]);
    },
    onError: async (error) => {
      forgetOwn([detail.task.id]);
      if (!isConflict(error)) return;
      const before = detail.task;
      const fresh = await client.fetchQuery({ ...taskQuery(before.id), staleTime: 0 });
      setChange({ before, after: fresh.task });
      await client.invalidateQueries({ queryKey: ['tasks', 'list'] });
    },
  });
  return { send: mutation.mutate, isSending: mutation.isPending, error: mutation.error, change };
}
