// What a department writes its lines with: where a line of a month goes, and whose month it is.
import type { Household } from '../household.ts';
import type { World } from '../world.ts';
import type { Dataset } from './forms.ts';

export interface Desk {
  world: World;
  household: Household;
  /** A line about a month; it goes into the delivery in which that month is due, or a later one. */
  tell(dataset: Dataset, month: number, cells: string[]): void;
  /** A line of a whole list, for the delivery of that number; `part` where a folder holds several lists. */
  list(dataset: Dataset, delivery: number, cells: string[], part?: string): void;
}

/** The month of a delivery: the first one's is the last month of its history. */
export function monthOfDelivery(world: World, delivery: number): number {
  return world.calendar.count - world.deliveries + delivery;
}

/** The delivery in which a month is due. */
export function deliveryOf(world: World, month: number): number {
  return Math.max(0, month - monthOfDelivery(world, 0));
}
