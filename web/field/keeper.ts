// Who holds the phone's data at this moment: nobody yet, its owner before the PIN, or the open store. Everything that opens, locks or
// destroys it goes through here.
import type { Me } from '../../server/access/model.ts';
import { call } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import { type Database, deleteDatabase, openDatabase } from '../offline/database.ts';
import { openStore, type Store } from '../offline/store.ts';
import { canSeal, createVault, hasVault, unlock } from '../offline/vault.ts';

/** What the app shows before its pages. */
export type Stage =
  | { kind: 'starting' }
  | { kind: 'unable' }
  | { kind: 'elsewhere' }
  | { kind: 'unreachable' }
  | { kind: 'signed-out' }
  | { kind: 'first-password' }
  | { kind: 'new'; userId: string }
  | { kind: 'locked' }
  | { kind: 'wiped' }
  | { kind: 'open'; store: Store; userId: string };

export interface Keeper {
  read(): Stage;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  /** Chooses the PIN of a phone that was new. */
  choose(pin: string): Promise<void>;
  /** How many tries are left, 0 when all was destroyed; null: it is open. */
  tryPin(pin: string): Promise<number | null>;
  lock(): void;
  /** Destroys everything on the phone. */
  wipe(stage?: 'signed-out' | 'wiped'): Promise<void>;
}

export function makeKeeper(): Keeper {
  let stage: Stage = { kind: 'starting' };
  let database: Database | undefined;
  let holding: Promise<boolean> | undefined;
  const listeners = new Set<() => void>();
  const show = (next: Stage) => {
    stage = next;
    for (const listener of listeners) listener();
  };
  const opened = async () => {
    database ??= await openDatabase();
    return database;
  };
  const findOut = async () => {
    if (await hasVault(await opened())) return show({ kind: 'locked' });
    try {
      const me = await call<Me>('GET', '/api/session');
      if (me.mustChangePassword) show({ kind: 'first-password' });
      else if (me.role === 'village-coordinator') show({ kind: 'new', userId: me.id });
      else location.replace('/');
    } catch (error) {
      show({ kind: error instanceof ApiError && error.status === 401 ? 'signed-out' : 'unreachable' });
    }
  };

  return {
    read: () => stage,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      if (!canSeal()) return show({ kind: 'unable' });
      holding ??= isOnlyPage();
      if (!(await holding)) {
        holding = undefined;
        return show({ kind: 'elsewhere' });
      }
      await findOut();
    },
    async choose(pin) {
      if (stage.kind !== 'new') return;
      const { userId } = stage;
      // What browsers clear first when storage runs short is what nobody asked them to keep.
      await navigator.storage?.persist?.().catch(() => false);
      const vault = await createVault(await opened(), userId, pin);
      show({ kind: 'open', store: await openStore(await opened(), vault), userId });
    },
    async tryPin(pin) {
      const result = await unlock(await opened(), pin);
      if (result.kind === 'wrong') return result.left;
      if (result.kind === 'spent') {
        await this.wipe('wiped');
        return 0;
      }
      const { vault } = result;
      show({ kind: 'open', store: await openStore(await opened(), vault), userId: vault.userId });
      return null;
    },
    lock() {
      if (stage.kind === 'open') show({ kind: 'locked' });
    },
    async wipe(next = 'signed-out') {
      database?.close();
      database = undefined;
      await deleteDatabase();
      await call('DELETE', '/api/session').catch(() => undefined);
      show({ kind: next });
    },
  };
}

/** Two pages over one outbox would each send their own: the first holds it as long as it lives. */
async function isOnlyPage(): Promise<boolean> {
  if (!navigator.locks) return true;
  return await new Promise((resolve) => {
    void navigator.locks.request('shouwang-field', { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => undefined) : undefined;
    });
  });
}
