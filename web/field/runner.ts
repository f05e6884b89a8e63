// When to sync: at the start, when the network comes back, when the page is looked at again, when something was finished, and every
// few minutes. After a failure later and later.
import { waitBefore } from '../offline/outbox.ts';
import type { Store } from '../offline/store.ts';
import { type Doors, type SyncResult, syncOnce } from '../offline/sync.ts';

const EVERY = 300_000;

export interface SyncStatus {
  isRunning: boolean;
  /** Of the last run; null before the first. */
  result: SyncResult | 'full' | null;
}

export interface Runner {
  read(): SyncStatus;
  subscribe(listener: () => void): () => void;
  /** Runs now, or once more when a run is under way. */
  run(): Promise<void>;
  stop(): void;
}

export function startRunner(store: Store, doors: Doors): Runner {
  let status: SyncStatus = { isRunning: false, result: null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let isWanted = false;
  let isStopped = false;
  const listeners = new Set<() => void>();
  const show = (next: SyncStatus) => {
    status = next;
    for (const listener of listeners) listener();
  };

  const run = async (): Promise<void> => {
    if (isStopped) return;
    if (status.isRunning) {
      isWanted = true;
      return;
    }
    clearTimeout(timer);
    show({ ...status, isRunning: true });
    // What is thrown here is the phone's own storage, which has no room.
    const result = await syncOnce(store, doors).catch(() => 'full' as const);
    attempt = result === 'done' ? 0 : attempt + 1;
    show({ isRunning: false, result });
    if (isStopped) return;
    if (isWanted && result === 'done') {
      isWanted = false;
      return run();
    }
    isWanted = false;
    timer = setTimeout(run, attempt === 0 ? EVERY : waitBefore(attempt, Math.random()));
  };

  const wake = () => {
    if (document.visibilityState === 'visible') void run();
  };
  const wakeNow = () => {
    attempt = 0;
    void run();
  };
  addEventListener('online', wakeNow);
  document.addEventListener('visibilitychange', wake);
  void run();
  return {
    read: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    run,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      removeEventListener('online', wakeNow);
      document.removeEventListener('visibilitychange', wake);
    },
  };
}
