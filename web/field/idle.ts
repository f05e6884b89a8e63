// Locks a phone that nobody has touched for five minutes, also one that slept meanwhile.
import { useEffect } from 'react';

export const IDLE = 5 * 60_000;
const LOOK_EVERY = 10_000;

export function useIdleLock(lock: () => void): void {
  useEffect(() => {
    let touchedAt = Date.now();
    const touch = () => {
      touchedAt = Date.now();
    };
    const look = () => {
      if (Date.now() - touchedAt >= IDLE) lock();
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
