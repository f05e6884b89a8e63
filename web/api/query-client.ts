// Server data lives here and nowhere else. A 401 anywhere means the session ended: the router then shows the sign-in page.
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isOffline } from './problem.ts';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(['session'], null);
    },
  }),
  defaultOptions: {
    // 'always': offline must fail and be said, not wait in silence.
    queries: {
      networkMode: 'always',
      staleTime: 30_000,
      retry: (count, error) => count < 1 && (isOffline(error) || (error instanceof ApiError && error.status >= 500)),
    },
    mutations: { networkMode: 'always' },
  },
});
