// Where the phone is, asked for by a tap and never by itself; known as long as the app runs, written nowhere.
import { useSyncExternalStore } from 'react';
import type { Position } from '../offline/distance.ts';

export interface Whereabouts {
  state: 'unasked' | 'locating' | 'failed' | 'known';
  position: Position | null;
}

const PATIENCE = 20_000;
/** Somebody who walks has not gone far in two minutes. */
const FRESH = 120_000;

let whereabouts: Whereabouts = { state: 'unasked', position: null };
const listeners = new Set<() => void>();

function show(next: Whereabouts): void {
  whereabouts = next;
  for (const listener of listeners) listener();
}

/** Asks once. What was known before stays when no answer comes. */
export function locate(): void {
  const { position } = whereabouts;
  if (!navigator.geolocation) {
    show({ state: 'failed', position });
    return;
  }
  show({ state: 'locating', position });
  navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) => show({ state: 'known', position: { latitude, longitude } }),
    () => show({ state: 'failed', position }),
    { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: FRESH },
  );
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function useWhereabouts(): Whereabouts {
  return useSyncExternalStore(subscribe, () => whereabouts);
}
