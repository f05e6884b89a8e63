// The queue, one pair, what its decisions would change, and deciding. A decision carries the version that was seen.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { PairDetail, PairEffects, PairRow, PairState, PairVerb } from '../../../server/flow/match/model.ts';
import { call, queryString } from '../../api/client.ts';

export type Keeps = 'person' | 'other';

export interface PairPage {
  items: PairRow[];
  next: string | null;
  counts: Partial<Record<PairState, number>>;
}

export const pairsQuery = (state: PairState) =>
  infiniteQueryOptions({
    queryKey: ['pairs', 'list', state],
    queryFn: ({ pageParam, signal }) =>
      call<PairPage>('GET', `/api/pairs${queryString({ state, limit: 50, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const pairQuery = (id: string) =>
  queryOptions({
    queryKey: ['pairs', 'one', id],
    queryFn: ({ signal }) => call<PairDetail>('GET', `/api/pairs/${encodeURIComponent(id)}`, { signal }),
  });

export const effectsQuery = ({ id, version }: Pick<PairRow, 'id' | 'version'>, keeps: Keeps) =>
  queryOptions({
    queryKey: ['pairs', 'effects', id, version, keeps],
    queryFn: async ({ signal }) =>
      (
        await call<{ items: PairEffects[] }>(
          'GET',
          `/api/pairs/${encodeURIComponent(id)}/effects${queryString({ keeps })}`,
          {
            signal,
          },
        )
      ).items,
  });

export interface PairAct {
  verb: PairVerb;
  reason: string;
  keeps: Keeps;
}

/** Decides; a pair that somebody else decided meanwhile is refused with 409 or 412. */
export function sendDecision(
  { id, version }: Pick<PairRow, 'id' | 'version'>,
  { verb, reason, keeps }: PairAct,
): Promise<{ id: string; state: PairState | null; version: number }> {
  return call('POST', `/api/pairs/${encodeURIComponent(id)}/${verb}`, { body: { reason, keeps }, version });
}
