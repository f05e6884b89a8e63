// The deadline that counts next. The server's `nextDueAt` says the same (a test holds them together), but its file brings the
// schema library along: 26 kB that the coordinators' list would load for one function.
import type { TaskRow } from '../../server/flow/tasks/model.ts';

export type Duty = 'dispatch' | 'visit' | 'confirm';

const DUTIES: Record<TaskRow['state'], Duty | null> = {
  waiting: 'dispatch',
  dispatched: 'dispatch',
  returned: 'dispatch',
  assigned: 'visit',
  accepted: 'visit',
  submitted: 'confirm',
  confirmed: 'confirm',
  closed: null,
  cancelled: null,
};

/** Whose turn it is; null when nothing is due any more. */
export function dutyOf(state: TaskRow['state']): Duty | null {
  return DUTIES[state];
}

export function nextDueAt(
  task: Pick<TaskRow, 'state' | 'dispatchDueAt' | 'visitDueAt' | 'confirmDueAt'>,
): string | null {
  const duty = dutyOf(task.state);
  return duty && { dispatch: task.dispatchDueAt, visit: task.visitDueAt, confirm: task.confirmDueAt }[duty];
}
