// Outcome codes and causes with their words: nothing shows a code without them.
import { queryOptions } from '@tanstack/react-query';
import type { Form } from '../../server/flow/visits/forms/model.ts';
import type { Outcome } from '../../server/flow/visits/model.ts';
import type { Names } from '../../server/kernel/names.ts';
import { call } from './client.ts';

export interface Outcomes {
  items: (Omit<Outcome, 'kinds'> & { kinds: readonly string[] })[];
  causes: { code: string; names: Names }[];
  forms: readonly Form[];
  attemptReasons: readonly { code: string; names: Names }[];
}

export const outcomesQuery = queryOptions({
  queryKey: ['outcomes'],
  queryFn: ({ signal }) => call<Outcomes>('GET', '/api/outcomes', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
