// The server as the sync sees it. No answer within half a minute is none: on a poor network a request can hang for good.
import type { ChangesAnswer, FieldSync } from '../../server/field/model.ts';
import { call, queryString } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import type { ServiceClock } from '../offline/clock.ts';
import type { Doors, Refusal } from '../offline/sync.ts';
import type { Headers } from './teller.ts';

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
  // A page where the answer should be.
  if (!(error instanceof ApiError)) return error instanceof SyntaxError ? 'strange' : 'offline';
  const { status, code } = error;
  if (status === 0 || status >= 500 || status === 408 || status === 429) return 'offline';
  if (code === `http-${status}`) return 'strange';
  return status === 401 || status === 403 ? 'signed-out' : 'refused';
}

/** The doors for one person's phone, which tells of itself with every request. */
export const doorsOf = (holder: string, headersOf: Headers, clock: ServiceClock): Doors => ({
  send: (changes) =>
    within(async (signal) =>
      call<ChangesAnswer>('POST', '/api/field/changes', {
        ...{ body: { holder, changes }, signal, headers: await headersOf() },
      }),
    ),
  fetch: (cursor) =>
    within(async (signal) =>
      call<FieldSync>('GET', `/api/field/sync${queryString({ holder, cursor })}`, {
        ...{ signal, headers: await headersOf() },
      }),
    ),
  refusalOf,
  now: () => Date.now(),
  clock,
});
