// Whether what stands on the screen is of this moment: the socket's state, what the browser says of the network, and whether the last
// call was answered. A socket that is down while calls are answered is stale, not offline: acts still work. An open one outweighs a
// browser that thinks it has no network, as on a machine that serves itself.
import { useSyncExternalStore } from 'react';

export interface Connection {
  /** The socket is open: news comes by itself. */
  isLive: boolean;
  /** When the last sign of life came; null before the first. */
  lastAt: Date | null;
  /** Nothing can be reached, so nothing can be done. */
  isOffline: boolean;
}

let isAnswered = true;
let connection: Connection = { isLive: false, lastAt: null, isOffline: false };
const listeners = new Set<() => void>();

function settle(next: Pick<Connection, 'isLive' | 'lastAt'>): void {
  const isOffline = !next.isLive && (!navigator.onLine || !isAnswered);
  if (next.isLive === connection.isLive && next.lastAt === connection.lastAt && isOffline === connection.isOffline)
    return;
  connection = { ...next, isOffline };
  for (const listener of listeners) listener();
}

/** What the socket tells: it opened, spoke or closed. */
export function noteSocket(next: Pick<Connection, 'isLive' | 'lastAt'>): void {
  if (next.isLive) isAnswered = true;
  settle(next);
}

/** What every call tells: somebody answered, or nobody did. */
export function noteCall(wasAnswered: boolean): void {
  isAnswered = wasAnswered;
  settle(connection);
}

export function isOfflineNow(): boolean {
  return connection.isOffline;
}

const settleAgain = () => settle(connection);

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    addEventListener('online', settleAgain);
    addEventListener('offline', settleAgain);
    settleAgain();
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    removeEventListener('online', settleAgain);
    removeEventListener('offline', settleAgain);
  };
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}
