// Sends a dispatch of many part by part; it can be stopped between parts, and what has gone stays.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { BulkResult, QueueRow } from '../../../server/flow/tasks/model.ts';
import { forgetOwn, noteDispatch, noteOwn } from './acts.ts';
import { inParts, type Outcome, wentOf } from './many.ts';
import { dispatchMany } from './queries.ts';

export interface Sending extends Outcome {
  isRunning: boolean;
  error: unknown;
}

export function useMany() {
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const isStopping = useRef(false);

  const start = async (tasks: readonly Pick<QueueRow, 'id' | 'version'>[], assigneeId: string | undefined) => {
    isStopping.current = false;
    const results: BulkResult[] = [];
    const state: Sending = { sent: 0, total: tasks.length, results, isStopped: false, isRunning: true, error: null };
    setSending({ ...state });
    for (const part of inParts(tasks)) {
      if (isStopping.current) {
        state.isStopped = true;
        break;
      }
      // Before it is sent: the hint may be faster than the answer.
      noteOwn(part.map(({ id, version }) => ({ id, version: version + 1 })));
      try {
        const answer = await dispatchMany({ tasks: part, assigneeId });
        const went = wentOf(answer);
        forgetOwn(part.map(({ id }) => id).filter((id) => !went.some((one) => one.id === id)));
        noteDispatch(went, state.sent > 0);
        results.push(...answer);
        state.sent += part.length;
        setSending({ ...state });
      } catch (error) {
        forgetOwn(part.map(({ id }) => id));
        state.error = error;
        break;
      }
    }
    state.isRunning = false;
    setSending({ ...state, results: [...results] });
    await Promise.all([
      client.invalidateQueries({ queryKey: ['tasks'] }),
      client.invalidateQueries({ queryKey: ['map'] }),
    ]);
    return state;
  };
  const stop = () => {
    isStopping.current = true;
  };
  return { sending, start, stop };
}
