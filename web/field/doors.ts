// The server as the sync sees it. No answer within half a minute is none: on a poor network a request can hang for good.
import type { ChangesAnswer, FieldSync } from '../../server/field/model.ts';
import { call, queryString } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import type { Doors, Refusal } from '../offline/sync.ts';

const PATIENCE = 30_000;

async function within<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await ask(patience.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** What an error means for what is still to be sent. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ApiError)) return 'offline';
  if (error.status === 401 || error.status === 403) return 'signed-out';
  return error.status === 0 || error.status >= 500 || error.status === 408 || error.status === 429
    ? 'offline'
    : 'refused';
}

/** The doors for one person's phone. */
export const doorsOf = (holder: string): Doors => ({
  send: (changes) =>
    within((signal) => call<ChangesAnswer>('POST', '/api/field/changes', { body: { holder, changes }, signal })),
  fetch: (cursor) =>
    within((signal) => call<FieldSync>('GET', `/api/field/sync${queryString({ holder, cursor })}`, { signal })),
  refusalOf,
  now: () => Date.now(),
});
