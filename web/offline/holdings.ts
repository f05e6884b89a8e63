// The households on this phone: what the server gave, and over it what was done here and has not arrived. Pure.
import type { ChangeAnswer, FieldSync, FieldTask } from '../../server/field/model.ts';
import type { Draft } from './draft.ts';
import { type Entry, isUnsent } from './outbox.ts';

export interface Holding {
  task: FieldTask;
  /** The server no longer gives it; kept while something written about it is still here. */
  isGone: boolean;
  /** Its state by the newest answer, where one came since it was fetched. */
  stands?: FieldTask['state'];
}

/** One household as its page and the list show it. */
export interface Shown extends Holding {
  /** What its state will be once all is sent. */
  state: FieldTask['state'];
  draft: Draft | undefined;
  unsent: Entry | undefined;
}

/** A household as an older app wrote it: what it did not know of yet is missing until the next sync. */
export function readHolding(stored: Holding): Holding {
  return { ...stored, task: { ...UNTOLD, ...stored.task } };
}

const UNTOLD = { form: null, known: {}, attempts: [] };

/** What a sync changes. A household that is gone stays while something of it is half written or unsent. */
export function applySync(
  holdings: readonly Holding[],
  { items, ids }: Pick<FieldSync, 'items' | 'ids'>,
  isNeeded: (taskId: string) => boolean,
): Holding[] {
  const fresh = new Map(items.map((task) => [task.id, task]));
  const known = new Map(holdings.map(({ task }) => [task.id, task]));
  const theirs = new Set(ids);
  const now = ids.flatMap((id) => {
    const task = fresh.get(id) ?? known.get(id);
    return task ? [{ task, isGone: false }] : [];
  });
  const gone = holdings.filter(({ task }) => !theirs.has(task.id) && isNeeded(task.id));
  return [...now, ...gone.map(({ task }) => ({ task, isGone: true }))];
}

/**
 * As the server said tasks stand once it had done what was asked, beside the tasks as they were fetched: the next sync tells what differs
 * from those, and takes this away. Until then a visit that has arrived is not to be made again.
 */
export function applyStandings(
  holdings: readonly Holding[],
  outbox: readonly Entry[],
  answers: readonly ChangeAnswer[],
): readonly Holding[] {
  const told = new Map<string, FieldTask['state']>();
  for (const { id, outcome, task } of answers) {
    const taskId = outbox.find((entry) => entry.id === id)?.taskId;
    if (taskId && task && outcome === 'applied') told.set(taskId, task.state);
  }
  return holdings.map((one) => {
    const stands = told.get(one.task.id);
    return stands ? { ...one, stands } : one;
  });
}

/** Lays what was done here over what the server knows, entry by entry, in order. */
export function showHoldings(
  holdings: readonly Holding[],
  drafts: readonly Draft[],
  outbox: readonly Entry[],
): Shown[] {
  return holdings.map((holding) => {
    const mine = outbox.filter((entry) => entry.taskId === holding.task.id && isUnsent(entry));
    let state = holding.stands ?? holding.task.state;
    for (const { kind, answer } of mine) {
      if (answer) continue; // the server has spoken of it
      if (kind === 'accept' && state === 'assigned') state = 'accepted';
      if (kind === 'visit') state = 'submitted';
      if (kind === 'return') state = 'returned';
    }
    const draft = drafts.find((one) => one.taskId === holding.task.id);
    return { ...holding, state, draft, unsent: mine.filter((entry) => entry.kind === 'visit').pop() };
  });
}
