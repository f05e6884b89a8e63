// Live hints: the socket says only that something changed; what changed is fetched again through the caller's rights.
import { useSyncExternalStore } from 'react';
import { queryClient } from './query-client.ts';

export interface LiveStatus {
  isLive: boolean;
  /** When the last sign of life came; null before the first. */
  lastAt: Date | null;
}

const SETTLE = 300;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** A first connection slower than this may have missed hints about what the page fetched meanwhile. */
const SLOW_START = 2_000;

/** Nouns of hints (`task.dispatch`) and the queries they make stale. */
const STALE: Record<string, string[]> = {
  task: ['tasks', 'map', 'alerts'],
  visit: ['tasks', 'map', 'alerts'],
  alert: ['alerts', 'map', 'tasks'],
  batch: ['map', 'alerts', 'batches', 'intakes', 'sources'],
  intake: ['intakes'],
  source: ['sources', 'map'],
  ticket: ['tickets'],
  clock: ['session', 'tasks'],
  cycle: ['map', 'alerts', 'tasks', 'precision', 'tickets'],
};

let status: LiveStatus = { isLive: false, lastAt: null };
const listeners = new Set<() => void>();

function setStatus(next: LiveStatus): void {
  status = next;
  for (const listener of listeners) listener();
}

/** The wait before the next try: doubles from one second to thirty. */
export function waitBefore(attempt: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
}

/** Opens the socket and keeps it open; returns the way to close it for good. */
export function openLive(): () => void {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let isClosed = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let settleTimer: ReturnType<typeof setTimeout> | undefined;
  const startedAt = Date.now();
  const stale = new Set<string>();

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
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
    socket.onopen = () => {
      const wasLost = status.lastAt !== null || Date.now() - startedAt > SLOW_START;
      attempt = 0;
      setStatus({ isLive: true, lastAt: new Date() });
      if (wasLost) mark(['tasks', 'alerts', 'map', 'sources', 'batches', 'intakes']); // hints were missed while it was down
    };
    socket.onmessage = (event) => {
      setStatus({ isLive: true, lastAt: new Date() });
      try {
        const { action } = JSON.parse(String(event.data)) as { action?: string };
        mark(STALE[action?.split('.')[0] ?? ''] ?? []);
      } catch {
        // not a hint of ours
      }
    };
    socket.onclose = () => {
      if (isClosed) return;
      if (status.isLive) setStatus({ isLive: false, lastAt: new Date() });
      retryTimer = setTimeout(connect, waitBefore(attempt++));
    };
  };
  connect();

  return () => {
    isClosed = true;
    clearTimeout(retryTimer);
    clearTimeout(settleTimer);
    socket?.close();
    setStatus({ isLive: false, lastAt: null });
  };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(subscribe, () => status);
}
