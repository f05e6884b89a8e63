// The desk's groups by what to do, and whom a task is best given to. Pure.
import type { Coordinator, TaskRow } from '../../../server/flow/tasks/model.ts';
import { type Urgency, urgencyOf } from '../../ui/deadline.ts';
import type { IsWorkday } from '../../ui/workdays.ts';

const ORDER: Urgency[] = ['within-day', 'overdue', 'soon', 'later', 'done'];

export interface Group {
  urgency: Urgency;
  rows: TaskRow[];
}

/** Groups rows by urgency; within a group the server's order stays. */
export function groupTasks(rows: readonly TaskRow[], now: Date, isOne?: IsWorkday): Group[] {
  const groups = ORDER.map((urgency): Group => ({ urgency, rows: [] }));
  for (const row of rows) groups[ORDER.indexOf(urgencyOf(row, now, isOne))]?.rows.push(row);
  return groups.filter((group) => group.rows.length > 0);
}

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
