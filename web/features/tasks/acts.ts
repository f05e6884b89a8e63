// What this reader has done on this desk: so that it is not taken for somebody else's act, and can be taken back for a minute.
import { useSyncExternalStore } from 'react';
import { UNDO_SECONDS } from '../../../server/flow/tasks/desk/model.ts';

export interface Dispatched {
  /** With the version that the dispatch made. */
  tasks: { id: string; version: number }[];
  /** By this machine's clock, in milliseconds. */
  at: number;
}

let last: Dispatched | null = null;
const own = new Map<string, number>();
const listeners = new Set<() => void>();

function tell(next: Dispatched | null): void {
  last = next;
  for (const listener of listeners) listener();
}

/** Remembers that these tasks were moved from here, and the versions that this made. */
export function noteOwn(tasks: Dispatched['tasks']): void {
  for (const { id, version } of tasks) own.set(id, version);
}

export function isOwn(id: string): boolean {
  return own.has(id);
}

/** A list shows these: what has come back into it since is as new as any other row. */
export function noteListed(rows: readonly Dispatched['tasks'][number][]): void {
  if (own.size === 0) return;
  for (const { id, version } of rows) if ((own.get(id) ?? Number.POSITIVE_INFINITY) <= version) own.delete(id);
}

/** Somebody else may act on them from now on, and that is news. */
export function forgetOwn(ids: readonly string[]): void {
  for (const id of ids) own.delete(id);
}

/** Remembers a dispatch; of several parts of one act the minute counts from the first, so that none is promised longer than it has. */
export function noteDispatch(tasks: Dispatched['tasks'], isSameAct = false): void {
  if (tasks.length === 0) return;
  noteOwn(tasks);
  const before = isSameAct ? last : null;
  tell({ tasks: [...(before?.tasks ?? []), ...tasks], at: before?.at ?? Date.now() });
}

export function forgetDispatch(): void {
  tell(null);
}

/** Seconds for which a dispatch can still be taken back. */
export function secondsLeft(act: Dispatched, at: number): number {
  return Math.max(0, Math.ceil(UNDO_SECONDS - (at - act.at) / 1000));
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useLastDispatch(): Dispatched | null {
  return useSyncExternalStore(subscribe, () => last);
}
