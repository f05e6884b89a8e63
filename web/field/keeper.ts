// Who holds the phone's data at this moment: nobody yet, its owner before the PIN, or the open store. Everything that opens, locks or
// destroys it goes through here.
import type { Me } from '../../server/access/model.ts';
import { call } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import { type Database, deleteDatabase, openDatabase } from '../offline/database.ts';
import { type Identity, readIdentity } from '../offline/identity.ts';
import { openStore, type Store } from '../offline/store.ts';
import { canSeal, createVault, hasVault, unlock, type Vault } from '../offline/vault.ts';
import { type Because, mustWipe, noteGone, tellGone } from './standing.ts';

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
  | { kind: 'lost' }
  | { kind: 'open'; store: Store; userId: string; identity: Identity };

export interface Keeper {
  read(): Stage;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  /** Chooses the PIN of a phone that was new. */
  choose(pin: string): Promise<void>;
  /** How many tries are left, 0 when all was destroyed; null: it is open. */
  tryPin(pin: string): Promise<number | null>;
  lock(): void;
  /** Asks the server whether this phone is to wipe itself, and does. */
  ask(): Promise<void>;
  /** Destroys everything on the phone, and tells the server so, at once or as soon as it hears. */
  wipe(stage?: 'signed-out' | 'wiped' | 'lost'): Promise<void>;
}

/** Every page of ours leaves the reader's language behind: where nothing is, none was ever open, and nobody is signed in. */
function hasShownNothing(): boolean {
  try {
    return localStorage.length === 0;
  } catch {
    return false;
  }
}

export function makeKeeper(): Keeper {
  // Whoever is new here signs in: on a slow line it takes a second to be told so, and the server has nothing else to tell.
  let isNew = canSeal() && hasShownNothing();
  let stage: Stage = { kind: isNew ? 'signed-out' : 'starting' };
  let database: Database | undefined;
  let holding: Promise<boolean> | undefined;
  let wiping: Promise<void> | undefined;
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
    void tellGone();
    const isSure = isNew;
    isNew = false; // next time somebody has signed in
    if (await hasVault(await opened())) {
      show({ kind: 'locked' });
      return void keeper.ask();
    }
    if (isSure) return;
    const before = stage;
    const answer = await askWho();
    if (answer && stage === before) show(answer);
  };
  const askWho = async (): Promise<Stage | null> => {
    try {
      const me = await call<Me>('GET', '/api/session');
      if (me.mustChangePassword) return { kind: 'first-password' };
      if (me.role === 'village-coordinator') return { kind: 'new', userId: me.id };
      location.replace('/');
      return null;
    } catch (error) {
      return { kind: error instanceof ApiError && error.status === 401 ? 'signed-out' : 'unreachable' };
    }
  };

  const openStage = async (vault: Vault) => {
    const [database, identity] = [await opened(), await readIdentity(await opened())];
    show({ kind: 'open', store: await openStore(database, vault), userId: vault.userId, identity });
  };

  const keeper: Keeper = {
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
      await openStage(await createVault(await opened(), userId, pin));
    },
    async tryPin(pin) {
      const result = await unlock(await opened(), pin);
      if (result.kind === 'wrong') return result.left;
      if (result.kind === 'spent') {
        await keeper.wipe('wiped');
        return 0;
      }
      await openStage(result.vault);
      return null;
    },
    lock() {
      if (stage.kind === 'open') show({ kind: 'locked' });
    },
    async ask() {
      // Where nothing is kept there is nothing to ask about, and no identity to be made for it.
      const database = await opened();
      if ((await hasVault(database)) && (await mustWipe(await readIdentity(database)))) await keeper.wipe('lost');
    },
    wipe(next = 'signed-out') {
      // Asked for twice at once it is done once: the second would take a new phone for the one that is gone.
      wiping ??= destroy(next).finally(() => {
        wiping = undefined;
      });
      return wiping;
    },
  };
  const destroy = async (next: keyof typeof ENDS) => {
    noteGone(await readIdentity(await opened()), ENDS[next]);
    database?.close();
    database = undefined;
    await deleteDatabase();
    await Promise.all([tellGone(), call('DELETE', '/api/session').catch(() => undefined)]);
    // Whoever signs in next begins at the list, and not on a page of what is gone.
    history.replaceState(null, '', '/field/');
    show({ kind: next });
  };
  // A phone that lies locked with the page open is asked about whenever somebody looks at it, and when its network comes back.
  const askLocked = () => {
    if (document.visibilityState === 'visible' && stage.kind === 'locked') void keeper.ask();
  };
  document.addEventListener('visibilitychange', askLocked);
  addEventListener('online', askLocked);
  return keeper;
}

/** What the server is told of each way to end. */
const ENDS: Record<'signed-out' | 'wiped' | 'lost', Because> = {
  'signed-out': 'signed-out',
  wiped: 'pin',
  lost: 'wiped',
};

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
