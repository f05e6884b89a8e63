// A dispatch of many tasks in parts: what the parts' previews say together, and how far the sending has come. Pure.
import type { BulkPreview, BulkResult } from '../../../server/flow/tasks/model.ts';

/** So many go in one request; what has gone stays, whatever becomes of the rest. */
export const PART = 100;

export function inParts<T>(all: readonly T[], size = PART): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** Several previews as one: each person's load before, and after all that they would be given. */
export function joinPreviews(previews: readonly BulkPreview[]): BulkPreview {
  const loads = new Map<string, BulkPreview['loads'][number]>();
  for (const load of previews.flatMap((preview) => preview.loads)) {
    const known = loads.get(load.id);
    const tasks = [...(known?.tasks ?? []), ...load.tasks];
    const after = load.before + tasks.length;
    loads.set(load.id, { ...load, tasks, after, isOver: after > load.capacity });
  }
  return { loads: [...loads.values()], refused: previews.flatMap((preview) => preview.refused) };
}

export interface Outcome {
  sent: number;
  total: number;
  results: BulkResult[];
  isStopped: boolean;
}

/** Those that went, with the version that the dispatch made. */
export function wentOf(results: readonly BulkResult[]): { id: string; version: number }[] {
  return results.flatMap(({ id, outcome, version }) =>
    outcome === 'dispatched' && version !== null ? [{ id, version }] : [],
  );
}
