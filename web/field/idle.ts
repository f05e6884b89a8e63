// Locks a phone that nobody has touched for five minutes, also one that slept meanwhile.
import { useEffect } from 'react';

export const IDLE = 5 * 60_000;
const LOOK_EVERY = 10_000;

export function useIdleLock(lock: () => void): void {
  useEffect(() => {
    // By both clocks: one stands still while the phone sleeps, the other may be set back.
    let touched = [Date.now(), performance.now()] as const;
    const touch = () => {
      touched = [Date.now(), performance.now()];
    };
    const look = () => {
      if (Math.max(Date.now() - touched[0], performance.now() - touched[1]) >= IDLE) lock();
    };
    const timer = setInterval(look, LOOK_EVERY);
    // Asked before the touch that woke it counts.
    document.addEventListener('visibilitychange', look);
    for (const event of ['pointerdown', 'keydown', 'scroll'] as const) document.addEventListener(event, touch, true);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      for (const event of ['pointerdown', 'keydown', 'scroll'] as const)
        document.removeEventListener(event, touch, true);
    };
  }, [lock]);
}
