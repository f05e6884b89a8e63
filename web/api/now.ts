// The service's present: a rehearsal lives in its files' time, so pages never ask the browser what day it is.
import { useEffect, useState } from 'react';

let offset = 0;
let clock: (() => number) | null = null;

/** Sets the service's clock by an instant it just told. */
export function setServiceNow(now: string): void {
  offset = Date.parse(now) - Date.now();
}

/** From here on another clock tells the service's present: the phone's, which watches its own for leaps. */
export function setServiceClock(read: (() => number) | null): void {
  clock = read;
}

export function serviceNow(): Date {
  return new Date(clock ? clock() : Date.now() + offset);
}

/** An instant of the browser's own clock, such as a query's `dataUpdatedAt`, as the service's. */
export function serviceTimeOf(at: number): Date {
  return new Date(at + offset);
}

/** The service's present, renewed every half minute so that deadlines run on the screen. */
export function useNow(): Date {
  const [now, setNow] = useState(serviceNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serviceNow()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
