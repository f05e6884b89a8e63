// When to sync, and after it to send photos: at the start, when the network comes back, when the page is looked at again, when something was finished, and every
// few minutes. After a failure later and later.
import { waitBefore } from '../offline/outbox.ts';
import type { Store } from '../offline/store.ts';
import { type Doors, type SyncResult, syncOnce } from '../offline/sync.ts';
import { sendAttachments, type UploadDoors } from '../offline/upload.ts';

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

/** What is thrown there is the phone's own storage, which has no room. */
const fullOf = () => 'full' as const;

export function startRunner(store: Store, doors: Doors, uploads: UploadDoors): Runner {
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

  /** Photos come last, and give way as soon as something else was finished. */
  const syncAll = async (): Promise<SyncResult | 'full'> => {
    const result = await syncOnce(store, doors).catch(fullOf);
    // Without room for what is new, what is sent makes some.
    if (result !== 'done' && result !== 'full') return result;
    const sent = await sendAttachments(store, uploads, () => !isWanted && !isStopped);
    return sent === 'done' ? result : sent;
  };

  const run = async (): Promise<void> => {
    if (isStopped) return;
    if (status.isRunning) {
      isWanted = true;
      return;
    }
    clearTimeout(timer);
    show({ ...status, isRunning: true });
    const result = await syncAll().catch(fullOf);
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
