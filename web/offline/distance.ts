// How far a household is as the crow flies, from where the phone was when it was asked. Pure.
import type { Shown } from './holdings.ts';

export interface Position {
  latitude: number;
  longitude: number;
}

const EARTH_METRES = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two places, by the haversine. */
export function metresBetween(one: Position, other: Position): number {
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const across = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  const share = half(one.latitude, other.latitude) + across * half(one.longitude, other.longitude);
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, share)));
}

/** Metres to a home; null when nobody ever told where it is, or where we are is not known. */
export function distanceTo(home: { tasks: readonly Shown[] }, from: Position | null): number | null {
  const location = home.tasks[0]?.task.location ?? null;
  return from && location && metresBetween(from, location);
}

/** As exactly as a straight line is worth saying: to ten metres, from a kilometre to a hundred, from ten to a kilometre. */
export function roundMetres(metres: number): number {
  const step = metres < 1_000 ? 10 : metres < 10_000 ? 100 : 1_000;
  return Math.max(10, Math.round(metres / step) * step);
}
