// The coordinator's list in order: red first, then by the visit's deadline; what was sent stands last. Pure.
import type { TaskRow } from '../../../server/flow/tasks/model.ts';

export function listGroups(rows: readonly TaskRow[]): Record<'urgent' | 'soon' | 'sentGroup', TaskRow[]> {
  const byDue = [...rows].sort((a, b) => a.visitDueAt.localeCompare(b.visitDueAt));
  const isToVisit = (task: TaskRow) => task.state === 'assigned' || task.state === 'accepted';
  return {
    urgent: byDue.filter((task) => isToVisit(task) && task.severity === 'red'),
    soon: byDue.filter((task) => isToVisit(task) && task.severity !== 'red'),
    sentGroup: byDue.filter((task) => task.state === 'submitted'),
  };
}
