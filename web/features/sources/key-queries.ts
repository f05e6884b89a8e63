// Keys for pushing: listed, made, revoked.
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { KeyMade, KeyRow } from '../../../server/access/model.ts';
import { call, queryString } from '../../api/client.ts';

export const keysQuery = infiniteQueryOptions({
  queryKey: ['keys'],
  queryFn: ({ pageParam, signal }) =>
    call<{ items: KeyRow[]; next: string | null }>('GET', `/api/keys${queryString({ after: pageParam, limit: 20 })}`, {
      signal,
    }),
  initialPageParam: '',
  getNextPageParam: ({ next }) => next ?? undefined,
});

/** What is answered is the only time that the key is seen. */
export function makeKey(of: { department: string; label: string }): Promise<KeyMade> {
  return call<KeyMade>('POST', '/api/keys', { body: of });
}

export function revokeKey(id: string): Promise<unknown> {
  return call('POST', `/api/keys/${encodeURIComponent(id)}/revoke`, { body: {} });
}

/** A command by which a month of a dataset can be pushed at once. */
export function pushExample(of: { origin: string; secret: string; dataset: string; period: string }): string {
  return [
    'curl --data-binary @rows.ndjson \\',
    "  -H 'Content-Type: application/x-ndjson' \\",
    `  -H 'Authorization: Bearer ${of.secret}' \\`,
    `  '${of.origin}/api/push/${encodeURIComponent(of.dataset)}?period=${encodeURIComponent(of.period)}'`,
  ].join('\n');
}
