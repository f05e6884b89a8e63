// The open phone for the pages below: its value, the ways to change it, and how far it is with the server.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Identity } from '../offline/identity.ts';
import { type Phone, showAll } from '../offline/phone.ts';
import type { Store } from '../offline/store.ts';
import { doorsOf } from './doors.ts';
import { useServiceClock } from './keep-time.ts';
import type { Keeper } from './keeper.ts';
import { type Runner, type SyncStatus, startRunner } from './runner.ts';
import { makeTeller } from './teller.ts';
import { uploadDoorsOf } from './upload-doors.ts';

interface Open {
  phone: Phone;
  shown: ReturnType<typeof showAll>;
  userId: string;
  status: SyncStatus;
  keeper: Keeper;
  /** False when the phone has no room: nothing has changed, and the page must say so. */
  change(make: (phone: Phone) => Phone): Promise<boolean>;
  sync(): void;
  /** Bytes of photos and signatures, by the attachment's id. */
  bytes: Store['bytes'];
}

const OpenContext = createContext<Open | null>(null);
const NEVER: SyncStatus = { isRunning: false, result: null };

interface OpenPhoneProps {
  store: Store;
  userId: string;
  identity: Identity;
  keeper: Keeper;
  children: ReactNode;
}

export function OpenPhone({ store, userId, identity, keeper, children }: OpenPhoneProps) {
  const [runner, setRunner] = useState<Runner | null>(null);
  const phone = useSyncExternalStore(store.subscribe, store.read);
  const status = useSyncExternalStore(runner?.subscribe ?? noNews, runner?.read ?? neverRun);
  const clock = useServiceClock(store);
  useEffect(() => {
    const headersOf = makeTeller(store, identity);
    const started = startRunner(store, doorsOf(userId, headersOf, clock), uploadDoorsOf(userId, headersOf));
    setRunner(started);
    return () => started.stop();
  }, [store, userId, identity, clock]);
  // Signed out from the desk: perhaps since this phone was reported lost.
  const isSignedOut = status.result === 'signed-out';
  useEffect(() => {
    if (isSignedOut) void keeper.ask();
  }, [isSignedOut, keeper]);
  const open = useMemo<Open>(
    () => ({
      ...{ phone, status, keeper, userId, shown: showAll(phone), bytes: store.bytes },
      change: (make) =>
        store.change(make).then(
          () => true,
          () => false,
        ),
      sync: () => void runner?.run(),
    }),
    [phone, status, keeper, userId, store, runner],
  );
  return <OpenContext value={open}>{children}</OpenContext>;
}

const noNews = () => () => undefined;
const neverRun = () => NEVER;

export function usePhone(): Open {
  const open = useContext(OpenContext);
  if (!open) throw new Error('usePhone outside an open phone');
  return open;
}
