// How much a coordinator can take, and whom a task is best given to. Pure.
import type { Coordinator } from '../../../server/flow/tasks/model.ts';

/** How many more a coordinator can take. */
export function roomOf(coordinator: Pick<Coordinator, 'inHand' | 'capacity'>): number {
  return Math.max(0, coordinator.capacity - coordinator.inHand);
}

/** The one to propose: of this village first, then with room, then least in hand; never who has it already or is away. */
export function suggestCoordinator(
  coordinators: readonly Coordinator[],
  holderId: string | null,
): Coordinator | undefined {
  const weight = (one: Coordinator) => [one.isHere ? 0 : 1, roomOf(one) > 0 ? 0 : 1, one.inHand] as const;
  return coordinators
    .filter((one) => one.id !== holderId && !one.isAway)
    .sort((a, b) => {
      const [here, room, load] = weight(a);
      const [otherHere, otherRoom, otherLoad] = weight(b);
      return here - otherHere || room - otherRoom || load - otherLoad;
    })[0];
}
