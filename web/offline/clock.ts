// The service's time on a phone whose own clock may be wrong by days, be set while the app runs, or fall back to the year of its making
// when the battery dies. Pure: both clocks of the phone are handed in.

export interface PhoneClocks {
  /** What the phone shows: may be set at any time. */
  wall(): number;
  /** Milliseconds that only ever grow, and stand still while the phone sleeps. */
  steady(): number;
}

export interface ServiceClock {
  /** The service's present in milliseconds; within one run it never goes back but when the service says so. */
  now(): number;
  /** What is added to the phone's own clock; changes when that clock was set. */
  offset(): number;
  /** What the service said last holds from here on. */
  setOffset(offset: number): void;
  /** The page is out of sight: until it is asked again, the phone may have slept. */
  rest(): void;
  /** False from the start, and from a leap that may have been sleep, until the service has told its time. */
  isSure(): boolean;
}

/** Less than this is no leap: clocks are drawn right by seconds all day long. */
const NOISE = 2_000;
/** How far off a clock must be for somebody to be told: ten minutes. */
const WRONG = 600_000;

/** True when the phone's own clock is so far off that its holder should know. In a rehearsal the service lives in another month. */
export function isClockWrong(of: { offset: number; isRehearsal: boolean; syncedAt: string | null }): boolean {
  return !of.isRehearsal && of.syncedAt !== null && Math.abs(of.offset) > WRONG;
}

/**
 * Starts from the offset that was kept and the latest time that was written down: a clock that shows less has been set back. While it
 * runs, a leap of the phone's clock against the steady one means that it was set, unless the phone may have slept and the leap is
 * forward: that is what sleep looks like, and the service is asked before anything is sent.
 */
export function makeClock({ wall, steady }: PhoneClocks, from: { offset: number; floor: number }): ServiceClock {
  let offset = Math.max(from.offset, from.floor - wall());
  let last = { wall: wall(), steady: steady() };
  let mayHaveSlept = false;
  let isSure = false;
  const look = () => {
    const next = { wall: wall(), steady: steady() };
    const leap = next.wall - last.wall - (next.steady - last.steady);
    if (leap < -NOISE || (leap > NOISE && !mayHaveSlept)) offset -= leap;
    else if (leap > WRONG) isSure = false;
    mayHaveSlept = false;
    last = next;
    return next.wall;
  };
  return {
    now: () => look() + offset,
    offset() {
      look();
      return offset;
    },
    setOffset(told) {
      look();
      offset = told;
      isSure = true;
    },
    rest() {
      look();
      mayHaveSlept = true;
    },
    isSure() {
      look();
      return isSure;
    },
  };
}
