// Time is a parameter. A clock is a function; days and months are those of the province (Asia/Shanghai, UTC+8, no summer time).

export type Clock = () => Date;

const OFFSET = 8 * 3600_000;

/** The real clock, some milliseconds away: a rehearsal lives in its files' time. `setOffset` moves it for all who hold `clock`. */
export function movableClock(milliseconds: number): { clock: Clock; setOffset(milliseconds: number): void } {
  let offset = milliseconds;
  return {
    clock: () => new Date(Date.now() + offset),
    setOffset: (next) => {
      offset = next;
    },
  };
}

/** The province's calendar day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: Date): string {
  return new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10);
}

/** The instant at which a wall clock in the province shows `time` (HH:MM) on `day`. */
export function instantAt(day: string, time = '00:00'): Date {
  return new Date(`${day}T${time}:00+08:00`);
}

/** A day moved by whole days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The first day of the month `months` after the month of `day`. */
export function addMonths(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The last day of the month of `day`. */
export function monthEnd(day: string): string {
  return addDays(addMonths(day, 1), -1);
}
