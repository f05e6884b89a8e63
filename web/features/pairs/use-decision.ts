// Sends a decision; when somebody was faster, the pair is fetched again and that is said.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PairDetail, PairState } from '../../../server/flow/match/model.ts';
import { isConflict } from '../../api/problem.ts';
import { type PairAct, pairQuery, sendDecision } from './queries.ts';

export function useDecision(detail: PairDetail, onDone: (act: PairAct, state: PairState | null) => void) {
  const client = useQueryClient();
  const [present, setPresent] = useState<PairState | null>(null);
  const mutation = useMutation({
    mutationFn: (act: PairAct) => sendDecision(detail.pair, act),
    onMutate: () => setPresent(null),
    onSuccess: async ({ state }, act) => {
      onDone(act, state);
      await Promise.all(
        ['pairs', 'alerts', 'map', 'tasks', 'batches'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
    onError: async (error) => {
      if (!isConflict(error)) return;
      await client.invalidateQueries({ queryKey: ['pairs', 'list'] });
      const fresh = await client.fetchQuery({ ...pairQuery(detail.pair.id), staleTime: 0 });
      setPresent(fresh.pair.state);
    },
  });
  return { decide: mutation.mutate, isSending: mutation.isPending, error: mutation.error, present };
}
