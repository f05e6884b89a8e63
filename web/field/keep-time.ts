// Keeps the service's time for the open phone: its clock is watched, and a leap is written down before anybody dates something by it.
import { useEffect, useMemo } from 'react';
import { setServiceClock } from '../api/now.ts';
import { makeClock, type ServiceClock } from '../offline/clock.ts';
import { latestTime } from '../offline/right-time.ts';
import type { Store } from '../offline/store.ts';

const LOOK_EVERY = 10_000;
/** An offset that has changed by less is kept as it was. */
const SAME = 1_000;

export function useServiceClock(store: Store): ServiceClock {
  // Before anything below asks what day it is.
  const clock = useMemo(() => {
    const phone = store.read();
    const clocks = { wall: () => Date.now(), steady: () => performance.now() };
    const made = makeClock(clocks, { offset: phone.profile.offset, floor: latestTime(phone) });
    setServiceClock(made.now);
    return made;
  }, [store]);
  useEffect(() => watch(store, clock), [store, clock]);
  return clock;
}

function watch(store: Store, clock: ServiceClock): () => void {
  let wasSure = true; // so that the opening itself is written down
  let { syncedAt } = store.read().profile;
  const look = () => {
    const isSure = clock.isSure();
    const isNewDoubt = wasSure && !isSure;
    wasSure = isSure;
    const offset = clock.offset();
    if (!isNewDoubt && Math.abs(offset - store.read().profile.offset) < SAME) return;
    const openedAt = new Date(clock.now()).toISOString();
    void store
      .change(({ profile, ...rest }) => ({
        ...rest,
        profile: { ...profile, offset, openedAt: isNewDoubt ? openedAt : profile.openedAt },
      }))
      .catch(() => undefined); // no room: the next look tries again
  };
  const see = () => {
    if (document.visibilityState === 'hidden') clock.rest();
    else look();
  };
  const learn = store.subscribe(() => {
    const { profile } = store.read();
    if (profile.syncedAt === syncedAt) return;
    syncedAt = profile.syncedAt;
    clock.setOffset(profile.offset);
    wasSure = true;
  });
  look();
  const timer = setInterval(look, LOOK_EVERY);
  document.addEventListener('visibilitychange', see);
  return () => {
    learn();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', see);
  };
}
