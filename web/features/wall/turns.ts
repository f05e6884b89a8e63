// Whose turn it is on the wall: the place asked for, then its prefectures, round and round. Pure.

export interface Turn {
  code: string;
  name: string;
}

export const DEFAULT_SECONDS = 15;

/** Seconds a place is shown; 0 stands still. Nothing faster than five can be read from afar. */
export function secondsOf(text: string | null): number {
  if (text === null || text.trim() === '') return DEFAULT_SECONDS;
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0) return DEFAULT_SECONDS;
  return seconds === 0 ? 0 : Math.min(600, Math.max(5, Math.round(seconds)));
}

/** A province takes turns with its prefectures; any other place stays alone. */
export function turnsOf(area: Turn, prefectures: readonly Turn[]): Turn[] {
  if (area.code.length !== 2) return [area];
  return [area, ...prefectures.filter((one) => one.code.length === 4 && one.code.startsWith(area.code))];
}

/** When figures count as stopped: nothing new for so long, though they are asked for every minute. */
export const STOPPED_AFTER = 3 * 60_000;

export function isStopped(of: { updatedAt: number; now: number; isOffline: boolean; hasFailed: boolean }): boolean {
  return of.isOffline || of.hasFailed || of.now - of.updatedAt > STOPPED_AFTER;
}
