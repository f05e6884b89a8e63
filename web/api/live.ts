// Live hints: the socket says only that something changed; what changed is fetched again through the caller's rights.
import { noteSocket } from './connection.ts';
import { serviceNow } from './now.ts';
import { queryClient } from './query-client.ts';

const SETTLE = 300;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** A first connection slower than this may have missed hints about what the page fetched meanwhile. */
const SLOW_START = 2_000;
/** The server's close code for a session that was ended. */
const SIGNED_OUT = 4401;

/** Nouns of hints (`task.dispatch`) and the queries they make stale. */
const STALE: Record<string, string[]> = {
  task: ['tasks', 'map', 'alerts', 'households', 'boards', 'escalations', 'leads'],
  visit: ['tasks', 'map', 'alerts', 'households', 'boards', 'leads'],
  'second-look': ['alike', 'tasks'],
  lead: ['leads', 'alerts', 'map', 'tasks', 'households', 'boards'],
  attachment: ['tasks'],
  alert: ['alerts', 'map', 'tasks', 'households', 'boards', 'rules'],
  absence: ['absences', 'tasks'],
  silence: ['silences', 'alerts', 'map'],
  campaign: ['campaigns', 'tasks'],
  view: ['views'],
  batch: ['map', 'alerts', 'batches', 'intakes', 'sources'],
  intake: ['intakes'],
  source: ['sources', 'map'],
  pair: ['pairs', 'households'],
  ticket: ['tickets'],
  rule: ['rules'],
  user: ['accounts', 'users', 'security'],
  station: ['stations'],
  clock: ['session', 'tasks'],
  cycle: ['map', 'alerts', 'tasks', 'precision', 'tickets', 'households', 'boards', 'rules', 'sources'],
};

/** The queries that a hint makes old. */
export function staleBy(action: string): readonly string[] {
  return STALE[action.split('.')[0] ?? ''] ?? [];
}

/** The wait before the next try: doubles from one second to thirty. */
export function waitBefore(attempt: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
}

/** While the socket was down hints were missed: everything on the screen is asked for again, but what never changes (borders, names). */
function catchUp(): void {
  void queryClient.invalidateQueries({
    predicate: ({ observers }) => observers.some(({ options }) => options.staleTime !== Number.POSITIVE_INFINITY),
  });
  // Pages that were left meanwhile ask when they are opened again.
  void queryClient.invalidateQueries({ type: 'inactive', refetchType: 'none', predicate: isOfTheDay });
}

function isOfTheDay({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return Object.values(STALE).some((keys) => keys.includes(String(queryKey[0])));
}

/** Opens the socket and keeps it open; returns the way to close it for good. */
export function openLive(): () => void {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let isClosed = false;
  let lastAt: Date | null = null;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let settleTimer: ReturnType<typeof setTimeout> | undefined;
  const startedAt = Date.now();
  const stale = new Set<string>();

  const tell = (isLive: boolean) => {
    lastAt = serviceNow();
    noteSocket({ isLive, lastAt });
  };
  const refetch = () => {
    settleTimer = undefined;
    for (const key of stale) void queryClient.invalidateQueries({ queryKey: [key] });
    stale.clear();
  };
  const mark = (keys: readonly string[]) => {
    for (const key of keys) stale.add(key);
    settleTimer ??= setTimeout(refetch, SETTLE);
  };

  const connect = () => {
    if (isClosed) return;
    clearTimeout(retryTimer);
    const own = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
    let wasOpen = false;
    socket = own;
    own.onopen = () => {
      const wasLost = lastAt !== null || Date.now() - startedAt > SLOW_START;
      attempt = 0;
      wasOpen = true;
      tell(true);
      if (wasLost) catchUp();
    };
    own.onmessage = (event) => {
      tell(true);
      try {
        mark(staleBy(String((JSON.parse(String(event.data)) as { action?: string }).action)));
      } catch {
        // not a hint of ours
      }
    };
    own.onclose = ({ code }) => {
      if (isClosed || socket !== own) return;
      // Somebody ended this session: asked again, it is nobody's, and the guard shows the way in.
      if (code === SIGNED_OUT) void queryClient.invalidateQueries({ queryKey: ['session'] });
      if (wasOpen) tell(false);
      retryTimer = setTimeout(connect, waitBefore(attempt++));
    };
  };
  // A network that goes leaves the socket open for minutes, and one that comes back need not wait for the next try.
  const onOffline = () => {
    const old = socket;
    socket = null;
    old?.close();
    if (lastAt) tell(false);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(connect, waitBefore(attempt++));
  };
  const onOnline = () => {
    attempt = 0;
    if (socket?.readyState !== WebSocket.OPEN) connect();
  };
  addEventListener('offline', onOffline);
  addEventListener('online', onOnline);
  connect();

  return () => {
    isClosed = true;
    removeEventListener('offline', onOffline);
    removeEventListener('online', onOnline);
    clearTimeout(retryTimer);
    clearTimeout(settleTimer);
    socket?.close();
    noteSocket({ isLive: false, lastAt: null });
  };
}
