// Who is signed in, and the service's present. Pages inside the shell may assume somebody is.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Me } from '../../server/access/model.ts';
import { call } from './client.ts';
import { setServiceNow } from './now.ts';
import { ApiError } from './problem.ts';
import { setWorkdays } from './workdays.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      const me = await call<Me>('GET', '/api/session', { signal });
      setServiceNow(me.now);
      setWorkdays(me.workdays);
      return me;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
  // A rehearsal that plays leaps from month to month, and not everybody's pages hear of it.
  refetchInterval: ({ state }) => (state.data?.isPlaying ? 10_000 : false),
});

/** Whether nobody here is real; asked before anybody has signed in. */
export const rehearsalQuery = queryOptions({
  queryKey: ['rehearsal'],
  queryFn: async ({ signal }): Promise<boolean> =>
    (await call<{ isRehearsal: boolean }>('GET', '/healthz', { signal })).isRehearsal,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Signs in; who that is, the session query then tells. */
export function startSession(username: string, password: string): Promise<unknown> {
  return call('POST', '/api/session', { body: { username, password } });
}

export function endSession(): Promise<void> {
  return call('DELETE', '/api/session');
}

/** The signed-in person; only for components below the router's guard. */
export function useMe(): Me {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useMe outside the guard');
  return data;
}
